package drivertest

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/orm/driver"
)

// refuses looks that a closed database says so, whatever it is asked.
func (s *suite) refuses() {
	s.Helper()
	op := read(s.sql.Series(1), 1, nil)
	require.ErrorIs(s, s.run(s.db, op), driver.ErrClosed)
	require.Equal(s, driver.Aborted, op.Outcome.State)
	require.ErrorIs(s, s.run(s.db, write("DELETE FROM tally")), driver.ErrClosed)
	_, err := s.db.Begin(s.ctx(), driver.TxOptions{})
	require.ErrorIs(s, err, driver.ErrClosed)
	_, err = s.db.Cursor(s.ctx(), &driver.Plan{SQL: s.sql.Series(1), Columns: 1}, nil)
	require.ErrorIs(s, err, driver.ErrClosed)
}

func closed(s *suite) {
	s.works()
	require.NoError(s, s.db.Close())
	require.NoError(s, s.db.Close())
	s.refuses()
}

// closeWhileOpen: Close does not wait for transactions and cursors that nobody ends.
func closeWhileOpen(s *suite) {
	s.tally()
	cur := s.cursor(s.db, s.sql.Series(1000))
	s.fetch(cur, 10)
	tx := s.begin(driver.TxOptions{})
	require.NoError(s, s.run(tx, s.put(1)))
	inner := s.cursor(tx, readTally)
	waiting := make(chan error, 1)
	go func() {
		_, err := s.db.Begin(context.Background(), driver.TxOptions{})
		waiting <- err
	}()
	many := s.db.Pipelined() // then the second transaction begins at once
	if !many {
		time.Sleep(10 * time.Millisecond)
	}
	s.within("Close", func() { require.NoError(s, s.db.Close()) })
	if err := <-waiting; !many {
		require.ErrorIs(s, err, driver.ErrClosed)
	}
	s.refuses()
	for _, c := range []driver.Cursor{cur, inner} {
		_, err := c.Fetch(s.ctx(), 1, func(driver.Row) error { return nil })
		require.ErrorIs(s, err, driver.ErrClosed)
		require.NoError(s, c.Close())
	}
	require.ErrorIs(s, s.run(tx, s.put(2)), driver.ErrClosed)
	require.Error(s, tx.Commit(s.ctx()))
	require.NoError(s, tx.Rollback(s.ctx()))
}

// closeWhileRunning: Close ends what runs, and what waits behind it, and waits until it has ended.
func closeWhileRunning(s *suite) {
	s.tally()
	var wg sync.WaitGroup
	var ops []*driver.Op
	for i := range 6 {
		op := read(s.sql.Endless, 1, nil)
		behind := s.put(int64(i))
		ops = append(ops, op, behind)
		wg.Go(func() { s.db.Pipeline(context.Background(), []*driver.Op{op, behind}) })
	}
	time.Sleep(50 * time.Millisecond)
	s.within("Close", func() {
		require.NoError(s, s.db.Close())
		wg.Wait()
	})
	for i, op := range ops {
		sent := i%2 == 1 && s.db.Pipelined() && op.Outcome.State == driver.OK
		require.True(s, sent || errors.Is(op.Outcome.Err, driver.ErrClosed), "%v", op.Outcome)
	}
	s.refuses()
}
