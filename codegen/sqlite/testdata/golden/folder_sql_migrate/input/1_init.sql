-- +migrate Down
DROP TABLE people;
-- +migrate Up
CREATE TABLE people (id INTEGER PRIMARY KEY);
