package pgtest

import (
	"errors"
	"fmt"
	"os"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"github.com/seed83105465/duet/integration/pgtest/supervisor"
)

// shared is the server of this test binary. It is a variable because a test binary is what a server belongs to: tests
// have nothing else in common, and TestMain cannot hand them anything.
var shared binary

// binary is what the tests of one test binary share: one server, started by the first of them that asks, and the
// templates of its databases.
type binary struct {
	mu        sync.Mutex
	entered   bool
	started   bool
	err       error
	server    *supervisor.Supervisor // nil if the server is somebody else's
	admin     *admin
	templates map[string]*template

	bouncing   sync.Once
	bouncer    *supervisor.Supervisor // nil before the first test that asks
	bouncerErr error
}

// Main runs the tests and exits, as os.Exit(m.Run()) does; before, it removes the server that they started, if they
// did. A TestMain that calls it does nothing before: the test binary is also started as the process that keeps the
// server, and Main is what tells one from the other.
func Main(m *testing.M) {
	supervisor.Serve()
	shared.enter()
	exit(m.Run())
}

// VerifyMain is Main, and fails if goroutines outlived the tests; options are goleak's.
func VerifyMain(m *testing.M, options ...goleak.Option) {
	supervisor.Serve()
	shared.enter()
	goleak.VerifyTestMain(m, append(options, goleak.Cleanup(exit))...)
}

// exit removes the server and ends the process.
func exit(code int) {
	if err := shared.close(); err != nil {
		fmt.Fprintln(os.Stderr, "pgtest:", err)
		code = max(code, 1)
	}
	os.Exit(code)
}

func (b *binary) enter() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.entered = true
}

// use gives the administrator of the server, which the first call starts.
func (b *binary) use(t testing.TB) *admin {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.entered {
		t.Fatal("pgtest: write func TestMain(m *testing.M) { pgtest.Main(m) }: it removes the server at the end")
	}
	if !b.started {
		b.started = true
		b.admin, b.err = b.start()
	}
	if b.err != nil {
		give(t, b.err)
	}
	return b.admin
}

func (b *binary) start() (*admin, error) {
	dsn := os.Getenv("DUET_TEST_DSN")
	if dsn != "" && os.Getenv("DUET_REQUIRE_DOCKER") == "1" {
		return nil, errors.New("DUET_TEST_DSN and DUET_REQUIRE_DOCKER=1 contradict each other: unset one of them")
	}
	if dsn == "" {
		var err error
		if b.server, err = supervisor.Server(supervisor.Wanted{}); err != nil {
			return nil, err
		}
		dsn = b.server.DSN()
	}
	return newAdmin(dsn)
}

// close removes the server; of a server that is somebody else's, the templates.
func (b *binary) close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	var err error
	if b.server == nil && b.admin != nil {
		for _, made := range b.templates {
			if made.database != "" {
				err = errors.Join(err, b.admin.drop(made.database))
			}
		}
	}
	if b.bouncer != nil {
		err = errors.Join(err, b.bouncer.Close())
	}
	if b.admin != nil {
		err = errors.Join(err, b.admin.close())
	}
	if b.server != nil {
		err = errors.Join(err, b.server.Close())
	}
	return err
}

// give skips a test for which there is no server, unless one is required. Any other error is a failure.
func give(t testing.TB, err error) {
	t.Helper()
	var unavailable supervisor.UnavailableError
	if errors.As(err, &unavailable) && os.Getenv("DUET_REQUIRE_POSTGRES") != "1" && os.Getenv("DUET_REQUIRE_DOCKER") != "1" {
		t.Skipf("pgtest: %v", err)
	}
	t.Fatalf("pgtest: %v", err)
}
