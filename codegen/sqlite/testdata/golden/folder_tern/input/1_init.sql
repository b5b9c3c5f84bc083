CREATE TABLE people (id INTEGER PRIMARY KEY);
---- create above / drop below ----
DROP TABLE people;
