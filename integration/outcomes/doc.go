// Package outcomes holds futures against the property that they are independent: whatever is asked for beside a future, and
// whatever becomes of that (an error, a panic, a cancel, a deadline), the future's answer and what it does are those of the
// same call made in the blocking voice, one after another.
//
// Random programs make futures in scopes and see to them in random ways (program_test.go). What has become of each, and of
// every table, is held against the calls made one by one on a second, equal database (judge_test.go): on a DB, on a
// transaction, and in several scopes at once on a pool of two connections. The calls are in reads_test.go and writes_test.go:
// among them are reads that fail for one row, that have effects, that are slow, and whose rows cannot be scanned.
//
// headofline_test.go has fast lookups overtake what is slow, found_test.go what was found so far.
//
// Other programs than those of an ordinary run are tried by rapid's flags:
//
//	go test -race ./integration/outcomes -rapid.checks 2000 -rapid.seed 7
package outcomes
