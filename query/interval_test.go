package query_test

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/query"
)

func TestInterval(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		v    query.Interval
		text string // as psql shows it
	}{
		{query.Interval{}, "00:00:00"},
		{query.Interval{Months: 14, Days: -3, Microseconds: 14706789000}, "1 year 2 mons -3 days +04:05:06.789"},
		{query.Interval{Months: -14, Days: 3, Microseconds: -14706500000}, "-1 years -2 mons +3 days -04:05:06.5"},
		{query.Interval{Months: 1, Days: -1}, "1 mon -1 days"},
		{query.Interval{Days: -1, Microseconds: 3600000000}, "-1 days +01:00:00"},
		{query.Interval{Microseconds: -1}, "-00:00:00.000001"},
		{query.Interval{Microseconds: 3600000000000001}, "1000000:00:00.000001"},
		{query.Interval{Months: -1}, "-1 mons"},
		{query.Interval{math.MaxInt32, math.MaxInt32, math.MaxInt64 - 1}, "178956970 years 7 mons 2147483647 days 2562047788:00:54.775806"},
		{query.Interval{math.MinInt32, math.MinInt32, math.MinInt64 + 1}, "-178956970 years -8 mons -2147483648 days -2562047788:00:54.775807"},
		{query.Interval{Microseconds: math.MinInt64}, "-2562047788:00:54.775808"},
		{query.Interval{math.MaxInt32, math.MaxInt32, math.MaxInt64}, "infinity"},
		{query.Interval{math.MinInt32, math.MinInt32, math.MinInt64}, "-infinity"},
	} {
		writes(t, query.ScalarCoding[query.Interval](), test.v, test.text)
		require.Equal(t, test.text, test.v.String())
		out, err := json.Marshal(test.v)
		require.NoError(t, err)
		require.Equal(t, `"`+test.text+`"`, string(out))
	}
	c := query.ScalarCoding[query.Interval]()
	reads(t, c, "2 weeks 1 hour -5 minutes 1 second", query.Interval{Days: 14, Microseconds: 3301000000})
	reads(t, c, "1 day 1 day", query.Interval{Days: 2})
	refuse(t, c, "", " ", "1", "day", "1 fortnight", "1.5 days", "1 day x", "1:00", "00:60:00", "00:00:60", "00:00:00.", "- 01:00:00",
		"2147483648 days", "178956971 years", "2562047788:00:54.775808", "2147483647 days 1 day", "9223372036854775807 seconds", ":", "-")
	// As servers write them that are set to iso_8601.
	reads(t, c, "P1Y2M-3DT4H5M6.789S", query.Interval{Months: 14, Days: -3, Microseconds: 14706789000})
	reads(t, c, "P-1Y-2M3DT-4H-5M-6.5S", query.Interval{Months: -14, Days: 3, Microseconds: -14706500000})
	reads(t, c, "PT0S", query.Interval{})
	reads(t, c, "PT-0.000001S", query.Interval{Microseconds: -1})
	reads(t, c, "P2W", query.Interval{Days: 14})
	reads(t, c, "PT2562047788H54.775807S", query.Interval{Microseconds: math.MaxInt64})
	refuse(t, c, "P", "PT", "P1", "P1Y2", "PY", "P1H", "PT1D", "P1YT", "P1.5D", "PT1.S", "PT1.5.5S", "P 1Y", "P1YT1HT1H", "P99999999999Y", "PT9223372036854775807S")
	v := query.Interval{Days: 1}
	require.Error(t, v.UnmarshalText([]byte("1 day x")))
	require.Equal(t, query.Interval{Days: 1}, v, "an error leaves it as it was")
}

func TestHstore(t *testing.T) {
	t.Parallel()
	c := query.ScalarCoding[query.Hstore]()
	writes(t, c, query.Hstore{}, "")
	writes(t, c, query.Hstore{"b": query.Some("1 2"), "a": {}}, `"a"=>NULL, "b"=>"1 2"`)
	writes(t, c, query.Hstore{`"\`: query.Some("=>"), "": query.Some("")}, `""=>"", "\"\\"=>"=>"`)
	writes(t, c, query.Hstore{"NULL": query.Some("NULL")}, `"NULL"=>"NULL"`)
	reads(t, c, ` "a"=>"1","b"=>null `, query.Hstore{"a": query.Some("1"), "b": {}})
	refuse(t, c, "a", `"a"`, `"a"=>`, `"a"=>"b",`, `"a"=>"b" "c"=>"d"`, `NULL=>"a"`, `"a"->"b"`, `"a"=>"b`, `,"a"=>"b"`)

	out, err := json.Marshal(query.Hstore{"b": query.Some("1"), "a": {}})
	require.NoError(t, err)
	require.Equal(t, `{"a":null,"b":"1"}`, string(out))
	var back query.Hstore
	require.NoError(t, json.Unmarshal(out, &back))
	require.Equal(t, query.Hstore{"b": query.Some("1"), "a": {}}, back)
	require.Error(t, json.Unmarshal([]byte(`{"a":1}`), &back))
	require.Len(t, back, 2, "an error leaves it as it was")
}
