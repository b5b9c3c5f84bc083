// Package models is generated from the schema of the Pagila database, which is Devrim Gündüz's (LICENSE.pagila.txt). Only
// this file is written by hand. The schema is not in this repository, so this package has no line for go generate:
// `go test ./integration/pagila -run TestModels -update` writes the package again.
package models
