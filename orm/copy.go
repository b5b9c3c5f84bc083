package orm

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/query"
)

// CopyFrom inserts a stream of rows, all or none, in constant memory and as fast as the database takes them: with COPY on
// Postgres, with one prepared statement on SQLite. It is for large loads: rows are not filled in, and none is skipped.
// It returns how many rows were inserted.
//
// What Create leaves to the database (a key, a default) is left to it here when the first row says nothing of it; then no
// other row may, for all rows write the same columns. The stream is read while rows are sent: it must not use the same
// transaction. An error in it, or a nil row, ends the load, and nothing is inserted.
func CopyFrom[P any](ctx context.Context, q *QueryOf[P], rows iter.Seq2[P, error]) (int64, error) {
	j := copyJobOf(q, rows)
	return as[int64](ask(ctx, j))
}

// CopyFromAsync is the asynchronous CopyFrom. The stream is read by the goroutine that runs the future.
func CopyFromAsync[P any](ac AsyncContext, q *QueryOf[P], rows iter.Seq2[P, error]) *Future[int64] {
	return future[int64](ac, copyJobOf(q, rows))
}

func copyJobOf[P any](q *QueryOf[P], rows iter.Seq2[P, error]) *copyJob {
	j := &copyJob{asked: (*core)(q).ask("CopyFrom", 2)}
	j.pull = func() (func() (rowStore, bool, error), func()) {
		next, stop := iter.Pull2(rows)
		m := modelOf(j.table())
		one := make([]P, 1)
		store := m.given(one)
		return func() (rowStore, bool, error) {
			row, err, more := next()
			if err != nil || !more {
				return rowStore{}, false, err
			}
			one[0] = row
			if store.absent(0) {
				return rowStore{}, false, errors.New("a nil row")
			}
			return store, true, nil
		}, stop
	}
	return j
}

// copyJob inserts a stream of rows.
type copyJob struct {
	asked
	pull func() (next func() (rowStore, bool, error), stop func())
	stop func()
	op   *driver.Op
	n    int64
}

func (j *copyJob) writes() bool         { return true }
func (j *copyJob) atomic() bool         { return false }
func (j *copyJob) result() (any, error) { return j.n, nil }

// over implements ender.
func (j *copyJob) over() {
	if j.stop != nil {
		j.stop()
	}
}

func (j *copyJob) next(context.Context) (round, error) {
	if j.op != nil {
		j.n = j.op.Outcome.Rows
		return round{}, nil
	}
	var next func() (rowStore, bool, error)
	next, j.stop = j.pull()
	row, more, err := next()
	if err != nil || !more {
		return round{}, err
	}
	t := j.table()
	st := &query.Statement{Kind: query.Insert, Select: query.Select{Table: t}, Copy: true}
	given := func() (out []int) {
		for i := range t.Columns {
			if !leftOut(t, i, row.value(0, i)) {
				out = append(out, i)
			}
		}
		return out
	}
	st.Columns = given()
	values := func() []Value {
		out := make([]Value, len(st.Columns))
		for i, c := range st.Columns {
			out[i] = row.value(0, c)
		}
		return out
	}
	st.Row = values()
	if j.op, err = plan(j.session, st); err != nil {
		return round{}, err
	}
	n, first := 0, true
	j.op.Args = nil
	j.op.Source = func() ([]Value, bool, error) {
		if n++; first {
			first = false
			return values(), true, nil
		}
		if row, more, err = next(); err != nil || !more {
			return nil, false, err
		}
		if now := given(); !slices.Equal(now, st.Columns) {
			return nil, false, fmt.Errorf("row %d leaves other columns to the database than the first one: all rows of a load write the same", n)
		}
		return values(), true, nil
	}
	return round{ops: []*driver.Op{j.op}}, nil
}

// leftOut reports whether an insert leaves a column of a row to the database.
func leftOut(t *query.Table, i int, v Value) bool {
	c := &t.Columns[i]
	return c.ReadOnly || c.Default && saysNothing(c, v, t.Identity == i)
}
