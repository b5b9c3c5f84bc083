-- +migrate Down
DROP TABLE people;
-- +migrate Up
ALTER TABLE people RENAME COLUMN name TO full_name;
