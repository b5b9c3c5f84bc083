package postgres_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/faultproxy"
	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/orm/postgres"
	"github.com/seed83105465/duet/query"
)

// firsts are what a transaction can do first: each puts 1 into the table.
var firsts = []struct {
	name  string
	trips int64 // with BEGIN, once the statements are known; 0 where rows cross answers
	run   func(ctx context.Context, t *testing.T, tx driver.Tx) error
}{
	{"statement", 1, func(ctx context.Context, t *testing.T, tx driver.Tx) error { return do(ctx, t, tx, put(1)) }},
	{"statements", 1, func(ctx context.Context, t *testing.T, tx driver.Tx) error {
		ops := []*driver.Op{put(1), write("UPDATE tally SET n = n WHERE n = $1", query.IntArg(1)), read("SELECT n FROM tally", 1, nil)}
		tx.Pipeline(ctx, ops)
		for _, op := range ops {
			if op.Outcome.Err != nil {
				return op.Outcome.Err
			}
			require.EqualValues(t, 1, op.Outcome.Rows)
		}
		return nil
	}},
	{"savepoint", 2, func(ctx context.Context, t *testing.T, tx driver.Tx) error {
		if err := tx.Savepoint(ctx, "s"); err != nil {
			return err
		}
		return do(ctx, t, tx, put(1))
	}},
	{"script", 2, func(ctx context.Context, t *testing.T, tx driver.Tx) error {
		return do(ctx, t, tx, &driver.Op{Plan: &driver.Plan{SQL: "INSERT INTO tally VALUES (1); SELECT 1", Write: true, Script: true}})
	}},
	{"copy", 0, func(ctx context.Context, t *testing.T, tx driver.Tx) error {
		rows := [][]driver.Value{{query.IntArg(1)}}
		return do(ctx, t, tx, &driver.Op{Plan: &driver.Plan{SQL: "COPY tally (n) FROM STDIN", Write: true, Copy: true}, Source: func() ([]driver.Value, bool, error) {
			if len(rows) == 0 {
				return nil, false, nil
			}
			row := rows[0]
			rows = nil
			return row, true, nil
		}})
	}},
	{"cursor", 4, func(ctx context.Context, t *testing.T, tx driver.Tx) error {
		cur, err := tx.Cursor(ctx, &driver.Plan{SQL: "SELECT n FROM tally", Columns: 1}, nil)
		if err != nil {
			return err
		}
		if err := cur.Close(); err != nil {
			return err
		}
		return do(ctx, t, tx, put(1))
	}},
}

// TestBeginTravels: BEGIN waits for what the transaction does first. A connection that is lost before that is answered is
// replaced by another one; a transaction that does nothing sends nothing.
func TestBeginTravels(t *testing.T) {
	t.Parallel()
	p, db, w := behind(t, postgres.Connections(1))
	trips := func(f func()) int64 {
		before := p.Counts().RoundTrips
		f()
		return int64(p.Counts().RoundTrips - before)
	}
	begin := func(o driver.TxOptions) driver.Tx {
		tx, err := db.Begin(t.Context(), o)
		require.NoError(t, err)
		return tx
	}
	for _, first := range firsts {
		run := func(tx driver.Tx) {
			t.Helper()
			require.NoError(t, first.run(t.Context(), t, tx), first.name)
			require.NoError(t, tx.Commit(t.Context()))
			require.EqualValues(t, 1, w.number("SELECT count(*) FROM tally"), first.name)
			w.exec("DELETE FROM tally")
		}
		run(begin(driver.TxOptions{}))
		if n := trips(func() { run(begin(driver.TxOptions{})) }); first.trips > 0 {
			require.Equal(t, first.trips+1, n, "%s: what it takes, and COMMIT", first.name)
		}

		tx := begin(driver.TxOptions{})
		require.NotZero(t, w.number("SELECT count(pg_terminate_backend(pid)) "+others), first.name)
		run(tx)
		tx = begin(driver.TxOptions{})
		p.Cut(faultproxy.RST)
		run(tx)
		tx = begin(driver.TxOptions{})
		p.CutAfter(faultproxy.ToClient, 0, faultproxy.RST) // when all of it was done, but not committed
		run(tx)
		tx = begin(driver.TxOptions{})
		p.CutAfter(faultproxy.ToServer, 0, faultproxy.FIN)
		run(tx)

		tx = begin(driver.TxOptions{ReadOnly: true})
		require.ErrorIs(t, first.run(t.Context(), t, tx), driver.ErrReadOnly, first.name)
		require.ErrorIs(t, tx.Commit(t.Context()), driver.ErrTxFailed)
		require.Zero(t, w.number("SELECT count(*) FROM tally"))
	}
	require.Zero(t, trips(func() {
		require.NoError(t, begin(driver.TxOptions{}).Commit(t.Context()))
		require.NoError(t, begin(driver.TxOptions{}).Rollback(t.Context()))
	}))
	works(t, db)
}

// TestCannotBegin: where there is no server any more, whatever the transaction does first says so, and so does all that follows.
func TestCannotBegin(t *testing.T) {
	t.Parallel()
	p, db, _ := behind(t, postgres.Connections(1))
	for _, first := range firsts {
		tx, err := db.Begin(t.Context(), driver.TxOptions{})
		require.NoError(t, err)
		p.Refuse(true)
		p.Cut(faultproxy.RST)
		for _, err := range []error{first.run(t.Context(), t, tx), do(t.Context(), t, tx, put(2)), tx.Savepoint(t.Context(), "x"), tx.Commit(t.Context())} {
			require.ErrorIs(t, err, driver.ErrUnavailable, first.name)
			require.ErrorContains(t, err, "begin: ", first.name)
			require.NotErrorIs(t, err, driver.ErrTxFailed)
			require.True(t, driver.CanRetry(err))
		}
		require.ErrorIs(t, do(t.Context(), t, tx, put(2)), driver.ErrTxDone)
		p.Refuse(false)
		works(t, db)
	}
}

// TestFirstStatementFails: the transaction has begun, and is undone at the server; nothing of it is left.
func TestFirstStatementFails(t *testing.T) {
	t.Parallel()
	_, db, w := behind(t, postgres.Connections(1))
	w.exec("INSERT INTO tally VALUES (1)")
	for _, ops := range [][]*driver.Op{
		{put(1)}, {put(1)}, // prepared along, and before
		{put(1), put(2)}, {put(2), put(1)}, {put(2), put(1), put(3)},
		{write("INSERT INTO nowhere VALUES (1)"), put(2)},
		{write("INSERT INTO tally VALUES ($1)", query.TextArg("none")), put(2)},
	} {
		for _, commit := range []bool{true, false} {
			tx, err := db.Begin(t.Context(), driver.TxOptions{})
			require.NoError(t, err)
			for _, op := range ops {
				op.Outcome = driver.Outcome{}
			}
			tx.Pipeline(t.Context(), ops)
			failed := 0
			for _, op := range ops {
				if op.Outcome.State == driver.Failed {
					failed++
					require.NotContains(t, op.Outcome.Err.Error(), "begin", "it is the statement's")
				}
			}
			require.Equal(t, 1, failed)
			require.ErrorIs(t, do(t.Context(), t, tx, put(4)), driver.ErrTxFailed)
			if commit {
				require.ErrorIs(t, tx.Commit(t.Context()), driver.ErrTxFailed)
			} else {
				require.NoError(t, tx.Rollback(t.Context()))
			}
			require.EqualValues(t, 1, w.number("SELECT count(*) FROM tally"))
			require.Zero(t, w.number("SELECT count(*) "+others+" AND state <> 'idle'"))
		}
	}
	works(t, db)
}

// TestSnapshotOfTheFirstStatement: what a transaction sees is what there is when it does something first.
func TestSnapshotOfTheFirstStatement(t *testing.T) {
	t.Parallel()
	_, db, w := behind(t)
	for _, level := range []driver.Isolation{driver.RepeatableRead, driver.Serializable} {
		w.exec("DELETE FROM tally")
		tx, err := db.Begin(t.Context(), driver.TxOptions{Isolation: level})
		require.NoError(t, err)
		w.exec("INSERT INTO tally VALUES (1)")
		require.Equal(t, []int64{1}, ints(t, tx, "SELECT n FROM tally"))
		w.exec("INSERT INTO tally VALUES (2)")
		require.Equal(t, []int64{1}, ints(t, tx, "SELECT n FROM tally"))
		require.NoError(t, tx.Commit(t.Context()))
		require.Len(t, ints(t, db, "SELECT n FROM tally"), 2)
	}
}
