CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT NOT NULL, price REAL NOT NULL);
CREATE VIEW cheap_books AS SELECT id, title, price, price < 5 AS very FROM books WHERE price < 10;
