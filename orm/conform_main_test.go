package orm_test

import (
	"testing"

	"go.uber.org/goleak"
)

// TestMain looks for goroutines that outlived the tests.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
