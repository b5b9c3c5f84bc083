package ormtest

import (
	"context"
	"testing"

	"github.com/seed83105465/duet/orm/internal/steady"
)

// ExpectQueries runs f and fails the test, listing the statements, unless exactly n were sent with the context that f was
// given. The test goes on.
//
//nolint:revive // the test comes before the context, as in every function that a test is given to
func ExpectQueries(t testing.TB, ctx context.Context, n int, f func(ctx context.Context)) {
	t.Helper()
	ctx, c := CountQueries(ctx)
	f(ctx)
	if got := c.N(); got != n {
		t.Errorf("ormtest: expected %d queries, got %s", n, c)
	}
}

// ExpectRoundTrips runs f and fails the test, listing the round trips with the statements that shared them, unless f made
// exactly n with the context that it was given. The test goes on.
//
// A round trip is what is sent in one go and then waited for. Statements make them, and so do COMMIT and savepoints; on
// Postgres BEGIN travels with what the transaction does first, and one that does nothing makes none;
// connecting, and ending what runs, are not counted. So that n is a matter of the code, and not of how busy the machine is, all
// statements of f are taken for fast: elsewhere one that has been slow travels apart from its
// neighbours. One that the database was not sent before costs a round trip more, to ask what it is: run f once before.
//
// On SQLite, which is in the process, nothing is shared: there each statement is one, and BEGIN and the like are. Hold what
// futures save to a number on Postgres, and use [ExpectQueries] on both.
//
//nolint:revive // as above
func ExpectRoundTrips(t testing.TB, ctx context.Context, n int, f func(ctx context.Context)) {
	t.Helper()
	ctx, c := CountQueries(steady.With(ctx))
	f(ctx)
	if got := c.RoundTrips(); got != n {
		t.Errorf("ormtest: expected %s, got %s", plural(n, "round trip"), c.roundTrips())
	}
}
