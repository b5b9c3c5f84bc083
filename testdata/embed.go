// Package testdata is the bookshop as SQL, for programs and tests that need it wherever they are run from: go:embed cannot
// reach out of its own folder. See README.md for what is in the tables.
package testdata

import (
	_ "embed" // for the texts
	"regexp"
)

// BookshopSchema is the DDL that package models was generated from.
//
//go:embed bookshop.sql
var BookshopSchema string

// BookshopSeed is the rows, in one transaction, for an empty schema.
//
//go:embed bookshop_seed.sql
var BookshopSeed string

// PostgresSchema is BookshopSchema in the types of Postgres. Package models serves both.
//
//go:embed bookshop_postgres.sql
var PostgresSchema string

// PostgresSeed is BookshopSeed as Postgres reads it: bytes have another literal there, and identity columns are told where
// to go on from. It has no BEGIN and COMMIT, so that it can be run in one go, and one transaction, with the schema.
func PostgresSeed() string {
	seed := regexp.MustCompile(`\bx'([0-9a-f]*)'`).ReplaceAllString(BookshopSeed, `'\x$1'`)
	return regexp.MustCompile(`(?m)^(BEGIN|COMMIT);$`).ReplaceAllString(seed, "") + identities
}

const identities = `
DO $$
DECLARE t text;
BEGIN
    FOREACH t IN ARRAY ARRAY['publishers', 'authors', 'categories', 'books', 'tags', 'customers', 'addresses', 'reviews', 'orders'] LOOP
        EXECUTE format('SELECT setval(pg_get_serial_sequence(%L, %L), (SELECT max(id) FROM %I))', t, 'id', t);
    END LOOP;
END $$;
`
