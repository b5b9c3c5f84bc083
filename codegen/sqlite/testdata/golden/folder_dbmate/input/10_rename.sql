-- migrate:up
ALTER TABLE people RENAME COLUMN name TO full_name;

-- migrate:down
DROP TABLE people;
