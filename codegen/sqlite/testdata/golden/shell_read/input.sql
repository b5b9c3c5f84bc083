.mode list
CREATE TABLE t (id INTEGER PRIMARY KEY);
.read more.sql
