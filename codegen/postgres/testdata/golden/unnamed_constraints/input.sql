CREATE TABLE authors (id int PRIMARY KEY, name text UNIQUE, UNIQUE (name, id));
CREATE TABLE a_table_whose_name_is_so_long_that_it_leaves_no_place (
  a_column_whose_name_is_long_as_well integer REFERENCES authors UNIQUE CHECK (a_column_whose_name_is_long_as_well > 0),
  author integer REFERENCES authors ON DELETE CASCADE,
  other integer REFERENCES authors (id) DEFERRABLE INITIALLY DEFERRED,
  FOREIGN KEY (author) REFERENCES authors,
  CHECK (author <> other), CHECK (other > 0), CHECK (other > 1)
);
CREATE INDEX ON authors (lower(name), id DESC) INCLUDE (name) WHERE id > 0;
CREATE UNIQUE INDEX ON authors USING btree (name COLLATE "C") NULLS NOT DISTINCT;
