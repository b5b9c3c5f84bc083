package outcomes

import (
	"flag"
	"testing"

	"github.com/seed83105465/duet/integration/pgtest"
)

// TestMain makes an ordinary run a short one: rapid's own default is 100 programs for each property.
func TestMain(m *testing.M) {
	if err := flag.Set("rapid.checks", "15"); err != nil {
		panic(err)
	}
	pgtest.VerifyMain(m)
}
