-- +migrate Down
DROP TABLE people;
-- +migrate Up
ALTER TABLE people ADD COLUMN name TEXT;
