package speed

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestAllocations holds what each call allocates, which is the same on every machine: within what it is known to take, and within
// the share of what the same takes by hand that docs/design.md promises.
func TestAllocations(t *testing.T) { //nolint:paralleltest // what others allocate counts, too
	if raceEnabled {
		t.Skip("the race detector drops what is pooled at random: CI runs this test without it, too")
	}
	r, d := server(t)
	known := map[string]struct{ limit, share float64 }{
		"get by key":       {6, 0.75},
		"filter 100":       {114, 0.70},
		"read 10000":       {10138, 0.70},
		"join 1000":        {4650, 0.65},
		"prefetch":         {2391, 0.70},
		"many to many":     {459, 1.00},
		"insert one":       {7, 1.00},
		"bulk insert 1000": {1027, 1.10},
		"update one":       {6, 1.02}, // pools grow at times
	}
	for _, c := range cases(r, d) { //nolint:paralleltest // for the same reason
		t.Run(c.name, func(t *testing.T) {
			ctx := context.Background() // watching one that can end allocates, for both
			calls := 0
			hand := allocationsOf(t, &calls, func(i int) error { return c.raw(ctx, i) })
			ours := allocationsOf(t, &calls, func(i int) error { return c.duet(ctx, i) })
			limit := known[c.name]
			t.Logf("%.1f allocations, %.1f by hand: %.2f times", ours, hand, ours/hand)
			require.LessOrEqual(t, ours, limit.limit*1.02+0.5, "more than it is known to take")
			require.LessOrEqual(t, ours/hand, limit.share, "more than is promised")
		})
	}
}

// allocationsOf is what a call of f allocates. f is given a number that counts on with calls, from 1000: small numbers are not
// allocated when they are put into an interface.
func allocationsOf(t *testing.T, calls *int, f func(i int) error) float64 {
	t.Helper()
	const runs = 20
	var took spent
	for range 2 { // the first time statements are prepared, and what is pooled is made
		took = spent{}
		took.measure(func() {
			for range runs {
				require.NoError(t, f(1000+*calls))
				*calls++
			}
		})
	}
	return float64(took.allocations) / runs
}
