package transactions

import (
	"context"
	"database/sql"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	_ "github.com/mattn/go-sqlite3" // asks the file without Duet
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/pgtest"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/postgres"
	"github.com/seed83105465/duet/orm/sqlite"
	"github.com/seed83105465/duet/testdata"
)

func TestMain(m *testing.M) { pgtest.VerifyMain(m) }

// patient is how long what must happen may take on a slow machine.
const patient = 20 * time.Second

// rig is a bookshop, opened by Duet and looked at without it.
type rig struct {
	name string
	db   *orm.DB
	// lines asks the database past Duet: the first column of the answer.
	lines func(t *testing.T, sql string) []string
	// slow is SQL that takes so long, or half a minute.
	slow func(long bool) string
	// started waits until what is slow runs, as far as can be seen.
	started func(t *testing.T)
	// quiet fails the test unless nothing runs, nothing is locked and no transaction is open.
	quiet func(t *testing.T)
}

// rigs are the databases that the tests run on; each has this many connections.
var rigs = []struct {
	name string
	open func(t *testing.T, connections int) *rig
}{
	{"Postgres", postgresRig},
	{"SQLite", sqliteRig},
}

func postgresRig(t *testing.T, connections int) *rig {
	t.Helper()
	dsn := pgtest.DatabaseFrom(t, "bookshop", testdata.PostgresSchema, testdata.PostgresSeed())
	db, err := postgres.Open(t.Context(), dsn, postgres.Connections(connections))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	watcher, err := pgx.Connect(t.Context(), dsn)
	require.NoError(t, err)
	t.Cleanup(func() { _ = watcher.Close(context.Background()) })
	r := &rig{name: "Postgres", db: db}
	r.lines = func(t *testing.T, sql string) []string {
		t.Helper()
		rows, err := watcher.Query(context.Background(), sql)
		require.NoError(t, err)
		out, err := pgx.CollectRows(rows, pgx.RowTo[string])
		require.NoError(t, err)
		return out
	}
	r.slow = func(long bool) string {
		if long {
			return "SELECT pg_sleep(30)"
		}
		return "SELECT pg_sleep(0.05)"
	}
	r.started = func(t *testing.T) {
		t.Helper()
		const running = `SELECT query FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' AND query LIKE 'SELECT pg_sleep%'`
		require.Eventually(t, func() bool { return len(r.lines(t, running)) > 0 }, patient, time.Millisecond)
	}
	r.quiet = func(t *testing.T) {
		t.Helper()
		const busy = `SELECT state || ': ' || query FROM pg_stat_activity WHERE datname = current_database()
			AND backend_type = 'client backend' AND pid <> pg_backend_pid() AND state <> 'idle'`
		require.Empty(t, r.lines(t, busy), "it must not run on")
	}
	return r
}

func sqliteRig(t *testing.T, connections int) *rig {
	t.Helper()
	path := filepath.Join(t.TempDir(), "shop.db")
	db, err := sqlite.Open(t.Context(), path, sqlite.Create(), sqlite.Readers(connections))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	require.NoError(t, orm.Script(t.Context(), db, testdata.BookshopSchema))
	require.NoError(t, orm.Script(t.Context(), db, testdata.BookshopSeed))
	watcher, err := sql.Open("sqlite3", "file:"+path+"?_busy_timeout=0")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, watcher.Close()) })
	r := &rig{name: "SQLite", db: db}
	r.lines = func(t *testing.T, sql string) (out []string) {
		t.Helper()
		rows, err := watcher.Query(sql)
		require.NoError(t, err)
		defer rows.Close()
		for rows.Next() {
			var s string
			require.NoError(t, rows.Scan(&s))
			out = append(out, s)
		}
		require.NoError(t, rows.Err())
		return out
	}
	r.slow = func(long bool) string {
		rows := 100_000
		if long {
			rows = 1_000_000_000
		}
		return "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < " + strconv.Itoa(rows) + ") SELECT count(*) FROM n"
	}
	r.started = func(*testing.T) { time.Sleep(20 * time.Millisecond) }
	r.quiet = func(t *testing.T) {
		t.Helper()
		_, err := watcher.Exec("UPDATE tags SET name = name WHERE id = 1")
		require.NoError(t, err, "somebody else must be able to write at once")
	}
	return r
}

// names are the tags that tests added.
func (r *rig) names(t *testing.T) []string {
	t.Helper()
	return r.lines(t, "SELECT name FROM tags WHERE id > 13 ORDER BY id")
}
