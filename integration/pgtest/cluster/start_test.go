package cluster_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/pgtest/cluster"
)

// childVariable makes this test binary a process that starts a server and waits to be killed.
const childVariable = "DUET_CLUSTER_TEST_CHILD"

func TestMain(m *testing.M) {
	if os.Getenv(childVariable) == "" {
		os.Exit(m.Run())
	}
	server, err := cluster.Start(context.Background(), cluster.FromEnvironment())
	if err != nil {
		fmt.Println("error:", err)
		os.Exit(1)
	}
	fmt.Println(server.DSN())
	select {}
}

// ways are the environments in which a server is started: whatever there is, and with Docker out of reach.
var ways = map[string]string{"best": os.Getenv("DOCKER_HOST"), "local": "unix:///nonexistent/docker.sock"}

// TestSweep leaves a server behind, as a machine's out-of-memory killer would, and starts another one.
func TestSweep(t *testing.T) {
	for name, docker := range ways {
		t.Run(name, func(t *testing.T) {
			t.Setenv("DOCKER_HOST", docker)
			t.Setenv("DUET_REQUIRE_DOCKER", "")
			left := leaveBehind(t)
			start(t, cluster.Options{})
			require.Eventually(t, func() bool { return !answers(left) }, 10*time.Second, 20*time.Millisecond, "the first server was removed")
		})
	}
}

// leaveBehind gives the DSN of a server whose process was killed.
func leaveBehind(t *testing.T) string {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childVariable+"=1")
	out, err := child.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, child.Start())
	line, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(t, child.Process.Kill())
	_ = child.Wait() // it was killed
	require.NoError(t, err)
	if strings.HasPrefix(line, "error:") {
		t.Skip(line)
	}
	return strings.TrimSpace(line)
}

// start starts a server and removes it with the test.
func start(t *testing.T, options cluster.Options) cluster.Server {
	t.Helper()
	server, err := cluster.Start(t.Context(), options)
	var unavailable *cluster.UnavailableError
	if errors.As(err, &unavailable) {
		t.Skip(err)
	}
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, server.Remove(context.Background())) })
	return server
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

// TestRemove shows that nothing is left, and that it can be done twice.
func TestRemove(t *testing.T) {
	for name, docker := range ways {
		t.Run(name, func(t *testing.T) {
			t.Setenv("DOCKER_HOST", docker)
			server := start(t, cluster.Options{})
			conn, err := pgx.Connect(t.Context(), server.DSN())
			require.NoError(t, err)
			var folder string
			require.NoError(t, conn.QueryRow(t.Context(), "SHOW data_directory").Scan(&folder))
			require.NoError(t, conn.Close(t.Context()))
			require.NoError(t, server.Remove(t.Context()))
			require.NoError(t, server.Remove(t.Context()))
			require.False(t, answers(server.DSN()))
			if server.Container() == "" {
				require.NoFileExists(t, folder+"/PG_VERSION")
				require.NoDirExists(t, folder)
			} else {
				require.Error(t, exec.Command("docker", "container", "inspect", server.Container()).Run())
			}
		})
	}
}

// TestSettings shows that what the caller sets counts, in either way to start a server.
func TestSettings(t *testing.T) {
	for name, docker := range ways {
		t.Run(name, func(t *testing.T) {
			t.Setenv("DOCKER_HOST", docker)
			server := start(t, cluster.Options{Settings: []string{"shared_buffers=24MB", "cluster_name=mine"}})
			conn, err := pgx.Connect(t.Context(), server.DSN())
			require.NoError(t, err)
			var buffers, name string
			require.NoError(t, conn.QueryRow(t.Context(), "SELECT current_setting('shared_buffers'), current_setting('cluster_name')").Scan(&buffers, &name))
			require.NoError(t, conn.Close(t.Context()))
			require.Equal(t, "24MB", buffers, "it wins over the usual one")
			require.Equal(t, "mine", name)
		})
	}
}

// TestPreferLocal shows that the machine's own PostgreSQL is taken where there is one, though Docker may be there too.
func TestPreferLocal(t *testing.T) {
	t.Setenv("DOCKER_HOST", ways["local"])
	start(t, cluster.Options{}) // skips where there is no PostgreSQL of the machine's own
	t.Setenv("DOCKER_HOST", "")
	require.Empty(t, start(t, cluster.Options{PreferLocal: true}).Container())
}

// TestUnavailable shows what is said where there is nothing.
func TestUnavailable(t *testing.T) {
	t.Setenv("DOCKER_HOST", ways["local"])
	_, err := cluster.Start(t.Context(), cluster.Options{RequireDocker: true})
	var unavailable *cluster.UnavailableError
	require.ErrorAs(t, err, &unavailable)
	require.ErrorContains(t, err, "Docker cannot be used: no Docker daemon answers")
	require.NotContains(t, err.Error(), "\n")
}

// TestPassword shows that nobody comes in without the password.
func TestPassword(t *testing.T) {
	for name, docker := range ways {
		t.Run(name, func(t *testing.T) {
			t.Setenv("DOCKER_HOST", docker)
			server := start(t, cluster.Options{})
			dsn, err := url.Parse(server.DSN())
			require.NoError(t, err)
			dsn.User = url.UserPassword("postgres", "guess")
			_, err = pgx.Connect(t.Context(), dsn.String())
			require.ErrorContains(t, err, "28P01")
			require.Equal(t, "127.0.0.1", dsn.Hostname())
		})
	}
}

// TestStartGivesUp shows that a start that is given up leaves nothing behind.
func TestStartGivesUp(t *testing.T) {
	for name, docker := range ways {
		t.Run(name, func(t *testing.T) {
			t.Setenv("DOCKER_HOST", docker)
			require.NoError(t, start(t, cluster.Options{}).Remove(t.Context())) // the image is there, or the test is skipped
			ctx, cancel := context.WithTimeout(t.Context(), 150*time.Millisecond)
			defer cancel()
			_, err := cluster.Start(ctx, cluster.Options{})
			require.Error(t, err)
			require.Empty(t, leftBehind(t))
		})
	}
}

// leftBehind lists the folders and the containers that this process made.
func leftBehind(t *testing.T) []string {
	t.Helper()
	var found []string
	for _, parent := range []string{os.TempDir(), "/dev/shm"} {
		folders, err := filepath.Glob(fmt.Sprintf("%s/duet-postgres-*-%d-*", parent, os.Getpid()))
		require.NoError(t, err)
		found = append(found, folders...)
	}
	filter := fmt.Sprintf("name=duet-pgtest-%d-", os.Getpid())
	names, err := exec.Command("docker", "ps", "-aq", "--filter", filter).Output()
	if err == nil { // with Docker
		found = append(found, strings.Fields(string(names))...)
	}
	return found
}

// TestFixed stops, kills and starts a server again, and finds its data and its address.
func TestFixed(t *testing.T) {
	for name, docker := range ways {
		t.Run(name, func(t *testing.T) {
			t.Setenv("DOCKER_HOST", docker)
			server := start(t, cluster.Options{Fixed: true})
			dsn := server.DSN()
			conn, err := pgx.Connect(t.Context(), dsn)
			require.NoError(t, err)
			_, err = conn.Exec(t.Context(), "CREATE TABLE kept AS SELECT 1 AS id")
			require.NoError(t, err)
			for _, end := range []struct {
				name string
				call func(context.Context) error
				code string // of the connection's error; empty if there was none to send one
			}{{"stop", server.Stop, "57P01"}, {"kill", server.Kill, ""}} {
				require.NoError(t, end.call(t.Context()), end.name)
				require.NoError(t, end.call(t.Context()), "%s, twice", end.name)
				err := conn.Ping(t.Context())
				require.Error(t, err, end.name)
				if end.code != "" {
					require.ErrorContains(t, err, end.code)
				}
				_, err = pgx.Connect(t.Context(), dsn)
				require.ErrorIs(t, err, syscall.ECONNREFUSED, end.name)
				require.NoError(t, server.Start(t.Context()), "after %s", end.name)
				require.NoError(t, server.Start(t.Context()), "after %s, twice", end.name)
				require.Equal(t, dsn, server.DSN())
				conn, err = pgx.Connect(t.Context(), dsn)
				require.NoError(t, err)
				var id int
				require.NoError(t, conn.QueryRow(t.Context(), "SELECT id FROM kept").Scan(&id))
			}
			require.NoError(t, conn.Close(t.Context()))
			require.NoError(t, server.Kill(t.Context())) // removed as it is
		})
	}
}
