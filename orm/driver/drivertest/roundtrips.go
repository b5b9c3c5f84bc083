package drivertest

import (
	"context"
	"strings"
	"sync"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/orm/driver"
)

// told is what an observer heard.
type told struct {
	mu       sync.Mutex
	trips    []driver.RoundTrip
	controls []string
}

// watched is a context whose round trips are told.
func (s *suite) watched() (context.Context, *told) {
	w := &told{}
	return driver.ObserveRoundTrips(s.ctx(), func(t driver.RoundTrip, control string) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.trips = append(w.trips, t)
		w.controls = append(w.controls, control)
	}), w
}

// take is what was heard since the last time.
func (w *told) take() (trips []driver.RoundTrip, controls []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	trips, controls = w.trips, w.controls
	w.trips, w.controls = nil, nil
	return trips, controls
}

// roundTrips: a driver tells of every round trip, with the context that it makes it for.
func roundTrips(s *suite) {
	s.tally()
	ctx, heard := s.watched()
	for range 2 { // the second time, all that is to be known of the statements is known
		heard.take()
		ops := []*driver.Op{numbers(readTally, new([]int64)), numbers("SELECT count(*) FROM tally", new([]int64))}
		s.db.Pipeline(ctx, ops)
		trips, _ := heard.take()
		for _, op := range ops {
			require.NoError(s, op.Outcome.Err)
			require.Contains(s, trips, op.Trip)
			require.NotZero(s, op.Trip.Number)
		}
		if s.db.Pipelined() {
			require.Equal(s, ops[0].Trip, ops[1].Trip)
			require.EqualValues(s, 2, ops[0].Trip.Statements)
		} else {
			require.NotEqual(s, ops[0].Trip.Number, ops[1].Trip.Number)
			require.EqualValues(s, 1, ops[0].Trip.Statements)
		}
	}
	put := s.put(1)
	s.db.Pipeline(s.ctx(), []*driver.Op{put})
	require.NotZero(s, put.Trip.Number, "it is numbered, whoever looks")
	trips, _ := heard.take()
	require.Empty(s, trips, "what others do is not told")

	again := s.put(1)
	s.db.Pipeline(ctx, []*driver.Op{again})
	require.Error(s, again.Outcome.Err)
	trips, _ = heard.take()
	require.Equal(s, again.Trip, trips[len(trips)-1], "one that fails, too")

	s.roundTripsOfTx(ctx, heard)
}

// roundTripsOfTx: what begins, ends and divides a transaction is told, too.
func (s *suite) roundTripsOfTx(ctx context.Context, heard *told) {
	for _, end := range []struct {
		control string
		do      func(driver.Tx) error
	}{
		{"COMMIT", func(tx driver.Tx) error { return tx.Commit(ctx) }},
		{"ROLLBACK", func(tx driver.Tx) error { return tx.Rollback(ctx) }},
	} {
		tx, err := s.db.Begin(ctx, driver.TxOptions{})
		require.NoError(s, err)
		op := s.put(100)
		tx.Pipeline(ctx, []*driver.Op{op})
		require.NoError(s, op.Outcome.Err)
		require.NoError(s, tx.Savepoint(ctx, "kept"))
		require.NoError(s, tx.Release(ctx, "kept"))
		require.NoError(s, tx.Savepoint(ctx, "undone"))
		require.NoError(s, tx.RollbackTo(context.WithoutCancel(ctx), "undone"))
		cursor, err := tx.Cursor(ctx, &driver.Plan{SQL: readTally, Columns: 1}, nil)
		require.NoError(s, err)
		_, err = cursor.Fetch(ctx, 1, func(driver.Row) error { return nil })
		require.NoError(s, err)
		require.NoError(s, cursor.Close())
		require.NoError(s, end.do(tx))
		trips, controls := heard.take()
		require.Contains(s, trips, op.Trip)
		statements := uint32(0)
		for _, t := range trips {
			statements += t.Statements
		}
		require.EqualValues(s, 1, statements)
		for _, want := range []string{"BEGIN", `SAVEPOINT "kept"`, "RELEASE", `ROLLBACK TO`, readTally, end.control} {
			require.Contains(s, strings.Join(controls, "\n"), want)
		}
		require.NoError(s, tx.Rollback(ctx))
		trips, _ = heard.take()
		require.Empty(s, trips, "there is nothing to roll back")
		s.must(s.db, "DELETE FROM tally WHERE n = 100")
	}

	cursor, err := s.db.Cursor(ctx, &driver.Plan{SQL: readTally, Columns: 1}, nil)
	require.NoError(s, err)
	require.NoError(s, cursor.Close())
	_, controls := heard.take()
	require.Contains(s, strings.Join(controls, "\n"), readTally)
}
