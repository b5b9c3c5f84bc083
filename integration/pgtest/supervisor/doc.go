// Package supervisor keeps a PostgreSQL server or a PgBouncer in a process of its own, that removes it when the process
// that wanted it ends, however that ends: it returned, panicked, ran into go test's timeout, or was killed.
//
// The process is the calling program once more: a program that calls Launch calls Serve first thing in its main (a
// test binary in TestMain, by pgtest.Main). The two talk by lines of JSON (protocol.go) over the supervisor's standard
// input and output. Its input is also its lease: when it ends, the other process has ended, and the supervisor
// removes what it started and ends too (serve.go). The side that asks is in launch.go.
package supervisor
