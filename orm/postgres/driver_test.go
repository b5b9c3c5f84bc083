package postgres

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/pgtest"
	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/orm/driver/drivertest"
)

func dialect() drivertest.SQL {
	const endless = "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT 1 FROM s) "
	return drivertest.SQL{
		Int: "bigint", Float: "double precision", Bool: "boolean", Text: "text", Blob: "bytea", Time: "timestamp with time zone", Date: "date",
		Decimal: "numeric(12, 2)", JSON: "jsonb", UUID: "uuid",
		Series:           func(n int) string { return fmt.Sprintf("SELECT n FROM generate_series(1, %d) AS s(n)", n) },
		Endless:          endless + "SELECT count(*) FROM s",
		EndlessWrite:     endless + "INSERT INTO endless SELECT n FROM s",
		In:               func(column, mark string) string { return column + " = ANY(" + mark + ")" },
		NamesForeignKeys: true,
	}
}

func TestDriver(t *testing.T) {
	t.Parallel()
	drivertest.Run(t, func(t *testing.T) driver.DB { return fresh(t, pgtest.Database(t)) }, dialect())
}

func TestDriverWithOneConnection(t *testing.T) {
	t.Parallel()
	drivertest.Run(t, func(t *testing.T) driver.DB {
		return fresh(t, pgtest.Database(t), Connections(1), StatementCache(1))
	}, dialect())
}

func TestDriverThroughPgBouncer(t *testing.T) {
	t.Parallel()
	drivertest.Run(t, func(t *testing.T) driver.DB {
		return fresh(t, pgtest.PgBouncer(t, pgtest.Database(t)), PgBouncer())
	}, dialect())
}

// fresh is an open database, closed when the test ends.
func fresh(t testing.TB, dsn string, opts ...Option) driver.DB {
	t.Helper()
	db, err := Connect(t.Context(), dsn, opts...)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	return db
}
