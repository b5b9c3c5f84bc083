package integration

import (
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"sync"
	"testing"

	_ "github.com/mattn/go-sqlite3" // asks the file without Duet
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/conformance"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/sqlite"
)

func TestSQLiteFile(t *testing.T) {
	t.Parallel()
	conformance.Run(t, func(t *testing.T) (*orm.DB, conformance.Raw) {
		path := filepath.Join(t.TempDir(), "shop.db")
		require.NoError(t, os.WriteFile(path, shopFile(), 0o600))
		db, err := sqlite.Open(t.Context(), path)
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, db.Close()) })
		return db, rawFile(t, path)
	})
}

func TestSQLiteMemory(t *testing.T) {
	t.Parallel()
	conformance.Run(t, func(t *testing.T) (*orm.DB, conformance.Raw) {
		db, err := sqlite.Open(t.Context(), ":memory:")
		require.NoError(t, err)
		t.Cleanup(func() { require.NoError(t, db.Close()) })
		for _, script := range shopScripts() {
			require.NoError(t, orm.Script(t.Context(), db, script))
		}
		// Nobody else can open a database in memory: a copy of it is asked. So there is no asking it while one of its
		// transactions or cursors is open.
		return db, func(text string, args ...any) [][]any {
			t.Helper()
			dir, err := os.MkdirTemp(t.TempDir(), "copy")
			require.NoError(t, err)
			path := filepath.Join(dir, "copy.db")
			require.NoError(t, orm.Script(context.Background(), db, "VACUUM INTO '"+path+"'"))
			return rawFile(t, path)(text, args...)
		}
	})
}

// rawFile asks a file through database/sql.
func rawFile(t *testing.T, path string) conformance.Raw {
	return func(text string, args ...any) [][]any {
		t.Helper()
		db, err := sql.Open("sqlite3", "file:"+path+"?mode=ro")
		require.NoError(t, err)
		defer db.Close()
		rows, err := db.Query(text, args...)
		require.NoError(t, err, text)
		defer rows.Close()
		columns, err := rows.Columns()
		require.NoError(t, err)
		var out [][]any
		for rows.Next() {
			row := make([]any, len(columns))
			into := make([]any, len(columns))
			for i := range row {
				into[i] = &row[i]
			}
			require.NoError(t, rows.Scan(into...))
			out = append(out, row)
		}
		require.NoError(t, rows.Err(), text)
		return out
	}
}

var shopScripts = sync.OnceValue(func() []string {
	var out []string
	for _, name := range []string{"bookshop.sql", "bookshop_seed.sql"} {
		b, err := os.ReadFile(filepath.Join("..", "testdata", name))
		if err != nil {
			panic(err)
		}
		out = append(out, string(b))
	}
	return out
})

// shopFile is the bookshop as a database file, made once without Duet: each test starts from a copy.
var shopFile = sync.OnceValue(func() []byte {
	dir, err := os.MkdirTemp("", "shop")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a temporary folder
	path := filepath.Join(dir, "shop.db")
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		panic(err)
	}
	for _, script := range shopScripts() {
		if _, err := db.Exec(script); err != nil {
			panic(err)
		}
	}
	if err := db.Close(); err != nil {
		panic(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		panic(err)
	}
	return b
})
