package drivertest

import (
	"context"
	"errors"
	"fmt"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/orm/driver"
)

func (s *suite) cursor(c driver.Conn, sql string) driver.Cursor {
	s.Helper()
	cur, err := c.Cursor(s.ctx(), &driver.Plan{SQL: sql, Columns: 1}, nil)
	require.NoError(s, err)
	s.Cleanup(func() { _ = cur.Close() })
	return cur
}

// fetch fetches at most n rows.
func (s *suite) fetch(cur driver.Cursor, n int) (got []int64, more bool) {
	s.Helper()
	more, err := cur.Fetch(s.ctx(), n, func(r driver.Row) error {
		got = append(got, r.Int64(0))
		return nil
	})
	require.NoError(s, err)
	return got, more
}

func cursorReads(s *suite) {
	const rows = 100_000
	cur := s.cursor(s.db, s.sql.Series(rows))
	next := int64(1)
	for more := true; more; {
		var got []int64
		got, more = s.fetch(cur, 999)
		require.LessOrEqual(s, len(got), 999)
		for _, n := range got {
			require.Equal(s, next, n)
			next++
		}
	}
	require.EqualValues(s, rows+1, next)
	got, more := s.fetch(cur, 10)
	require.Empty(s, got)
	require.False(s, more)
	require.NoError(s, cur.Close())
	require.NoError(s, cur.Close())
	_, err := cur.Fetch(s.ctx(), 1, func(driver.Row) error { return nil })
	require.Error(s, err)

	got, more = s.fetch(s.cursor(s.db, s.sql.Series(0)), 10)
	require.Empty(s, got)
	require.False(s, more)
	_, err = s.db.Cursor(s.ctx(), &driver.Plan{SQL: "SELECT nothing FROM nowhere", Columns: 1}, nil)
	require.Error(s, err)

	// A scan that fails ends the Fetch; the cursor can be closed.
	cur = s.cursor(s.db, s.sql.Series(10))
	mine := errors.New("mine")
	_, err = cur.Fetch(s.ctx(), 5, func(driver.Row) error { return mine })
	require.ErrorIs(s, err, mine)
	require.NoError(s, cur.Close())
	s.works()
}

// cursorsInterleaved: many cursors, of one text too, are read in turns; closing one early leaves the others.
func cursorsInterleaved(s *suite) {
	var curs []driver.Cursor
	for range 12 { // more than a small pool has connections
		curs = append(curs, s.cursor(s.db, s.sql.Series(50)))
	}
	for round := range 10 {
		for i, cur := range curs {
			if i == 3 && round >= 2 {
				require.NoError(s, cur.Close())
				continue
			}
			got, _ := s.fetch(cur, 5)
			require.Len(s, got, 5)
			require.EqualValues(s, round*5+1, got[0], "cursor %d", i)
		}
		s.works()
	}
}

// cursorAndWrites: an open cursor keeps no write from running, and shows the rows as they were when it was opened.
func cursorAndWrites(s *suite) {
	s.tally()
	s.must(s.db, "INSERT INTO tally "+s.sql.Series(100))
	cur := s.cursor(s.db, readTally)
	got, _ := s.fetch(cur, 10)
	s.must(s.db, "UPDATE tally SET n = n + 1000", fmt.Sprintf("CREATE TABLE other (n %s)", s.sql.Int))
	for more := true; more; {
		var part []int64
		part, more = s.fetch(cur, 7)
		got = append(got, part...)
	}
	require.Len(s, got, 100)
	require.EqualValues(s, 100, got[99])
	require.NoError(s, cur.Close())
	s.must(s.db, "DROP TABLE other", "DROP TABLE tally")
}

func cursorInTx(s *suite) {
	s.tally()
	tx := s.begin(driver.TxOptions{})
	s.must(tx, "INSERT INTO tally "+s.sql.Series(100))
	cur, other := s.cursor(tx, readTally), s.cursor(tx, s.sql.Series(20))
	var got []int64
	for more := true; more; {
		var part []int64
		part, more = s.fetch(cur, 30)
		got = append(got, part...)
		for _, n := range part { // a loop that changes what it reads sees each row once
			require.NoError(s, s.run(tx, write(fmt.Sprintf("UPDATE tally SET n = %d WHERE n = %d", n+1000, n))))
		}
		s.fetch(other, 3)
	}
	require.Len(s, got, 100)
	require.NoError(s, tx.Commit(s.ctx()))
	_, err := other.Fetch(s.ctx(), 1, func(driver.Row) error { return nil })
	require.ErrorIs(s, err, driver.ErrTxDone)
	require.NoError(s, other.Close())
	require.EqualValues(s, 1001, s.ints(s.db, readTally)[0])

	tx = s.begin(driver.TxOptions{})
	cur = s.cursor(tx, readTally)
	s.fetch(cur, 10)
	require.NoError(s, tx.Rollback(s.ctx()))
	require.NoError(s, cur.Close())
	s.must(s.db, "DROP TABLE tally")
}

func cursorCancelled(s *suite) {
	cur := s.cursor(s.db, s.sql.Series(1000))
	s.fetch(cur, 10)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := cur.Fetch(ctx, 10, func(driver.Row) error { return nil })
	require.ErrorIs(s, err, context.Canceled)
	require.NoError(s, cur.Close())

	s.within("a cancelled cursor", func() {
		cur, err := s.db.Cursor(soon(s), &driver.Plan{SQL: s.sql.Endless, Columns: 1}, nil)
		if err == nil { // it may be the first Fetch that runs the statement
			_, err = cur.Fetch(soon(s), 1, func(driver.Row) error { return nil })
			require.NoError(s, cur.Close())
		}
		require.ErrorIs(s, err, context.Canceled)
	})
	s.works()
}
