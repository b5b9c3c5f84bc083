package sqlite

import (
	"errors"
	"path/filepath"
	"testing"

	"github.com/mattn/go-sqlite3"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/query"
)

func begin(t testing.TB, db driver.DB) driver.Tx {
	t.Helper()
	tx, err := db.Begin(t.Context(), driver.TxOptions{})
	require.NoError(t, err)
	return tx
}

// TestSQLiteRollsBack: where SQLite ended the transaction, nothing after it is written as if it were inside.
func TestSQLiteRollsBack(t *testing.T) {
	for _, path := range []string{":memory:", filepath.Join(t.TempDir(), "x.db")} {
		db := fresh(t, path, Create())
		must(t, db, `CREATE TABLE t (n INTEGER PRIMARY KEY)`)
		must(t, db, `CREATE TRIGGER no BEFORE INSERT ON t WHEN new.n = 13 BEGIN SELECT RAISE(ROLLBACK, 'unlucky'); END`)
		tx := begin(t, db)
		must(t, tx, "INSERT INTO t VALUES (1)")
		require.NoError(t, tx.Savepoint(t.Context(), "sp"))
		require.ErrorContains(t, try(t, tx, "INSERT INTO t VALUES (13)"), "unlucky")
		for _, err := range []error{
			try(t, tx, "INSERT INTO t VALUES (2)"),
			tx.RollbackTo(t.Context(), "sp"),
			tx.Commit(t.Context()),
		} {
			require.ErrorContains(t, err, "the transaction was rolled back when a statement failed")
			require.ErrorContains(t, err, "unlucky")
		}
		require.ErrorIs(t, tx.Commit(t.Context()), driver.ErrTxDone)
		must(t, db, "INSERT INTO t VALUES (3)")
		require.EqualValues(t, 3, count(t, db, "SELECT sum(n) FROM t"))
	}
}

// TestScanFailsInTx: what a failed op wrote does not stay, be it by a savepoint or by giving the transaction up.
func TestScanFailsInTx(t *testing.T) {
	db := fresh(t, ":memory:")
	must(t, db, "CREATE TABLE t (n INTEGER PRIMARY KEY)")
	mine := errors.New("mine")
	op := func(times int) *driver.Op {
		op := &driver.Op{Plan: &driver.Plan{SQL: "INSERT INTO t VALUES (?) RETURNING n", Write: true, Columns: 1}, Times: times,
			Scan: func(driver.Row) error { return mine }}
		for i := range times {
			op.Args = append(op.Args, query.IntArg(int64(10+i)))
		}
		return op
	}
	tx := begin(t, db)
	must(t, tx, "INSERT INTO t VALUES (1)")
	ops := []*driver.Op{op(5)}
	tx.Pipeline(t.Context(), ops)
	require.ErrorIs(t, ops[0].Outcome.Err, mine)
	require.ErrorIs(t, tx.Commit(t.Context()), mine)
	must(t, db, "INSERT INTO t VALUES (3)")
	require.EqualValues(t, 3, count(t, db, "SELECT sum(n) FROM t"))

	tx = begin(t, db)
	must(t, tx, "INSERT INTO t VALUES (4)")
	ops = []*driver.Op{op(1), {Plan: &driver.Plan{SQL: "INSERT INTO t VALUES (5)", Write: true}}}
	tx.Pipeline(t.Context(), ops)
	require.ErrorIs(t, ops[0].Outcome.Err, mine)
	require.Equal(t, driver.Aborted, ops[1].Outcome.State)
	require.ErrorIs(t, tx.Commit(t.Context()), mine)
	require.EqualValues(t, 3, count(t, db, "SELECT sum(n) FROM t"))

	for _, times := range []int{1, 5} { // alone
		ops = []*driver.Op{op(times)}
		db.Pipeline(t.Context(), ops)
		require.ErrorIs(t, ops[0].Outcome.Err, mine)
		require.EqualValues(t, 3, count(t, db, "SELECT sum(n) FROM t"))
		must(t, db, "UPDATE t SET n = n") // commits are not refused from here on
	}
	tx = begin(t, db)
	require.NoError(t, tx.Commit(t.Context()))
}

func TestConstraintErrors(t *testing.T) {
	db := fresh(t, ":memory:")
	must(t, db, "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT, age INTEGER CHECK (age >= 18)) STRICT")
	must(t, db, "CREATE UNIQUE INDEX by_lower ON t (lower(name))")
	must(t, db, "INSERT INTO t VALUES (1, 'Ann', 20)")
	for sql, want := range map[string]driver.ConstraintError{
		"INSERT INTO t VALUES (2, 'ANN', 20)":   {Kind: driver.Unique, Constraint: "by_lower"},
		"INSERT INTO t VALUES (1, 'Bob', 20)":   {Kind: driver.Unique, Table: "t", Columns: []string{"id"}},
		"INSERT INTO t VALUES (2, 'Bob', 17)":   {Kind: driver.Check, Constraint: "age >= 18"},
		"INSERT INTO t VALUES (2, 'Bob', 'ab')": {Kind: driver.OtherConstraint, Table: "t", Columns: []string{"age"}},
	} {
		var got *driver.ConstraintError
		require.ErrorAs(t, try(t, db, sql), &got, sql)
		var own sqlite3.Error
		require.ErrorAs(t, got, &own)
		require.Equal(t, sqlite3.ErrConstraint, own.Code)
		got.Err = nil
		require.Equal(t, want, *got, sql)
	}
}

// TestRowsChanged: only statements that change rows say how many; SQLite would repeat the last one's number.
func TestRowsChanged(t *testing.T) {
	db := fresh(t, ":memory:")
	for _, c := range []struct {
		sql  string
		want int64
	}{
		{"CREATE TABLE t (n INTEGER)", 0},
		{"INSERT INTO t VALUES (1), (2), (3)", 3},
		{"CREATE INDEX i ON t (n)", 0},
		{"WITH x AS (SELECT 2 AS n) UPDATE t SET n = 9 WHERE n IN (SELECT n FROM x)", 1},
		{"DELETE FROM t WHERE n = 77", 0},
		{"DELETE FROM t", 3},
		{"PRAGMA user_version = 5", 0},
	} {
		op := &driver.Op{Plan: &driver.Plan{SQL: c.sql, Write: true}}
		db.Pipeline(t.Context(), []*driver.Op{op})
		require.NoError(t, op.Outcome.Err)
		require.Equal(t, c.want, op.Outcome.Rows, c.sql)
	}
}
