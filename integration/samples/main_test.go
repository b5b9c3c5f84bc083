package samples

import (
	"testing"

	"github.com/seed83105465/duet/integration/corpus"
	"github.com/seed83105465/duet/integration/pgtest"
	"github.com/seed83105465/duet/integration/voices"
)

// TestMain runs the tests, looks for goroutines that are left, and ends the server.
func TestMain(m *testing.M) { pgtest.VerifyMain(m) }

// open gives a database of the test's own with the rows that the sample has.
func open(t *testing.T, name string) *voices.Server {
	t.Helper()
	return voices.Open(t, pgtest.DatabaseFrom(t, name, corpus.PostgresNamed(t, name).Scripts(t)...))
}
