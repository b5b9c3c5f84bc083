package driver_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/orm/driver"
)

// counting is a context of which n is how many round trips were told.
func counting(ctx context.Context, n *int) context.Context {
	return driver.ObserveRoundTrips(ctx, func(driver.RoundTrip, string) { *n++ })
}

// TestOnBehalfOf: what calls share is told once to each observer, whichever of the calls' contexts have it.
func TestOnBehalfOf(t *testing.T) {
	t.Parallel()
	var both, first, second, inner int
	around := counting(t.Context(), &both)
	one := counting(counting(around, &first), &inner)
	other, cancel := context.WithCancel(counting(around, &second))
	defer cancel()

	own := t.Context()
	require.Equal(t, own, driver.OnBehalfOf(own, context.Background()), "nobody observes")
	shared := driver.OnBehalfOf(driver.OnBehalfOf(own, one), other)
	require.True(t, shared == driver.OnBehalfOf(shared, one), "all of them are there already")

	trip := driver.NewRoundTrip(shared, 2, "")
	require.EqualValues(t, 2, trip.Statements)
	require.Equal(t, []int{1, 1, 1, 1}, []int{both, first, second, inner})
	require.NotEqual(t, trip.Number, driver.NewRoundTrip(one, 0, "BEGIN").Number)
	require.Equal(t, []int{2, 2, 1, 2}, []int{both, first, second, inner})
	driver.NewRoundTrip(own, 1, "")
	require.Equal(t, []int{2, 2, 1, 2}, []int{both, first, second, inner})
}

// TestNobodyObserves: then a round trip costs no allocation.
func TestNobodyObserves(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	require.Zero(t, testing.AllocsPerRun(100, func() { driver.NewRoundTrip(driver.OnBehalfOf(ctx, ctx), 1, "") }))
}
