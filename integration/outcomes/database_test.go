package outcomes

import (
	"context"
	"database/sql"
	_ "embed"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	_ "github.com/mattn/go-sqlite3" // asks the file without Duet
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/pgtest"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/postgres"
	"github.com/seed83105465/duet/orm/sqlite"
)

var (
	//go:embed schema.sql
	postgresSchema string
	//go:embed sqlite.sql
	sqliteSchema string
)

// database is one that is there to be asked, through Duet and past it.
type database struct {
	postgres bool
	open     func(t require.TestingT, connections int) *orm.DB
	run      func(t require.TestingT, script string)         // past Duet
	lines    func(t require.TestingT, query string) []string // past Duet: of one column of text
}

// onPostgres makes a database of the test's own.
func onPostgres(t *testing.T) *database {
	t.Helper()
	dsn := pgtest.DatabaseFrom(t, "outcomes", postgresSchema)
	conn, err := pgx.Connect(t.Context(), dsn)
	require.NoError(t, err)
	ctx := context.Background()
	t.Cleanup(func() { require.NoError(t, conn.Close(ctx)) })
	return &database{
		postgres: true,
		open: func(t require.TestingT, connections int) *orm.DB {
			db, err := postgres.Open(ctx, dsn, postgres.Connections(connections))
			require.NoError(t, err)
			return db
		},
		run: func(t require.TestingT, script string) {
			_, err := conn.PgConn().Exec(ctx, script).ReadAll()
			require.NoError(t, err, script)
		},
		lines: func(t require.TestingT, query string) []string {
			rows, err := conn.Query(ctx, query, pgx.QueryExecModeExec)
			require.NoError(t, err)
			lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
			require.NoError(t, err)
			return lines
		},
	}
}

// onSQLite makes a file of the test's own.
func onSQLite(t *testing.T) *database {
	t.Helper()
	path := filepath.Join(t.TempDir(), "outcomes.db")
	raw, err := sql.Open("sqlite3", "file:"+path+"?_busy_timeout=10000&_journal_mode=WAL&_synchronous=OFF")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, raw.Close()) })
	d := &database{
		open: func(t require.TestingT, connections int) *orm.DB {
			db, err := sqlite.Open(context.Background(), path, sqlite.Readers(connections))
			require.NoError(t, err)
			return db
		},
		run: func(t require.TestingT, script string) {
			_, err := raw.Exec(script)
			require.NoError(t, err, script)
		},
		lines: func(t require.TestingT, query string) (lines []string) {
			rows, err := raw.Query(query)
			require.NoError(t, err)
			defer rows.Close()
			for rows.Next() {
				var line string
				require.NoError(t, rows.Scan(&line))
				lines = append(lines, line)
			}
			require.NoError(t, rows.Err())
			return lines
		},
	}
	d.run(t, sqliteSchema)
	return d
}

// areas are where ids begin; a scope stays in one of them.
var areas = []int64{100, 200, 300}

// codes are what the lures of an area raise, in the order of their ids; the first two raise nothing.
var codes = []string{"", "", "22012", "57014", "40001", "40P01", "26000", "0A000", "25P02", "57P01", "P0001", "08006", "XX000", "42883", "55P03", "42P01"}

// reset empties the tables and fills them again.
func (d *database) reset(t require.TestingT) {
	var b strings.Builder
	b.WriteString("DELETE FROM effects; DELETE FROM lures; DELETE FROM pledges; DELETE FROM shirts; DELETE FROM seats; DELETE FROM badges; DELETE FROM players; DELETE FROM teams;\n")
	for _, a := range areas {
		fmt.Fprintf(&b, "INSERT INTO teams (id, name) VALUES (%d, '%d red'), (%d, '%d blue'), (%d, '%d green');\n", a+1, a, a+2, a, a+3, a)
		fmt.Fprintf(&b, "INSERT INTO players VALUES (%d, %d, 'ann', 1, 1), (%d, %d, 'bob', 2, 3), (%d, %d, 'cid', 1, 5), (%d, %d, 'dot', 2, 0);\n",
			a+1, a+1, a+2, a+1, a+3, a+2, a+4, a+2)
		fmt.Fprintf(&b, "INSERT INTO badges VALUES (%d, %d, 'gold'), (%d, %d, 'unreadable'), (%d, %d, 'explosive'), (%d, %d, 'tin'), (%d, %d, 'gold');\n",
			a+1, a+1, a+2, a+1, a+3, a+2, a+4, a+3, a+5, a+3)
		fmt.Fprintf(&b, "INSERT INTO seats VALUES (%d, 'a', 'ann'), (%d, 'b', 'bob'), (%d, 'a', 'cid');\n", a+1, a+1, a+2)
		fmt.Fprintf(&b, "INSERT INTO shirts VALUES (%d, 'red'), (%d, 'blue'), (%d, 'green');\n", a+1, a+2, a+3)
		fmt.Fprintf(&b, "INSERT INTO pledges VALUES (%d, %d);\n", a+1, a+1)
		for i, code := range codes {
			fmt.Fprintf(&b, "INSERT INTO lures VALUES (%d, '%s');\n", a+int64(i)+1, code)
		}
	}
	if d.postgres {
		d.run(t, b.String())
		return
	}
	d.run(t, "BEGIN;"+b.String()+"COMMIT")
}

// state is every row of every table but effects.
func (d *database) state(t require.TestingT) []string {
	return d.lines(t, `
		SELECT 'team ' || id || ' ' || name FROM teams
		UNION ALL SELECT 'player ' || id || ' ' || team_id || ' ' || name || ' ' || shirt || ' ' || score FROM players
		UNION ALL SELECT 'badge ' || id || ' ' || player_id || ' ' || mark FROM badges
		UNION ALL SELECT 'seat ' || line || ' ' || place || ' ' || taker FROM seats
		UNION ALL SELECT 'shirt ' || number || ' ' || colour FROM shirts
		UNION ALL SELECT 'pledge ' || id || ' ' || team_id FROM pledges
		ORDER BY 1`)
}

// effects are what reads have left behind: each says of which lure, and what it has seen.
func (d *database) effects(t require.TestingT) []string {
	return d.lines(t, `SELECT lure_id || ' has seen ' || seen FROM effects ORDER BY lure_id, seen`)
}
