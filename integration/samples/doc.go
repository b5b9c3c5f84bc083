// Package samples asks Duet questions about two more sample databases as they are on PostgreSQL: Chinook, a record shop
// that integration/chinook has on SQLite, and Northwind, a trader. The answers are the server's own, to SQL.
//
// The packages chinook and northwind are their models, checked in; `go test ./integration/samples -run TestModels -update`
// writes them again, for the schemas are not in this repository.
package samples
