// Package parity holds the two voices to each other: whatever takes a context and asks the database has a twin that takes an
// AsyncContext and answers with a future, and the other way round. It has no code, only tests, and they read the compiled packages,
// so that a gap cannot appear.
//
//   - parity_test.go names the packages and the exceptions, each with its reason.
//   - check_test.go is the check; text_test.go writes types so that those of two voices can be compared.
//   - fake_test.go shows that the check can fail.
package parity
