package orm_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/sqlite"
)

// seeded is a fresh bookshop in a file, with all its rows, and the file's name.
func seeded(t testing.TB, options ...orm.Option) (db *orm.DB, file string) {
	t.Helper()
	file = filepath.Join(t.TempDir(), "shop.db")
	db, err := sqlite.Open(t.Context(), file, sqlite.Create(), sqlite.With(options...))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	for _, name := range []string{"bookshop.sql", "bookshop_seed.sql"} {
		sql, err := os.ReadFile(filepath.Join("..", "testdata", name))
		if err == nil {
			err = orm.Script(t.Context(), db, string(sql))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return db, file
}
