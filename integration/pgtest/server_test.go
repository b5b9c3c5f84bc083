package pgtest_test

import (
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/pgtest"
)

func TestServer(t *testing.T) {
	t.Parallel()
	server, other := pgtest.NewServer(t), pgtest.Database(t)
	conn := connect(t, server.DSN())
	_, err := conn.Exec(t.Context(), "CREATE TABLE kept (id int)")
	require.NoError(t, err)

	server.Stop()
	require.ErrorContains(t, conn.Ping(t.Context()), "57P01")
	_, err = pgx.Connect(t.Context(), server.DSN())
	require.ErrorIs(t, err, syscall.ECONNREFUSED)
	require.True(t, answers(other), "the other tests' server is left alone")
	server.Start()

	conn = connect(t, server.DSN())
	server.Kill()
	require.Error(t, conn.Ping(t.Context()))
	server.Start()
	require.True(t, ask[bool](t, connect(t, server.DSN()), "SELECT to_regclass('kept') IS NOT NULL"))
}
