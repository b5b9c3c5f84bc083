-- ALTER, DROP and RENAME.
CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL CHECK (length(name) > 1), boss INT REFERENCES people (id), team_id INT REFERENCES teams);
CREATE TABLE teams (id INTEGER PRIMARY KEY, code TEXT, CHECK (code <> ''));
CREATE UNIQUE INDEX people_name ON people (name, lower(name)) WHERE name <> 'nobody';
ALTER TABLE people ADD COLUMN born DATE;
ALTER TABLE people ADD age INTEGER DEFAULT 0 CHECK (age >= 0);
ALTER TABLE people ADD COLUMN born_year INT AS (substr(born, 1, 4));
ALTER TABLE people ADD COLUMN twin INTEGER CONSTRAINT twins REFERENCES people (id) ON DELETE SET NULL;
ALTER TABLE people ADD COLUMN doomed TEXT CHECK (doomed IN ('x'));
ALTER TABLE people DROP COLUMN doomed;
ALTER TABLE people RENAME COLUMN name TO "full name";
ALTER TABLE people RENAME id TO person_id;
ALTER TABLE teams RENAME TO squads;
ALTER TABLE people RENAME TO persons;
DROP TABLE IF EXISTS never_was;

-- The way SQLite's documentation changes a table.
CREATE TABLE new_squads (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE, size INT);
INSERT INTO new_squads SELECT id, code, 1 FROM squads;
DROP TABLE squads;
ALTER TABLE new_squads RENAME TO squads;

PRAGMA legacy_alter_table = ON;
CREATE TABLE a (id INTEGER PRIMARY KEY);
CREATE TABLE b (id INTEGER PRIMARY KEY, a_id INT REFERENCES a (id));
ALTER TABLE a RENAME TO old_a;
CREATE TABLE a (id INTEGER PRIMARY KEY, more TEXT);
DROP TABLE old_a;
PRAGMA legacy_alter_table = OFF;

CREATE VIEW v AS SELECT 1;
DROP VIEW v;
CREATE VIRTUAL TABLE search USING fts5(title, body, content='persons', tokenize = 'porter');
CREATE VIRTUAL TABLE boxes USING rtree(id, minx, maxx);
CREATE VIEW found AS SELECT title, body FROM search;
ALTER TABLE search RENAME TO searches;
