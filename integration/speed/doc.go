// Package speed holds the ordinary path of Duet against the same written by hand: pgx with Scan on PostgreSQL, database/sql
// with prepared statements on SQLite. Both sides ask one database for the same rows in one process.
//
//   - raw_test.go is written by hand, duet_test.go with Duet; same_test.go holds that both answer the same
//   - allocations_test.go holds what each call may allocate: that is the same on every machine, and so is a test
//   - sqlite_test.go holds both of a get by key on SQLite
//   - bench_test.go times both, turn by turn, and prints ratios: BenchmarkAgainst
//
// schema.sql and the calls are those of the competitors in bench.
package speed
