package types

import (
	"encoding/json"
	"fmt"
	"math"
	"net/netip"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/types/models"
	"github.com/seed83105465/duet/integration/voices"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
)

// value is a column with a value of it in Go and as the server writes it. Reading SQL's gives Go's, and writing Go's SQL's.
type value struct {
	column string
	sql    string
	row    models.Optional
}

func values() []value {
	type row = models.Optional
	cet, nepal := time.FixedZone("CET", 3600), time.FixedZone("Nepal", 5*3600+45*60)
	day := func(year int, month time.Month, day int) time.Time {
		return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	}
	return []value{
		{"single", "NaN", row{Single: orm.Some(math.NaN())}},
		{"single", "0.1", row{Single: orm.Some(float64(float32(0.1)))}},
		{"double", "-0", row{Double: orm.Some(math.Copysign(0, -1))}},
		{"double", "-Infinity", row{Double: orm.Some(math.Inf(-1))}},
		{"number", "12345678901234567890.5", row{Number: orm.Some(decimal.RequireFromString("12345678901234567890.5"))}},
		{"cash", "-$12.30", row{Cash: orm.Some("-$12.30")}},
		{"code", "a    ", row{Code: orm.Some("a    ")}},
		{"raw", `\x00ff`, row{Raw: orm.Some([]byte{0, 255})}},
		{"raw", `\x`, row{Raw: orm.Some([]byte{})}},
		{"at", "2024-06-01 10:00:00+00", row{At: orm.Some(time.Date(2024, 6, 1, 12, 0, 0, 0, cet).Add(-time.Hour).UTC())}},
		{"at", "infinity", row{At: orm.Some(query.InfiniteFuture())}},
		{"at", "-infinity", row{At: orm.Some(query.InfinitePast())}},
		{"at", "0044-03-15 12:00:00+00 BC", row{At: orm.Some(time.Date(-43, 3, 15, 12, 0, 0, 0, time.UTC))}},
		{"at", "10000-01-01 00:00:00+00", row{At: orm.Some(day(10000, 1, 1))}},
		{"plain_at", "2024-06-01 10:00:00.000001", row{PlainAt: orm.Some(time.Date(2024, 6, 1, 10, 0, 0, 1000, time.UTC))}},
		{"plain_at", "2024-05-31 18:15:00", row{PlainAt: orm.Some(day(2024, 6, 1).In(nepal).Add(-(5*time.Hour + 45*time.Minute)).UTC())}},
		{"day", "0001-12-31 BC", row{Day: orm.Some(day(0, 12, 31))}},
		{"day", "5874897-12-31", row{Day: orm.Some(day(5874897, 12, 31))}},
		{"day", "infinity", row{Day: orm.Some(query.InfiniteFuture())}},
		{"clock", "24:00:00", row{Clock: orm.Some("24:00:00")}},
		{"span", "1 year 2 mons -3 days +04:05:06.789", row{Span: orm.Some(query.Interval{Months: 14, Days: -3, Microseconds: 14706789000})}},
		{"span", "-1 mons +1 day", row{Span: orm.Some(query.Interval{Months: -1, Days: 1})}},
		{"key", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", row{Key: orm.Some(uuid.MustParse("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"))}},
		{"docb", "null", row{Docb: orm.Some(json.RawMessage("null"))}},
		{"doc", `{"b": 1,  "a":1}`, row{Doc: orm.Some(json.RawMessage(`{"b": 1,  "a":1}`))}},
		{"ip", "10.1.2.3/8", row{IP: orm.Some(netip.MustParsePrefix("10.1.2.3/8"))}},
		{"ip", "::1", row{IP: orm.Some(netip.MustParsePrefix("::1/128"))}},
		{"net", "::/0", row{Net: orm.Some(netip.MustParsePrefix("::/0"))}},
		{"pairs", `"a"=>NULL, "ü"=>""`, row{Pairs: orm.Some(query.Hstore{"a": {}, "ü": orm.Some("")})}},
		{"words", `'fat':2 'it''s':3A`, row{Words: orm.Some(`'fat':2 'it''s':3A`)}},
		{"feeling", `it's "odd", {or \not}`, row{Feeling: orm.Some(models.MoodItsOddOrNot)}},
		{"feeling", "", row{Feeling: orm.Some(models.MoodEmpty)}},
		{"address", `("a ""b""",1,2024-02-29)`, row{Address: orm.Some(`("a ""b""",1,2024-02-29)`)}},
		{"wholes", "{}", row{Wholes: orm.Some([]int64{})}},
		{"gaps", "{NULL,1}", row{Gaps: orm.Some([]orm.Null[int64]{{}, orm.Some[int64](1)})}},
		{"text_gaps", `{NULL,"NULL",""}`, row{TextGaps: orm.Some([]orm.Null[string]{{}, orm.Some("NULL"), orm.Some("")})}},
		{"grid", "{{1,2},{3,4}}", row{Grid: orm.Some([][]int64{{1, 2}, {3, 4}})}},
		{"notes", `{"a,b","\"","\\",""}`, row{Notes: orm.Some([]string{"a,b", `"`, `\`, ""})}},
		{"docs", `{"null","{\"a\": 1}"}`, row{Docs: orm.Some([]json.RawMessage{json.RawMessage("null"), json.RawMessage(`{"a": 1}`)})}},
		{"feelings", `{"so so",""}`, row{Feelings: orm.Some([]models.Mood{models.MoodSoSo, models.MoodEmpty})}},
		{"spans", `{"1 mon",-00:00:01}`, row{Spans: orm.Some([]query.Interval{{Months: 1}, {Microseconds: -1000000}})}},
		{"seats", "[1,5)", row{Seats: orm.Some(query.NewRange[int64](1, 5))}},
		{"seats", "empty", row{Seats: orm.Some(query.EmptyRange[int64]())}},
		{"seats", "(,)", row{Seats: orm.Some(query.Range[int64]{})}},
		{"seats", "[1,)", row{Seats: orm.Some(query.RangeFrom[int64](1))}},
		{"whens", `(,"2024-01-01 00:00:00+00")`, row{Whens: orm.Some(query.RangeUntil(day(2024, 1, 1)))}},
		{"whens", `["2024-01-01 00:00:00+00",infinity]`, row{Whens: orm.Some(query.ClosedRange(day(2024, 1, 1), query.InfiniteFuture()))}},
		{"terms", "[2024-02-28,2024-03-01)", row{Terms: orm.Some(query.NewRange(day(2024, 2, 28), day(2024, 3, 1)))}},
		{"initials", `["a ""b""",c]`, row{Initials: orm.Some(query.ClosedRange(`a "b"`, "c"))}},
		{"seats_set", "{[1,3),[5,)}", row{SeatsSet: orm.Some([]query.Range[int64]{query.NewRange[int64](1, 3), query.RangeFrom[int64](5)})}},
	}
}

// What SQL says is the value that Go has, and the other way round.
func TestValues(t *testing.T) {
	t.Parallel()
	db := open(t)
	for i, v := range values() {
		t.Run(fmt.Sprintf("%s %s", v.column, v.sql), func(t *testing.T) {
			db.Ask(t, fmt.Sprintf("INSERT INTO optional (id, %s) VALUES (%d, %s)", v.column, 1000+i, literal(v.sql)))
			row, err := models.Optionals.Using(db).Filter(models.Optionals.ID.Eq(int64(1000 + i))).Get(t.Context())
			require.NoError(t, err)
			want := v.row
			want.ID = row.ID
			require.True(t, want.Equal(row), "%+v", row)

			written := v.row
			require.NoError(t, models.Optionals.Using(db).Create(t.Context(), &written))
			require.Equal(t, []string{v.sql}, db.Ask(t, fmt.Sprintf("SELECT %s FROM optional WHERE id = %d", v.column, written.ID)))
			written.ID = row.ID
			require.True(t, written.Equal(row), "as the database gave it back: %+v", written)
		})
	}
}

// A time is a point in time, whatever the zone it is written in; a day is what the calendar there says.
func TestZones(t *testing.T) {
	t.Parallel()
	db := open(t)
	nepal := time.FixedZone("Nepal", 5*3600+45*60)
	at := time.Date(2024, 6, 1, 1, 30, 0, 123456789, nepal)
	row := &models.Optional{At: orm.Some(at), PlainAt: orm.Some(at), Day: orm.Some(at), Ats: orm.Some([]time.Time{at}), Whens: orm.Some(query.RangeFrom(at)), Days: orm.Some([]time.Time{at})}
	require.NoError(t, models.Optionals.Using(db).Create(t.Context(), row))
	require.Equal(t, []string{voices.Line("2024-05-31 19:45:00.123456+00", "2024-05-31 19:45:00.123456", "2024-06-01", `{"2024-05-31 19:45:00.123456+00"}`,
		`["2024-05-31 19:45:00.123456+00",)`, "{2024-06-01}")}, db.Ask(t, `SELECT at, plain_at, day, ats, whens, days FROM optional`))
	require.True(t, row.At.V.Equal(at.Truncate(time.Microsecond)), "as the database keeps it: %s", row.At.V)
	require.Equal(t, time.UTC, row.At.V.Location())

	for name, condition := range map[string]query.Condition[models.Optional]{
		"at":      models.Optionals.At.Eq(at.Truncate(time.Microsecond)),
		"plain":   models.Optionals.PlainAt.Eq(at.Truncate(time.Microsecond)),
		"day":     models.Optionals.Day.Eq(at),
		"between": models.Optionals.At.Between(at.Add(-time.Second), at),
		"in":      models.Optionals.At.In(at.Truncate(time.Microsecond).UTC()),
		"range":   query.RangeContains(models.Optionals.Whens, at.Add(time.Hour)),
		"array":   query.ArrayContains(models.Optionals.Ats, at),
	} {
		n, err := models.Optionals.Using(db).Filter(condition).Count(t.Context())
		require.NoError(t, err, name)
		require.EqualValues(t, 1, n, name)
	}
}

// The JSON value null is a document; no document is NULL.
func TestJSONNull(t *testing.T) {
	t.Parallel()
	db := open(t)
	rows := []*models.Optional{{Docb: orm.Some(json.RawMessage("null"))}, {}}
	require.NoError(t, models.Optionals.Using(db).BulkCreate(t.Context(), rows))
	require.Equal(t, []string{"null | f", " | t"}, db.Ask(t, `SELECT docb, docb IS NULL FROM optional ORDER BY id`))
	n, err := models.Optionals.Using(db).Filter(models.Optionals.Docb.IsNull()).Count(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, 1, n)
	all, err := models.Optionals.Using(db).OrderBy(models.Optionals.ID.Asc()).All(t.Context())
	require.NoError(t, err)
	require.Equal(t, orm.Some(json.RawMessage("null")), all[0].Docb)
	require.False(t, all[1].Docb.Valid)
}
