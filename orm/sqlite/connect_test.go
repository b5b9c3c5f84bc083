package sqlite

import (
	"context"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/mattn/go-sqlite3"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/query"
)

func TestConnectRefuses(t *testing.T) {
	dir := t.TempDir()
	text := filepath.Join(dir, "notes.txt")
	require.NoError(t, os.WriteFile(text, []byte("this is a text of more than one hundred bytes, which SQLite sees at once: "+
		"it looks at the first hundred bytes, where its header is.\n"), 0o600))
	missing := filepath.Join(dir, "missing.db")
	for _, c := range []struct {
		name, path string
		opts       []Option
		want       string
	}{
		{"missing", missing, nil, "the file does not exist: create it first, or open it with sqlite.Create()"},
		{"missing to read", missing, []Option{ReadOnly()}, "the file does not exist"},
		{"folder missing", filepath.Join(dir, "no", "x.db"), []Option{Create()}, "the folder for the new file"},
		{"a folder", dir, []Option{Create()}, "this is a folder"},
		{"no database", text, nil, "is not an SQLite database"},
		{"no database to read", text, []Option{ReadOnly()}, "is not an SQLite database"},
		{"a URI", "file:" + missing, nil, "give the path alone"},
	} {
		t.Run(c.name, func(t *testing.T) {
			db, err := Connect(t.Context(), c.path, c.opts...)
			require.Nil(t, db)
			require.ErrorIs(t, err, driver.ErrUnavailable)
			require.ErrorContains(t, err, "sqlite: open "+c.path+": ")
			require.ErrorContains(t, err, c.want)
		})
	}
	_, err := Connect(t.Context(), missing)
	require.ErrorIs(t, err, fs.ErrNotExist)
	_, err = Connect(t.Context(), text)
	var own sqlite3.Error
	require.ErrorAs(t, err, &own)
	require.NoFileExists(t, missing, "looking for it did not make it")

	for _, o := range [][]Option{{Readers(0)}, {BusyTimeout(-1)}, {MaxPages(-1)}, {StatementCache(0)}, {ReadOnly(), Create()}} {
		_, err := Connect(t.Context(), ":memory:", o...)
		require.ErrorContains(t, err, "sqlite.")
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	_, err = Connect(ended, ":memory:")
	require.ErrorIs(t, err, context.Canceled)
}

func TestConnectOptions(t *testing.T) {
	path := filepath.Join(t.TempDir(), "odd name ?#%41&=.db")
	db := fresh(t, path, Create(), Readers(3))
	require.FileExists(t, path)
	require.Equal(t, 3, db.Lanes())
	require.False(t, db.Pipelined())
	require.Equal(t, "SQLite", db.Dialect().Name())
	for pragma, want := range map[string]int64{"foreign_keys": 1, "synchronous": 1, "query_only": 1} {
		require.Equal(t, want, count(t, db, "SELECT * FROM pragma_"+pragma), pragma)
	}
	must(t, db, "CREATE TABLE t (n INTEGER)")
	require.EqualValues(t, 1, count(t, db, "SELECT count(*) FROM pragma_journal_mode WHERE journal_mode = 'wal'"))

	reader := fresh(t, path, ReadOnly())
	require.EqualValues(t, 0, count(t, reader, "SELECT count(*) FROM t"))
	err := try(t, reader, "INSERT INTO t VALUES (1)")
	require.ErrorIs(t, err, driver.ErrReadOnly)
	require.ErrorContains(t, err, "sqlite.ReadOnly()")
	_, err = reader.Begin(t.Context(), driver.TxOptions{})
	require.ErrorIs(t, err, driver.ErrReadOnly)

	require.NoError(t, reader.Close())
	require.NoError(t, db.Close())
	left, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	require.Len(t, left, 1, "no -wal or -shm file is left, so no connection is open")
	require.Equal(t, 1, fresh(t, "").Lanes())
}

// TestFullDisk: a clear error, nothing half written, and usable afterwards.
func TestFullDisk(t *testing.T) {
	for _, path := range []string{":memory:", filepath.Join(t.TempDir(), "full.db")} {
		db := fresh(t, path, Create(), MaxPages(30))
		must(t, db, "CREATE TABLE t (n INTEGER PRIMARY KEY, blob BLOB)")
		must(t, db, "INSERT INTO t VALUES (1, zeroblob(1000))")

		err := try(t, db, "INSERT INTO t (blob) SELECT zeroblob(4000) FROM json_each('[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28,29,30,31]')")
		require.ErrorIs(t, err, driver.ErrFull)
		require.ErrorIs(t, err, driver.ErrUnavailable)
		require.ErrorContains(t, err, "page limit")
		require.EqualValues(t, 1, count(t, db, "SELECT count(*) FROM t"))

		op := &driver.Op{Plan: &driver.Plan{SQL: "INSERT INTO t (blob) VALUES (?)", Write: true}, Times: 50}
		for range 50 {
			op.Args = append(op.Args, query.BytesArg(make([]byte, 4000)))
		}
		db.Pipeline(t.Context(), []*driver.Op{op})
		require.ErrorIs(t, op.Outcome.Err, driver.ErrFull)
		require.Equal(t, driver.Failed, op.Outcome.State)
		require.EqualValues(t, 1, count(t, db, "SELECT count(*) FROM t"))

		tx, err := db.Begin(t.Context(), driver.TxOptions{})
		require.NoError(t, err)
		must(t, tx, "INSERT INTO t VALUES (2, NULL)")
		op.Outcome = driver.Outcome{}
		tx.Pipeline(t.Context(), []*driver.Op{op})
		require.ErrorIs(t, op.Outcome.Err, driver.ErrFull)
		after := try(t, tx, "INSERT INTO t VALUES (3, NULL)")
		if err := tx.Commit(t.Context()); err != nil { // SQLite gave the whole transaction up
			require.ErrorIs(t, after, driver.ErrFull)
			require.EqualValues(t, 1, count(t, db, "SELECT count(*) FROM t"))
		} else {
			require.NoError(t, after)
			require.EqualValues(t, 3, count(t, db, "SELECT count(*) FROM t"))
		}
		must(t, db, "DELETE FROM t")
		must(t, db, "INSERT INTO t VALUES (1, zeroblob(1000))")
		require.EqualValues(t, 1, count(t, db, "SELECT count(*) FROM t"))
	}
}

// TestTwoDBs: two DBs on one file wait for each other as two processes do.
func TestTwoDBs(t *testing.T) {
	path := table(t)
	a, b := fresh(t, path), fresh(t, path, BusyTimeout(0))
	tx, err := a.Begin(t.Context(), driver.TxOptions{})
	require.NoError(t, err)
	must(t, tx, "INSERT INTO t VALUES (1)")
	began := time.Now()
	require.ErrorIs(t, try(t, b, "INSERT INTO t VALUES (2)"), driver.ErrTimeout)
	require.Less(t, time.Since(began), time.Second)
	require.EqualValues(t, 0, count(t, b, "SELECT count(*) FROM t"))
	require.NoError(t, tx.Commit(t.Context()))
	must(t, b, "INSERT INTO t VALUES (2)")
	require.EqualValues(t, 2, count(t, a, "SELECT count(*) FROM t"))
}
