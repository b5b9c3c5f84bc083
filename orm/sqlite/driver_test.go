package sqlite

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/orm/driver/drivertest"
)

func dialect() drivertest.SQL {
	const series = "WITH RECURSIVE s(n) AS (SELECT 1 WHERE %d > 0 UNION ALL SELECT n + 1 FROM s WHERE n < %d) SELECT n FROM s"
	const endless = "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s) "
	return drivertest.SQL{
		Int: "INTEGER", Float: "REAL", Bool: "BOOLEAN", Text: "TEXT", Blob: "BLOB", Time: "TIMESTAMP", Date: "DATE",
		Decimal: "DECIMAL(12, 2)", JSON: "JSON", UUID: "UUID",
		Series:       func(n int) string { return fmt.Sprintf(series, n, n) },
		Endless:      endless + "SELECT count(*) FROM s",
		EndlessWrite: endless + "INSERT INTO endless SELECT n FROM s",
		In:           func(column, mark string) string { return column + " IN (SELECT value FROM json_each(" + mark + "))" },
		ZeroByte:     true,
	}
}

func TestDriverOnFile(t *testing.T) {
	drivertest.Run(t, func(t *testing.T) driver.DB {
		return fresh(t, filepath.Join(t.TempDir(), "test.db"), Create())
	}, dialect())
}

func TestDriverOnFileWithOneReader(t *testing.T) {
	drivertest.Run(t, func(t *testing.T) driver.DB {
		return fresh(t, filepath.Join(t.TempDir(), "test.db"), Create(), Readers(1), StatementCache(1))
	}, dialect())
}

func TestDriverInMemory(t *testing.T) {
	drivertest.Run(t, func(t *testing.T) driver.DB { return fresh(t, ":memory:") }, dialect())
}

// fresh is an open database, closed when the test ends.
func fresh(t testing.TB, path string, opts ...Option) driver.DB {
	t.Helper()
	db, err := Connect(t.Context(), path, opts...)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	return db
}
