package sqlite

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/query"
)

// What the second process does: this test binary, started again with a job.
const (
	jobVariable  = "DUET_SQLITE_TEST_JOB"
	fileVariable = "DUET_SQLITE_TEST_FILE"
	eachWrites   = 300
)

// child does a job and is the exit status. It talks to its parent through its output.
func child(job string) int {
	ctx := context.Background()
	path := os.Getenv(fileVariable)
	fail := func(err error) int {
		fmt.Println("failed:", err)
		return 1
	}
	var opts []Option
	if job == "readonly" {
		opts = append(opts, ReadOnly())
	}
	db, err := Connect(ctx, path, opts...)
	switch {
	case job == "open" || job == "readonly": // the error is what is asked for
		if err == nil {
			var n int64
			op := one("SELECT count(*) FROM t", &n)
			db.Pipeline(ctx, []*driver.Op{op})
			err = errors.Join(op.Outcome.Err, db.Close())
		}
		fmt.Printf("unavailable=%v missing=%v: %v\n", errors.Is(err, driver.ErrUnavailable), errors.Is(err, fs.ErrNotExist), err)
		return 0
	case err != nil:
		return fail(err)
	}
	defer func() { _ = db.Close() }()
	switch job {
	case "write":
		if err := writeMany(ctx, db, 1_000_000); err != nil {
			return fail(err)
		}
	case "lock": // until the parent closes the input
		tx, err := db.Begin(ctx, driver.TxOptions{})
		if err != nil {
			return fail(err)
		}
		fmt.Println("locked")
		_, _ = os.Stdin.Read(make([]byte, 1))
		if err := tx.Rollback(ctx); err != nil {
			return fail(err)
		}
	}
	return 0
}

// writeMany writes numbered rows, some alone and some in transactions that first read what is there.
func writeMany(ctx context.Context, db driver.DB, from int64) error {
	for i := range int64(eachWrites) {
		op := &driver.Op{Plan: &driver.Plan{SQL: "INSERT INTO t VALUES (?)", Write: true}, Args: []driver.Value{query.IntArg(from + i)}}
		if i%3 > 0 {
			db.Pipeline(ctx, []*driver.Op{op})
			if op.Outcome.Err != nil {
				return op.Outcome.Err
			}
			continue
		}
		tx, err := db.Begin(ctx, driver.TxOptions{})
		if err != nil {
			return err
		}
		var n int64
		tx.Pipeline(ctx, []*driver.Op{one("SELECT max(n) FROM t", &n), op})
		if err := errors.Join(op.Outcome.Err, tx.Commit(ctx)); err != nil {
			return err
		}
	}
	return nil
}

// one reads one number.
func one(sql string, n *int64) *driver.Op {
	return &driver.Op{Plan: &driver.Plan{SQL: sql, Columns: 1}, Scan: func(r driver.Row) error {
		*n = r.Int64(0)
		return nil
	}}
}

// table makes a file with the table t(n).
func table(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "shop.db")
	db, err := Connect(t.Context(), path, Create())
	require.NoError(t, err)
	must(t, db, "CREATE TABLE t (n INTEGER PRIMARY KEY)")
	require.NoError(t, db.Close())
	return path
}

func must(t testing.TB, c driver.Conn, sql string, args ...driver.Value) {
	t.Helper()
	require.NoError(t, try(t, c, sql, args...), sql)
}

func try(t testing.TB, c driver.Conn, sql string, args ...driver.Value) error {
	op := &driver.Op{Plan: &driver.Plan{SQL: sql, Write: true}, Args: args}
	c.Pipeline(t.Context(), []*driver.Op{op})
	return op.Outcome.Err
}

func count(t testing.TB, c driver.Conn, sql string) (n int64) {
	t.Helper()
	op := one(sql, &n)
	c.Pipeline(t.Context(), []*driver.Op{op})
	require.NoError(t, op.Outcome.Err)
	return n
}

// start starts the second process.
func start(t *testing.T, binary, job, path string) *exec.Cmd {
	cmd := exec.Command(binary, "-test.run=^$")
	cmd.Env = append(os.Environ(), jobVariable+"="+job, fileVariable+"="+path)
	return cmd
}

// TestTwoProcessesWriting: a second process that writes at the same time loses nothing and makes nothing fail.
func TestTwoProcessesWriting(t *testing.T) {
	path := table(t)
	db := fresh(t, path)
	cmd := start(t, os.Args[0], "write", path)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	require.NoError(t, cmd.Start())
	err := writeMany(t.Context(), db, 0)
	require.NoError(t, cmd.Wait(), "%s", out.String())
	require.NoError(t, err)
	require.EqualValues(t, 2*eachWrites, count(t, db, "SELECT count(*) FROM t"))
	require.EqualValues(t, eachWrites, count(t, db, "SELECT count(*) FROM t WHERE n >= 1000000"))
	require.EqualValues(t, 1, count(t, db, "SELECT count(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'"))
}

// TestLockedByAnotherProcess: reads go on, writes wait and then say why they failed; later all is well.
func TestLockedByAnotherProcess(t *testing.T) {
	path := table(t)
	cmd := start(t, os.Args[0], "lock", path)
	in, err := cmd.StdinPipe()
	require.NoError(t, err)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	said := make([]byte, 100)
	n, _ := out.Read(said)
	require.Equal(t, "locked\n", string(said[:n]))

	db := fresh(t, path, BusyTimeout(200*time.Millisecond)) // opens, for reading is possible
	require.EqualValues(t, 0, count(t, db, "SELECT count(*) FROM t"))
	began := time.Now()
	err = try(t, db, "INSERT INTO t VALUES (1)")
	require.ErrorIs(t, err, driver.ErrTimeout)
	require.Contains(t, err.Error(), "another process or another DB holds the lock")
	require.Contains(t, err.Error(), "200ms")
	require.GreaterOrEqual(t, time.Since(began), 200*time.Millisecond)
	_, err = db.Begin(t.Context(), driver.TxOptions{})
	require.ErrorIs(t, err, driver.ErrTimeout)

	// A context ends the wait before the busy timeout does.
	patient := fresh(t, path)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	op := &driver.Op{Plan: &driver.Plan{SQL: "INSERT INTO t VALUES (1)", Write: true}}
	patient.Pipeline(ctx, []*driver.Op{op})
	require.ErrorIs(t, op.Outcome.Err, context.DeadlineExceeded)

	// A write that waits is done once the other process lets go.
	done := make(chan error, 1)
	go func() { done <- try(t, patient, "INSERT INTO t VALUES (2)") }()
	time.Sleep(20 * time.Millisecond)
	require.NoError(t, in.Close())
	require.NoError(t, <-done)
	require.NoError(t, cmd.Wait())
	must(t, db, "INSERT INTO t VALUES (3)")
	require.EqualValues(t, 2, count(t, db, "SELECT count(*) FROM t"))
}

// TestPermissions runs as somebody who may not write: root may everything.
func TestPermissions(t *testing.T) {
	path := table(t)
	dir := filepath.Dir(path)
	binary, as := os.Args[0], nobody(t, dir)
	if as != nil {
		data, err := os.ReadFile(binary)
		require.NoError(t, err)
		binary = filepath.Join(dir, "test.bin")
		require.NoError(t, os.WriteFile(binary, data, 0o755))
	}
	// The closed file is in WAL mode, and opening it makes files beside it. A rollback journal needs none for reading.
	for _, c := range []struct {
		name, job  string
		file, dir  fs.FileMode
		mode, want string
	}{
		{"read-only file", "open", 0o444, 0o755, "wal", "read-only"},
		{"read-only folder", "open", 0o666, 0o555, "wal", "folder"},
		{"read-only journal", "open", 0o444, 0o555, "delete", "sqlite.ReadOnly()"},
		{"opened to read", "readonly", 0o444, 0o555, "delete", "unavailable=false missing=false: <nil>"},
		{"unreadable", "open", 0o000, 0o755, "wal", "permission"},
	} {
		t.Run(c.name, func(t *testing.T) {
			require.NoError(t, os.Chmod(dir, 0o755))
			require.NoError(t, os.Chmod(path, 0o644))
			db, err := Connect(t.Context(), path)
			require.NoError(t, err)
			w := db.(*database).writer
			_, err = w.raw.Exec("PRAGMA journal_mode="+c.mode, nil)
			require.NoError(t, err)
			require.NoError(t, db.Close())
			require.NoError(t, os.Chmod(path, c.file))
			require.NoError(t, os.Chmod(dir, c.dir))
			t.Cleanup(func() { _ = os.Chmod(dir, 0o755) })
			cmd := start(t, binary, c.job, path)
			cmd.SysProcAttr = as
			out, err := cmd.CombinedOutput()
			require.NoError(t, err, "%s", out)
			t.Log(strings.TrimSpace(string(out)))
			require.Contains(t, string(out), c.want)
			if c.job == "open" {
				require.Contains(t, string(out), "unavailable=true")
				require.Contains(t, string(out), "sqlite: open")
			}
		})
	}
}
