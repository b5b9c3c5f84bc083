package orm_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/sqlite"
)

// shop is a fresh bookshop in memory. What a database answers is tested in integration/conformance; the tests here are
// about what orm does with it, on whatever database.
func shop(t *testing.T, options ...orm.Option) *orm.DB {
	t.Helper()
	db, err := sqlite.Open(t.Context(), ":memory:", sqlite.With(options...))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	for _, name := range []string{"bookshop.sql", "bookshop_seed.sql"} {
		b, err := os.ReadFile(filepath.Join("..", "testdata", name))
		require.NoError(t, err)
		require.NoError(t, orm.Script(t.Context(), db, string(b)))
	}
	return db
}
