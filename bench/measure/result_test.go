package measure

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// of makes slices that took so long and were disturbed so much, in pairs.
func of(pairs ...float64) (all []Slice) {
	for i := 0; i < len(pairs); i += 2 {
		all = append(all, Slice{Elapsed: pairs[i], Foreign: pairs[i+1]})
	}
	return all
}

func times(n int, s Slice) (all []Slice) {
	for range n {
		all = append(all, s)
	}
	return all
}

// TestStats: medians are those of quiet slices, unless some entry has too few of them.
func TestStats(t *testing.T) {
	t.Parallel()
	quiet, disturbed := Slice{Elapsed: 10, Foreign: 0.05}, Slice{Elapsed: 90, Foreign: 1}
	tests := []struct {
		name  string
		b     []Slice
		want  []float64
		noisy bool
	}{
		{name: "disturbed slices are left out", b: append(times(8, quiet), times(20, disturbed)...), want: []float64{10, 10}},
		{name: "too few quiet slices of one", b: append(times(7, quiet), times(20, disturbed)...), want: []float64{10, 50}, noisy: true},
		{name: "few slices, all quiet", b: of(4, 0, 6, 0), want: []float64{10, 5}},
		{name: "none", b: nil, want: []float64{10, 0}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			r := Result{Names: []string{"a", "b"}, Slices: [][]Slice{times(9, quiet), test.b}, quiet: 0.12}
			stats := r.Stats()
			require.Equal(t, test.noisy, stats[1].Noisy)
			require.Equal(t, test.want, []float64{stats[0].Elapsed, stats[1].Elapsed})
		})
	}
}

func TestMedianAndPercentile(t *testing.T) {
	t.Parallel()
	require.Zero(t, Median(nil))
	require.EqualValues(t, 2, Median([]float64{3, 1, 2}))
	require.EqualValues(t, 2.5, Median([]float64{4, 1, 2, 3}))
	require.Zero(t, Percentile(nil, 0.5))
	require.EqualValues(t, 99, Percentile([]float64{99, 1, 50}, 0.99))
	require.EqualValues(t, 1, Percentile([]float64{99, 1, 50}, 0))
}

// TestRunner: entries get the slices that are wanted, and no run twice the same number.
func TestRunner(t *testing.T) {
	t.Parallel()
	seen := map[int]bool{}
	run := func(i int) error {
		if seen[i] {
			t.Errorf("%d twice", i)
		}
		seen[i] = true
		return nil
	}
	cleaned := 0
	r := NewRunner(nil, Options{Slice: 10_000, Want: 3, Max: 5_000_000_000, Quiet: 1000})
	result, err := r.Run(t.Context(), Case{
		Name: "case", Entries: []Entry{{"a", run}, {"b", run}}, Pinned: true, // where there is no server, it is not
		After: func() error { cleaned++; return nil },
	})
	require.NoError(t, err)
	require.False(t, result.Pinned)
	require.Equal(t, []string{"a", "b"}, result.Names)
	require.Len(t, result.Slices[0], 3)
	require.Len(t, result.Slices[1], 3)
	require.Equal(t, 4, cleaned, "after each round, and once before")
	for _, s := range result.Stats() {
		require.Equal(t, 3, s.Of)
	}
}
