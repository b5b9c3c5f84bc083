CREATE TABLE checked (
    id     INTEGER PRIMARY KEY,
    age    INTEGER NOT NULL CHECK (age BETWEEN 0 AND 150),
    stock  INTEGER NOT NULL CHECK (0 <= stock AND (stock < 1000)),
    price  DECIMAL(8, 2) NOT NULL CHECK (price > 0.00),
    rate   REAL NULL CHECK (rate >= -1.5 AND rate <= 1e3),
    name   TEXT NOT NULL CHECK (length(name) <= 50 AND name <> ''),
    code   VARCHAR(8) NOT NULL CHECK (length("code") < 5),
    flag   INTEGER NOT NULL CHECK (flag = 0 OR flag = 1), -- the database's
    other  INTEGER NOT NULL CHECK (other > age),          -- the database's
    word   TEXT COLLATE NOCASE CHECK (word <> 'No')       -- the database's: case
);
