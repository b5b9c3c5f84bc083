package drivertest

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/orm/driver"
)

func commit(s *suite) {
	s.tally()
	tx := s.begin(driver.TxOptions{})
	var seen []int64
	ops := []*driver.Op{s.put(1), s.put(2), numbers(readTally, &seen)}
	tx.Pipeline(s.ctx(), ops)
	for _, op := range ops {
		require.NoError(s, op.Outcome.Err)
	}
	require.Equal(s, []int64{1, 2}, seen)
	if s.db.Lanes() > 1 {
		require.Empty(s, s.ints(s.db, readTally), "others do not see it yet")
	}
	require.NoError(s, tx.Commit(s.ctx()))
	require.Equal(s, []int64{1, 2}, s.ints(s.db, readTally))

	// A transaction that has ended takes nothing.
	require.NoError(s, tx.Rollback(s.ctx()), "Rollback after Commit does nothing")
	op := s.put(3)
	require.ErrorIs(s, s.run(tx, op), driver.ErrTxDone)
	require.Equal(s, driver.Aborted, op.Outcome.State)
	require.ErrorIs(s, tx.Commit(s.ctx()), driver.ErrTxDone)
	require.ErrorIs(s, tx.Savepoint(s.ctx(), "a"), driver.ErrTxDone)
	require.ErrorIs(s, tx.RollbackTo(s.ctx(), "a"), driver.ErrTxDone)
	_, err := tx.Cursor(s.ctx(), &driver.Plan{SQL: readTally, Columns: 1}, nil)
	require.ErrorIs(s, err, driver.ErrTxDone)
	require.Equal(s, []int64{1, 2}, s.ints(s.db, readTally))
}

func rollback(s *suite) {
	s.tally()
	tx := s.begin(driver.TxOptions{})
	require.NoError(s, s.run(tx, s.put(1)))
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	require.NoError(s, tx.Rollback(ended), "a context that has ended does not stop it")
	require.NoError(s, tx.Rollback(s.ctx()))
	require.ErrorIs(s, s.run(tx, s.put(2)), driver.ErrTxDone)
	require.Empty(s, s.ints(s.db, readTally))

	// Commit with a context that has ended commits nothing.
	tx = s.begin(driver.TxOptions{})
	require.NoError(s, s.run(tx, s.put(1)))
	require.ErrorIs(s, tx.Commit(ended), context.Canceled)
	require.Empty(s, s.ints(s.db, readTally))
	s.must(s.db, "INSERT INTO tally VALUES (9)")
}

func savepoints(s *suite) {
	s.tally()
	tx := s.begin(driver.TxOptions{})
	put := func(n int64) { require.NoError(s, s.run(tx, s.put(n))) }
	put(1)
	require.NoError(s, tx.Savepoint(s.ctx(), "outer"))
	put(2)
	require.NoError(s, tx.Savepoint(s.ctx(), `inner "quoted"`))
	put(3)
	require.NoError(s, tx.RollbackTo(s.ctx(), `inner "quoted"`))
	put(4)
	require.NoError(s, tx.Release(s.ctx(), "outer"))
	require.NoError(s, tx.Savepoint(s.ctx(), "outer")) // a name may come back
	put(5)
	require.NoError(s, s.run(tx, s.put(6)))
	require.Error(s, s.run(tx, s.put(6)))
	require.NoError(s, tx.RollbackTo(s.ctx(), "outer"), "after a failed statement")
	put(7)
	require.Equal(s, []int64{1, 2, 4, 7}, s.ints(tx, readTally))
	require.NoError(s, tx.Commit(s.ctx()))
	require.Equal(s, []int64{1, 2, 4, 7}, s.ints(s.db, readTally))
}

// failureInTx: after a failed statement the transaction takes nothing more, and cannot be committed; rolling back to a
// savepoint mends it.
func failureInTx(s *suite) {
	s.tally()
	tx := s.begin(driver.TxOptions{})
	ops := []*driver.Op{s.put(1), s.put(1), s.put(2)}
	tx.Pipeline(s.ctx(), ops)
	require.Equal(s, driver.OK, ops[0].Outcome.State)
	require.Equal(s, driver.Failed, ops[1].Outcome.State)
	var violated *driver.ConstraintError
	for _, err := range []error{ops[2].Outcome.Err, s.run(tx, s.put(3)), s.run(tx, numbers(readTally, new([]int64))), tx.Savepoint(s.ctx(), "a")} {
		require.ErrorIs(s, err, driver.ErrTxFailed)
		require.ErrorAs(s, err, &violated, "it says what has failed")
	}
	require.Equal(s, driver.Aborted, ops[2].Outcome.State)
	require.ErrorIs(s, tx.Commit(s.ctx()), driver.ErrTxFailed)
	require.Empty(s, s.ints(s.db, readTally))

	tx = s.begin(driver.TxOptions{})
	require.NoError(s, s.run(tx, s.put(1)))
	require.NoError(s, tx.Savepoint(s.ctx(), "a"))
	require.Error(s, s.run(tx, s.put(1)))
	require.ErrorIs(s, tx.Release(s.ctx(), "a"), driver.ErrTxFailed)
	require.NoError(s, tx.RollbackTo(s.ctx(), "a"))
	require.NoError(s, s.run(tx, s.put(2)))
	require.NoError(s, tx.Commit(s.ctx()))
	require.Equal(s, []int64{1, 2}, s.ints(s.db, readTally))
}

// commitFails: a commit that a deferred constraint refuses rolls back, and holds nothing.
func commitFails(s *suite) {
	s.must(s.db,
		fmt.Sprintf("CREATE TABLE heads (id %s PRIMARY KEY)", s.sql.Int),
		fmt.Sprintf("CREATE TABLE tails (head %s REFERENCES heads (id) DEFERRABLE INITIALLY DEFERRED)", s.sql.Int))
	tx := s.begin(driver.TxOptions{})
	s.must(tx, "INSERT INTO tails VALUES (1)")
	err := tx.Commit(s.ctx())
	var c *driver.ConstraintError
	require.ErrorAs(s, err, &c)
	require.Equal(s, driver.ForeignKey, c.Kind)
	require.ErrorIs(s, s.run(tx, write("INSERT INTO heads VALUES (1)")), driver.ErrTxDone)
	require.Equal(s, []int64{0}, s.ints(s.db, "SELECT count(*) FROM tails"))
	// Alone it fails too, for it is committed at once.
	require.ErrorAs(s, s.run(s.db, write("INSERT INTO tails VALUES (1)")), &c)
	s.must(s.db, "INSERT INTO heads VALUES (1)", "INSERT INTO tails VALUES (1)")
}

// cancelledInTx: a statement that was stopped does not commit, and the transaction can be ended.
func cancelledInTx(s *suite) {
	s.tally()
	s.must(s.db, fmt.Sprintf("CREATE TABLE endless (n %s)", s.sql.Int))
	for _, op := range []*driver.Op{read(s.sql.Endless, 1, nil), write(s.sql.EndlessWrite)} {
		tx := s.begin(driver.TxOptions{})
		require.NoError(s, s.run(tx, s.put(1)))
		behind := s.put(2)
		s.within("a cancelled statement", func() { tx.Pipeline(soon(s), []*driver.Op{op, behind}) })
		require.ErrorIs(s, op.Outcome.Err, context.Canceled)
		require.Equal(s, driver.Aborted, behind.Outcome.State)
		require.Error(s, behind.Outcome.Err)
		require.NoError(s, tx.Rollback(s.ctx()))
		require.Empty(s, s.ints(s.db, readTally))
		require.Equal(s, []int64{0}, s.ints(s.db, "SELECT count(*) FROM endless"))
	}

	// Where the stopped write took the whole transaction with it, nothing after it is written alone.
	tx := s.begin(driver.TxOptions{})
	require.NoError(s, s.run(tx, s.put(1)))
	s.within("a cancelled write", func() { tx.Pipeline(soon(s), []*driver.Op{write(s.sql.EndlessWrite)}) })
	after := s.run(tx, s.put(2))
	if err := tx.Commit(s.ctx()); err != nil {
		require.Empty(s, s.ints(s.db, readTally))
	} else {
		require.NoError(s, after)
		require.Equal(s, []int64{1, 2}, s.ints(s.db, readTally))
	}
}

func readOnlyTx(s *suite) {
	s.tally()
	s.must(s.db, "INSERT INTO tally VALUES (1)")
	tx := s.begin(driver.TxOptions{ReadOnly: true})
	require.Equal(s, []int64{1}, s.ints(tx, readTally))
	if s.db.Lanes() > 1 {
		s.must(s.db, "INSERT INTO tally VALUES (2)")
	}
	require.ErrorIs(s, s.run(tx, s.put(3)), driver.ErrReadOnly)
	require.NoError(s, tx.Rollback(s.ctx()))
	s.must(s.db, "INSERT INTO tally VALUES (4)") // the connection writes again
}

// txWaits: Begin waits for its turn no longer than its context.
func txWaits(s *suite) {
	if s.db.Lanes() > 1 {
		s.tally()
	}
	first := s.begin(driver.TxOptions{})
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Millisecond)
	defer cancel()
	second, err := s.db.Begin(ctx, driver.TxOptions{})
	if err == nil { // a database with many writers
		require.NoError(s, second.Rollback(s.ctx()))
	} else {
		require.ErrorIs(s, err, context.DeadlineExceeded)
		require.ErrorIs(s, err, driver.ErrTimeout)
	}
	require.NoError(s, first.Commit(s.ctx()))
	require.NoError(s, s.begin(driver.TxOptions{}).Commit(s.ctx()))
}

// txFromMany: goroutines that share a transaction take turns.
func txFromMany(s *suite) {
	s.tally()
	tx := s.begin(driver.TxOptions{})
	var wg sync.WaitGroup
	ops := make([]*driver.Op, 200)
	for i := range ops {
		ops[i] = s.put(int64(i))
		wg.Go(func() { tx.Pipeline(s.ctx(), ops[i:i+1]) })
	}
	wg.Wait()
	for _, op := range ops {
		require.NoError(s, op.Outcome.Err)
	}
	require.NoError(s, tx.Commit(s.ctx()))
	require.Len(s, s.ints(s.db, readTally), len(ops))
}
