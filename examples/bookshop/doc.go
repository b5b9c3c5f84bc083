// Command bookshop is a service on Duet, with an embedded SQLite database or, with DATABASE_URL=postgres://..., on
// Postgres.
//
//	go run ./examples/bookshop [-addr 127.0.0.1:8080] [-db bookshop.db] [-dev] [-grace 10s]
//
// A database that is not there is made, with some hundred rows; of Postgres, its tables. Each setting has an environment variable, which the
// flag overrules: BOOKSHOP_ADDR, BOOKSHOP_DB (or DATABASE_URL), BOOKSHOP_DEV, BOOKSHOP_GRACE. SIGINT and SIGTERM end it: requests that run
// have the grace to end. The log is on stderr, as JSON; the exit code is 0 after an end that was asked for, 1 when something
// failed, and 2 when the settings are wrong.
//
// The service itself is package shop; the program demo, which `make demo` runs, asks it for everything once.
package main
