package sqlite_test

import (
	"context"
	"database/sql"
	"net/url"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	_ "github.com/mattn/go-sqlite3"

	"github.com/seed83105465/duet/codegen/schema"
	"github.com/seed83105465/duet/codegen/sqlite"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m)
}

// makeDatabase creates a database file from SQL, with a name that needs escaping.
func makeDatabase(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a shop#1?50%.db")
	db, err := sql.Open("sqlite3", "file:"+(&url.URL{Path: path}).EscapedPath()+"?_synchronous=OFF&_journal_mode=MEMORY")
	require.NoError(t, err)
	_, err = db.Exec(text)
	require.NoError(t, err)
	require.NoError(t, db.Close())
	require.FileExists(t, path)
	return path
}

// TestLiveAgrees reads the same schema from its text and from a database made with it.
func TestLiveAgrees(t *testing.T) {
	t.Parallel()
	for name, files := range agreeing(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := ""
			for _, f := range files {
				text += f.Text + ";\n"
			}
			switch name {
			case "changes.sql", "everything.sql", "tbls_sqlite", "authelia_sqlite":
				t.Skip("has FTS5, shell commands or its program's functions, which SQLite alone does not run")
			}
			want, _, err := sqlite.Parse(files)
			require.NoError(t, err)
			got, warnings, err := sqlite.Live(t.Context(), makeDatabase(t, text))
			require.NoError(t, err)
			for _, w := range warnings {
				assert.Zero(t, w.Pos)
			}
			if diff := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.IgnoreTypes(schema.Pos{})); diff != "" {
				t.Errorf("live differs (-text +live):\n%s", diff)
			}
		})
	}
}

func TestLiveSpellings(t *testing.T) {
	t.Parallel()
	path := makeDatabase(t, "CREATE TABLE t (id INTEGER PRIMARY KEY); CREATE VIEW broken AS SELECT * FROM gone")
	escaped := (&url.URL{Path: path}).EscapedPath()
	for _, dsn := range []string{path, "sqlite://" + path, "sqlite:" + path, "sqlite3://" + path, "file:" + escaped, "file://" + escaped + "?cache=private&mode=rwc"} {
		s, warnings, err := sqlite.Live(t.Context(), dsn)
		require.NoError(t, err, dsn)
		require.NotNil(t, s.Table("T"))
		require.Len(t, s.Tables, 1)
		require.Len(t, warnings, 1)
		assert.Contains(t, warnings[0].String(), `view "broken" cannot be read`)
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	assert.Len(t, entries, 1, "reading leaves nothing behind")
}

func TestLiveErrors(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	notes := filepath.Join(dir, "notes.txt")
	require.NoError(t, os.WriteFile(notes, []byte("this is no database, however long it may be; it is only a text"), 0o600))
	for _, c := range []struct{ name, dsn, want string }{
		{"missing", filepath.Join(dir, "none.db"), "no such file"},
		{"folder", dir, "is a folder"},
		{"nothing", "", "names no file"},
		{"memory", ":memory:", "names no file"},
		{"text", notes, "is not a SQLite database"},
	} {
		_, _, err := sqlite.Live(t.Context(), c.dsn)
		assert.ErrorContains(t, err, c.want, c.name)
	}
	_, err := os.Stat(filepath.Join(dir, "none.db"))
	assert.ErrorIs(t, err, os.ErrNotExist, "reading creates nothing")

	empty := makeDatabase(t, "CREATE TABLE t (id); DROP TABLE t")
	_, _, err = sqlite.Live(t.Context(), empty)
	require.ErrorIs(t, err, sqlite.ErrNoTables)

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, _, err = sqlite.Live(ctx, empty)
	require.ErrorIs(t, err, context.Canceled)
}
