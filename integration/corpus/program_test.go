package corpus

import (
	"context"
	"database/sql"
	"encoding/base64"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"text/template"

	"github.com/jackc/pgx/v5"
	"github.com/mattn/go-sqlite3" // loads the schemas, and counts rows past our code
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/pgtest"

	// What the program below is compiled with: so that these tests run again when one of them has changed.
	_ "github.com/seed83105465/duet/orm"
	_ "github.com/seed83105465/duet/orm/postgres"
	_ "github.com/seed83105465/duet/orm/sqlite"
)

func init() {
	// Authelia's migrations call a function of Authelia's.
	sql.Register("sqlite3_corpus", &sqlite3.SQLiteDriver{ConnectHook: func(c *sqlite3.SQLiteConn) error {
		return c.RegisterFunc("BIN2B64", base64.StdEncoding.EncodeToString, true)
	}})
}

// program is the text of a program that imports the models and uses them: see testdata/program.go.tmpl.
var program = template.Must(template.ParseFiles(filepath.Join("testdata", "program.go.tmpl")))

func writeProgram(t *testing.T, dir string, all []*generated) {
	t.Helper()
	f, err := os.Create(filepath.Join(dir, "ask", "main.go"))
	require.NoError(t, err)
	require.NoError(t, program.Execute(f, map[string]any{
		"Path": "github.com/seed83105465/duet/integration/corpus/" + filepath.ToSlash(dir), "Packages": all,
	}))
	require.NoError(t, f.Close())
}

// ask loads the schema into a database, with what rows it comes with, and runs the program on it.
func (g *generated) ask(t *testing.T, program string) {
	load := g.sqlite
	if g.Dialect == "postgres" {
		load = g.postgres
	}
	source, count := load(t)
	output, err := exec.CommandContext(t.Context(), program, g.Package, source).CombinedOutput()
	require.NoError(t, err, "%s", output)

	counts := map[string]bool{}
	for l := range strings.Lines(string(output)) {
		l = strings.TrimSpace(l)
		counts[l] = true
		if strings.HasPrefix(l, "FAIL") || strings.HasPrefix(l, "panic") {
			t.Error(l)
		}
	}
	for _, one := range g.Tables {
		n := count(one)
		require.True(t, counts[fmt.Sprintf("%s: %d", one.Name, n)], "%s has %d rows; the program says\n%s", one.Name, n, output)
	}
}

// sqlite makes a file of the schema, and gives how many rows its tables have as SQLite counts them.
func (g *generated) sqlite(t *testing.T) (path string, count func(table) int64) {
	t.Helper()
	path = filepath.Join(t.TempDir(), g.Package+".db")
	db, err := sql.Open("sqlite3_corpus", "file:"+path)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	for i, text := range g.Scripts(t) {
		_, err = db.ExecContext(t.Context(), withoutFTS5(text))
		require.NoError(t, err, g.Files[i])
	}
	return path, func(one table) (n int64) {
		require.NoError(t, db.QueryRowContext(t.Context(), "SELECT COUNT(*) FROM "+quoted(one.Name)).Scan(&n))
		return n
	}
}

// postgres makes a database of the schema, and gives how many rows its tables have as the server counts them.
func (g *generated) postgres(t *testing.T) (dsn string, count func(table) int64) {
	t.Helper()
	dsn = pgtest.DatabaseFrom(t, g.Name, g.Scripts(t)...)
	conn, err := pgx.Connect(t.Context(), dsn)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, conn.Close(context.Background())) })
	// A dump may leave materialized views empty, and then nobody can read them.
	_, err = conn.Exec(t.Context(), `DO $$ DECLARE v regclass; BEGIN
		FOR v IN SELECT format('%I.%I', schemaname, matviewname) FROM pg_matviews WHERE NOT ispopulated LOOP
			EXECUTE 'REFRESH MATERIALIZED VIEW ' || v;
		END LOOP;
	END $$`)
	require.NoError(t, err)
	return dsn, func(one table) (n int64) {
		name := quoted(one.Name)
		if one.Schema != "" {
			name = quoted(one.Schema) + "." + name
		}
		require.NoError(t, conn.QueryRow(t.Context(), "SELECT COUNT(*) FROM "+name).Scan(&n))
		return n
	}
}

// quoted is a name as SQL has it.
func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

var fts5 = regexp.MustCompile(`(?s)CREATE VIRTUAL TABLE \w+ USING fts5\(.*?\);|INSERT INTO search_\w+ \(.*?;|CREATE TRIGGER posts_fts_.*?END;`)

// withoutFTS5 takes virtual tables of a kind that the SQLite of this program does not have out of a script: they are
// no models either.
func withoutFTS5(text string) string { return fts5.ReplaceAllString(text, "") }
