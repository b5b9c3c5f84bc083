package query_test

import (
	"maps"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed83105465/duet/query"
)

// roundTrips writes what is drawn, and reads it back.
func roundTrips[V any](t *testing.T, c *query.Coding[V], draw *rapid.Generator[V]) {
	t.Helper()
	rapid.Check(t, func(t *rapid.T) {
		v := draw.Draw(t, "value")
		text, err := c.Append(nil, v)
		require.NoError(t, err)
		back, err := c.Parse(string(text))
		require.NoError(t, err, "%q", text)
		require.Equal(t, v, back, "%q", text)
	})
}

// trickyText draws texts of the characters that the forms of Postgres have a meaning for.
func trickyText() *rapid.Generator[string] {
	return rapid.StringOf(rapid.SampledFrom([]rune("ab{}[]()\"\\,; \t\n'=>NULLnullé😀")))
}

func microseconds(from, to int64) *rapid.Generator[time.Time] {
	return rapid.Custom(func(t *rapid.T) time.Time {
		if n := rapid.IntRange(0, 20).Draw(t, "infinite"); n == 0 {
			return query.InfiniteFuture()
		} else if n == 1 {
			return query.InfinitePast()
		}
		return time.Unix(rapid.Int64Range(from, to).Draw(t, "seconds"), rapid.Int64Range(0, 999_999).Draw(t, "microseconds")*1000).UTC()
	})
}

// postgresTimes draws from all times that Postgres has.
func postgresTimes() *rapid.Generator[time.Time] {
	return microseconds(time.Date(-4712, 1, 1, 0, 0, 0, 0, time.UTC).Unix(), time.Date(294276, 12, 31, 23, 59, 59, 0, time.UTC).Unix())
}

func nulls[V any](of *rapid.Generator[V]) *rapid.Generator[query.Null[V]] {
	return rapid.Custom(func(t *rapid.T) query.Null[V] {
		if rapid.Bool().Draw(t, "null") {
			return query.Null[V]{}
		}
		return query.Some(of.Draw(t, "value"))
	})
}

func ranges[V any](of *rapid.Generator[V]) *rapid.Generator[query.Range[V]] {
	bound := rapid.Custom(func(t *rapid.T) query.Bound[V] {
		b := query.Bound[V]{Kind: rapid.SampledFrom([]query.BoundKind{query.Unbounded, query.Inclusive, query.Exclusive}).Draw(t, "kind")}
		if b.Kind != query.Unbounded {
			b.V = of.Draw(t, "bound")
		}
		return b
	})
	return rapid.Custom(func(t *rapid.T) query.Range[V] {
		if rapid.IntRange(0, 9).Draw(t, "empty") == 0 {
			return query.EmptyRange[V]()
		}
		return query.Range[V]{Lower: bound.Draw(t, "lower"), Upper: bound.Draw(t, "upper")}
	})
}

func TestRoundTrips(t *testing.T) {
	t.Parallel()
	text := trickyText()
	roundTrips(t, query.ArrayCoding(query.TextCoding()), rapid.SliceOf(text))
	roundTrips(t, query.ArrayCoding(query.NullCoding(query.TextCoding())), rapid.SliceOf(nulls(text)))
	roundTrips(t, query.ArrayCoding(query.ArrayCoding(query.NullCoding(query.TextCoding()))), rapid.Custom(func(t *rapid.T) [][]query.Null[string] {
		n := rapid.IntRange(1, 3).Draw(t, "columns")
		return rapid.SliceOf(rapid.SliceOfN(nulls(text), n, n)).Draw(t, "rows")
	}))
	roundTrips(t, query.ArrayCoding(query.RangeCoding(query.TextCoding())), rapid.SliceOf(ranges(text)))
	roundTrips(t, query.ArrayCoding(query.MultirangeCoding(query.TextCoding())), rapid.SliceOf(rapid.SliceOf(ranges(text))))
	roundTrips(t, query.MultirangeCoding(query.TimeCoding()), rapid.SliceOf(ranges(postgresTimes())))
	roundTrips(t, query.ArrayCoding(query.BytesCoding()), rapid.SliceOf(rapid.SliceOf(rapid.Byte())))
	roundTrips(t, query.ArrayCoding(query.IntCoding()), rapid.SliceOf(rapid.Int64()))
	roundTrips(t, query.ArrayCoding(query.FloatCoding()), rapid.SliceOf(rapid.Float64()))
	roundTrips(t, query.TimeCoding(), postgresTimes())
	roundTrips(t, query.DateCoding(), rapid.Custom(func(t *rapid.T) time.Time {
		at := postgresTimes().Draw(t, "time")
		if query.IsInfinite(at) != 0 {
			return at
		}
		return at.Truncate(24 * time.Hour)
	}))
	roundTrips(t, query.ScalarCoding[query.Interval](), rapid.Custom(func(t *rapid.T) query.Interval {
		return query.Interval{Months: rapid.Int32().Draw(t, "months"), Days: rapid.Int32().Draw(t, "days"), Microseconds: rapid.Int64().Draw(t, "microseconds")}
	}))
	roundTrips(t, query.HstoreCoding(), rapid.Custom(func(t *rapid.T) query.Hstore {
		h := query.Hstore{}
		maps.Copy(h, rapid.MapOf(text, nulls(text)).Draw(t, "pairs"))
		return h
	}))
}

// fuzzed holds a parser to this: it does not panic, and what it reads it reads again from what is written of that.
func fuzzed[V any](t *testing.T, c *query.Coding[V], text string) {
	t.Helper()
	v, err := c.Parse(text)
	if err != nil {
		return
	}
	out, err := c.Append(nil, v)
	if err != nil {
		return // rows of different sizes, which a text can have, and an array cannot
	}
	back, err := c.Parse(string(out))
	require.NoError(t, err, "%q was written as %q", text, out)
	require.Equal(t, v, back, "%q was written as %q", text, out)
}

func FuzzCodings(f *testing.F) {
	for _, text := range []string{
		"", "{}", "{{}}", `{a,"b\"",NULL}`, "[0:1]={1,2}", "{{1,2},{3,4}}", "[1,5)", `("a""b",]`, "empty", "{[1,3),(,5]}", "infinity", "-infinity",
		"2024-02-29 12:00:00.5+05:30", "0044-03-15 BC", "1 year -2 mons +04:05:06.789", "-00:00:00.000001", `"a"=>"1", "b"=>NULL`, "10.0.0.1", "::1/64", `\x00ff`,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		fuzzed(t, query.ArrayCoding(query.TextCoding()), text)
		fuzzed(t, query.ArrayCoding(query.ArrayCoding(query.NullCoding(query.TextCoding()))), text)
		fuzzed(t, query.ArrayCoding(query.RangeCoding(query.TextCoding())), text)
		fuzzed(t, query.RangeCoding(query.TextCoding()), text)
		fuzzed(t, query.MultirangeCoding(query.IntCoding()), text)
		fuzzed(t, query.TimeCoding(), text)
		fuzzed(t, query.DateCoding(), text)
		fuzzed(t, query.ScalarCoding[query.Interval](), text)
		fuzzed(t, query.HstoreCoding(), text)
		fuzzed(t, query.InetCoding(), text)
		fuzzed(t, query.BytesCoding(), text)
		fuzzed(t, query.BoolCoding(), text)
	})
}
