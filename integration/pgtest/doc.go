// Package pgtest gives tests a real PostgreSQL: a database of the test's own within milliseconds, a server of its own
// to stop and to kill, a PgBouncer before it. Nothing is set up by hand, and nothing is left behind.
//
//	func TestMain(m *testing.M) { pgtest.VerifyMain(m) } // or pgtest.Main(m), which does not look for leaked goroutines
//
//	func TestOrders(t *testing.T) {
//		t.Parallel()
//		dsn := pgtest.Database(t)                                     // an empty database
//		dsn = pgtest.DatabaseFrom(t, "bookshop", bookshopSQL)         // a copy of one that this SQL was run in, once
//		dsn = pgtest.PgBouncer(t, dsn)                                // the same through PgBouncer, transaction pooling
//		...
//	}
//
//	func TestCrash(t *testing.T) {
//		server := pgtest.NewServer(t)
//		server.Kill()
//		server.Start()
//	}
//
// # Which server
//
// The first of these that there is:
//
//   - DUET_TEST_DSN, a superuser's DSN of a server that runs already (postgres://user:password@host:port/database).
//   - Docker, with the image DUET_TEST_IMAGE (default postgres:17-alpine) if it is there or can be pulled, else with one
//     that integration/image/build makes from Debian's packages, once.
//   - The machine's own initdb and postgres, on PATH or in /usr/lib/postgresql: a temporary cluster. Where tests run as
//     root it belongs to the user postgres, or nobody.
//
// With none of them the test is skipped, in one line that says why. DUET_REQUIRE_POSTGRES=1 makes that a failure,
// DUET_REQUIRE_DOCKER=1 makes it a failure that Docker cannot be used.
//
// The server is started by the first test that asks for a database, in about two seconds, and is that of one test
// binary: packages that are tested at the same time have one each. It listens on 127.0.0.1 alone, at a port that was
// free, with a password of its own; is not safe against a loss of power (fsync=off), takes 200 connections, orders
// text by code point (C.UTF-8), lives in UTC, and has neither autovacuum nor JIT. Its superuser is postgres.
//
// # What is left behind
//
// Nothing. The server belongs to a process of its own (package supervisor) that removes it as soon as the test binary
// has ended, also if that panicked, ran into go test's timeout or was killed. Should that process be killed as well,
// the server's processes end with it, a container ends after two hours, and the next run removes whatever is left.
// On a server of DUET_TEST_DSN a test binary that is killed leaves its databases, duet_test_*.
//
// # Where things are
//
// main.go has Main, database.go databases and templates, admin.go what is said to the server about them, server.go and
// bouncer.go the rest. Package cluster starts servers, without a test; command integration/pgserver does so for a shell.
package pgtest
