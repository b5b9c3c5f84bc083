CREATE TABLE posts (id INTEGER PRIMARY KEY, title TEXT);
CREATE VIRTUAL TABLE search USING fts5(title, body UNINDEXED, content='posts');
CREATE VIEW found AS SELECT title FROM search;
CREATE VIEW ranked AS SELECT title, rank FROM search;
INSERT INTO search (search) VALUES ('rebuild');
