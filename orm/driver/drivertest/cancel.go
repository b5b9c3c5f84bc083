package drivertest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/orm/driver"
)

// soon is a context that is cancelled a while after now, while a statement runs.
func soon(s *suite) context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	t := time.AfterFunc(30*time.Millisecond, cancel)
	s.Cleanup(func() {
		t.Stop()
		cancel()
	})
	return ctx
}

// cancelledBefore: with a context that has ended, nothing is sent.
func cancelledBefore(s *suite) {
	s.tally()
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	ops := []*driver.Op{s.put(1), read(s.sql.Series(1), 1, nil)}
	s.db.Pipeline(ctx, ops)
	for _, op := range ops {
		require.Equal(s, driver.Aborted, op.Outcome.State)
		require.ErrorIs(s, op.Outcome.Err, context.Canceled)
		require.NotErrorIs(s, op.Outcome.Err, driver.ErrTimeout)
	}
	_, err := s.db.Begin(ctx, driver.TxOptions{})
	require.ErrorIs(s, err, context.Canceled)
	_, err = s.db.Cursor(ctx, &driver.Plan{SQL: s.sql.Series(1), Columns: 1}, nil)
	require.ErrorIs(s, err, context.Canceled)
	require.Empty(s, s.ints(s.db, readTally))
}

// cancelledWhileRunning: the statement is stopped, the ones behind it never run, the database is well.
func cancelledWhileRunning(s *suite) {
	s.tally()
	done := []int64{}
	for n := range int64(5) {
		ops := []*driver.Op{read(s.sql.Endless, 1, nil), s.put(n), read(s.sql.Series(1), 1, nil)}
		s.within("a cancelled query", func() { s.db.Pipeline(soon(s), ops) })
		require.Equal(s, driver.Failed, ops[0].Outcome.State)
		require.ErrorIs(s, ops[0].Outcome.Err, context.Canceled)
		for i, op := range ops[1:] {
			if op.Outcome.State == driver.OK && s.db.Pipelined() { // it was sent, and quicker than the second request to cancel
				if i == 0 {
					done = append(done, n)
				}
				continue
			}
			require.Contains(s, []driver.State{driver.Aborted, driver.Failed}, op.Outcome.State)
			require.ErrorIs(s, op.Outcome.Err, context.Canceled)
		}
		s.works()
	}
	require.Equal(s, done, s.ints(s.db, readTally))
	s.must(s.db, "DELETE FROM tally")

	// Cancelled at every moment of a statement's beginning, none is forgotten.
	for i := range 100 {
		ctx, cancel := context.WithCancel(context.Background())
		t := time.AfterFunc(time.Duration(i)*3*time.Microsecond, cancel)
		op := read(s.sql.Endless, 1, nil)
		s.within("a query cancelled early", func() { s.db.Pipeline(ctx, []*driver.Op{op}) })
		require.ErrorIs(s, op.Outcome.Err, context.Canceled)
		t.Stop()
		cancel()
	}

	// Cancelled at every moment of a short statement: what is said to be done is done, what failed is not.
	for i := range 200 {
		ctx, cancel := context.WithCancel(context.Background())
		t := time.AfterFunc(time.Duration(i)*2*time.Microsecond, cancel)
		op := s.put(int64(i))
		s.db.Pipeline(ctx, []*driver.Op{op})
		found := s.ints(s.db, fmt.Sprintf("SELECT n FROM tally WHERE n = %d", i))
		switch {
		case op.Outcome.State == driver.OK:
			require.Len(s, found, 1)
		default:
			require.True(s, isContext(op.Outcome.Err), "%v", op.Outcome.Err)
			require.Empty(s, found, "%v", op.Outcome)
		}
		t.Stop()
		cancel()
	}
}

// cancelledWrite: a write that was stopped has written nothing.
func cancelledWrite(s *suite) {
	s.must(s.db, fmt.Sprintf("CREATE TABLE endless (n %s)", s.sql.Int))
	op := write(s.sql.EndlessWrite)
	s.within("a cancelled write", func() { s.db.Pipeline(soon(s), []*driver.Op{op}) })
	require.Equal(s, driver.Failed, op.Outcome.State)
	require.ErrorIs(s, op.Outcome.Err, context.Canceled)
	require.Equal(s, []int64{0}, s.ints(s.db, "SELECT count(*) FROM endless"))
	s.must(s.db, "INSERT INTO endless VALUES (1)")
}

// cancelledBetweenRows: cancelling from within a scan stops a long answer.
func cancelledBetweenRows(s *suite) {
	ctx, cancel := context.WithCancelCause(context.Background())
	defer cancel(nil)
	why := errors.New("seen enough")
	seen := 0
	op := read(s.sql.Series(1_000_000), 1, func(driver.Row) error {
		if seen++; seen == 10 {
			cancel(why)
		}
		return nil
	})
	s.db.Pipeline(ctx, []*driver.Op{op})
	require.ErrorIs(s, op.Outcome.Err, context.Canceled)
	require.ErrorIs(s, op.Outcome.Err, why)
	require.Less(s, seen, 1_000_000)
	s.works()
}

// deadline: a deadline is a timeout.
func deadline(s *suite) {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Millisecond)
	defer cancel()
	op := read(s.sql.Endless, 1, nil)
	s.within("a query with a deadline", func() { s.db.Pipeline(ctx, []*driver.Op{op}) })
	require.ErrorIs(s, op.Outcome.Err, driver.ErrTimeout)
	require.ErrorIs(s, op.Outcome.Err, context.DeadlineExceeded)
	s.works()
}
