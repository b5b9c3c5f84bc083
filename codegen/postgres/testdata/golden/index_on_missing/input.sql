CREATE TABLE a (id int);
CREATE INDEX ON a (m);
