// Package transactions holds the tests of transactions: how each way to end one meets each state that a future can be in,
// inside of savepoints and between goroutines, on both databases and in both voices; and what is left of thousands of
// operations that run at once.
//
//   - rig_test.go opens the databases, with one connection or few, and looks at them past all of Duet's code.
//   - matrix_test.go has the cells, kinds_test.go what their futures are, level_test.go the two voices.
//   - order_test.go has transactions among the other futures of a scope, unknown_test.go commits that nobody answers.
//   - stress_test.go has 64 goroutines do everything at once, ledger_test.go knows what must be there afterwards.
package transactions
