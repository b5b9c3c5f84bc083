package pgtest

import (
	"testing"

	"github.com/seed83105465/duet/integration/pgtest/supervisor"
)

// Server is a server of one test's own, which may do to it whatever it likes. What goes wrong fails the test.
type Server struct {
	t          testing.TB
	supervisor *supervisor.Supervisor
}

// NewServer starts a server for a test, in about two seconds, and removes it at the test's end. DUET_TEST_DSN does not
// count here: nobody's server is stopped but one that was started for it. Where none can be started the test is skipped.
func NewServer(t testing.TB) *Server {
	t.Helper()
	shared.mu.Lock()
	entered := shared.entered
	shared.mu.Unlock()
	if !entered {
		t.Fatal("pgtest: write func TestMain(m *testing.M) { pgtest.Main(m) }: it removes the server at the end")
	}
	s, err := supervisor.Server(supervisor.Wanted{Fixed: true})
	if err != nil {
		give(t, err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("pgtest: %v", err)
		}
	})
	return &Server{t: t, supervisor: s}
}

// DSN is the superuser's, of the database postgres. It stays the same over Stop, Kill and Start.
func (s *Server) DSN() string { return s.supervisor.DSN() }

// Stop shuts the server down as an administrator does: connections get FATAL 57P01, transactions are rolled back. It
// returns when the server has ended; connecting is refused then. Stopping one that is stopped does nothing.
func (s *Server) Stop() { s.must(s.supervisor.Stop()) }

// Kill ends the server and all its processes with SIGKILL: connections end without a word. It returns when they have
// ended; connecting is refused then. Killing one that is stopped does nothing.
func (s *Server) Kill() { s.must(s.supervisor.Kill()) }

// Start starts a server that was stopped or killed, with the data that was committed, and returns when it answers.
// Starting one that runs does nothing.
func (s *Server) Start() { s.must(s.supervisor.Start()) }

func (s *Server) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatalf("pgtest: %v", err)
	}
}
