CREATE DOMAIN year AS integer CHECK (VALUE >= 1901 AND VALUE <= 2155);
CREATE DOMAIN email AS varchar(100) NOT NULL CHECK (VALUE LIKE '%@%');
CREATE DOMAIN color AS text DEFAULT 'red' CHECK (VALUE IN ('red', 'it''s'));
CREATE DOMAIN short AS text CONSTRAINT short_length CHECK (char_length(VALUE) <= 10) CHECK (VALUE <> '');
CREATE DOMAIN price AS numeric(10, 2) CHECK (VALUE > 0);
CREATE DOMAIN tags AS text[];
CREATE TYPE mood AS ENUM ('sad', 'so so', 'happy');
CREATE DOMAIN clear_mood AS mood CHECK (VALUE <> 'so so');
CREATE DOMAIN open_mood AS mood CHECK (VALUE IN ('sad', 'happy'));

CREATE TABLE things (
    id integer PRIMARY KEY,
    made year,
    owner email,
    color color NOT NULL,
    short short NOT NULL,
    price price NOT NULL,
    tags tags NOT NULL,
    clear clear_mood,
    open open_mood NOT NULL,
    value year NOT NULL CHECK (value > 2000)
);
