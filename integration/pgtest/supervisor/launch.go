package supervisor

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"syscall"
)

// Supervisor is the process that has a server or a PgBouncer. Its methods are for any goroutine; one request is made
// after the other. None of them runs a goroutine.
type Supervisor struct {
	mu        sync.Mutex
	cmd       *exec.Cmd
	in        io.WriteCloser
	out       *json.Decoder
	dsn       string
	container string
}

// Wanted says what server is wanted. The zero value is a server that is only ever removed.
type Wanted struct {
	// Fixed makes Stop, Kill and Start possible.
	Fixed bool `json:",omitempty"`
	// PreferLocal takes the machine's own PostgreSQL before Docker.
	PreferLocal bool `json:",omitempty"`
	// Settings are given to the server besides the usual ones, and win: "shared_buffers=512MB".
	Settings []string `json:",omitempty"`
}

// Server starts a supervisor and in it a server, and waits until that answers. The error is an UnavailableError where there is no PostgreSQL. The caller closes it.
func Server(wanted Wanted) (*Supervisor, error) {
	return launch(request{Op: startServer, Wanted: wanted})
}

// Bouncer starts a supervisor and in it a PgBouncer in transaction pooling mode before the server of a DSN; container
// is that server's container, or empty. The error is an UnavailableError where there is no PgBouncer. The caller
// closes it, and before the server.
func Bouncer(dsn, container string) (*Supervisor, error) {
	return launch(request{Op: startBouncer, DSN: dsn, Container: container})
}

// DSN is the connection string of what was started.
func (s *Supervisor) DSN() string { return s.dsn }

// Container is the id of the server's container; empty for one that is none.
func (s *Supervisor) Container() string { return s.container }

// Stop ends the server as an administrator does (connections are closed), and waits for its end.
func (s *Supervisor) Stop() error { return s.ask(stopServer) }

// Kill ends the server with SIGKILL, as a crash does, and waits for its end.
func (s *Supervisor) Kill() error { return s.ask(killServer) }

// Start starts a server that was stopped or killed, at the same address, and waits until it answers.
func (s *Supervisor) Start() error { return s.ask(againServer) }

// Close removes what was started, waits until that is done, and says what of it failed. Closing twice does nothing.
func (s *Supervisor) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cmd == nil {
		return nil
	}
	err := s.in.Close()
	if waitErr := s.cmd.Wait(); waitErr != nil {
		err = errors.Join(err, fmt.Errorf("remove the server: see standard error: %w", waitErr))
	}
	s.cmd = nil
	return err
}

// launch starts this program once more as a supervisor and makes the first request.
func launch(first request) (*Supervisor, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, fmt.Errorf("start a supervisor: %w", err)
	}
	cmd := exec.Command(program)
	cmd.Env = append(os.Environ(), variable+"=1")
	// Standard error is ours: what goes wrong after our end is still seen, and go test waits until all is removed. A
	// session of its own keeps it out of the reach of Ctrl-C.
	cmd.Stderr = os.Stderr
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	s := &Supervisor{cmd: cmd}
	if s.in, err = cmd.StdinPipe(); err != nil {
		return nil, fmt.Errorf("start a supervisor: %w", err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("start a supervisor: %w", err)
	}
	s.out = json.NewDecoder(out)
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start a supervisor: %w", err)
	}
	answer, err := s.roundTrip(first)
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	s.dsn, s.container = answer.DSN, answer.Container
	return s, nil
}

func (s *Supervisor) ask(op operation) error {
	_, err := s.roundTrip(request{Op: op})
	return err
}

func (s *Supervisor) roundTrip(r request) (reply, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.cmd == nil {
		return reply{}, errors.New("the server was removed")
	}
	if err := json.NewEncoder(s.in).Encode(r); err != nil {
		return reply{}, fmt.Errorf("ask the supervisor: %w", err)
	}
	var answer reply
	if err := s.out.Decode(&answer); err != nil {
		return reply{}, fmt.Errorf("the supervisor ended without an answer (does main or TestMain call Serve first?): %w", err)
	}
	return answer, answer.err()
}
