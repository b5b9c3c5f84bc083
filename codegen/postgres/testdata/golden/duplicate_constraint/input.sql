CREATE TABLE a (id int CONSTRAINT k CHECK (id > 0),
  n int CONSTRAINT k CHECK (n > 0));
