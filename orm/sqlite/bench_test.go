package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/query"
)

// book is what the benchmarks read: eight columns, as a table of a shop may have.
type book struct {
	id, author, stock int64
	title             string
	price             float64
	active            bool
	published         time.Time
	note              sql.NullString
}

const (
	benchRows  = 10_000
	benchTable = `CREATE TABLE books (id INTEGER PRIMARY KEY, author INTEGER NOT NULL, title TEXT NOT NULL,
		price REAL NOT NULL, stock INTEGER NOT NULL, active BOOLEAN NOT NULL, published TIMESTAMP NOT NULL, note TEXT)`
	benchColumns = "SELECT id, author, title, price, stock, active, published, note FROM books "
)

// benchCases are the three reads that docs/design.md promises ratios for.
func benchCases() []struct {
	name string
	sql  string
	args []int64
	rows int
} {
	return []struct {
		name string
		sql  string
		args []int64
		rows int
	}{
		{"get", benchColumns + "WHERE id = ?", []int64{4711}, 1},
		{"filter100", benchColumns + "WHERE author = ? AND id > ? ORDER BY id LIMIT 100", []int64{7, 50}, 100},
		{"read10000", benchColumns + "ORDER BY id", nil, benchRows},
	}
}

func benchFile(b testing.TB) string {
	path := filepath.Join(b.TempDir(), "bench.db")
	db, err := Connect(b.Context(), path, Create())
	if err != nil {
		b.Fatal(err)
	}
	var args []driver.Value
	for i := range benchRows {
		note := query.NullArg()
		if i%3 == 0 {
			note = query.TextArg("a note of some length, as they are")
		}
		args = append(args, query.IntArg(int64(i)), query.IntArg(int64(i%20)), query.TextArg("The title of a book"),
			query.FloatArg(float64(i)/100), query.IntArg(int64(i%7)), query.BoolArg(i%2 == 0),
			query.TimeArg(time.Unix(1.7e9+int64(i), 0)), note)
	}
	ops := []*driver.Op{
		{Plan: &driver.Plan{SQL: benchTable, Write: true}},
		{Plan: &driver.Plan{SQL: "CREATE INDEX books_author ON books (author, id)", Write: true}},
		{Plan: &driver.Plan{SQL: "INSERT INTO books VALUES (?,?,?,?,?,?,?,?)", Write: true}, Times: benchRows, Args: args},
	}
	db.Pipeline(b.Context(), ops)
	for _, op := range ops {
		if op.Outcome.Err != nil {
			b.Fatal(op.Outcome.Err)
		}
	}
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
	return path
}

// ours reads books through the driver.
func ours(ctx context.Context, b testing.TB, db driver.DB, plan *driver.Plan, args []driver.Value, rows int) {
	out := make([]book, 0, rows)
	op := &driver.Op{Plan: plan, Args: args, Scan: func(r driver.Row) error {
		k := book{id: r.Int64(0), author: r.Int64(1), title: r.String(2), price: r.Float64(3), stock: r.Int64(4),
			active: r.Bool(5), published: r.Time(6)}
		if !r.IsNull(7) {
			k.note = sql.NullString{String: r.String(7), Valid: true}
		}
		out = append(out, k)
		return nil
	}}
	db.Pipeline(ctx, []*driver.Op{op})
	if op.Outcome.Err != nil || len(out) != rows {
		b.Fatal(len(out), op.Outcome.Err)
	}
}

// theirs reads books through database/sql with a prepared statement.
func theirs(ctx context.Context, b testing.TB, st *sql.Stmt, args []any, want int) {
	out := make([]book, 0, want)
	rows, err := st.QueryContext(ctx, args...)
	if err != nil {
		b.Fatal(err)
	}
	for rows.Next() {
		var k book
		if err := rows.Scan(&k.id, &k.author, &k.title, &k.price, &k.stock, &k.active, &k.published, &k.note); err != nil {
			b.Fatal(err)
		}
		out = append(out, k)
	}
	if err := rows.Close(); err != nil || len(out) != want {
		b.Fatal(len(out), err)
	}
}

// BenchmarkRead prints for each case how long the driver takes as a part of what database/sql takes with the same
// go-sqlite3 in the same run ("ratio"), the two taking turns.
func BenchmarkRead(b *testing.B) {
	path := benchFile(b)
	db, err := Connect(b.Context(), path)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	std, err := sql.Open("sqlite3", path+"?_journal=WAL&_foreign_keys=1&_mutex=no")
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = std.Close() }()
	ending, cancel := context.WithCancel(context.Background())
	defer cancel()

	for _, c := range benchCases() {
		st, err := std.Prepare(c.sql)
		if err != nil {
			b.Fatal(err)
		}
		plan := &driver.Plan{SQL: c.sql, Columns: 8}
		var args []driver.Value
		var boxed []any
		for _, a := range c.args {
			args, boxed = append(args, query.IntArg(a)), append(boxed, a)
		}
		for name, ctx := range map[string]context.Context{"": context.Background(), "/cancellable": ending} {
			b.Run(c.name+name, func(b *testing.B) {
				b.ReportAllocs()
				var mine, other time.Duration
				for b.Loop() {
					t0 := time.Now()
					ours(ctx, b, db, plan, args, c.rows)
					t1 := time.Now()
					theirs(ctx, b, st, boxed, c.rows)
					mine, other = mine+t1.Sub(t0), other+time.Since(t1)
				}
				b.ReportMetric(float64(mine)/float64(b.N), "driver-ns/op")
				b.ReportMetric(float64(other)/float64(b.N), "sql-ns/op")
				b.ReportMetric(float64(mine)/float64(other), "ratio")
			})
		}
		if err := st.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkWrite compares an insert of one row, which is a transaction of its own, and one op that inserts a thousand.
func BenchmarkWrite(b *testing.B) {
	path := benchFile(b)
	db, err := Connect(b.Context(), path)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	std, err := sql.Open("sqlite3", path+"?_journal=WAL&_foreign_keys=1&_mutex=no")
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = std.Close() }()
	std.SetMaxOpenConns(1)
	const text = "INSERT INTO books (author, title, price, stock, active, published) VALUES (?, ?, ?, 1, ?, '2024-01-01')"
	st, err := std.Prepare(text)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = st.Close() }()
	plan := &driver.Plan{SQL: text, Write: true}

	for _, rows := range []int{1, 1000} {
		var args []driver.Value
		for range rows {
			args = append(args, query.IntArg(7), query.TextArg("A new book"), query.FloatArg(9.5), query.BoolArg(true))
		}
		b.Run(fmt.Sprintf("insert%d", rows), func(b *testing.B) {
			b.ReportAllocs()
			var mine, other time.Duration
			for b.Loop() {
				t0 := time.Now()
				op := &driver.Op{Plan: plan, Args: args, Times: rows}
				db.Pipeline(b.Context(), []*driver.Op{op})
				if op.Outcome.Err != nil || op.Outcome.Rows != int64(rows) {
					b.Fatal(op.Outcome)
				}
				t1 := time.Now()
				if err := insert(b.Context(), std, st, rows); err != nil {
					b.Fatal(err)
				}
				mine, other = mine+t1.Sub(t0), other+time.Since(t1)
			}
			b.ReportMetric(float64(mine)/float64(b.N), "driver-ns/op")
			b.ReportMetric(float64(other)/float64(b.N), "sql-ns/op")
			b.ReportMetric(float64(mine)/float64(other), "ratio")
		})
	}
}

func insert(ctx context.Context, db *sql.DB, st *sql.Stmt, rows int) error {
	if rows == 1 {
		_, err := st.ExecContext(ctx, 7, "A new book", 9.5, true)
		return err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	in := tx.StmtContext(ctx, st)
	for range rows {
		if _, err := in.ExecContext(ctx, 7, "A new book", 9.5, true); err != nil {
			return errors.Join(err, tx.Rollback())
		}
	}
	return tx.Commit()
}
