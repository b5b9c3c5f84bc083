package pagila

import (
	"path/filepath"
	"testing"

	"github.com/seed83105465/duet/integration/corpus"
	"github.com/seed83105465/duet/integration/pgtest"
	"github.com/seed83105465/duet/integration/voices"
)

// TestMain runs the tests, looks for goroutines that are left, and ends the server.
func TestMain(m *testing.M) { pgtest.VerifyMain(m) }

// schema is what Pagila is in the corpus.
func schema(t *testing.T) corpus.Schema {
	t.Helper()
	return corpus.PostgresNamed(t, "pagila")
}

// ddl is the file with its schema; the other one has the data.
func ddl(t *testing.T) string {
	t.Helper()
	return filepath.Join(corpus.Dir(t), "pagila", "pagila-schema.sql")
}

// dsn is a database of the test's own with Pagila in it; it is loaded once.
func dsn(t *testing.T) string {
	t.Helper()
	return pgtest.DatabaseFrom(t, "pagila", schema(t).Scripts(t)...)
}

func open(t *testing.T) *voices.Server {
	t.Helper()
	return voices.Open(t, dsn(t))
}
