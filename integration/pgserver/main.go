package main

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/signal"
	"syscall"

	"github.com/seed83105465/duet/integration/pgtest/supervisor"
)

func main() {
	supervisor.Serve()
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	args := os.Args[1:]
	if len(args) > 0 && args[0] == "--" {
		args = args[1:]
	}
	code, err := run(args, signals, os.Stdout)
	if err != nil {
		fmt.Fprintln(os.Stderr, "pgserver:", err)
	}
	os.Exit(code)
}

// run is main without the process. It gives the exit status.
func run(args []string, signals <-chan os.Signal, out io.Writer) (code int, err error) {
	server, err := supervisor.Server(supervisor.Wanted{})
	if err != nil {
		return 1, err
	}
	defer func() {
		if closeErr := server.Close(); closeErr != nil {
			code, err = max(code, 1), errors.Join(err, closeErr)
		}
	}()
	if len(args) == 0 {
		fmt.Fprintln(out, server.DSN())
		<-signals
		return 0, nil
	}
	variables, err := environment(server.DSN())
	if err != nil {
		return 1, err
	}
	return runCommand(args, variables, signals)
}

// environment says where the server is, to those who read a URL and to those who read PostgreSQL's own variables.
func environment(dsn string) ([]string, error) {
	server, err := url.Parse(dsn)
	if err != nil {
		return nil, fmt.Errorf("address of the server: %w", err)
	}
	password, _ := server.User.Password()
	return []string{
		"DATABASE_URL=" + dsn, "PGHOST=" + server.Hostname(), "PGPORT=" + server.Port(), "PGUSER=" + server.User.Username(),
		"PGPASSWORD=" + password, "PGDATABASE=" + server.Path[1:], "PGSSLMODE=disable",
	}, nil
}

// runCommand runs the command to its end. Signals go to it: the server is there until it has ended.
func runCommand(args, variables []string, signals <-chan os.Signal) (int, error) {
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Env = append(os.Environ(), variables...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := cmd.Start(); err != nil {
		return 127, err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		select {
		case s := <-signals:
			// A terminal sends Ctrl-C to the command too; hearing it twice does no harm. An error is that it has ended.
			_ = cmd.Process.Signal(s)
		case err := <-ended:
			var exit *exec.ExitError
			if errors.As(err, &exit) {
				if status, ok := exit.Sys().(syscall.WaitStatus); ok && status.Signaled() {
					return 128 + int(status.Signal()), nil
				}
				return exit.ExitCode(), nil
			}
			if err != nil {
				return 1, err
			}
			return 0, nil
		}
	}
}
