package pgtest_test

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/pgtest"
)

// end says how TestChild ends, in a test binary that a test starts for it; it is empty in a usual run.
const end = "DUET_PGTEST_TEST_END"

// TestChild is the test of a test binary that comes to a bad end.
func TestChild(t *testing.T) {
	how := os.Getenv(end)
	if how == "" {
		t.Skip("it is run by TestNothingOutlivesTheTestBinary")
	}
	dsn := pgtest.Database(t)
	// Not what go test prints, but the caller waits for this line.
	_, _ = os.Stdout.WriteString("dsn " + dsn + "\n")
	switch how {
	case "fail":
		t.Fatal("as it was told to")
	case "panic":
		panic("as it was told to")
	case "exit":
		os.Exit(3)
	case "hang":
		signal.Reset()
		select {}
	}
}

// TestNothingOutlivesTheTestBinary ends a test binary in every bad way, and sees its server go.
func TestNothingOutlivesTheTestBinary(t *testing.T) {
	t.Parallel()
	pgtest.Database(t) // there is a server, or the test is skipped
	if os.Getenv("DUET_TEST_DSN") != "" {
		t.Skip("the server of DUET_TEST_DSN outlives everything")
	}
	tests := []struct {
		name   string
		how    string
		args   []string
		signal syscall.Signal // sent to it once it has a server
	}{
		{name: "failed", how: "fail"},
		{name: "panicked", how: "panic"},
		{name: "called os.Exit", how: "exit"},
		{name: "ran into go test's timeout", how: "hang", args: []string{"-test.timeout=15s"}},
		{name: "interrupted", how: "hang", signal: syscall.SIGINT},
		{name: "terminated", how: "hang", signal: syscall.SIGTERM},
		{name: "killed", how: "hang", signal: syscall.SIGKILL},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			child := exec.Command(os.Args[0], append([]string{"-test.run=^TestChild$"}, test.args...)...)
			child.Env = append(os.Environ(), end+"="+test.how)
			out, err := child.StdoutPipe()
			require.NoError(t, err)
			require.NoError(t, child.Start())
			dsn := readDSN(out)
			if test.signal != 0 {
				require.NoError(t, child.Process.Signal(test.signal))
			}
			require.Error(t, child.Wait())
			require.NotEmpty(t, dsn, "the test binary had a server")
			require.Eventually(t, func() bool { return !answers(dsn) }, 20*time.Second, 20*time.Millisecond, "the server went")
		})
	}
}

// readDSN reads what TestChild prints.
func readDSN(out interface{ Read([]byte) (int, error) }) string {
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if _, dsn, ok := strings.Cut(lines.Text(), "dsn "); ok {
			return dsn
		}
	}
	return ""
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

// TestSkipping runs a test binary where there is no PostgreSQL: it skips in one line, or fails if it may not.
func TestSkipping(t *testing.T) {
	t.Parallel()
	nothing := []string{"PATH=" + t.TempDir(), "DOCKER_HOST=unix:///nonexistent/docker.sock", "DUET_TEST_DSN=", end + "=fail"}
	tests := []struct {
		name, set, want string
		fails           bool
	}{
		{"skips", "", "pgtest: no PostgreSQL: start Docker, or install PostgreSQL's initdb and postgres, or set DUET_TEST_DSN=", false},
		{"PostgreSQL is required", "DUET_REQUIRE_POSTGRES=1", "pgtest: no PostgreSQL: start Docker", true},
		{"Docker is required", "DUET_REQUIRE_DOCKER=1", "pgtest: Docker cannot be used: no Docker daemon answers", true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			child := withoutInstalled(t, os.Args[0], "-test.run=^TestChild$", "-test.v")
			child.Env = append(append(withoutRequirements(), nothing...), test.set)
			output, err := child.CombinedOutput()
			require.Equal(t, test.fails, err != nil, string(output))
			line := ""
			for text := range strings.Lines(string(output)) {
				if strings.Contains(text, "pgtest: ") {
					require.Empty(t, line, "one line")
					line = text
				}
			}
			require.Contains(t, line, test.want)
		})
	}
}

// withoutInstalled runs a command that does not see the PostgreSQL that is installed beside PATH, if there is one: an
// empty file system covers it, which only root can do.
func withoutInstalled(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	const folder = "/usr/lib/postgresql"
	if _, err := os.Stat(folder); err != nil {
		return exec.Command(args[0], args[1:]...)
	}
	const cover = `/bin/mount -t tmpfs none ` + folder + ` && exec "$@"`
	if err := exec.Command("unshare", "-m", "/bin/sh", "-c", cover, "sh", "/bin/true").Run(); err != nil {
		t.Skip("PostgreSQL is installed, and cannot be hidden: ", err)
	}
	unshare, err := exec.LookPath("unshare")
	require.NoError(t, err)
	child := exec.Command(unshare, append([]string{"-m", "/bin/sh", "-c", cover, "sh"}, args...)...)
	return child
}

// withoutRequirements is the environment without what says that skipping is a failure.
func withoutRequirements() []string {
	var kept []string
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "DUET_REQUIRE_") {
			kept = append(kept, variable)
		}
	}
	return kept
}
