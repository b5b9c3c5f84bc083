// Package models is the bookshop's, generated from testdata/bookshop.sql: the models that Duet's documentation, tests and examples use.
// Only this file is written by hand; after a change to the schema or the generator, run `go generate ./models`.
package models

//go:generate go run ../cmd/ormgen generate --dialect sqlite --schema ../testdata/bookshop.sql --out . --package models
