CREATE TABLE authors (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE books (id INTEGER PRIMARY KEY, author_id TEXT REFERENCES authors (id), by TEXT REFERENCES authors (name));
