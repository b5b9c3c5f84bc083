// Command pgserver runs a command with a PostgreSQL server of its own, and removes the server when the command ends,
// also on Ctrl-C and if it is killed itself:
//
//	go run ./integration/pgserver -- psql -c 'select 1'
//	go run ./integration/pgserver -- go run ./examples/bookshop
//
// The command finds the server in DATABASE_URL (postgres://...), and in PGHOST, PGPORT, PGUSER, PGPASSWORD and
// PGDATABASE as psql and others read them; its exit status is pgserver's. Without a command the server's URL is printed,
// and the server is there until Ctrl-C.
//
// The server is one for tests, with nothing in it, in Docker or made with the machine's own PostgreSQL as package
// pgtest says; DUET_TEST_IMAGE and DUET_REQUIRE_DOCKER count. Where there is none pgserver fails and says why.
package main
