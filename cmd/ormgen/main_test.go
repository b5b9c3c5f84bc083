package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m)
}

const shop = "CREATE TABLE books (id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT NOT NULL, mark WEIRD);\n"

// file writes a schema into a fresh folder.
func file(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "shop.sql")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

func TestRun(t *testing.T) {
	t.Parallel()
	good, bad := file(t, shop), file(t, "PRAGMA foreign_keys = on; CREATE TABLE books (\n  id INTEGER,,\n);\n")
	plain, cloud := file(t, "CREATE TABLE books (id INTEGER PRIMARY KEY);\n"), file(t, "CREATE TABLE books (id bigserial PRIMARY KEY, note jsonb);\n")
	for _, c := range []struct {
		name   string
		args   []string
		code   int
		stdout string // contained in stdout; "" for no output at all
		stderr string // contained in stderr; "" for no output at all
	}{
		{"no command", nil, exitUsage, "", "ormgen: expected one of"},
		{"unknown command", []string{"destroy"}, exitUsage, "", "ormgen: unexpected argument destroy"},
		{"help", []string{"--help"}, exitOK, "Usage: ormgen", ""},
		{"help on a command", []string{"inspect", "--help"}, exitOK, "--format", ""},
		{"version", []string{"version"}, exitOK, "ormgen ", ""},
		{"text", []string{"inspect", "--schema", good}, exitOK, "table books\n", `ormgen: warning: ` + good + `:1: column "mark"`},
		{"no input", []string{"inspect"}, exitUsage, "", "ormgen: missing flags: --schema=FILE|FOLDER or --dsn=URL"},
		{"two inputs", []string{"inspect", "--schema", good, "--dsn", good}, exitUsage, "", "can't be used together"},
		{"format", []string{"inspect", "--schema", good, "--format", "svg"}, exitUsage, "", `--format must be one of "text","json"`},
		{"dialect", []string{"inspect", "--schema", good, "--dialect", "oracle"}, exitUsage, "", `--dialect must be one of`},
		{"syntax error", []string{"inspect", "--schema", bad}, exitError, "", "ormgen: " + bad + `:2: near ",": syntax error` + "\n"},
		{"missing file", []string{"inspect", "--schema", "none.sql"}, exitError, "", "ormgen: none.sql: no such file or folder\n"},
		{"missing database", []string{"inspect", "--dsn", "none.db"}, exitError, "", "ormgen: sqlite: stat none.db: no such file"},
		{"neither dialect", []string{"inspect", "--schema", plain}, exitError, "", "ormgen: nothing in the schema tells whether it is for postgres or sqlite; add --dialect"},
		{"postgres by name", []string{"inspect", "--schema", plain, "--dialect", "postgres"}, exitOK, "id  integer (int32)", ""},
		{"postgres by its words", []string{"inspect", "--schema", cloud}, exitOK, "id    bigint (int64)  primary key, serial", ""},
		{"postgres by url", []string{"inspect", "--dsn", "postgres://127.0.0.1:1/shop?connect_timeout=1"}, exitError, "", "ormgen: postgres: cannot connect"},
		{"no folder to write", []string{"generate", "--schema", good}, exitUsage, "", "ormgen: missing flags: --out=DIR"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var stdout, stderr bytes.Buffer
			assert.Equal(t, c.code, run(c.args, &stdout, &stderr), stderr.String())
			contains(t, stdout.String(), c.stdout)
			contains(t, stderr.String(), c.stderr)
		})
	}
}

func contains(t *testing.T, got, want string) {
	t.Helper()
	if want == "" {
		assert.Empty(t, got)
		return
	}
	assert.Contains(t, got, want)
}

func TestInspectJSON(t *testing.T) {
	t.Parallel()
	var stdout, stderr bytes.Buffer
	require.Equal(t, exitOK, run([]string{"inspect", "--schema", file(t, shop), "--format", "json", "--dialect", "sqlite"}, &stdout, &stderr))
	var doc struct {
		Tables []struct{ Name string }
	}
	require.NoError(t, json.Unmarshal(stdout.Bytes(), &doc))
	require.Len(t, doc.Tables, 1)
	assert.Equal(t, "books", doc.Tables[0].Name)
}

// TestEveryErrorIsALine holds errors of several lines to beginning each with the program's name.
func TestEveryErrorIsALine(t *testing.T) {
	t.Parallel()
	path := file(t, "CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT, b INT REFERENCES b, c INT REFERENCES c);\n")
	out := filepath.Join(t.TempDir(), "models")
	var stdout, stderr bytes.Buffer
	require.Equal(t, exitError, run([]string{"generate", "--schema", path, "--out", out}, &stdout, &stderr))
	lines := strings.Split(strings.TrimSpace(stderr.String()), "\n")
	require.Len(t, lines, 2)
	for _, line := range lines {
		assert.True(t, strings.HasPrefix(line, "ormgen: "+path+":1: "), line)
	}
	assert.NoDirExists(t, out, "nothing is written on an error")
}
