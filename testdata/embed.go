// Package testdata is the bookshop as SQL, for programs and tests that need it wherever they are run from: go:embed cannot
// reach out of its own folder. See README.md for what is in the tables.
package testdata

import _ "embed" // for the two texts

// BookshopSchema is the DDL that package models was generated from.
//
//go:embed bookshop.sql
var BookshopSchema string

// BookshopSeed is the rows, in one transaction, for an empty schema.
//
//go:embed bookshop_seed.sql
var BookshopSeed string
