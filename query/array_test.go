package query_test

import (
	"encoding/json"
	"math"
	"net/netip"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/query"
)

type mood string

// writes is one value and its text.
func writes[V any](t *testing.T, c *query.Coding[V], v V, text string) {
	t.Helper()
	out, err := c.Append([]byte("before"), v)
	require.NoError(t, err)
	require.Equal(t, "before"+text, string(out))
	reads(t, c, text, v)
}

// reads is one text that is read as v, whether or not it is written so.
func reads[V any](t *testing.T, c *query.Coding[V], text string, v V) {
	t.Helper()
	back, err := c.Parse(text)
	require.NoError(t, err, text)
	require.Equal(t, v, back, text)
}

// refuse are texts that are no such value.
func refuse[V any](t *testing.T, c *query.Coding[V], texts ...string) {
	t.Helper()
	for _, text := range texts {
		_, err := c.Parse(text)
		require.Error(t, err, text)
	}
}

func TestArrayCoding(t *testing.T) {
	t.Parallel()
	texts := query.ArrayCoding(query.TextCoding())
	writes(t, texts, []string{}, `{}`)
	writes(t, texts, []string{"a", "b c", ""}, `{a,"b c",""}`)
	writes(t, texts, []string{"null", "NULL", "nul"}, `{"null","NULL",nul}`)
	writes(t, texts, []string{`"`, `\`, `a\"b`, `{`, `}`, `,`, "\n", "ä", "👋", "'"}, `{"\"","\\","a\\\"b","{","}",",","`+"\n"+`",ä,👋,'}`)
	reads(t, texts, `{"\a",b}`, []string{"a", "b"})
	reads(t, texts, `[0:2]={a,b,c}`, []string{"a", "b", "c"})
	reads(t, texts, `[-1:-1]={a}`, []string{"a"})
	refuse(t, texts, "", "a", "{", "{a", "{a,", "{a,}", "{,a}", `{"a}`, `{"a"b}`, `{a"b"}`, "{a}b", "{a}{b}", "[0:2]", "[x]={a}", `{"\`, "{{a}}", "[1:1][1:1]={{a}}")

	ints := query.ArrayCoding(query.IntCoding())
	writes(t, ints, []int64{1, -2, math.MaxInt64, math.MinInt64}, `{1,-2,9223372036854775807,-9223372036854775808}`)
	refuse(t, ints, "{a}", "{1.5}", "{9223372036854775808}", `{""}`)
	out, err := ints.Append(nil, nil)
	require.NoError(t, err)
	require.Equal(t, "{}", string(out), "a nil slice")
	require.True(t, ints.Unset(nil))
	require.False(t, ints.Unset([]int64{}))
}

func TestArraysOfDimensions(t *testing.T) {
	t.Parallel()
	grid := query.ArrayCoding(query.ArrayCoding(query.IntCoding()))
	writes(t, grid, [][]int64{{1, 2}, {3, 4}}, `{{1,2},{3,4}}`)
	writes(t, grid, [][]int64{}, `{}`)
	reads(t, grid, `[1:1][-2:-1]={{1,2}}`, [][]int64{{1, 2}})
	for _, empty := range [][][]int64{nil, {{}}, {{}, {}}, {nil}} {
		out, err := grid.Append(nil, empty)
		require.NoError(t, err)
		require.Equal(t, "{}", string(out), "Postgres knows no empty rows")
	}
	for _, ragged := range [][][]int64{{{1}, {2, 3}}, {{}, {1}}} {
		_, err := grid.Append(nil, ragged)
		require.ErrorContains(t, err, "rows of ")
	}
	_, err := grid.Parse("{1,2}")
	require.ErrorContains(t, err, "an array of 1 dimensions is read as one of 2")
	_, err = query.ArrayCoding(query.IntCoding()).Parse("{{{1}}}")
	require.ErrorContains(t, err, "an array of 3 dimensions is read as one of 1")
	cube := query.ArrayCoding(query.ArrayCoding(query.ArrayCoding(query.NullCoding(query.TextCoding()))))
	writes(t, cube, [][][]query.Null[string]{{{query.Some("a b"), {}}}}, `{{{"a b",NULL}}}`)
}

func TestNullElements(t *testing.T) {
	t.Parallel()
	_, err := query.ArrayCoding(query.TextCoding()).Parse(`{a,NULL}`)
	require.ErrorContains(t, err, "an element of the array is NULL")
	c := query.ArrayCoding(query.NullCoding(query.TextCoding()))
	writes(t, c, []query.Null[string]{query.Some("a"), {}, query.Some("null"), query.Some("")}, `{a,NULL,"null",""}`)
	reads(t, c, `{null}`, []query.Null[string]{{}})
}

func TestArraysOfEverything(t *testing.T) {
	t.Parallel()
	writes(t, query.ArrayCoding(query.FloatCoding()), []float64{1.5, 0, 1e100, math.Inf(1), math.Inf(-1)}, `{1.5,0,1e+100,Infinity,-Infinity}`)
	writes(t, query.ArrayCoding(query.BoolCoding()), []bool{true, false}, `{t,f}`)
	writes(t, query.ArrayCoding(query.EnumCoding[mood]()), []mood{"so so", "NULL"}, `{"so so","NULL"}`)
	writes(t, query.ArrayCoding(query.BytesCoding()), [][]byte{{0, 0xff}, {}}, `{"\\x00ff","\\x"}`)
	writes(t, query.ArrayCoding(query.JSONCoding()), []json.RawMessage{json.RawMessage(`{"a": "\"b"}`)}, `{"{\"a\": \"\\\"b\"}"}`)
	writes(t, query.ArrayCoding(query.ScalarCoding[decimal.Decimal]()), []decimal.Decimal{decimal.RequireFromString("1.5")}, `{1.5}`)
	writes(t, query.ArrayCoding(query.ScalarCoding[query.Interval]()), []query.Interval{{Days: 1}, {Microseconds: 1}}, `{"1 day",00:00:00.000001}`)
	writes(t, query.ArrayCoding(query.InetCoding()), []netip.Prefix{netip.MustParsePrefix("10.0.0.1/8"), netip.MustParsePrefix("::1/128")}, `{10.0.0.1/8,::1}`)
	writes(t, query.ArrayCoding(query.DateCoding()), []time.Time{date(2024, 2, 29), date(-43, 3, 15)}, `{2024-02-29,"0044-03-15 BC"}`)
	writes(t, query.ArrayCoding(query.RangeCoding(query.IntCoding())), []query.Range[int64]{query.NewRange[int64](1, 3), query.EmptyRange[int64]()}, `{"[1,3)",empty}`)
	writes(t, query.ArrayCoding(query.MultirangeCoding(query.IntCoding())), [][]query.Range[int64]{{}, {query.NewRange[int64](1, 3)}}, `{"{}","{[1,3)}"}`)
	nan, err := query.ArrayCoding(query.FloatCoding()).Parse("{NaN}")
	require.NoError(t, err)
	require.True(t, math.IsNaN(nan[0]))
	refuse(t, query.BoolCoding(), "", "yes", "T")
	refuse(t, query.BytesCoding(), `\x0`, `\xgg`)
	refuse(t, query.FloatCoding(), "", "x")
	refuse(t, query.ScalarCoding[decimal.Decimal](), "", "x", "NaN")
}

// Bytes are read as servers write them that are set to bytea_output = escape.
func TestEscapedBytes(t *testing.T) {
	t.Parallel()
	c := query.BytesCoding()
	reads(t, c, ``, []byte{})
	reads(t, c, `abc`, []byte("abc"))
	reads(t, c, `a\\b\000\377\047`, []byte("a\\b\x00\xff'"))
	reads(t, c, `\\x00`, []byte(`\x00`))
	refuse(t, c, `\`, `\1`, `\08`, `\089`, `\400`, `\+12`, `\xzz`, `\x0`)
}

func TestInetCoding(t *testing.T) {
	t.Parallel()
	c := query.InetCoding()
	reads(t, c, "10.0.0.1", netip.MustParsePrefix("10.0.0.1/32"))
	reads(t, c, "fe80::1", netip.MustParsePrefix("fe80::1/128"))
	reads(t, c, "::ffff:1.2.3.4", netip.MustParsePrefix("::ffff:1.2.3.4/128"))
	writes(t, c, netip.MustParsePrefix("0.0.0.0/0"), "0.0.0.0/0")
	writes(t, c, netip.MustParsePrefix("10.0.0.1/32"), "10.0.0.1")
	writes(t, query.CIDRCoding(), netip.MustParsePrefix("10.0.0.1/32"), "10.0.0.1/32")
	refuse(t, c, "", "10.0.0", "10.0.0.1/33", "fe80::1%eth0", "a/b")
	_, err := c.Append(nil, netip.Prefix{})
	require.ErrorContains(t, err, "not valid")
	require.True(t, c.Unset(netip.Prefix{}))
}

func date(y, m, d int) time.Time { return time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC) }
