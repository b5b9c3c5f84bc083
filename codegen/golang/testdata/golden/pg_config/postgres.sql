CREATE EXTENSION citext;
CREATE DOMAIN cents AS bigint;
CREATE TABLE accounts (
    id bigint PRIMARY KEY,
    email citext NOT NULL,
    balance cents NOT NULL,
    search tsvector NOT NULL,
    hosts inet[],
    address text NOT NULL
);
