-- Names that nobody gave, and names that are cut.
CREATE TABLE a_table_with_a_name_that_is_nearly_as_long_as_a_name_can_be (
    a_column_with_a_name_that_is_nearly_as_long_as_a_name_can_be_too integer UNIQUE CHECK (a_column_with_a_name_that_is_nearly_as_long_as_a_name_can_be_too > 1),
    b integer PRIMARY KEY,
    c integer REFERENCES a_table_with_a_name_that_is_nearly_as_long_as_a_name_can_be CHECK (c > 1) CHECK (c < 9),
    a_name_that_is_far_longer_than_any_name_can_be_and_so_it_is_cut_by_the_server integer,
    UNIQUE (b, c),
    UNIQUE (c, a_column_with_a_name_that_is_nearly_as_long_as_a_name_can_be_too),
    CHECK (b > c),
    CHECK (b > c + 1)
);
CREATE INDEX ON a_table_with_a_name_that_is_nearly_as_long_as_a_name_can_be (c);
CREATE INDEX ON a_table_with_a_name_that_is_nearly_as_long_as_a_name_can_be (a_column_with_a_name_that_is_nearly_as_long_as_a_name_can_be_too, c);
CREATE INDEX ON a_table_with_a_name_that_is_nearly_as_long_as_a_name_can_be ((b + c));
CREATE INDEX ON a_table_with_a_name_that_is_nearly_as_long_as_a_name_can_be ((b + c), lower(b::text), (b || 'x'));
CREATE TABLE tableaux_à_une_très_longue_désignation_éééééééééééééééé (éééééééééééééééééééééééééééééé serial PRIMARY KEY, ä integer UNIQUE);

CREATE TABLE t (
    a integer UNIQUE, b integer UNIQUE, c integer,
    UNIQUE (a, b), CONSTRAINT t_c_key UNIQUE (b, c), UNIQUE (c),
    CONSTRAINT t_a_check CHECK (a < 100), CHECK (a > 0), CHECK (a > b),
    FOREIGN KEY (a) REFERENCES t (b), FOREIGN KEY (a) REFERENCES t (c), CONSTRAINT t_b_fkey FOREIGN KEY (b) REFERENCES t (b)
);
ALTER TABLE t ADD UNIQUE (c, a), ADD CHECK (c > 4), ADD FOREIGN KEY (b) REFERENCES t (a);
ALTER TABLE t ADD COLUMN d integer UNIQUE REFERENCES t (a) CHECK (d > 1), ADD CHECK (d > c);
CREATE INDEX ON t (a, b, c);
CREATE INDEX ON t (a, b, c);
CREATE INDEX ON t (lower(a::text));
CREATE INDEX ON t (lower(a::text), upper(b::text));
CREATE INDEX ON t ((a + b));
CREATE INDEX ON t ((a + b), (b * 2), c);
CREATE INDEX ON t (coalesce(a, b));
CREATE INDEX ON t ((a::text));
CREATE INDEX ON t ((CASE WHEN a > 1 THEN 1 END));
CREATE INDEX ON t (abs(a)) WHERE a IS NOT NULL;
CREATE INDEX ON t (greatest(a, b), nullif(a, b));
CREATE INDEX ON t (a) INCLUDE (b);
CREATE INDEX ON t ((a IS NULL));
CREATE UNIQUE INDEX ON t (a, c);
CREATE TABLE t_pkey_taken (id integer);
CREATE INDEX u_pkey ON t (a);
CREATE TABLE u (id integer PRIMARY KEY, "Mixed" serial, "Mixed Name" integer UNIQUE);
CREATE TABLE "Quoted" ("Id" bigserial PRIMARY KEY, "Ref" integer REFERENCES u);
CREATE SEQUENCE v_id_seq;
CREATE TABLE v (id serial, x integer CHECK (x > 1) CONSTRAINT named CHECK (x > 2) CHECK (x > 3));
CREATE TABLE w (id integer CONSTRAINT key PRIMARY KEY CONSTRAINT positive CHECK (id > 0), t integer CONSTRAINT fk REFERENCES t (a) DEFERRABLE, u text CONSTRAINT uq UNIQUE CONSTRAINT nn NOT NULL);
