CREATE TABLE hosts (
    id      INTEGER PRIMARY KEY,
    address TEXT NOT NULL,
    backup  TEXT NULL,
    score   NUMBERISH NOT NULL,
    weight  NUMBERISH NULL,
    seen    WHENEVER NULL
);
