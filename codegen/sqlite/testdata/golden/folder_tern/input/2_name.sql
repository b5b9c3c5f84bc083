ALTER TABLE people ADD COLUMN name TEXT;
---- create above / drop below ----
DROP TABLE people;
