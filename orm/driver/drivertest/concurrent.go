package drivertest

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/orm/driver"
)

// concurrent: sixteen goroutines read, write, open transactions and cursors and cancel, and nothing is lost.
func concurrent(s *suite) {
	const workers, rounds = 16, 20
	s.tally()
	var wg sync.WaitGroup
	failures := make(chan error, workers)
	for w := range workers {
		wg.Go(func() {
			for i := range rounds {
				if err := s.mixed(int64(w*rounds+i)*10, i); err != nil {
					failures <- fmt.Errorf("worker %d, round %d: %w", w, i, err)
					return
				}
			}
		})
	}
	s.within("concurrent use", wg.Wait)
	close(failures)
	for err := range failures {
		require.NoError(s, err)
	}
	require.Len(s, s.ints(s.db, readTally), workers*rounds*3)
}

// mixed adds three rows.
func (s *suite) mixed(n int64, round int) error {
	ctx := s.ctx()
	var got []int64
	find := fmt.Sprintf("SELECT n FROM tally WHERE n = %d", n)
	ops := []*driver.Op{s.put(n), numbers(find, &got), s.put(n)}
	s.db.Pipeline(ctx, ops)
	switch {
	case ops[0].Outcome.Err != nil:
		return ops[0].Outcome.Err
	case ops[1].Outcome.Err != nil:
		return ops[1].Outcome.Err
	case len(got) != 1 || got[0] != n:
		return fmt.Errorf("read %v", got)
	case ops[2].Outcome.State != driver.Failed:
		return fmt.Errorf("the second insert of one key: %v", ops[2].Outcome)
	}

	tx, err := s.db.Begin(ctx, driver.TxOptions{})
	if err != nil {
		return err
	}
	ops = []*driver.Op{s.put(n + 1), s.put(n + 2)}
	tx.Pipeline(ctx, ops)
	for _, op := range ops {
		if op.Outcome.Err != nil {
			return errors.Join(op.Outcome.Err, tx.Rollback(ctx))
		}
	}
	if err := tx.Commit(ctx); err != nil {
		return err
	}

	cur, err := s.db.Cursor(ctx, &driver.Plan{SQL: s.sql.Series(100), Columns: 1}, nil)
	if err != nil {
		return err
	}
	rows := 0
	count := func(driver.Row) error { rows++; return nil }
	for more := true; more && (round%2 == 0 || rows < 30); {
		if more, err = cur.Fetch(ctx, 30, count); err != nil {
			return errors.Join(err, cur.Close())
		}
	}
	if err := cur.Close(); err != nil {
		return err
	}

	stopped, cancel := context.WithCancel(ctx)
	cancel()
	op := s.put(n + 3)
	s.db.Pipeline(stopped, []*driver.Op{op})
	if op.Outcome.State != driver.Aborted {
		return fmt.Errorf("a cancelled insert: %v", op.Outcome)
	}
	return nil
}
