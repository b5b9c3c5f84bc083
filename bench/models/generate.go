// Package models is Duet's for the benchmark, generated from bench/schema/postgres.sql; they serve SQLite too. Only this
// file is written by hand; after a change to the schema or the generator, run `go generate ./models` in bench.
package models

//go:generate go -C ../.. run ./cmd/ormgen generate --dialect postgres --schema bench/schema/postgres.sql --out bench/models --package models
