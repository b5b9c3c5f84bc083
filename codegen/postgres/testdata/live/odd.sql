-- What is seldom there, and must do no harm.
CREATE EXTENSION postgres_fdw;
CREATE SERVER elsewhere FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'nowhere');
CREATE USER MAPPING FOR PUBLIC SERVER elsewhere OPTIONS (user 'x');
CREATE TABLE spread (id integer, at date) PARTITION BY RANGE (id);
CREATE FOREIGN TABLE spread_far PARTITION OF spread FOR VALUES FROM (10) TO (20) SERVER elsewhere;
CREATE FOREIGN TABLE far (id integer NOT NULL, name text OPTIONS (column_name 'n') DEFAULT 'x', CHECK (id > 0)) SERVER elsewhere OPTIONS (table_name 't');
CREATE TYPE nothing AS ENUM ();
CREATE TABLE parent (id integer PRIMARY KEY, note text) PARTITION BY RANGE (id);
CREATE TABLE part PARTITION OF parent FOR VALUES FROM (0) TO (10);
CREATE TABLE t (
    id integer PRIMARY KEY REFERENCES part,
    other integer REFERENCES parent,
    e nothing, es nothing[],
    row parent, rows parent[],
    fixed text[3][2], many nothing[][]
);
CREATE TABLE self_typed (id integer, nested t);
CREATE TYPE shell;
CREATE TYPE empty AS ();
CREATE TABLE with_empty (e empty, k integer CHECK (k > 0) NOT NULL DEFAULT 3 UNIQUE);
CREATE VIEW nothing_much AS SELECT;
CREATE VIEW of_far AS SELECT * FROM far;
CREATE VIEW of_row AS SELECT (t."row").note, t.rows[1].id AS first, (t.rows[1]).note AS second FROM t;
ALTER VIEW of_far ALTER COLUMN name SET DEFAULT 'y';
CREATE TABLE dropped (a integer, b integer, c integer, UNIQUE (a, b), CHECK (b > c), FOREIGN KEY (b) REFERENCES t (id));
ALTER TABLE dropped DROP COLUMN b;
ALTER TABLE dropped ADD COLUMN b text;
CREATE INDEX dropped_b ON dropped (b, (a + c));
CREATE TABLE numbers (a numeric(3, -2), b numeric(2, 5), c float(1), d float(53), e bit(64), f varchar(10485760));
CREATE TABLE limits (s smallint DEFAULT 32767, i integer DEFAULT 2147483647, n integer DEFAULT -2147483648, b bigint DEFAULT -9223372036854775808, h integer DEFAULT 0, x numeric DEFAULT 1e10, y numeric DEFAULT .5, z numeric DEFAULT 5., w double precision DEFAULT 1e-7, v real DEFAULT 3.14159265358979, u double precision DEFAULT 123456789012345678);
CREATE RULE "_RETURN_NOT" AS ON UPDATE TO dropped DO ALSO NOTHING;
