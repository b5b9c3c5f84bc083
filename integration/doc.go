// Package integration has the tests of the whole: models, query language, both voices and a real database.
//
// The tests themselves are in package conformance, which knows no database. A test file here opens one, says how to ask
// it something without Duet, and runs the suite: sqlite_test.go for a file and for a database in memory.
package integration
