package query_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/query"
)

func TestInfinity(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		at   time.Time
		sign int
		text string
	}{
		{query.InfiniteFuture(), 1, "infinity"},
		{query.InfiniteFuture().In(time.FixedZone("", 3600)), 1, "infinity"},
		{query.InfinitePast(), -1, "-infinity"},
		{query.InfiniteFuture().Truncate(time.Microsecond), 0, "9999-12-31T23:59:59.999999Z"},
		{query.InfiniteFuture().Add(1), 0, "9999-12-31T23:59:59.999999999Z"},
		{time.Time{}, 0, "0001-01-01T00:00:00Z"},
	} {
		require.Equal(t, c.sign, query.IsInfinite(c.at), c.at)
		require.Equal(t, c.text, query.TimeArg(c.at).String())
		require.Equal(t, c.sign, query.IsInfinite(query.TimeArg(c.at).Time()), "as an argument")
		if c.sign != 0 {
			require.Equal(t, c.sign, query.IsInfinite(query.DateArg(c.at).Time()), "as an argument for a day")
			require.Equal(t, c.text, query.DateArg(c.at).String())
			text, err := json.Marshal(c.at.UTC())
			require.NoError(t, err)
			var back time.Time
			require.NoError(t, json.Unmarshal(text, &back))
			require.Equal(t, c.sign, query.IsInfinite(back), "as JSON")
		}
	}
}
