CREATE EXTENSION ltree;
CREATE TYPE address AS (street text, city text);
CREATE TABLE pages (id serial PRIMARY KEY, path ltree NOT NULL, paths ltree[], at_lsn pg_lsn, home address);
