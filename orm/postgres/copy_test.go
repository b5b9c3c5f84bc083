package postgres_test

import (
	"context"
	"errors"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/faultproxy"
	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/orm/postgres"
	"github.com/seed83105465/duet/query"
)

// load is a COPY of the numbers from 1 to rows into tally; each is called before every row.
func load(rows int64, each func(n int64) error) *driver.Op {
	n := int64(0)
	return &driver.Op{
		Plan: &driver.Plan{SQL: "COPY tally (n) FROM STDIN", Write: true, Copy: true},
		Source: func() ([]driver.Value, bool, error) {
			if n++; n > rows {
				return nil, false, nil
			}
			if each != nil {
				if err := each(n); err != nil {
					return nil, false, err
				}
			}
			return []driver.Value{query.IntArg(n)}, true, nil
		},
	}
}

// TestCopy: however a COPY ends, all of its rows are there or none, and the connection is well or gone.
func TestCopy(t *testing.T) {
	t.Parallel()
	wrong := errors.New("a wrong row")
	at := func(n int64, do func() error) func(int64) error {
		return func(row int64) error {
			if row == n {
				return do()
			}
			return nil
		}
	}
	many := int64(200_000)
	for _, test := range []struct {
		name string
		run  func(t *testing.T, p *faultproxy.Proxy, c driver.Conn, w *watcher) *driver.Op
		want driver.State
		is   error
	}{
		{"nothing", func(t *testing.T, _ *faultproxy.Proxy, c driver.Conn, _ *watcher) *driver.Op {
			op := load(0, nil)
			c.Pipeline(t.Context(), []*driver.Op{op})
			require.Zero(t, op.Outcome.Rows)
			return op
		}, driver.OK, nil},
		{"much", func(t *testing.T, _ *faultproxy.Proxy, c driver.Conn, w *watcher) *driver.Op {
			op := load(many, nil)
			c.Pipeline(t.Context(), []*driver.Op{op})
			require.Equal(t, many, op.Outcome.Rows)
			require.Equal(t, []int64{many}, ints(t, c, "SELECT count(*) FROM tally"))
			require.NoError(t, do(t.Context(), t, c, write("DELETE FROM tally")))
			return op
		}, driver.OK, nil},
		{"the source fails", func(t *testing.T, _ *faultproxy.Proxy, c driver.Conn, _ *watcher) *driver.Op {
			op := load(many, at(50_000, func() error { return wrong }))
			c.Pipeline(t.Context(), []*driver.Op{op})
			return op
		}, driver.Failed, wrong},
		{"a constraint", func(t *testing.T, _ *faultproxy.Proxy, c driver.Conn, w *watcher) *driver.Op {
			op := load(many, nil)
			op.Source = func() ([]driver.Value, bool, error) { return []driver.Value{query.IntArg(7)}, true, nil } // for ever
			c.Pipeline(t.Context(), []*driver.Op{op})
			var constraint *driver.ConstraintError
			require.ErrorAs(t, op.Outcome.Err, &constraint)
			return op
		}, driver.Failed, nil},
		{"no such table", func(t *testing.T, _ *faultproxy.Proxy, c driver.Conn, w *watcher) *driver.Op {
			op := load(many, nil)
			op.Plan.SQL = "COPY not_there FROM STDIN"
			c.Pipeline(t.Context(), []*driver.Op{op})
			require.ErrorContains(t, op.Outcome.Err, "not_there")
			return op
		}, driver.Failed, nil},
		{"cancelled", func(t *testing.T, _ *faultproxy.Proxy, c driver.Conn, w *watcher) *driver.Op {
			ctx, cancel := context.WithCancel(t.Context())
			op := load(1<<40, at(30_000, func() error { cancel(); return nil }))
			start := time.Now()
			c.Pipeline(ctx, []*driver.Op{op})
			require.Less(t, time.Since(start), 2*time.Second)
			w.quiet("copy")
			return op
		}, driver.Failed, context.Canceled},
		{"killed", func(t *testing.T, _ *faultproxy.Proxy, c driver.Conn, w *watcher) *driver.Op {
			op := load(1<<40, at(30_000, func() error { return w.strike("COPY") }))
			c.Pipeline(t.Context(), []*driver.Op{op})
			require.True(t, driver.CanRetry(op.Outcome.Err), "%v", op.Outcome.Err)
			return op
		}, driver.Failed, driver.ErrUnavailable},
		{"cut", func(t *testing.T, p *faultproxy.Proxy, c driver.Conn, w *watcher) *driver.Op {
			op := load(1<<40, at(30_000, func() error { p.Cut(faultproxy.RST); return nil }))
			c.Pipeline(t.Context(), []*driver.Op{op})
			require.True(t, driver.CanRetry(op.Outcome.Err), "%v", op.Outcome.Err)
			return op
		}, driver.Failed, driver.ErrUnavailable},
	} {
		for _, inTx := range []bool{false, true} {
			name := test.name
			if inTx {
				name += " in a transaction"
			}
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				p, db, w := behind(t, postgres.Connections(1))
				c := driver.Conn(db)
				if inTx {
					tx, err := db.Begin(t.Context(), driver.TxOptions{})
					require.NoError(t, err)
					defer func() { require.NoError(t, tx.Rollback(context.Background())) }()
					c = tx
				}
				op := test.run(t, p, c, w)
				require.Equal(t, test.want, op.Outcome.State, "%v", op.Outcome)
				if test.is != nil {
					require.ErrorIs(t, op.Outcome.Err, test.is)
				}
				switch {
				case !inTx || test.want == driver.OK:
					works(t, c)
				default:
					require.ErrorIs(t, do(t.Context(), t, c, put(1)), driver.ErrTxFailed)
				}
				if !inTx {
					require.Empty(t, ints(t, db, "SELECT n FROM tally"))
				}
			})
		}
	}
}

// TestCopyLosesItsAnswer: the connection is cut when all rows were sent.
func TestCopyLosesItsAnswer(t *testing.T) {
	t.Parallel()
	p, db, w := behind(t, postgres.Connections(1))
	op := load(10, func(n int64) error {
		if n == 1 {
			time.Sleep(50 * time.Millisecond) // the server is ready for them
		}
		if n == 10 {
			p.CutAfter(faultproxy.ToClient, 0, faultproxy.RST)
		}
		return nil
	})
	db.Pipeline(t.Context(), []*driver.Op{op})
	require.Equal(t, driver.Unknown, op.Outcome.State)
	require.ErrorIs(t, op.Outcome.Err, driver.ErrCommitUnknown)
	require.False(t, driver.CanRetry(op.Outcome.Err))
	require.Eventually(t, func() bool { return w.number("SELECT count(*) FROM tally") == 10 }, patient, time.Millisecond)
}

// TestCopySourcePanics: on the goroutine of whoever called, who may recover.
func TestCopySourcePanics(t *testing.T) {
	t.Parallel()
	_, db, _ := behind(t, postgres.Connections(1))
	for _, end := range []func(){func() { panic("of the source") }, runtime.Goexit} {
		done := make(chan string)
		op := load(1000, func(n int64) error {
			if n == 500 {
				end()
			}
			return nil
		})
		go func() {
			said := "nothing"
			defer func() {
				if p := recover(); p != nil {
					said = p.(string)
				}
				done <- said
			}()
			db.Pipeline(context.Background(), []*driver.Op{op})
		}()
		said := <-done
		require.Contains(t, []string{"of the source", "nothing"}, said)
		require.NotEqual(t, driver.OK, op.Outcome.State)
		require.True(t, strings.Contains(op.Outcome.Err.Error(), "panicked"), "%v", op.Outcome.Err)
		require.Empty(t, ints(t, db, "SELECT n FROM tally"))
	}
}
