CREATE TABLE t (id INTEGER PRIMARY KEY);
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = 'CREATE TABLE t (id TEXT)' WHERE name = 't';
