package integration

import (
	"testing"

	"github.com/seed83105465/duet/integration/pgtest"
)

// TestMain looks for goroutines that outlived the tests: every DB was closed and every scope ended.
func TestMain(m *testing.M) { pgtest.VerifyMain(m) }
