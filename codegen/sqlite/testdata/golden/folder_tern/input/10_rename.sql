ALTER TABLE people RENAME COLUMN name TO full_name;
---- create above / drop below ----
DROP TABLE people;
