// Package chinook asks Duet the questions that a record shop has for its database: Chinook, a sample that Duet's
// authors did not make (11 tables, 15,607 rows, names in brackets, a table that refers to itself, a composite key).
//
// Each test is a question, and is meant to be read as an example: the query, asked in both voices with the number of
// statements that it may take, and beside it SQL that gives the same answer. That SQL is run by sqlite3 on the same
// file, through database/sql and without any of our code, and what it says is what is expected.
//
//   - tracks_test.go, artists_test.go, playlists_test.go, customers_test.go, employees_test.go and sales_test.go read
//   - dates_test.go and money_test.go are about values that databases like to bend
//   - pages_test.go, lazy_test.go and lists_test.go are about many rows, writing_test.go and keys_test.go about changing them
//   - models_test.go holds the checked-in package models against what ormgen makes of Chinook today
//   - store_test.go has the database, and what asks one question in two voices
package chinook
