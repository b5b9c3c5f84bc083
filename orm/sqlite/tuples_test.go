package sqlite

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/query"
)

// TestKeyLists: the lists that relations are loaded by, as the dialect takes them apart: of bytes, and of the columns of
// composite keys.
func TestKeyLists(t *testing.T) {
	t.Parallel()
	db := fresh(t, ":memory:")
	must(t, db, "CREATE TABLE t (a INTEGER, b TEXT, k BLOB)")
	must(t, db, "INSERT INTO t VALUES (1, 'x', x'00ff'), (1, 'y', x'01'), (2, 'x', x'02')")
	count := func(condition string, list driver.Value) int64 {
		var n int64
		op := &driver.Op{Plan: &driver.Plan{SQL: "SELECT COUNT(*) FROM t WHERE " + condition, Columns: 1}, Args: []driver.Value{list},
			Scan: func(r driver.Row) error { n = r.Int64(0); return nil }}
		db.Pipeline(t.Context(), []*driver.Op{op})
		require.NoError(t, op.Outcome.Err)
		return n
	}
	tuple := func(a int64, b string) driver.Value {
		return query.ListArg([]driver.Value{query.IntArg(a), query.TextArg(b)})
	}
	pair := []*query.Column{{Type: query.IntType}, {Type: query.TextType}}
	require.Equal(t, int64(2), count(placed("a, b", query.SQLite.InTuples(pair)),
		query.ListArg([]driver.Value{tuple(1, "x"), tuple(2, "x"), tuple(2, "y")})))
	require.Equal(t, int64(2), count(placed("k", query.SQLite.In(&query.Column{Type: query.BytesType})),
		query.ListArg([]driver.Value{query.BytesArg([]byte{0, 255}), query.BytesArg([]byte{2}), query.BytesArg([]byte{7})})))
}

// placed is a template with columns and its argument in place.
func placed(columns, template string) string {
	return strings.NewReplacer("{x}", columns, "{v}", "?").Replace(template)
}
