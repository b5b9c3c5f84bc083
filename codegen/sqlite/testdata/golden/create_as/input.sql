CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE copies AS SELECT id, name, id * 2 AS twice FROM people;
ALTER TABLE copies RENAME COLUMN name TO title;
CREATE INDEX copies_title ON copies (title);
CREATE TABLE later AS SELECT shout(name) AS loud FROM people;
