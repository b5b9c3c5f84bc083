-- Names that a table variable or a model has itself, and names that only look dangerous.
CREATE TABLE authors (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE things (
    id           INTEGER PRIMARY KEY,
    "ID2"        INTEGER NOT NULL,
    "table"      TEXT NOT NULL,
    "using"      TEXT NULL,
    "desc"       TEXT NULL,
    author       TEXT NOT NULL,
    author_id    INTEGER NOT NULL REFERENCES authors (id),
    save         BOOLEAN NOT NULL,
    type         TEXT NOT NULL,
    "validate"   TEXT NULL,
    equal        TEXT NULL,
    marshal_json TEXT NULL,
    h            INTEGER NOT NULL,
    m            INTEGER NOT NULL,
    "func"       TEXT NULL,
    load_editor  TEXT NULL,
    editor_id    INTEGER NULL REFERENCES authors (id)
);
