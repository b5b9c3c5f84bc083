package drivertest

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/orm/driver"
)

// SQL says how the database at hand writes what the suite needs.
type SQL struct {
	// Types are the column types for integers (64 bits), floating point numbers, booleans and so on.
	Int, Float, Bool, Text, Blob, Time, Date, Decimal, JSON, UUID string
	// Series is a query for the numbers 1 to n, one a row, in order. It has no placeholders.
	Series func(n int) string
	// Endless is a query that runs until it is stopped, without giving a row.
	Endless string
	// EndlessWrite inserts into the table endless(n) until it is stopped.
	EndlessWrite string
	// In is the condition that a column is one of a list, which is one argument.
	In func(column, placeholder string) string
	// ZeroByte is set where a text may hold a zero byte.
	ZeroByte bool
	// NamesForeignKeys is set where the error of a foreign key says which one.
	NamesForeignKeys bool
}

// Run runs the suite. open gives an opened database without tables, another one for each call, and need not close it:
// the suite does.
func Run(t *testing.T, open func(t *testing.T) driver.DB, sql SQL) {
	for _, test := range []struct {
		name string
		run  func(*suite)
	}{
		{"Values", values},
		{"Edges", edges},
		{"Lists", lists},
		{"Getters", getters},
		{"PipelineOrder", pipelineOrder},
		{"PipelineOutcomes", pipelineOutcomes},
		{"Times", times},
		{"TimesInTx", timesInTx},
		{"ScanFails", scanFails},
		{"ScanPanics", scanPanics},
		{"Constraints", constraints},
		{"BadStatements", badStatements},
		{"CancelledBefore", cancelledBefore},
		{"CancelledWhileRunning", cancelledWhileRunning},
		{"CancelledWrite", cancelledWrite},
		{"CancelledBetweenRows", cancelledBetweenRows},
		{"Deadline", deadline},
		{"Commit", commit},
		{"Rollback", rollback},
		{"Savepoints", savepoints},
		{"FailureInTx", failureInTx},
		{"CommitFails", commitFails},
		{"CancelledInTx", cancelledInTx},
		{"ReadOnlyTx", readOnlyTx},
		{"TxWaits", txWaits},
		{"TxFromManyGoroutines", txFromMany},
		{"Concurrent", concurrent},
		{"Cursor", cursorReads},
		{"CursorsInterleaved", cursorsInterleaved},
		{"CursorAndWrites", cursorAndWrites},
		{"CursorInTx", cursorInTx},
		{"CursorCancelled", cursorCancelled},
		{"RoundTrips", roundTrips},
		{"Closed", closed},
		{"CloseWhileOpen", closeWhileOpen},
		{"CloseWhileRunning", closeWhileRunning},
	} {
		t.Run(test.name, func(t *testing.T) {
			db := open(t)
			t.Cleanup(func() { require.NoError(t, db.Close()) })
			test.run(&suite{T: t, db: db, sql: sql})
		})
	}
}

type suite struct {
	*testing.T
	db  driver.DB
	sql SQL
}

// patient is how long what must happen soon may take on a slow machine.
const patient = 20 * time.Second

func (s *suite) ctx() context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), patient)
	s.Cleanup(cancel)
	return ctx
}

func (s *suite) ph(n int) string { return s.db.Dialect().Placeholder(n) }

// write and read make an op.
func write(sql string, args ...driver.Value) *driver.Op {
	return &driver.Op{Plan: &driver.Plan{SQL: sql, Write: true}, Args: args}
}

func read(sql string, columns int, scan func(driver.Row) error, args ...driver.Value) *driver.Op {
	return &driver.Op{Plan: &driver.Plan{SQL: sql, Columns: columns}, Scan: scan, Args: args}
}

// numbers reads a column of integers into out.
func numbers(sql string, out *[]int64, args ...driver.Value) *driver.Op {
	return read(sql, 1, func(r driver.Row) error {
		*out = append(*out, r.Int64(0))
		return nil
	}, args...)
}

// run runs one op and returns its error.
func (s *suite) run(c driver.Conn, op *driver.Op) error {
	s.Helper()
	c.Pipeline(s.ctx(), []*driver.Op{op})
	require.NotEqual(s, driver.Pending, op.Outcome.State)
	require.Equal(s, op.Outcome.State == driver.OK, op.Outcome.Err == nil, "%v", op.Outcome)
	return op.Outcome.Err
}

// must runs statements that write.
func (s *suite) must(c driver.Conn, sql ...string) {
	s.Helper()
	for _, q := range sql {
		require.NoError(s, s.run(c, write(q)), q)
	}
}

// ints is a column of integers.
func (s *suite) ints(c driver.Conn, sql string, args ...driver.Value) []int64 {
	s.Helper()
	out := []int64{}
	require.NoError(s, s.run(c, numbers(sql, &out, args...)), sql)
	return out
}

// works looks that nothing of what went before hinders the database.
func (s *suite) works() {
	s.Helper()
	require.Equal(s, []int64{1, 2, 3}, s.ints(s.db, s.sql.Series(3)))
}

// within fails when do takes too long, which is how a hang shows.
func (s *suite) within(what string, do func()) {
	s.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		do()
	}()
	select {
	case <-done:
	case <-time.After(patient):
		s.Fatalf("%s: still not done after %v", what, patient)
	}
}

func (s *suite) begin(o driver.TxOptions) driver.Tx {
	s.Helper()
	tx, err := s.db.Begin(s.ctx(), o)
	require.NoError(s, err)
	s.Cleanup(func() { _ = tx.Rollback(context.Background()) })
	return tx
}

// isContext reports whether err says that a context ended.
func isContext(err error) bool {
	return errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}
