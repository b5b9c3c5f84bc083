package cluster

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"
)

const (
	startTimeout = time.Minute // for a server that was started to answer
	stopTimeout  = 20 * time.Second
	pause        = 10 * time.Millisecond
)

// waitReady connects until it succeeds. ended is closed when the server has ended by itself, which is an error.
func waitReady(ctx context.Context, dsn string, ended <-chan struct{}) error {
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	for {
		err := ping(ctx, dsn)
		if err == nil {
			return nil
		}
		select {
		case <-time.After(pause):
		case <-ended:
			return errors.New("it ended while it was starting")
		case <-ctx.Done():
			return fmt.Errorf("it does not answer: %w", err)
		}
	}
}

// ping asks for one row.
func ping(ctx context.Context, dsn string) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	var one int
	return conn.QueryRow(ctx, "SELECT 1", pgx.QueryExecModeSimpleProtocol).Scan(&one)
}

// freePort finds a port of 127.0.0.1 for a server that keeps it while it is stopped. It is beneath those that systems
// give to outgoing connections, which else could take it in between. Somebody may take it before the server does:
// callers try again.
func freePort() (int, error) {
	for range 100 {
		port := 20000 + rand.IntN(10000)
		l, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
		if err == nil {
			return port, l.Close()
		}
	}
	return 0, errors.New("no free port of 127.0.0.1 between 20000 and 30000")
}
