// Package models is generated from the SQLite script of the Chinook database, which is Luis Rocha's
// (LICENSE.chinook.md). Only this file is written by hand. The script is not in this repository, so this package
// has no line for go generate: `go test ./integration/chinook -run TestModels -update` writes the package again.
package models
