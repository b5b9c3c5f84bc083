CREATE TABLE books (id serial PRIMARY KEY, title text NOT NULL, tags text[] NOT NULL, price numeric(6, 2) NOT NULL);
CREATE VIEW cheap_books AS SELECT id, title, tags, price FROM books WHERE price < 10;
CREATE MATERIALIZED VIEW book_totals AS SELECT count(*) AS books, sum(price) AS price FROM books;
