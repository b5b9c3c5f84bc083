CREATE DOMAIN label AS varchar(20) CHECK (VALUE <> '');

CREATE TABLE films (
    id serial PRIMARY KEY,
    special_features text[] NOT NULL,
    scores integer[],
    labels label[] NOT NULL DEFAULT '{}',
    board smallint[3][3] NOT NULL,
    links text ARRAY
);
