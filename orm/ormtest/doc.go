// Package ormtest is for the tests of programs that use Duet.
//
// [CountQueries] counts what a piece of code asks the database, in both voices, so that a test can hold it to a number:
// a list that asks once more for each of its rows fails the day it is written and not the day the table has grown.
// [ExpectQueries] is the same as one call:
//
//	func TestBookList(t *testing.T) {
//		ormtest.ExpectQueries(t, ctx, 2, func(ctx context.Context) {
//			list(ctx, db)
//		})
//	}
//
// [ExpectRoundTrips] counts what the statements cost on the way to the database and back. Futures that are asked for at once
// share a round trip, on Postgres; a failure lists which did:
//
//	ormtest.ExpectRoundTrips(t, ctx, 1, func(ctx context.Context) { dashboard(ctx, db) })
//
// Counted are statements: what a query with two prefetches sends is three, a BulkCreate is one whatever the number of rows, BEGIN,
// COMMIT and savepoints are none (but they are round trips). A statement that failed counts; one that was never sent does not. Counting needs the
// context: what is asked with another one is not seen.
package ormtest
