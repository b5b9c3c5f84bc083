package cluster

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
)

// Server is a PostgreSQL server of its caller's own. Its methods are for one goroutine at a time.
type Server interface {
	// DSN is the superuser's connection string, postgres://postgres:...@127.0.0.1:port/postgres?sslmode=disable.
	DSN() string
	// Container is the Docker container's id; empty for a server that is none.
	Container() string
	// Stop is a fast shutdown: connections are closed, transactions rolled back. It waits for the end. Stopping a
	// server that does not run does nothing.
	Stop(ctx context.Context) error
	// Kill ends the server and all its processes at once with SIGKILL, as a crash does. It waits for the end.
	Kill(ctx context.Context) error
	// Start starts a server that was stopped or killed, at the same address and with the same data if Options.Fixed
	// was set, and waits until it answers.
	Start(ctx context.Context) error
	// Remove ends the server and removes everything that was made for it. Removing twice does nothing.
	Remove(ctx context.Context) error
}

// Options says what server is wanted. The zero value is a server that is only ever removed.
type Options struct {
	// Fixed makes Stop, Kill and Start possible: the server keeps its address and its data.
	Fixed bool
	// RequireDocker makes it an error that Docker cannot be used.
	RequireDocker bool
	// PreferLocal takes the machine's own PostgreSQL where there is one, and Docker only where there is none.
	PreferLocal bool
	// Settings are given to the server besides the usual ones, and win: "shared_buffers=512MB".
	Settings []string
	// Image is the Docker image to use, with its tag; empty is DefaultImage. If it is not there and cannot be pulled,
	// one is made of Debian's packages.
	Image string
	// Log is told of what takes long (an image that is made); nil is nobody.
	Log io.Writer
}

// FromEnvironment gives the options that DUET_TEST_IMAGE and DUET_REQUIRE_DOCKER ask for.
func FromEnvironment() Options {
	return Options{
		RequireDocker: os.Getenv("DUET_REQUIRE_DOCKER") == "1",
		Image:         os.Getenv("DUET_TEST_IMAGE"),
		Log:           os.Stderr,
	}
}

// UnavailableError is the error of Start where a machine has no PostgreSQL that could be started. That is a reason to
// skip a test; every other error is a reason to fail.
type UnavailableError struct {
	// Bouncer tells that it is PgBouncer that there is none of.
	Bouncer bool
	// Docker and Local say why the one and the other cannot be used. Local is nil where it was not tried.
	Docker, Local error
}

func (e *UnavailableError) Error() string {
	switch {
	case e.Local == nil:
		return fmt.Sprintf("Docker cannot be used: %v", e.Docker)
	case e.Bouncer:
		return fmt.Sprintf("no PgBouncer: start Docker, or install pgbouncer (Docker: %v; this machine: %v)", e.Docker, e.Local)
	}
	return fmt.Sprintf("no PostgreSQL: start Docker, or install PostgreSQL's initdb and postgres, or set "+
		"DUET_TEST_DSN=postgres://user:password@host/database (Docker: %v; this machine: %v)", e.Docker, e.Local)
}

// unusable marks the error of a way to start a server that this machine does not have.
type unusable struct{ error }

func (e unusable) Unwrap() error { return e.error }

// Start starts a server and waits until it answers: in Docker, or with the machine's own PostgreSQL where Docker
// cannot be used (the other way around with Options.PreferLocal). Before, what killed processes left behind is removed. Start gives up when ctx ends, and then leaves
// nothing behind. The error is an *UnavailableError where there is no PostgreSQL.
func Start(ctx context.Context, options Options) (Server, error) {
	var missing unusable
	if options.PreferLocal && !options.RequireDocker {
		server, err := startLocal(ctx, options)
		if err == nil || !errors.As(err, &missing) {
			return server, err
		}
	}
	server, err := startDocker(ctx, options)
	if err == nil || !errors.As(err, &missing) {
		return server, err
	}
	if options.RequireDocker {
		return nil, &UnavailableError{Docker: missing}
	}
	inDocker := missing
	server, err = startLocal(ctx, options)
	if errors.As(err, &missing) {
		return nil, &UnavailableError{Docker: inDocker, Local: missing}
	}
	return server, err
}
