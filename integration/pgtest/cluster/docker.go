package cluster

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"github.com/ory/dockertest/v3"
	"github.com/ory/dockertest/v3/docker"
)

// container is a server in Docker.
type container struct {
	pool     *dockertest.Pool
	name     string
	port     int
	password string
	resource *dockertest.Resource
}

// startDocker runs a container and waits until its server answers. Where Docker cannot be used the error is unusable.
func startDocker(ctx context.Context, options Options) (Server, error) {
	pool, err := connectDocker(ctx)
	if err != nil {
		return nil, err
	}
	image, err := findImage(ctx, pool, options)
	if err != nil {
		return nil, err
	}
	s := &container{pool: pool, password: newPassword()}
	for attempt := 0; ; attempt++ {
		err := s.run(ctx, image, options)
		if err == nil {
			return s, nil
		}
		err = errors.Join(fmt.Errorf("start PostgreSQL in Docker (%s): %w", image, err), s.Remove(context.WithoutCancel(ctx)))
		// A port that was free may be taken a moment later; another is tried.
		if attempt == 5 || !options.Fixed || !strings.Contains(err.Error(), "port is already allocated") &&
			!strings.Contains(err.Error(), "address already in use") {
			return nil, err
		}
	}
}

// run creates and starts the container. Data is in memory: making a database is making 300 files, which on a busy disk
// takes ten times as long. That of a fixed server must outlive its stops, and is in a volume that goes with the container.
func (s *container) run(ctx context.Context, image string, options Options) error {
	binding := docker.PortBinding{HostIP: "127.0.0.1"} // the port is Docker's choice
	if options.Fixed {
		// Docker would choose another one at each start.
		port, err := freePort()
		if err != nil {
			return err
		}
		binding.HostPort = strconv.Itoa(port)
	}
	entrypoint, err := withExpiry(s.pool, image)
	if err != nil {
		return err
	}
	repository, tag := splitImage(image)
	s.name = containerName()
	s.resource, err = s.pool.RunWithOptions(&dockertest.RunOptions{
		Name: s.name, Repository: repository, Tag: tag, Labels: Labels(),
		Entrypoint: entrypoint, Cmd: append([]string{"postgres"}, settings(options)...),
		Env: []string{
			"POSTGRES_USER=" + superuser, "POSTGRES_PASSWORD=" + s.password, "PGDATA=/pgtest/data",
			"POSTGRES_INITDB_ARGS=--no-sync --auth-host=scram-sha-256 --encoding=UTF8 --locale=" + locale,
		},
		ExposedPorts: []string{"5432/tcp"},
		PortBindings: map[docker.Port][]docker.PortBinding{"5432/tcp": {binding}},
	}, func(host *docker.HostConfig) {
		host.PublishAllPorts = false
		host.AutoRemove = !options.Fixed
		host.ShmSize = 256 << 20
		if options.Fixed {
			host.Mounts = []docker.HostMount{{Type: "volume", Target: "/pgtest"}}
		} else {
			host.Tmpfs = map[string]string{"/pgtest": "rw"}
		}
	})
	if err != nil {
		return err
	}
	if s.port, err = strconv.Atoi(s.resource.GetPort("5432/tcp")); err != nil {
		return fmt.Errorf("port of the container: %w", err)
	}
	return waitContainer(ctx, s.pool, s.Container(), s.DSN())
}

func (s *container) DSN() string       { return dsn(s.host(), s.port, s.password) }
func (s *container) Container() string { return s.resource.Container.ID }

// host is where published ports are: here, or where the daemon is.
func (s *container) host() string {
	endpoint, err := url.Parse(s.pool.Client.Endpoint())
	if err != nil || endpoint.Scheme == "unix" || endpoint.Hostname() == "" {
		return "127.0.0.1"
	}
	return endpoint.Hostname()
}

// Start implements Server.
func (s *container) Start(ctx context.Context) error {
	err := s.pool.Client.StartContainerWithContext(s.Container(), nil, ctx)
	var running *docker.ContainerAlreadyRunning
	if errors.As(err, &running) {
		return nil
	}
	if err == nil {
		err = waitContainer(ctx, s.pool, s.Container(), s.DSN())
	}
	if err != nil {
		return fmt.Errorf("start container %s: %w", s.name, err)
	}
	return nil
}

// Stop implements Server.
func (s *container) Stop(ctx context.Context) error { return s.signal(ctx, docker.SIGINT) }

// Kill implements Server: the kernel kills whatever runs in a container whose first process was killed.
func (s *container) Kill(ctx context.Context) error { return s.signal(ctx, docker.SIGKILL) }

// signal sends a signal and waits for the end.
func (s *container) signal(ctx context.Context, signal docker.Signal) error {
	ctx, cancel := context.WithTimeout(ctx, stopTimeout)
	defer cancel()
	err := s.pool.Client.KillContainer(docker.KillContainerOptions{ID: s.Container(), Signal: signal, Context: ctx})
	var stopped *docker.ContainerNotRunning
	if err != nil && !errors.As(err, &stopped) && !strings.Contains(err.Error(), "is not running") {
		return fmt.Errorf("stop container %s: %w", s.name, err)
	}
	if _, err := s.pool.Client.WaitContainerWithContext(s.Container(), ctx); err != nil {
		return fmt.Errorf("stop container %s: %w", s.name, err)
	}
	return nil
}

// Remove implements Server. It goes by name: a container that was created but not started has no resource.
func (s *container) Remove(ctx context.Context) error { return removeContainer(ctx, s.pool, s.name) }
