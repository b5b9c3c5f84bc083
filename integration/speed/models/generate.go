// Package models is generated from integration/speed/schema.sql. Only this file is written by hand; after a change to the
// schema or the generator, run `go generate ./integration/speed/...`.
package models

//go:generate go run ../../../cmd/ormgen generate --dialect postgres --schema ../schema.sql --out . --package models
