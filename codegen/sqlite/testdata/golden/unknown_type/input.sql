CREATE TABLE shapes (
  id INTEGER PRIMARY KEY,
  outline GEOMETRY,
  size HUGEINT NOT NULL,
  anything,
  label VARYING CHARACTER(30)
);
