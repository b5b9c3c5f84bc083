CREATE TABLE a (id int,
  b int REFERENCES b);
