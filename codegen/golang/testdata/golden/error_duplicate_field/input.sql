CREATE TABLE people (
    id INTEGER PRIMARY KEY,
    first_name TEXT,
    "firstName" TEXT,
    "using" TEXT,
    using_col TEXT
);
