package ormtest

import (
	"context"
	"testing"
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
