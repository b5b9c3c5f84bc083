package postgres

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/pgtest"
	"github.com/seed83105465/duet/orm/driver"
)

// TestBeginRefused: what is behind a BEGIN that the server refuses is not done, least of all as a transaction of its own.
// None that Begin can be asked for is refused by a server that writes, so this one is no SQL.
func TestBeginRefused(t *testing.T) {
	t.Parallel()
	opened, err := Connect(t.Context(), pgtest.DatabaseFrom(t, "tally", "CREATE TABLE tally (n bigint PRIMARY KEY)"), Connections(1))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, opened.Close()) })
	db := opened.(*database)
	write := func(sql string) *driver.Op { return &driver.Op{Plan: &driver.Plan{SQL: sql, Write: true}} }
	script := write("INSERT INTO tally VALUES (1)")
	script.Plan.Script = true
	load := write("COPY tally (n) FROM STDIN")
	load.Plan.Copy = true
	load.Source = func() ([]driver.Value, bool, error) { t.Error("nobody wants rows"); return nil, false, nil }
	for range 2 { // prepared along, and before
		for _, ops := range [][]*driver.Op{
			{write("INSERT INTO tally VALUES (1)")},
			{write("INSERT INTO tally VALUES (1)"), write("INSERT INTO tally VALUES (2)")},
			{script}, {load}, {script, write("INSERT INTO tally VALUES (1)")},
		} {
			tx, err := db.begin(t.Context(), db.inPool, "BEGIN NONSENSE")
			require.NoError(t, err)
			for _, op := range ops {
				op.Outcome = driver.Outcome{}
			}
			tx.Pipeline(t.Context(), ops)
			for _, op := range ops {
				require.Equal(t, driver.Aborted, op.Outcome.State)
				require.ErrorContains(t, op.Outcome.Err, "begin: postgres: ERROR: syntax error")
			}
			require.ErrorContains(t, tx.Savepoint(t.Context(), "s"), "begin: ")
			_, err = tx.Cursor(t.Context(), &driver.Plan{SQL: "SELECT 1", Columns: 1}, nil)
			require.ErrorContains(t, err, "begin: ")
			require.ErrorContains(t, tx.Commit(t.Context()), "begin: ")
			count := &driver.Op{Plan: &driver.Plan{SQL: "SELECT count(*) FROM tally", Columns: 1}, Scan: func(r driver.Row) error {
				require.Zero(t, r.Int64(0))
				return nil
			}}
			db.Pipeline(t.Context(), []*driver.Op{count})
			require.NoError(t, count.Outcome.Err)
		}
	}
	for what, first := range map[string]func(*tx) error{
		"savepoint": func(tx *tx) error { return tx.Savepoint(t.Context(), "s") },
		"cursor": func(tx *tx) error {
			_, err := tx.Cursor(t.Context(), &driver.Plan{SQL: "SELECT 1", Columns: 1}, nil)
			return err
		},
	} {
		tx, err := db.begin(t.Context(), db.inPool, "BEGIN NONSENSE")
		require.NoError(t, err)
		require.ErrorContains(t, first(tx), "begin: postgres: ERROR: syntax error", what)
		require.NoError(t, tx.Rollback(t.Context()))
	}
}
