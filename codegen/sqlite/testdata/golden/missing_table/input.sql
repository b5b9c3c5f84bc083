CREATE TABLE books (
  id INTEGER PRIMARY KEY,
  author_id INTEGER NOT NULL REFERENCES authors (id),
  shelf_id INTEGER,
  FOREIGN KEY (shelf_id) REFERENCES shelves
);
