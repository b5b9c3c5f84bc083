CREATE TABLE kinds (
    id       INTEGER PRIMARY KEY,
    an_int   BIGINT NOT NULL,        maybe_int   INTEGER,
    a_float  REAL NOT NULL,          maybe_float DOUBLE PRECISION,
    a_bool   BOOLEAN NOT NULL,       maybe_bool  BOOLEAN,
    a_price  DECIMAL(10, 2) NOT NULL, maybe_price NUMERIC,
    a_text   TEXT NOT NULL,          maybe_text  VARCHAR(40),
    a_blob   BLOB NOT NULL,          maybe_blob  BLOB,
    a_time   TIMESTAMP NOT NULL,     maybe_time  DATETIME,
    a_date   DATE NOT NULL,          maybe_date  DATE,
    a_clock  TIME NOT NULL,          maybe_clock TIME,
    a_doc    JSON NOT NULL,          maybe_doc   JSON,
    a_uuid   UUID NOT NULL,          maybe_uuid  UUID,
    an_enum  TEXT NOT NULL CHECK (an_enum IN ('a', 'b')),
    maybe_enum TEXT NULL CHECK (maybe_enum IN ('x', 'y')),
    net      REAL NOT NULL GENERATED ALWAYS AS (a_float * 2) STORED
);
