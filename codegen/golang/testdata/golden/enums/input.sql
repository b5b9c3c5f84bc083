-- book_status is the name that the enum of books.status would have.
CREATE TABLE book_status (id INTEGER PRIMARY KEY);
CREATE TABLE books (
    id     INTEGER PRIMARY KEY,
    status TEXT NOT NULL CHECK (status IN ('draft', 'out_of_print', 'values', '')),
    grade  TEXT NULL CHECK (grade IN ('A+', 'A', 'A-', '1', '+', 'ä', '書', 'in-progress', 'in progress'))
);
