package types

import (
	_ "embed"
	"testing"

	"github.com/seed83105465/duet/integration/pgtest"
	"github.com/seed83105465/duet/integration/voices"
)

//go:embed schema.sql
var schema string

// TestMain runs the tests, looks for goroutines that are left, and ends the server.
func TestMain(m *testing.M) { pgtest.VerifyMain(m) }

// open gives a database of the test's own, with empty tables.
func open(t *testing.T) *voices.Server {
	t.Helper()
	return voices.Open(t, pgtest.DatabaseFrom(t, "types", schema))
}
