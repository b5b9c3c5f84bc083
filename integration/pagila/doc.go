// Package pagila asks Duet the questions that a film rental has for its database: Pagila, a sample for PostgreSQL that
// Duet's authors did not make (15 tables, one of them in 7 partitions, 8 views, an enum, domains, arrays, tsvector, two
// keys from one table to another, some 50,000 rows).
//
// Each test is a question, and is meant to be read as an example: the query, asked in both voices with the number of
// statements that it may take, and beside it SQL for the same answer, which the server is given without any of our code.
//
//   - films_test.go is about films by what they are, search_test.go about how they are found
//   - actors_test.go goes along many relations, stock_test.go counts what is there, payments_test.go adds up
//   - writing_test.go changes rows, with triggers, an enum, a domain, arrays and partitions in between
//   - models_test.go holds the checked-in package models against what ormgen makes of Pagila today
package pagila
