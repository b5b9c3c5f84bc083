-- migrate:up
ALTER TABLE people ADD COLUMN name TEXT;

-- migrate:down
DROP TABLE people;
