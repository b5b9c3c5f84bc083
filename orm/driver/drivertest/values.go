package drivertest

import (
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"strings"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/query"
)

// values: what is written of each kind is what is read, and NULL is NULL.
func values(s *suite) {
	q := s.sql
	s.must(s.db, fmt.Sprintf("CREATE TABLE kinds (id %s PRIMARY KEY, i %s, f %s, b %s, t %s, x %s, at %s, day %s, price %s, doc %s, uid %s)",
		q.Int, q.Int, q.Float, q.Bool, q.Text, q.Blob, q.Time, q.Date, q.Decimal, q.JSON, q.UUID))
	var marks []string
	for i := range 11 {
		marks = append(marks, s.ph(i+1))
	}
	insert := "INSERT INTO kinds VALUES (" + strings.Join(marks, ", ") + ")"
	at := time.Date(2024, 2, 29, 13, 14, 15, 123456000, time.FixedZone("east", 5*3600))
	const uid = "6ba7b810-9dad-11d1-80b4-00c04fd430c8"
	require.NoError(s, s.run(s.db, write(insert, query.IntArg(1), query.IntArg(-42), query.FloatArg(0.1), query.BoolArg(true),
		query.TextArg("naïve 日本 🎵 'quoted'"), query.BytesArg([]byte{0, 1, 255}), query.TimeArg(at), query.DateArg(at),
		query.DecimalArg("-1234567.89"), query.JSONArg([]byte(`{"a": [1, "ü"]}`)), query.UUIDArg(uid))))
	nulls := make([]driver.Value, 11)
	nulls[0] = query.IntArg(2)
	require.NoError(s, s.run(s.db, write(insert, nulls...)))

	var row, rows int
	op := read("SELECT i, f, b, t, x, at, day, price, doc, uid FROM kinds ORDER BY id", 10, func(r driver.Row) error {
		row++
		for i := range 10 {
			require.Equal(s, row == 2, r.IsNull(i), "column %d", i)
		}
		if row == 2 { // the getters give zero values for NULL, and no error
			require.Zero(s, r.Int64(0))
			require.Zero(s, r.Float64(1))
			require.False(s, r.Bool(2))
			require.Empty(s, r.String(3))
			require.Nil(s, r.Bytes(4))
			require.True(s, r.Time(5).IsZero())
			return nil
		}
		require.EqualValues(s, -42, r.Int64(0))
		require.Equal(s, 0.1, r.Float64(1)) //nolint:testifylint // exactly
		require.True(s, r.Bool(2))
		require.Equal(s, "naïve 日本 🎵 'quoted'", r.String(3))
		require.Equal(s, []byte{0, 1, 255}, r.Bytes(4))
		require.Equal(s, at.UTC(), r.Time(5))
		require.Equal(s, time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC), r.Time(6))
		price, ok := new(big.Rat).SetString(r.String(7))
		require.True(s, ok)
		require.Zero(s, price.Cmp(big.NewRat(-123456789, 100)))
		var doc any
		require.NoError(s, json.Unmarshal([]byte(r.String(8)), &doc))
		require.Equal(s, map[string]any{"a": []any{1.0, "ü"}}, doc)
		require.JSONEq(s, r.String(8), string(r.Bytes(8)))
		require.Equal(s, uid, r.String(9))
		return nil
	})
	require.NoError(s, s.run(s.db, op))
	rows = int(op.Outcome.Rows)
	require.Equal(s, 2, row)
	require.Equal(s, 2, rows)

	// Times compare as what they mean, whatever zone they were given in.
	require.Equal(s, []int64{1}, s.ints(s.db, "SELECT id FROM kinds WHERE at = "+s.ph(1), query.TimeArg(at.UTC())))
	require.Equal(s, []int64{1}, s.ints(s.db, "SELECT id FROM kinds WHERE at < "+s.ph(1), query.TimeArg(at.Add(time.Microsecond))))
	require.Empty(s, s.ints(s.db, "SELECT id FROM kinds WHERE at < "+s.ph(1), query.TimeArg(at)))
	require.Equal(s, []int64{1}, s.ints(s.db, "SELECT id FROM kinds WHERE price = "+s.ph(1), query.DecimalArg("-1234567.890")))
}

// edges: the smallest and largest of each kind.
func edges(s *suite) {
	q := s.sql
	s.must(s.db, fmt.Sprintf("CREATE TABLE edges (id %s PRIMARY KEY, i %s, f %s, t %s, x %s)", q.Int, q.Int, q.Float, q.Text, q.Blob))
	type edge struct {
		i int64
		f float64
		t string
		x []byte
	}
	cases := []edge{
		{math.MaxInt64, math.MaxFloat64, "", []byte{}},
		{math.MinInt64, -math.MaxFloat64, strings.Repeat("long ", 100_000), make([]byte, 300_000)},
		{0, math.SmallestNonzeroFloat64, "\n\t\\ \" ? $1 :x %", []byte("?")},
		{-1, math.Copysign(0, -1), "e\u0301 \U0010ffff", []byte{0}},
	}
	if s.sql.ZeroByte {
		cases = append(cases, edge{1, 1, "before\x00after", nil})
	}
	for n, c := range cases {
		require.NoError(s, s.run(s.db, write(fmt.Sprintf("INSERT INTO edges VALUES (%s, %s, %s, %s, %s)", s.ph(1), s.ph(2), s.ph(3), s.ph(4), s.ph(5)),
			query.IntArg(int64(n)), query.IntArg(c.i), query.FloatArg(c.f), query.TextArg(c.t), query.BytesArg(c.x))))
	}
	n := 0
	require.NoError(s, s.run(s.db, read("SELECT i, f, t, x FROM edges ORDER BY id", 4, func(r driver.Row) error {
		c := cases[n]
		n++
		require.Equal(s, c.i, r.Int64(0))
		require.Equal(s, c.f, r.Float64(1)) //nolint:testifylint // exactly
		require.Equal(s, c.t, r.String(2))
		require.Equal(s, c.x, r.Bytes(3), "an empty value is not NULL")
		return nil
	})))
	require.Equal(s, len(cases), n)
}

// lists: a list of any length is one argument.
func lists(s *suite) {
	q := s.sql
	s.must(s.db, fmt.Sprintf("CREATE TABLE listed (id %s PRIMARY KEY, t %s NOT NULL)", q.Int, q.Text))
	texts := []string{"a", `b"c\d`, "e\nf", "日本", "", "it's"}
	for i, t := range texts {
		require.NoError(s, s.run(s.db, write(fmt.Sprintf("INSERT INTO listed VALUES (%s, %s)", s.ph(1), s.ph(2)), query.IntArg(int64(i)), query.TextArg(t))))
	}
	ids := func(column string, vs ...driver.Value) []int64 {
		return s.ints(s.db, "SELECT id FROM listed WHERE "+q.In(column, s.ph(1))+" ORDER BY id", query.ListArg(vs))
	}
	require.Equal(s, []int64{1, 3}, ids("id", query.IntArg(3), query.IntArg(1), query.IntArg(77), query.IntArg(1)))
	many := make([]driver.Value, 100_000)
	for i := range many {
		many[i] = query.IntArg(int64(i))
	}
	require.Len(s, ids("id", many...), len(texts))
	for i, t := range texts {
		require.Equal(s, []int64{int64(i)}, ids("t", query.TextArg(t)), "%q", t)
	}
	require.Empty(s, ids("id"))
}

// getters: a value that cannot be what it is asked for fails the statement, and says which.
func getters(s *suite) {
	op := read("SELECT 1, 'word'", 2, func(r driver.Row) error {
		require.Zero(s, r.Int64(1))
		return nil
	})
	err := s.run(s.db, op)
	require.Error(s, err)
	require.Contains(s, err.Error(), "column 1")
	require.Equal(s, driver.Failed, op.Outcome.State)

	// The first failure wins.
	mine := fmt.Errorf("mine")
	err = s.run(s.db, read("SELECT 1, 'word'", 2, func(r driver.Row) error {
		r.Fail(mine)
		r.Fail(fmt.Errorf("later"))
		return nil
	}))
	require.ErrorIs(s, err, mine)
	s.works()
}
