package image_test

import (
	"bytes"
	"compress/gzip"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/image"
	"github.com/seed83105465/duet/integration/pgtest/cluster"
)

// built gives the image. Where none can be made the test is skipped, unless Docker is required.
func built(t *testing.T) string {
	t.Helper()
	name, err := image.Build(t.Context(), os.Stderr)
	if err != nil && os.Getenv("DUET_REQUIRE_DOCKER") != "1" {
		t.Skip(err)
	}
	require.NoError(t, err)
	return name
}

func TestNameIsThatOfTheBuild(t *testing.T) {
	t.Parallel()
	made := built(t)
	name, err := image.Name(t.Context())
	require.NoError(t, err)
	require.Equal(t, made, name)
	from := time.Now()
	again, err := image.Build(t.Context(), nil)
	require.NoError(t, err)
	require.Equal(t, made, again)
	require.Less(t, time.Since(from), 10*time.Second, "the second call makes nothing")
}

func TestBuildSaysWhatItNeeds(t *testing.T) {
	t.Setenv("DOCKER_HOST", "unix:///nonexistent/docker.sock")
	_, err := image.Build(t.Context(), nil)
	require.ErrorContains(t, err, "integration/image/build: needs ")
	require.NotContains(t, err.Error(), "\n")
}

// docker runs the docker command.
func docker(t *testing.T, args ...string) (string, error) {
	t.Helper()
	output, err := exec.Command("docker", args...).CombinedOutput()
	return strings.TrimSpace(string(output)), err
}

// run starts a container that is removed with the test.
func run(t *testing.T, options []string, args ...string) (id string) {
	t.Helper()
	name := built(t)
	all := []string{"run", "-d"}
	for label, value := range cluster.Labels() {
		all = append(all, "--label", label+"="+value)
	}
	all = append(all, options...)
	id, err := docker(t, append(append(all, name), args...)...)
	require.NoError(t, err, id)
	t.Cleanup(func() {
		output, err := docker(t, "rm", "-fv", id)
		require.NoError(t, err, output)
	})
	return id
}

// ready waits until the server answers. The temporary one of an initialisation is not asked: it is not in the network.
func ready(t *testing.T, id, user, database, password string) {
	t.Helper()
	require.Eventually(t, func() bool {
		_, err := query(t, id, user, database, password, "SELECT 1")
		return err == nil
	}, time.Minute, 100*time.Millisecond, "the server answers")
}

// query asks the server from within, through TCP and from an address that must give a password.
func query(t *testing.T, id, user, database, password, sql string) (string, error) {
	t.Helper()
	const script = `exec psql -h "$(hostname -i)" -U "$1" -d "$2" -Atc "$3"`
	return docker(t, "exec", "-e", "PGPASSWORD="+password, id, "sh", "-c", script, "sh", user, database, sql)
}

// TestInitialisation gives the image everything that it takes, once, and then starts it again.
func TestInitialisation(t *testing.T) {
	t.Parallel()
	scripts := t.TempDir()
	require.NoError(t, os.Chmod(scripts, 0o755))
	write := func(name string, text []byte, mode os.FileMode) {
		require.NoError(t, os.WriteFile(filepath.Join(scripts, name), text, mode))
		require.NoError(t, os.Chmod(filepath.Join(scripts, name), mode))
	}
	var zipped bytes.Buffer
	z := gzip.NewWriter(&zipped)
	_, err := z.Write([]byte("INSERT INTO steps VALUES ('gz');"))
	require.NoError(t, err)
	require.NoError(t, z.Close())
	insert := func(what string) []byte {
		return []byte("psql -U \"$POSTGRES_USER\" -d \"$POSTGRES_DB\" -c \"INSERT INTO steps VALUES ('" + what + "')\"\n")
	}
	write("10.sql", []byte("CREATE TABLE steps (n text); INSERT INTO steps VALUES ('sql');"), 0o644)
	write("20.sh", append([]byte("#!/bin/sh\n"), insert("sh")...), 0o755)
	write("30.sh", insert("sourced"), 0o644)
	write("40.sql.gz", zipped.Bytes(), 0o644)
	write("readme.txt", []byte("no script"), 0o644)

	id := run(t, []string{
		"-v", scripts + ":/docker-entrypoint-initdb.d:ro", "-e", "POSTGRES_USER=shop keeper", "-e", "POSTGRES_PASSWORD=it's \"one\"",
		"-e", "POSTGRES_DB=the shop", "-e", "POSTGRES_INITDB_ARGS=--no-sync --data-checksums --locale=C",
	}, "-c", "fsync=off", "-c", "application_name=with a space")
	ready(t, id, "shop keeper", "the shop", `it's "one"`)
	for sql, want := range map[string]string{
		"SELECT string_agg(n, ' ') FROM steps":               "sql sh sourced gz",
		"SHOW fsync":                                         "off",
		"SHOW data_checksums":                                "on",
		"SELECT rolsuper FROM pg_roles WHERE rolname = USER": "t",
	} {
		got, err := query(t, id, "shop keeper", "the shop", `it's "one"`, sql)
		require.NoError(t, err, got)
		require.Equal(t, want, got, sql)
	}
	_, err = query(t, id, "shop keeper", "the shop", "guess", "SELECT 1")
	require.Error(t, err, "a wrong password")

	_, err = docker(t, "restart", id)
	require.NoError(t, err)
	ready(t, id, "shop keeper", "the shop", `it's "one"`)
	got, err := query(t, id, "shop keeper", "the shop", `it's "one"`, "SELECT count(*) FROM steps")
	require.NoError(t, err, got)
	require.Equal(t, "4", got, "scripts were run once")
}

// TestSignals shows that each is a fast shutdown: nobody who is connected is waited for, and the code is that of a
// server that was told to end.
func TestSignals(t *testing.T) {
	t.Parallel()
	for _, signal := range []string{"TERM", "INT", "QUIT"} {
		t.Run(signal, func(t *testing.T) {
			t.Parallel()
			id := run(t, []string{"-e", "POSTGRES_HOST_AUTH_METHOD=trust", "-e", "POSTGRES_INITDB_ARGS=--no-sync"})
			ready(t, id, "postgres", "postgres", "")
			connected := exec.Command("docker", "exec", id, "psql", "-U", "postgres", "-c", "SELECT pg_sleep(60)")
			require.NoError(t, connected.Start())
			require.Eventually(t, func() bool {
				count, err := query(t, id, "postgres", "postgres", "", "SELECT count(*) FROM pg_stat_activity WHERE query ~ 'pg_sleep.60' AND pid <> pg_backend_pid()")
				return err == nil && count != "0"
			}, 20*time.Second, 50*time.Millisecond)
			output, err := docker(t, "kill", "--signal", signal, id)
			require.NoError(t, err, output)
			code, err := docker(t, "wait", id)
			require.NoError(t, err)
			require.Equal(t, "0", code)
			require.Error(t, connected.Wait())
			log, err := docker(t, "logs", id)
			require.NoError(t, err)
			require.Contains(t, log, "received fast shutdown request")
			require.Contains(t, log, "database system is shut down")
			require.Contains(t, log, "ready to accept connections")
		})
	}
}

func TestNoPassword(t *testing.T) {
	t.Parallel()
	id := run(t, nil)
	code, err := docker(t, "wait", id)
	require.NoError(t, err)
	require.Equal(t, "1", code)
	log, err := docker(t, "logs", id)
	require.NoError(t, err)
	require.Equal(t, "docker-entrypoint.sh: no password: set POSTGRES_PASSWORD, or POSTGRES_HOST_AUTH_METHOD=trust to let everybody in", log)
}

func TestOtherCommands(t *testing.T) {
	t.Parallel()
	output, err := docker(t, "run", "--rm", built(t), "pgbouncer", "--version")
	require.NoError(t, err)
	require.Contains(t, output, "PgBouncer 1.")
}
