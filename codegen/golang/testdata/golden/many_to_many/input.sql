CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT NOT NULL);
CREATE TABLE tags (id INTEGER PRIMARY KEY, books INTEGER NOT NULL); -- the column keeps its name
CREATE TABLE book_tags (
    book_id  INTEGER NOT NULL REFERENCES books (id),
    tag_id   INTEGER NOT NULL REFERENCES tags (id),
    position INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (book_id, tag_id)
);
CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
-- Two ways from books to people.
CREATE TABLE book_authors (book_id INTEGER REFERENCES books, person_id INTEGER REFERENCES people, PRIMARY KEY (book_id, person_id));
CREATE TABLE book_editors (id INTEGER PRIMARY KEY, book_id INTEGER REFERENCES books, person_id INTEGER REFERENCES people, UNIQUE (person_id, book_id));
-- From people to people.
CREATE TABLE follows (
    follower_id INTEGER NOT NULL REFERENCES people (id),
    followed_id INTEGER NOT NULL REFERENCES people (id),
    PRIMARY KEY (follower_id, followed_id)
);
-- No many-to-many: the two keys are not unique together.
CREATE TABLE loans (id INTEGER PRIMARY KEY, book_id INTEGER NOT NULL REFERENCES books, person_id INTEGER NOT NULL REFERENCES people);
