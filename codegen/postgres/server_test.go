package postgres_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/pgtest"
)

func TestMain(m *testing.M) {
	pgtest.VerifyMain(m)
}

// loaded gives the data source of a database that psql has loaded files into, one after the other.
func loaded(t *testing.T, files ...string) string {
	t.Helper()
	dsn := pgtest.Database(t)
	psql := client(t, "psql")
	args := []string{"-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", dsn}
	for _, f := range files {
		args = append(args, "-f", f)
	}
	cmd := exec.CommandContext(t.Context(), psql, args...) //nolint:gosec // files of tests
	cmd.Env = append(os.Environ(), "PGOPTIONS=-c client_min_messages=warning")
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	return dsn
}

// client gives the path of one of PostgreSQL's own programs. Without it the test is skipped, unless Postgres is required.
func client(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil && os.Getenv("DUET_REQUIRE_POSTGRES") != "1" {
		t.Skipf("%s is not installed, which this test needs beside the server; install postgresql-client", name)
	}
	require.NoError(t, err, "install postgresql-client")
	return path
}

// written gives the path of a file with a text.
func written(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "schema.sql")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

// dump gives what pg_dump writes of a database's schema.
func dump(t *testing.T, dsn string) string {
	t.Helper()
	program := client(t, "pg_dump")
	cmd := exec.CommandContext(t.Context(), program, "--schema-only", "--no-owner", "-d", dsn) //nolint:gosec // of a test
	var complaint strings.Builder
	cmd.Stderr = &complaint
	out, err := cmd.Output()
	if strings.Contains(complaint.String(), "server version mismatch") {
		t.Skip("pg_dump is older than the server: " + complaint.String())
	}
	require.NoError(t, err, complaint.String())
	return string(out)
}
