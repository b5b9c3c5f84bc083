package drivertest

import (
	"errors"
	"fmt"
	"sync/atomic"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/query"
)

func (s *suite) tally() {
	s.must(s.db, fmt.Sprintf("CREATE TABLE tally (n %s PRIMARY KEY)", s.sql.Int))
}

func (s *suite) put(n int64) *driver.Op {
	return write("INSERT INTO tally VALUES ("+s.ph(1)+")", query.IntArg(n))
}

const readTally = "SELECT n FROM tally ORDER BY n"

// pipelineOrder: a read sees the writes before it in its pipeline, and not those behind it.
func pipelineOrder(s *suite) {
	s.tally()
	var before, between, after []int64
	ops := []*driver.Op{
		numbers(readTally, &before),
		s.put(1),
		numbers(readTally, &between),
		s.put(2),
		write("UPDATE tally SET n = n + 10"),
		numbers(readTally, &after),
		numbers("SELECT count(*) FROM tally", new([]int64)),
	}
	var done []*driver.Op
	for _, op := range ops {
		op.Done = func(op *driver.Op) {
			require.NotEqual(s, driver.Pending, op.Outcome.State)
			done = append(done, op)
		}
	}
	s.db.Pipeline(s.ctx(), ops)
	require.ElementsMatch(s, ops, done, "Done is called once for each")
	require.Empty(s, before)
	require.Equal(s, []int64{1}, between)
	require.Equal(s, []int64{11, 12}, after)
	for i, want := range []int64{0, 1, 1, 1, 2, 2, 1} {
		require.Equal(s, driver.Outcome{State: driver.OK, Rows: want}, ops[i].Outcome, "op %d", i)
	}
	s.db.Pipeline(s.ctx(), nil) // nothing to do is done
}

// pipelineOutcomes: on a database, ops are independent of each other.
func pipelineOutcomes(s *suite) {
	s.tally()
	var got []int64
	var calls atomic.Int32
	ops := []*driver.Op{
		s.put(1),
		s.put(1), // violates the key
		s.put(2),
		read("SELECT nothing FROM nowhere", 1, nil),
		numbers(readTally, &got),
	}
	for _, op := range ops {
		op.Done = func(*driver.Op) { calls.Add(1) }
	}
	s.db.Pipeline(s.ctx(), ops)
	require.EqualValues(s, len(ops), calls.Load())
	for i, want := range []driver.State{driver.OK, driver.Failed, driver.OK, driver.Failed, driver.OK} {
		require.Equal(s, want, ops[i].Outcome.State, "op %d: %v", i, ops[i].Outcome.Err)
		require.Equal(s, want == driver.OK, ops[i].Outcome.Err == nil, "op %d", i)
	}
	require.Equal(s, []int64{1, 2}, got)

	// Rows changed and rows returned.
	op := write("DELETE FROM tally WHERE n > 0")
	require.NoError(s, s.run(s.db, op))
	require.EqualValues(s, 2, op.Outcome.Rows)
	var back []int64
	op = numbers("INSERT INTO tally VALUES (7), (8) RETURNING n", &back)
	op.Plan.Write = true
	require.NoError(s, s.run(s.db, op))
	require.EqualValues(s, 2, op.Outcome.Rows)
	require.Equal(s, []int64{7, 8}, back)
	op = write("INSERT INTO tally VALUES (9) RETURNING n") // rows that nobody scans
	op.Plan.Columns = 1
	require.NoError(s, s.run(s.db, op))
	require.Equal(s, []int64{7, 8, 9}, s.ints(s.db, readTally))
}

// times: a repeated op is all or nothing.
func times(s *suite) {
	s.tally()
	s.repeated(s.db)
}

func timesInTx(s *suite) {
	s.tally()
	tx := s.begin(driver.TxOptions{})
	s.repeated(tx)
	require.ErrorIs(s, tx.Commit(s.ctx()), driver.ErrTxFailed)
	require.Empty(s, s.ints(s.db, readTally))
}

func (s *suite) repeated(c driver.Conn) {
	many := func(from, n int) *driver.Op {
		op := s.put(0)
		op.Times, op.Args = n, nil
		for i := range n {
			op.Args = append(op.Args, query.IntArg(int64(from+i)))
		}
		return op
	}
	var got []int64
	op := many(1, 99)
	op.Plan = &driver.Plan{SQL: op.Plan.SQL + " RETURNING n", Write: true, Columns: 1}
	op.Scan = func(r driver.Row) error {
		got = append(got, r.Int64(0))
		return nil
	}
	require.NoError(s, s.run(c, op))
	require.EqualValues(s, 99, op.Outcome.Rows)
	require.Len(s, got, 99)
	require.EqualValues(s, 99, got[98])
	op = many(100, 1)
	require.NoError(s, s.run(c, op))
	require.EqualValues(s, 1, op.Outcome.Rows)

	err := s.run(c, many(51, 100)) // 51 is there
	var constraint *driver.ConstraintError
	require.ErrorAs(s, err, &constraint)
	err = s.run(c, many(-50, 100)) // 50 of them are new
	require.Error(s, err)
	if _, tx := c.(driver.Tx); tx {
		return // it takes nothing more
	}
	require.Len(s, s.ints(c, readTally), 100, "nothing of a failed op remains")
}

// scanFails: an op whose rows were refused has changed nothing, or says that it is done; those behind it run.
func scanFails(s *suite) {
	s.tally()
	mine := errors.New("mine")
	refuse := func(driver.Row) error { return mine }
	returning := write("INSERT INTO tally VALUES (1), (2) RETURNING n")
	returning.Plan.Columns, returning.Scan = 1, refuse
	reading := read(s.sql.Series(1000), 1, refuse)
	next := s.put(3)
	s.db.Pipeline(s.ctx(), []*driver.Op{returning, reading, next})
	require.ErrorIs(s, returning.Outcome.Err, mine)
	want := []int64{3}
	if s.db.Pipelined() { // it was committed before its rows arrived
		require.Equal(s, driver.Unread, returning.Outcome.State)
		want = []int64{1, 2, 3}
	} else {
		require.Equal(s, driver.Failed, returning.Outcome.State)
	}
	require.ErrorIs(s, reading.Outcome.Err, mine)
	require.Equal(s, driver.Failed, reading.Outcome.State)
	require.NoError(s, next.Outcome.Err)
	require.Equal(s, want, s.ints(s.db, readTally))
	s.must(s.db, "DELETE FROM tally WHERE n < 3")

	tx := s.begin(driver.TxOptions{})
	require.NoError(s, s.run(tx, s.put(4)))
	returning.Outcome = driver.Outcome{}
	require.ErrorIs(s, s.run(tx, returning), mine)
	_ = tx.Commit(s.ctx()) // may be refused; what must not be is half of a statement
	for _, n := range s.ints(s.db, readTally) {
		require.GreaterOrEqual(s, n, int64(3))
	}
	s.works()
}

// scanPanics: a panic reaches the caller, every op is finished, and the connection serves the next.
func scanPanics(s *suite) {
	s.tally()
	for _, on := range []func() (driver.Conn, func()){
		func() (driver.Conn, func()) { return s.db, func() {} },
		func() (driver.Conn, func()) {
			tx := s.begin(driver.TxOptions{})
			return tx, func() { require.NoError(s, tx.Rollback(s.ctx())) }
		},
	} {
		conn, end := on()
		bad := write("INSERT INTO tally VALUES (1) RETURNING n")
		bad.Plan.Columns, bad.Scan = 1, func(driver.Row) error { panic("scan") }
		behind := s.put(2)
		calls := 0
		for _, op := range []*driver.Op{bad, behind} {
			op.Done = func(*driver.Op) { calls++ }
		}
		require.PanicsWithValue(s, "scan", func() { conn.Pipeline(s.ctx(), []*driver.Op{bad, behind}) })
		require.Equal(s, 2, calls)
		want := []int64{}
		switch bad.Outcome.State {
		case driver.Failed:
		case driver.Unread:
			require.True(s, s.db.Pipelined())
			want = append(want, 1)
		default:
			require.Fail(s, "the op that panicked", "%v", bad.Outcome)
		}
		if behind.Outcome.State == driver.OK {
			want = append(want, 2)
		} else {
			require.Equal(s, driver.Aborted, behind.Outcome.State)
		}
		end()
		if _, tx := conn.(driver.Tx); tx {
			want = []int64{}
		}
		require.Equal(s, want, s.ints(s.db, readTally))
		s.must(s.db, "DELETE FROM tally")
	}
	s.works()
}
