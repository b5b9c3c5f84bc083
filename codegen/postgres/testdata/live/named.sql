-- Enums, domains, composites and ranges, of each other, in several namespaces.
CREATE SCHEMA shop;
CREATE SCHEMA "Odd schema";

CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
CREATE TYPE shop.state AS ENUM ('new', 'it''s "done"', 'C:\dir');
CREATE TYPE "Odd schema"."Level-1" AS ENUM ('a');
ALTER TYPE mood ADD VALUE 'fine' BEFORE 'happy';
ALTER TYPE mood ADD VALUE 'furious';
COMMENT ON TYPE mood IS 'How it feels';

CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%');
CREATE DOMAIN year AS integer CONSTRAINT year_check CHECK (VALUE >= 1901 AND VALUE <= 2155);
CREATE DOMAIN shop.price AS numeric(10, 2) NOT NULL DEFAULT 0 CHECK (VALUE >= 0) CONSTRAINT not_too_much CHECK (VALUE < 1000000);
CREATE DOMAIN work_email AS email DEFAULT 'nobody@example.com' CHECK (VALUE LIKE '%@example.com');
CREATE DOMAIN tags AS text[] CHECK (array_length(VALUE, 1) < 10);
CREATE DOMAIN code AS varchar(10) COLLATE "C";
CREATE DOMAIN feeling AS mood DEFAULT 'ok';
CREATE DOMAIN "Odd schema"."Key" AS bigint NOT NULL;
COMMENT ON DOMAIN email IS 'An address';

CREATE TYPE address AS (street text, number integer, zip varchar(10), felt mood);
CREATE TYPE shop.line AS (what text COLLATE "C", price shop.price, sent address);
COMMENT ON TYPE address IS 'Where';
COMMENT ON COLUMN address.street IS 'Without the number';

CREATE TYPE floatrange AS RANGE (subtype = float8, subtype_diff = float8mi);
CREATE TYPE shop.moods AS RANGE (subtype = mood);
COMMENT ON TYPE floatrange IS 'From, to';

CREATE TABLE people (
    id bigint PRIMARY KEY,
    mood mood NOT NULL DEFAULT 'ok',
    moods mood[] NOT NULL DEFAULT '{}',
    grid mood[][],
    mail email,
    work work_email NOT NULL,
    mails email[],
    born year,
    feeling feeling,
    tags tags,
    code code,
    plain code COLLATE "POSIX",
    home address,
    homes address[],
    seen floatrange,
    seens floatrange[],
    seen_often floatmultirange,
    felt shop.moods
);

CREATE TABLE shop.orders (
    "Key" "Odd schema"."Key" PRIMARY KEY,
    state shop.state NOT NULL DEFAULT 'new'::shop.state,
    states shop.state[] DEFAULT ARRAY['new'::shop.state, 'C:\dir'::shop.state],
    price shop.price,
    other_price shop.price DEFAULT 5,
    level "Odd schema"."Level-1" DEFAULT 'a',
    levels "Odd schema"."Level-1"[],
    line shop.line,
    lines shop.line[],
    mood mood CHECK (mood <> 'sad'),
    range shop.moods
);

CREATE TABLE "Odd schema"."Table with ""quotes""" (
    "select" integer PRIMARY KEY,
    "Upper" text NOT NULL DEFAULT 'x',
    "with space" text,
    "with ""quotes""" text,
    "ünïcode" text,
    "Level" "Odd schema"."Level-1" NOT NULL,
    "order" bigint REFERENCES shop.orders,
    UNIQUE ("Upper", "with space"),
    CHECK ("Upper" <> "with space"),
    CHECK (length("with ""quotes""") > 3)
);
CREATE INDEX ON "Odd schema"."Table with ""quotes""" ("ünïcode", lower("with space"));
