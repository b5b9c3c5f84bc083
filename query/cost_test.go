package query_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/query"
)

// TestCost: what a plan costs is learnt from a few executions, and not from one that a busy machine held up.
func TestCost(t *testing.T) {
	t.Parallel()
	const limit = 5 * time.Millisecond
	took := func(c *query.Cost, n int, d time.Duration) *query.Cost {
		for range n {
			c.Took(d)
		}
		return c
	}
	require.False(t, new(query.Cost).Beyond(limit))
	require.False(t, new(query.Cost).Within(limit), "nothing is known")
	require.True(t, took(new(query.Cost), 1, 50*time.Millisecond).Beyond(limit))
	require.False(t, took(new(query.Cost), 1, 8*time.Millisecond).Beyond(limit), "once is not enough")
	require.True(t, took(new(query.Cost), 2, 8*time.Millisecond).Beyond(limit))

	c := took(new(query.Cost), 10, 100*time.Microsecond)
	require.False(t, took(c, 1, 10*time.Millisecond).Beyond(limit), "one that was held up")
	require.True(t, took(c, 1, time.Hour).Beyond(limit), "one that waited")
	require.False(t, took(c, 4, 100*time.Microsecond).Beyond(limit), "is forgotten")
	require.True(t, took(c, 2, 50*time.Millisecond).Beyond(limit), "it is slow now")

	c = took(new(query.Cost), 20, 100*time.Microsecond)
	apart := 0
	for range 640 {
		if !c.Within(limit) {
			apart++
		}
	}
	require.Equal(t, 10, apart, "one in 64 is timed")
}
