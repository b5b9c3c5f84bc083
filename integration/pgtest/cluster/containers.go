package cluster

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/ory/dockertest/v3"
	"github.com/ory/dockertest/v3/docker"
)

const (
	ownerLabel = "duet.pgtest.owner"
	// expiry is when a container ends by itself, if nobody was left to remove it. No run of tests takes that long.
	expiry    = 2 * time.Hour
	removable = "duet-pgtest-" // how containers' names begin
)

// connectDocker connects to the daemon that DOCKER_HOST names, or the usual one, and sweeps.
func connectDocker(ctx context.Context) (*dockertest.Pool, error) {
	pool, err := dockertest.NewPool("")
	if err != nil {
		return nil, unusable{err}
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	if err := pool.Client.PingWithContext(ctx); err != nil {
		return nil, unusable{fmt.Errorf("no Docker daemon answers: %w", err)}
	}
	sweepContainers(ctx, pool)
	return pool, nil
}

// containerName is a name that no other process chooses.
func containerName() string {
	return fmt.Sprintf("%s%d-%s", removable, os.Getpid(), strings.ToLower(newPassword()[:8]))
}

// Labels says that a container is this process's: a container with them that this process, being killed, could not
// remove is removed by a later Start. It is nil where nobody could tell later whether this process has ended.
func Labels() map[string]string {
	if me, ok := thisProcess(); ok {
		return map[string]string{ownerLabel: me.String()}
	}
	return nil
}

// withExpiry is the image's entrypoint beneath timeout(1), which both Debian and Alpine have. Docker itself has no
// time limit that would outlive the process that asks for it.
func withExpiry(pool *dockertest.Pool, image string) ([]string, error) {
	inspected, err := pool.Client.InspectImage(image)
	if err != nil {
		return nil, err
	}
	limit := []string{"timeout", "-s", "INT", strconv.Itoa(int(expiry.Seconds()))}
	return append(limit, inspected.Config.Entrypoint...), nil
}

// waitContainer waits until a server in a container answers, and says what it logged if it ends instead.
func waitContainer(ctx context.Context, pool *dockertest.Pool, id, dsn string) error {
	ctx, cancel := context.WithCancel(ctx)
	ended, waited := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(waited)
		if _, err := pool.Client.WaitContainerWithContext(id, ctx); err == nil {
			close(ended)
		}
	}()
	err := waitReady(ctx, dsn, ended)
	if err != nil {
		err = fmt.Errorf("%w: %s", err, containerLog(ctx, pool, id))
	}
	cancel()
	<-waited
	return err
}

// containerLog is the end of what a container wrote, in one line.
func containerLog(ctx context.Context, pool *dockertest.Pool, id string) string {
	var text bytes.Buffer
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	err := pool.Client.Logs(docker.LogsOptions{
		Context: ctx, Container: id, OutputStream: &text, ErrorStream: &text, Stdout: true, Stderr: true, Tail: "20",
	})
	if err != nil {
		return "its log cannot be read: " + err.Error()
	}
	return tail(text.String())
}

// removeContainer removes a container with its volumes; one that is not there, or is being removed, is no error.
func removeContainer(ctx context.Context, pool *dockertest.Pool, id string) error {
	ctx, cancel := context.WithTimeout(ctx, stopTimeout)
	defer cancel()
	err := pool.Client.RemoveContainer(docker.RemoveContainerOptions{ID: id, Force: true, RemoveVolumes: true, Context: ctx})
	var missing *docker.NoSuchContainer
	if err == nil || errors.As(err, &missing) || strings.Contains(err.Error(), "already in progress") {
		return nil
	}
	return fmt.Errorf("remove container %s: %w", id, err)
}
