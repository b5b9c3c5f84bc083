package query_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/query"
)

func TestRangeCoding(t *testing.T) {
	t.Parallel()
	c := query.RangeCoding(query.IntCoding())
	writes(t, c, query.NewRange[int64](1, 5), "[1,5)")
	writes(t, c, query.ClosedRange[int64](-1, 5), "[-1,5]")
	writes(t, c, query.RangeFrom[int64](1), "[1,)")
	writes(t, c, query.RangeUntil[int64](1), "(,1)")
	writes(t, c, query.Range[int64]{}, "(,)")
	writes(t, c, query.EmptyRange[int64](), "empty")
	writes(t, c, query.Range[int64]{Lower: query.Bound[int64]{V: 1, Kind: query.Exclusive}}, "(1,)")
	refuse(t, c, "", "[", "[1", "[1,", "[1,2", "1,2", "[1,2)x", "[1,2,3)", "[a,b)", "[[1,2)", `["1,2)`, "(,", "empty!")

	times := query.RangeCoding(query.TimeCoding())
	writes(t, times, query.NewRange(date(2024, 1, 1), query.InfiniteFuture()), `["2024-01-01 00:00:00+00",infinity)`)
	writes(t, times, query.ClosedRange(query.InfinitePast(), date(2024, 1, 1)), `[-infinity,"2024-01-01 00:00:00+00"]`)

	texts := query.RangeCoding(query.TextCoding())
	writes(t, texts, query.NewRange("", `"`), `["","""")`)
	writes(t, texts, query.NewRange(`\`, "a,(b"), `["\\","a,(b")`)
	reads(t, texts, `["\"",b\)`[:7]+`)`, query.NewRange(`"`, "b"))
}

func TestMultirangeCoding(t *testing.T) {
	t.Parallel()
	c := query.MultirangeCoding(query.IntCoding())
	writes(t, c, []query.Range[int64]{}, "{}")
	writes(t, c, []query.Range[int64]{query.RangeUntil[int64](3), query.NewRange[int64](5, 9)}, "{(,3),[5,9)}")
	days := query.MultirangeCoding(query.DateCoding())
	writes(t, days, []query.Range[time.Time]{query.NewRange(date(-43, 3, 15), date(1, 1, 1))}, `{["0044-03-15 BC",0001-01-01)}`)
	refuse(t, c, "", "{", "}", "{[1,2)", "{[1,2),}", "{[1,2)[3,4)}", "[1,2)", "{x}", "{}x")
	require.True(t, c.Unset(nil))
}

func TestRangeJSON(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		r    query.Range[int64]
		text string
	}{
		{query.NewRange[int64](0, 5), `{"lower":0,"upper":5,"bounds":"[)"}`},
		{query.ClosedRange[int64](1, 5), `{"lower":1,"upper":5,"bounds":"[]"}`},
		{query.Range[int64]{}, `{"lower":null,"upper":null,"bounds":"()"}`},
		{query.RangeFrom[int64](1), `{"lower":1,"upper":null,"bounds":"[)"}`},
		{query.EmptyRange[int64](), `{"empty":true}`},
	} {
		out, err := json.Marshal(test.r)
		require.NoError(t, err)
		require.JSONEq(t, test.text, string(out))
		back := query.NewRange[int64](7, 8)
		require.NoError(t, json.Unmarshal(out, &back))
		require.Equal(t, test.r, back)
	}
	var r query.Range[int64]
	require.ErrorContains(t, json.Unmarshal([]byte(`{"lower":1,"bounds":"["}`), &r), "bounds")
	require.NoError(t, json.Unmarshal([]byte(`{"lower":1,"upper":2}`), &r))
	require.Equal(t, query.NewRange[int64](1, 2), r)
}

func TestTimeCoding(t *testing.T) {
	t.Parallel()
	c := query.TimeCoding()
	at := time.Date(2024, 2, 29, 23, 59, 59, 123456000, time.UTC)
	writes(t, c, at, "2024-02-29 23:59:59.123456+00")
	writes(t, c, time.Time{}, "0001-01-01 00:00:00+00")
	writes(t, c, time.Date(0, 12, 31, 1, 2, 3, 0, time.UTC), "0001-12-31 01:02:03+00 BC")
	writes(t, c, time.Date(294276, 12, 31, 23, 59, 59, 999999000, time.UTC), "294276-12-31 23:59:59.999999+00")
	writes(t, c, query.InfiniteFuture(), "infinity")
	writes(t, c, query.InfinitePast(), "-infinity")
	out, err := c.Append(nil, at.In(time.FixedZone("", -12345)))
	require.NoError(t, err)
	require.Equal(t, "2024-02-29 23:59:59.123456+00", string(out))
	reads(t, c, "2024-02-29 23:59:59.123456", at)
	reads(t, c, "2024-03-01 05:29:59.123456+05:30", at)
	reads(t, c, "2024-02-29 20:34:14.123456-03:25:45", at)
	reads(t, c, "2024-02-29T23:59:59.123456Z", at)
	reads(t, c, "2024-02-29", date(2024, 2, 29))
	refuse(t, c, "", "2024", "2024-02-30 00:00:00", "2024-02-29 24:00:00", "2024-02-29 1:00:00", "2024-02-29 00:00:60", "2024-02-29 00:00:00 AD", "2024-02-29 00:00:00+", "2024-02-29 00:00:00.", "24-02-29", "-2024-02-29", "Infinity")

	days := query.DateCoding()
	writes(t, days, date(2024, 2, 29), "2024-02-29")
	writes(t, days, date(-4712, 1, 1), "4713-01-01 BC")
	writes(t, days, date(5874897, 12, 31), "5874897-12-31")
	writes(t, days, query.InfiniteFuture(), "infinity")
	refuse(t, days, "", "2024-02-30", "2024-02-29 00:00:00", "2024-2-29", "2024-02-29 CE")
}
