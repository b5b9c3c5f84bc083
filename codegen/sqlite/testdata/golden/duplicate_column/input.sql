CREATE TABLE books (
  id INTEGER PRIMARY KEY,
  title TEXT,
  Title TEXT
);
