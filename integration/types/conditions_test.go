package types

import (
	"encoding/json"
	"fmt"
	"net/netip"
	"strings"
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

// column holds Eq, Ne and In of one column, with values that were read from it, against the server's own =. The database
// has nothing but the column's edges.
func column[V any](t *testing.T, db *voices.Server, name string, c query.Valued[models.Optional, V], value func(*models.Optional) orm.Null[V]) {
	t.Helper()
	t.Run(name, func(t *testing.T) {
		q := models.Optionals.Using(db)
		rows, err := q.Filter(query.F(c).IsNull()).Count(t.Context())
		require.NoError(t, err)
		with, err := q.Exclude(query.F(c).IsNull()).All(t.Context())
		require.NoError(t, err)
		// A composite of nothing but NULLs IS NULL, too, for SQL.
		require.Equal(t, db.Ask(t, `SELECT count(*), count(*) FILTER (WHERE NOT `+name+` IS NULL) FROM optional`),
			[]string{voices.Line(int(rows)+len(with), len(with))})
		require.GreaterOrEqual(t, len(with), min(2, len(edges[name])))

		var all []V
		for _, row := range with {
			v := value(row)
			require.True(t, v.Valid)
			all = append(all, v.V)
			is := fmt.Sprintf(`FROM optional a JOIN optional b ON b.%[1]s = a.%[1]s WHERE a.id = %[2]d`, name, row.ID)
			n, err := q.Filter(query.F(c).Eq(v.V)).Count(t.Context())
			require.NoError(t, err)
			require.Equal(t, db.Ask(t, `SELECT count(*) `+is), []string{voices.Line(n)}, "%.100v", v.V)
			require.Positive(t, n, "%.100v", v.V)
			n, err = q.Filter(query.F(c).Ne(v.V)).Count(t.Context())
			require.NoError(t, err)
			require.Equal(t, db.Ask(t, `SELECT count(*) `+strings.ReplaceAll(is, " = a.", " <> a.")), []string{voices.Line(n)}, "%.100v", v.V)
		}
		n, err := q.Filter(query.F(c).In(all...)).Count(t.Context())
		require.NoError(t, err)
		require.EqualValues(t, len(with), n, "In of all")
		n, err = q.Filter(query.F(c).In(all[0])).Count(t.Context())
		require.NoError(t, err)
		require.Positive(t, n)
		n, err = q.Filter(query.F(c).In()).Count(t.Context())
		require.NoError(t, err)
		require.Zero(t, n, "In of nothing")

		// An update writes each value to all rows of the table; a copy of one row is its own.
		n, err = q.Filter(models.Optionals.ID.Eq(with[0].ID)).Update(t.Context(), query.SetNull(c))
		require.NoError(t, err)
		require.EqualValues(t, 1, n)
		n, err = q.Filter(models.Optionals.ID.Eq(with[0].ID)).Update(t.Context(), query.SetOptional(c, value(with[0])))
		require.NoError(t, err)
		require.EqualValues(t, 1, n)
		n, err = q.Filter(query.F(c).Eq(all[0]), models.Optionals.ID.Eq(with[0].ID)).Count(t.Context())
		require.NoError(t, err)
		require.EqualValues(t, 1, n, "what Update wrote")
	})
}

// Columns of each type are compared as the server compares them.
func TestConditions(t *testing.T) {
	t.Parallel()
	db := open(t)
	var script strings.Builder
	for name, values := range edges {
		for _, value := range values {
			fmt.Fprintf(&script, "INSERT INTO optional (%s) VALUES (%s);\n", name, literal(value))
		}
	}
	db.Ask(t, script.String())
	o := &models.Optionals
	text := func(name string, c *query.Text[models.Optional], f func(*models.Optional) orm.Null[string]) {
		column(t, db, name, c, f)
	}

	column(t, db, "small", o.Small, func(r *models.Optional) orm.Null[int64] { return r.Small })
	column(t, db, "whole", o.Whole, func(r *models.Optional) orm.Null[int64] { return r.Whole })
	column(t, db, "big", o.Big, func(r *models.Optional) orm.Null[int64] { return r.Big })
	column(t, db, "age", o.Age, func(r *models.Optional) orm.Null[int64] { return r.Age })
	column(t, db, "single", o.Single, func(r *models.Optional) orm.Null[float64] { return r.Single })
	column(t, db, "double", o.Double, func(r *models.Optional) orm.Null[float64] { return r.Double })
	column(t, db, "number", o.Number, func(r *models.Optional) orm.Null[decimal.Decimal] { return r.Number })
	column(t, db, "price", o.Price, func(r *models.Optional) orm.Null[decimal.Decimal] { return r.Price })
	column(t, db, "truth", o.Truth, func(r *models.Optional) orm.Null[bool] { return r.Truth })
	column(t, db, "raw", o.Raw, func(r *models.Optional) orm.Null[[]byte] { return r.Raw })
	column(t, db, "at", o.At, func(r *models.Optional) orm.Null[time.Time] { return r.At })
	column(t, db, "plain_at", o.PlainAt, func(r *models.Optional) orm.Null[time.Time] { return r.PlainAt })
	column(t, db, "short_at", o.ShortAt, func(r *models.Optional) orm.Null[time.Time] { return r.ShortAt })
	column(t, db, "day", o.Day, func(r *models.Optional) orm.Null[time.Time] { return r.Day })
	column(t, db, "span", o.Span, func(r *models.Optional) orm.Null[query.Interval] { return r.Span })
	column(t, db, "key", o.Key, func(r *models.Optional) orm.Null[uuid.UUID] { return r.Key })
	column(t, db, "docb", o.Docb, func(r *models.Optional) orm.Null[json.RawMessage] { return r.Docb })
	column(t, db, "ip", o.IP, func(r *models.Optional) orm.Null[netip.Prefix] { return r.IP })
	column(t, db, "net", o.Net, func(r *models.Optional) orm.Null[netip.Prefix] { return r.Net })
	column(t, db, "pairs", o.Pairs, func(r *models.Optional) orm.Null[query.Hstore] { return r.Pairs })
	column(t, db, "feeling", o.Feeling, func(r *models.Optional) orm.Null[models.Mood] { return r.Feeling })
	text("cash", o.Cash, func(r *models.Optional) orm.Null[string] { return r.Cash })
	text("any_number", o.AnyNumber, func(r *models.Optional) orm.Null[string] { return r.AnyNumber })
	text("note", o.Note, func(r *models.Optional) orm.Null[string] { return r.Note })
	text("name", o.Name, func(r *models.Optional) orm.Null[string] { return r.Name })
	text("code", o.Code, func(r *models.Optional) orm.Null[string] { return r.Code })
	text("letter", o.Letter, func(r *models.Optional) orm.Null[string] { return r.Letter })
	text("email", o.Email, func(r *models.Optional) orm.Null[string] { return r.Email })
	text("clock", o.Clock, func(r *models.Optional) orm.Null[string] { return r.Clock })
	text("clock_tz", o.ClockTz, func(r *models.Optional) orm.Null[string] { return r.ClockTz })
	text("mac", o.Mac, func(r *models.Optional) orm.Null[string] { return r.Mac })
	text("mac8", o.Mac8, func(r *models.Optional) orm.Null[string] { return r.Mac8 })
	text("flags", o.Flags, func(r *models.Optional) orm.Null[string] { return r.Flags })
	text("mask", o.Mask, func(r *models.Optional) orm.Null[string] { return r.Mask })
	text("words", o.Words, func(r *models.Optional) orm.Null[string] { return r.Words })
	text("wanted", o.Wanted, func(r *models.Optional) orm.Null[string] { return r.Wanted })
	text("owner", o.Owner, func(r *models.Optional) orm.Null[string] { return r.Owner })
	text("place", o.Place, func(r *models.Optional) orm.Null[string] { return r.Place })
	text("address", o.Address, func(r *models.Optional) orm.Null[string] { return r.Address })

	column(t, db, "wholes", o.Wholes, func(r *models.Optional) orm.Null[[]int64] { return r.Wholes })
	column(t, db, "bigs", o.Bigs, func(r *models.Optional) orm.Null[[]int64] { return r.Bigs })
	column(t, db, "singles", o.Singles, func(r *models.Optional) orm.Null[[]float64] { return r.Singles })
	column(t, db, "doubles", o.Doubles, func(r *models.Optional) orm.Null[[]float64] { return r.Doubles })
	column(t, db, "numbers", o.Numbers, func(r *models.Optional) orm.Null[[]decimal.Decimal] { return r.Numbers })
	column(t, db, "cashes", o.Cashes, func(r *models.Optional) orm.Null[[]string] { return r.Cashes })
	column(t, db, "notes", o.Notes, func(r *models.Optional) orm.Null[[]string] { return r.Notes })
	column(t, db, "names", o.Names, func(r *models.Optional) orm.Null[[]string] { return r.Names })
	column(t, db, "codes", o.Codes, func(r *models.Optional) orm.Null[[]string] { return r.Codes })
	column(t, db, "emails", o.Emails, func(r *models.Optional) orm.Null[[]string] { return r.Emails })
	column(t, db, "raws", o.Raws, func(r *models.Optional) orm.Null[[][]byte] { return r.Raws })
	column(t, db, "ats", o.Ats, func(r *models.Optional) orm.Null[[]time.Time] { return r.Ats })
	column(t, db, "plain_ats", o.PlainAts, func(r *models.Optional) orm.Null[[]time.Time] { return r.PlainAts })
	column(t, db, "days", o.Days, func(r *models.Optional) orm.Null[[]time.Time] { return r.Days })
	column(t, db, "spans", o.Spans, func(r *models.Optional) orm.Null[[]query.Interval] { return r.Spans })
	column(t, db, "keys", o.Keys, func(r *models.Optional) orm.Null[[]uuid.UUID] { return r.Keys })
	column(t, db, "docs", o.Docs, func(r *models.Optional) orm.Null[[]json.RawMessage] { return r.Docs })
	column(t, db, "ips", o.IPs, func(r *models.Optional) orm.Null[[]netip.Prefix] { return r.IPs })
	column(t, db, "feelings", o.Feelings, func(r *models.Optional) orm.Null[[]models.Mood] { return r.Feelings })
	column(t, db, "ages", o.Ages, func(r *models.Optional) orm.Null[[]int64] { return r.Ages })
	column(t, db, "addresses", o.Addresses, func(r *models.Optional) orm.Null[[]string] { return r.Addresses })
	column(t, db, "cube", o.Cube, func(r *models.Optional) orm.Null[[][][]string] { return r.Cube })
	column(t, db, "gaps", o.Gaps, func(r *models.Optional) orm.Null[[]orm.Null[int64]] { return r.Gaps })
	column(t, db, "text_gaps", o.TextGaps, func(r *models.Optional) orm.Null[[]orm.Null[string]] { return r.TextGaps })

	column(t, db, "seats", o.Seats, func(r *models.Optional) orm.Null[query.Range[int64]] { return r.Seats })
	column(t, db, "longs", o.Longs, func(r *models.Optional) orm.Null[query.Range[int64]] { return r.Longs })
	column(t, db, "prices", o.Prices, func(r *models.Optional) orm.Null[query.Range[decimal.Decimal]] { return r.Prices })
	column(t, db, "whens", o.Whens, func(r *models.Optional) orm.Null[query.Range[time.Time]] { return r.Whens })
	column(t, db, "plain_whens", o.PlainWhens, func(r *models.Optional) orm.Null[query.Range[time.Time]] { return r.PlainWhens })
	column(t, db, "terms", o.Terms, func(r *models.Optional) orm.Null[query.Range[time.Time]] { return r.Terms })
	column(t, db, "initials", o.Initials, func(r *models.Optional) orm.Null[query.Range[string]] { return r.Initials })
	column(t, db, "seats_set", o.SeatsSet, func(r *models.Optional) orm.Null[[]query.Range[int64]] { return r.SeatsSet })
	column(t, db, "whens_set", o.WhensSet, func(r *models.Optional) orm.Null[[]query.Range[time.Time]] { return r.WhensSet })
	column(t, db, "initials_set", o.InitialsSet, func(r *models.Optional) orm.Null[[]query.Range[string]] { return r.InitialsSet })

	// Types that Postgres itself cannot compare say so, and nothing else happens.
	for name, condition := range map[string]query.Condition[models.Optional]{
		"json":    query.F(o.Doc).Eq(json.RawMessage("null")),
		"xml":     o.Page.Eq("<a/>"),
		"point":   o.Spot.Eq("(0,0)"),
		"polygon": o.Shape.Eq("((0,0),(1,1),(1,0))"),
		// Nor does it have an = for a domain of an enum, without a cast.
		"domain of an enum": o.Likes.Eq(models.MoodSad),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := models.Optionals.Using(db).Filter(condition).All(t.Context())
			require.ErrorContains(t, err, "operator")
		})
	}
}
