package pgtest_test

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/pgtest"
)

// connect connects for the length of a test.
func connect(t *testing.T, dsn string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

// ask gives the one value of a query.
func ask[T any](t *testing.T, conn *pgx.Conn, sql string) T {
	t.Helper()
	var value T
	require.NoError(t, conn.QueryRow(t.Context(), sql).Scan(&value))
	return value
}

func TestDatabasesAreApart(t *testing.T) {
	t.Parallel()
	first, second := connect(t, pgtest.Database(t)), connect(t, pgtest.Database(t))
	_, err := first.Exec(t.Context(), "CREATE TABLE only_here (id int)")
	require.NoError(t, err)
	require.True(t, ask[bool](t, first, "SELECT to_regclass('only_here') IS NOT NULL"))
	require.False(t, ask[bool](t, second, "SELECT to_regclass('only_here') IS NOT NULL"))
}

func TestDatabaseIsDroppedWithItsTest(t *testing.T) {
	t.Parallel()
	var name string
	var conn *pgx.Conn
	t.Run("a test that leaves a connection open", func(t *testing.T) {
		var err error
		conn, err = pgx.Connect(t.Context(), pgtest.Database(t))
		require.NoError(t, err)
		name = ask[string](t, conn, "SELECT current_database()")
	})
	defer conn.Close(context.Background())
	require.Error(t, conn.Ping(t.Context()), "the connection was closed with its database")
	other := connect(t, pgtest.Database(t))
	require.False(t, ask[bool](t, other, "SELECT EXISTS (SELECT FROM pg_database WHERE datname = '"+name+"')"))
}

func TestDatabaseFromIsACopy(t *testing.T) {
	t.Parallel()
	scripts := []string{
		"CREATE TABLE books (id int); INSERT INTO books VALUES (1), (2);", // several statements
		"INSERT INTO books VALUES (3)",
	}
	first := connect(t, pgtest.DatabaseFrom(t, "books", scripts...))
	_, err := first.Exec(t.Context(), "DELETE FROM books")
	require.NoError(t, err)
	second := connect(t, pgtest.DatabaseFrom(t, "books", scripts...))
	require.EqualValues(t, 3, ask[int](t, second, "SELECT count(*) FROM books"))
}

func TestDatabaseFromADump(t *testing.T) {
	t.Parallel()
	conn := connect(t, pgtest.DatabaseFrom(t, "dump", `CREATE TABLE books (id int, title text);
COPY public.books (id, title) FROM stdin;
1	Go\tin Plain Sight
2	\N
\.
CREATE TABLE empty (id int);
COPY empty FROM stdin;
\.

INSERT INTO books VALUES (3, 'Last');
`))
	require.EqualValues(t, 3, ask[int](t, conn, "SELECT count(*) FROM books"))
	require.Equal(t, "Go\tin Plain Sight", ask[string](t, conn, "SELECT title FROM books WHERE id = 1"))
	require.True(t, ask[bool](t, conn, "SELECT title IS NULL FROM books WHERE id = 2"))
	require.EqualValues(t, 0, ask[int](t, conn, "SELECT count(*) FROM empty"))
}

func TestServerIsAsPromised(t *testing.T) {
	t.Parallel()
	conn := connect(t, pgtest.Database(t))
	for setting, want := range map[string]string{
		"max_connections": "200", "fsync": "off", "TimeZone": "UTC", "is_superuser": "on", "server_encoding": "UTF8",
		"autovacuum": "off", "jit": "off",
	} {
		require.Equal(t, want, ask[string](t, conn, "SELECT current_setting('"+setting+"')"), setting)
	}
	require.Equal(t, "postgres", ask[string](t, conn, "SELECT current_user"))
	require.True(t, ask[bool](t, conn, "SELECT 'Z' < 'a' AND upper('é') = 'É'"))
}

// BenchmarkDatabase is what a test pays for a database, which it is given and which is dropped.
func BenchmarkDatabase(b *testing.B) {
	pgtest.Database(b) // starts the server
	for b.Loop() {
		test := &oneTest{TB: b}
		pgtest.Database(test)
		test.cleanup()
	}
}

// oneTest is a test with one cleanup.
type oneTest struct {
	testing.TB
	cleanup func()
}

func (t *oneTest) Cleanup(f func()) { t.cleanup = f }
