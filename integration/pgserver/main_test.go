package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/pgtest/supervisor"
)

// asMain makes this test binary pgserver.
const asMain = "DUET_PGSERVER_TEST_MAIN"

func TestMain(m *testing.M) {
	supervisor.Serve()
	if os.Getenv(asMain) != "" {
		main()
	}
	os.Exit(m.Run())
}

// pgserver is a run of the command, in a process group of its own.
func pgserver(args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), asMain+"=1")
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	return cmd
}

// output runs pgserver to its end. Where there is no PostgreSQL the test is skipped.
func output(t *testing.T, args ...string) (stdout string, code int) {
	t.Helper()
	cmd := pgserver(args...)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.Output()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	skip(t, errs.String())
	return string(out), cmd.ProcessState.ExitCode()
}

func skip(t *testing.T, message string) {
	t.Helper()
	if strings.Contains(message, "no PostgreSQL") && os.Getenv("DUET_REQUIRE_POSTGRES") != "1" {
		t.Skip(message)
	}
}

func answers(dsn string) bool {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return false
	}
	_ = conn.Close(ctx)
	return true
}

func TestCommand(t *testing.T) {
	t.Parallel()
	out, code := output(t, "--", "sh", "-c", `echo $DATABASE_URL; echo postgres://$PGUSER:$PGPASSWORD@$PGHOST:$PGPORT/$PGDATABASE?sslmode=$PGSSLMODE; exit 3`)
	require.Equal(t, 3, code, "the command's exit status")
	lines := strings.Fields(out)
	require.Len(t, lines, 2)
	require.Equal(t, lines[0], lines[1])
	dsn, err := url.Parse(lines[0])
	require.NoError(t, err)
	require.Equal(t, "postgres", dsn.Scheme)
	require.False(t, answers(lines[0]), "the server went with the command")
}

func TestCommandThatDoesNotExist(t *testing.T) {
	t.Parallel()
	_, code := output(t, "/nonexistent/command")
	require.Equal(t, 127, code)
}

// TestEnds ends pgserver while its server is used.
func TestEnds(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		args   []string
		signal syscall.Signal
		group  bool // as a terminal does
		code   int
	}{
		{name: "interrupted without a command", signal: syscall.SIGINT, code: 0},
		{name: "Ctrl-C", args: []string{"sh", "-c", "echo $DATABASE_URL; exec sleep 60"}, signal: syscall.SIGINT, group: true, code: 130},
		{name: "terminated", args: []string{"sh", "-c", "echo $DATABASE_URL; exec sleep 60"}, signal: syscall.SIGTERM, code: 143},
		{name: "killed", args: []string{"sh", "-c", "echo $DATABASE_URL; exec sleep 1"}, signal: syscall.SIGKILL, code: -1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			cmd := pgserver(test.args...)
			var errs bytes.Buffer
			cmd.Stderr = &errs
			out, err := cmd.StdoutPipe()
			require.NoError(t, err)
			require.NoError(t, cmd.Start())
			line, readErr := bufio.NewReader(out).ReadString('\n')
			if readErr != nil {
				_ = cmd.Wait()
				skip(t, errs.String())
				t.Fatal(readErr, errs.String())
			}
			dsn := strings.TrimSpace(line)
			require.True(t, answers(dsn))
			pid := cmd.Process.Pid
			if test.group {
				pid = -pid
			}
			require.NoError(t, syscall.Kill(pid, test.signal))
			_ = cmd.Wait() // the exit status says it
			require.Equal(t, test.code, cmd.ProcessState.ExitCode(), errs.String())
			if test.code >= 0 {
				require.False(t, answers(dsn), "the server went before pgserver")
			}
			require.Eventually(t, func() bool { return !answers(dsn) }, 20*time.Second, 20*time.Millisecond, "the server went")
		})
	}
}

func TestNoServer(t *testing.T) {
	t.Parallel()
	cmd := pgserver("true")
	cmd.Env = append(cmd.Env, "DUET_REQUIRE_DOCKER=1", "DOCKER_HOST=unix:///nonexistent/docker.sock")
	message, err := cmd.CombinedOutput()
	require.Error(t, err)
	require.Contains(t, string(message), "pgserver: Docker cannot be used: no Docker daemon answers")
}
