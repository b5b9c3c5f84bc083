// Package models is generated from integration/outcomes/schema.sql. Only this file is written by hand; after a change to
// the schema or the generator, run `go generate ./integration/outcomes/...`.
package models

//go:generate go run ../../../cmd/ormgen generate --dialect postgres --schema ../schema.sql --config ../ormgen.yaml --out . --package models
