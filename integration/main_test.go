package integration

import (
	"testing"

	"go.uber.org/goleak"
)

// TestMain looks for goroutines that outlived the tests: every DB was closed and every scope ended.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
