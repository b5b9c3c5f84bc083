package postgres

import (
	"testing"

	"github.com/seed83105465/duet/integration/pgtest"
)

func TestMain(m *testing.M) { pgtest.VerifyMain(m) }
