// Package schema has the tables of the benchmark, as each database spells them.
package schema

import _ "embed"

// Postgres creates the tables on PostgreSQL. Duet's models are made of it.
//
//go:embed postgres.sql
var Postgres string

// SQLite creates those of the tables that are measured on SQLite.
//
//go:embed sqlite.sql
var SQLite string
