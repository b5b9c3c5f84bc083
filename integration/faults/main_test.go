package faults

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/pgtest"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/postgres"
	"github.com/seed83105465/duet/testdata"
)

func TestMain(m *testing.M) { pgtest.VerifyMain(m) }

// bookshop is an opened database with the bookshop's rows; params are settings of the server, "&name=value".
func bookshop(t *testing.T, params string, opts ...postgres.Option) *orm.DB {
	t.Helper()
	dsn := pgtest.DatabaseFrom(t, "bookshop", testdata.PostgresSchema, testdata.PostgresSeed())
	db, err := postgres.Open(t.Context(), dsn+params, opts...)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	return db
}
