package pgtest_test

import (
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/pgtest"
)

// TestPgBouncer shows that the connection goes through one, and that it pools transactions: a connection that is in
// none holds no server connection, so that two of them see the same backend.
func TestPgBouncer(t *testing.T) {
	t.Parallel()
	direct := pgtest.DatabaseFrom(t, "bounced", "CREATE TABLE books AS SELECT 7 AS id")
	dsn := pgtest.PgBouncer(t, direct)
	require.NotEqual(t, direct, dsn)

	config, err := pgx.ParseConfig(dsn)
	require.NoError(t, err)
	config.DefaultQueryExecMode = pgx.QueryExecModeExec // nothing prepared
	first, err := pgx.ConnectConfig(t.Context(), config)
	require.NoError(t, err)
	defer first.Close(t.Context())
	second, err := pgx.ConnectConfig(t.Context(), config)
	require.NoError(t, err)
	defer second.Close(t.Context())
	require.Equal(t, 7, ask[int](t, first, "SELECT id FROM books"))
	require.Equal(t, ask[int](t, first, "SELECT pg_backend_pid()"), ask[int](t, second, "SELECT pg_backend_pid()"))

	// Its own database answers to the server's superuser.
	config.Database, config.DefaultQueryExecMode = "pgbouncer", pgx.QueryExecModeSimpleProtocol
	console, err := pgx.ConnectConfig(t.Context(), config)
	require.NoError(t, err)
	defer console.Close(t.Context())
	rows, err := console.Query(t.Context(), "SHOW CONFIG")
	require.NoError(t, err)
	settings := map[string]string{}
	for rows.Next() {
		values, err := rows.Values()
		require.NoError(t, err)
		name, _ := values[0].(string)
		settings[name], _ = values[1].(string)
	}
	require.NoError(t, rows.Err())
	require.Equal(t, "transaction", settings["pool_mode"])
}

// TestPgBouncerOfAServer is one before a server that is not the shared one.
func TestPgBouncerOfAServer(t *testing.T) {
	t.Parallel()
	dsn := pgtest.PgBouncer(t, pgtest.NewServer(t).DSN())
	require.True(t, answers(dsn))
}
