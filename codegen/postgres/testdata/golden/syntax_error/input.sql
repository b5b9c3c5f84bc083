CREATE TABLE a (id int);
-- größe
CREATE TABLE b (
  id int,,
);
