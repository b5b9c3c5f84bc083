package corpus

import (
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

	"github.com/mattn/go-sqlite3" // loads the schemas, and counts rows past our code
	"github.com/stretchr/testify/require"

	// What the program below is compiled with: so that these tests run again when one of them has changed.
	_ "github.com/seed83105465/duet/orm"
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

// ask loads the schema into a file, with what rows it comes with, and runs the program on it.
func (g *generated) ask(t *testing.T, program string) {
	path := filepath.Join(t.TempDir(), g.Package+".db")
	db, err := sql.Open("sqlite3_corpus", "file:"+path)
	require.NoError(t, err)
	defer func() { require.NoError(t, db.Close()) }()
	for _, file := range g.Files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		_, err = db.ExecContext(t.Context(), withoutFTS5(string(text)))
		require.NoError(t, err, file)
	}
	output, err := exec.CommandContext(t.Context(), program, g.Package, path).CombinedOutput()
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
		var n int64
		require.NoError(t, db.QueryRowContext(t.Context(), `SELECT COUNT(*) FROM "`+strings.ReplaceAll(one.Name, `"`, `""`)+`"`).Scan(&n))
		require.True(t, counts[fmt.Sprintf("%s: %d", one.Name, n)], "%s has %d rows; the program says\n%s", one.Name, n, output)
	}
}

var fts5 = regexp.MustCompile(`(?s)CREATE VIRTUAL TABLE \w+ USING fts5\(.*?\);|INSERT INTO search_\w+ \(.*?;|CREATE TRIGGER posts_fts_.*?END;`)

// withoutFTS5 takes virtual tables of a kind that the SQLite of this program does not have out of a script: they are
// no models either.
func withoutFTS5(text string) string { return fts5.ReplaceAllString(text, "") }
