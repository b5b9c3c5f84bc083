package sqlite

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/orm/driver"
)

func TestStatementCache(t *testing.T) {
	db := fresh(t, ":memory:", StatementCache(8))
	cache := db.(*database).writer.statements
	must(t, db, "CREATE TABLE t (n INTEGER)")
	for i := range 50 {
		require.EqualValues(t, i, count(t, db, fmt.Sprintf("SELECT %d", i)))
		require.LessOrEqual(t, len(cache.byText), 8)
		require.EqualValues(t, 0, count(t, db, "SELECT count(*) FROM t")) // used often, so it stays
	}
	kept := cache.byText["SELECT count(*) FROM t"]
	require.NotNil(t, kept)
	require.Nil(t, cache.byText["SELECT 1"])
	require.NotNil(t, cache.byText["SELECT 49"])

	// One plan, or another of the same text: one prepared statement.
	require.EqualValues(t, 0, count(t, db, "SELECT count(*) FROM t"))
	require.Same(t, kept, cache.byText["SELECT count(*) FROM t"])
	// A change of the schema is noticed.
	must(t, db, "INSERT INTO t VALUES (1), (2)")
	must(t, db, "ALTER TABLE t ADD COLUMN m INTEGER")
	require.EqualValues(t, 2, count(t, db, "SELECT count(*) FROM t"))
	must(t, db, "DROP TABLE t")
	must(t, db, "CREATE TABLE t (m INTEGER)")
	require.EqualValues(t, 0, count(t, db, "SELECT count(*) FROM t"))
}

// TestStatementsInUse: an open cursor's statement is neither evicted nor run again meanwhile.
func TestStatementsInUse(t *testing.T) {
	db := fresh(t, ":memory:", StatementCache(1))
	const sql = "SELECT value FROM json_each('[1,2,3]')"
	var curs []driver.Cursor
	for range 3 {
		cur, err := db.Cursor(t.Context(), &driver.Plan{SQL: sql, Columns: 1}, nil)
		require.NoError(t, err)
		curs = append(curs, cur)
	}
	for i := range 5 {
		require.EqualValues(t, i, count(t, db, fmt.Sprintf("SELECT %d", i)))
	}
	for _, cur := range curs {
		sum := int64(0)
		more, err := cur.Fetch(t.Context(), 10, func(r driver.Row) error {
			sum += r.Int64(0)
			return nil
		})
		require.NoError(t, err)
		require.False(t, more)
		require.EqualValues(t, 6, sum)
		require.NoError(t, cur.Close())
	}
}

func TestClassify(t *testing.T) {
	for sql, want := range map[string]kind{
		"SELECT 1":                           plain,
		"SELECT ';' -- ; x":                  plain,
		"SELECT 1;  -- the end\n ":           plain,
		"SELECT 1; SELECT 2":                 script,
		"/* ; */ insert into t values(1)":    changes,
		"WITH x AS (SELECT 1) DELETE FROM t": changes,
		`UPDATE "a;b" SET [c;d] = 1;`:        changes,
		"begin":                              control,
		" COMMIT;":                           control,
		"CREATE TRIGGER x AFTER INSERT ON t BEGIN SELECT 1; END": script,
		"":                   plain,
		"'":                  plain,
		"SELECT 'it''s; ok'": plain,
	} {
		require.Equal(t, want, classify(sql), sql)
	}
}

// TestScripts: several statements in one text are all or nothing.
func TestScripts(t *testing.T) {
	for _, path := range []string{":memory:", filepath.Join(t.TempDir(), "x.db")} {
		db := fresh(t, path, Create())
		must(t, db, `CREATE TABLE t (n INTEGER PRIMARY KEY); -- with a comment
			CREATE TABLE log (n INTEGER);
			CREATE TRIGGER tell AFTER INSERT ON t BEGIN INSERT INTO log VALUES (new.n); END;
			INSERT INTO t VALUES (1), (2);`)
		require.EqualValues(t, 2, count(t, db, "SELECT count(*) FROM log"))
		var c *driver.ConstraintError
		require.ErrorAs(t, try(t, db, "INSERT INTO t VALUES (3); INSERT INTO t VALUES (1)"), &c)
		require.EqualValues(t, 2, count(t, db, "SELECT count(*) FROM t"))
		tx, err := db.Begin(t.Context(), driver.TxOptions{})
		require.NoError(t, err)
		require.Error(t, try(t, tx, "INSERT INTO t VALUES (4); INSERT INTO t VALUES (1)"))
		require.ErrorIs(t, tx.Commit(t.Context()), driver.ErrTxFailed)
		tx = begin(t, db)
		must(t, tx, "INSERT INTO t VALUES (5); INSERT INTO t VALUES (6)")
		require.NoError(t, tx.Commit(t.Context()))
		require.EqualValues(t, 4, count(t, db, "SELECT count(*) FROM t"))
		for _, sql := range []string{"BEGIN", "commit", "ROLLBACK", "SAVEPOINT x"} {
			require.ErrorContains(t, try(t, db, sql), "a transaction is begun and ended by Begin")
		}
		require.EqualValues(t, 4, count(t, db, "SELECT count(*) FROM t"))
	}
}
