CREATE TABLE base (id int PRIMARY KEY, n int NOT NULL DEFAULT 5 CHECK (n > 0), note text);
CREATE INDEX ON base (note);
CREATE TABLE copied (LIKE base INCLUDING ALL, more text);
CREATE TABLE bare (LIKE base);
CREATE TABLE child (extra text) INHERITS (base);
ALTER TABLE base ADD COLUMN late boolean;
ALTER TABLE base DROP COLUMN note;
