package cluster

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"github.com/ory/dockertest/v3"
	"github.com/ory/dockertest/v3/docker"

	"github.com/seed83105465/duet/integration/image"
)

// Bouncer is a PgBouncer in transaction pooling mode, between clients and one server.
type Bouncer interface {
	// DSN is that of the server, with the bouncer's address.
	DSN() string
	// Remove ends it and removes everything that was made for it. Removing twice does nothing.
	Remove(ctx context.Context) error
}

// StartBouncer starts a PgBouncer before the server of a DSN and waits until it answers. For a server in Docker
// (container is its id) it is a second container, that reaches the first in Docker's network; for any other server it
// is the machine's pgbouncer, or a container in the machine's network. Where there is neither the error is an
// *UnavailableError. StartBouncer gives up when ctx ends, and then leaves nothing behind.
func StartBouncer(ctx context.Context, dsn, container string, options Options) (Bouncer, error) {
	upstream, err := url.Parse(dsn)
	if err != nil || upstream.Hostname() == "" || upstream.User.Username() == "" {
		return nil, fmt.Errorf("start PgBouncer: the DSN must be postgres://user:password@host:port/database, with nothing left out")
	}
	binary, localErr := findBouncer()
	local := localErr == nil && !options.RequireDocker
	if local && container == "" {
		return startLocalBouncer(ctx, binary, upstream)
	}
	b, err := startDockerBouncer(ctx, upstream, container, options)
	var missing unusable
	switch {
	case !errors.As(err, &missing):
		return b, err
	case local:
		return startLocalBouncer(ctx, binary, upstream)
	case options.RequireDocker:
		return nil, &UnavailableError{Docker: missing}
	default:
		return nil, &UnavailableError{Bouncer: true, Docker: missing, Local: localErr}
	}
}

// through is the DSN with the bouncer's address.
func through(upstream *url.URL, port int) string {
	address := *upstream
	address.Host = net.JoinHostPort("127.0.0.1", strconv.Itoa(port))
	return address.String()
}

// bouncerFiles gives the text of pgbouncer.ini and of the file of users. Everything that is not said is PgBouncer's
// default.
func bouncerFiles(upstream *url.URL, host, port, listen string, listenPort int, users string) (ini, list string) {
	user := upstream.User.Username()
	password, hasPassword := upstream.User.Password()
	auth := "scram-sha-256"
	if !hasPassword {
		auth = "trust"
	}
	quoted := func(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
	ini = strings.Join([]string{
		"[databases]",
		fmt.Sprintf("* = host=%s port=%s", host, port),
		"[pgbouncer]",
		"pool_mode = transaction",
		"listen_addr = " + listen,
		"listen_port = " + strconv.Itoa(listenPort),
		"unix_socket_dir =",
		"auth_type = " + auth,
		"auth_file = " + users,
		"admin_users = " + user,
		"max_client_conn = 500",
		"",
	}, "\n")
	return ini, quoted(user) + " " + quoted(password) + "\n"
}

func upstreamPort(upstream *url.URL) string {
	if port := upstream.Port(); port != "" {
		return port
	}
	return "5432"
}

// dockerBouncer is a PgBouncer in a container.
type dockerBouncer struct {
	pool *dockertest.Pool
	name string
	dsn  string
}

func (b *dockerBouncer) DSN() string { return b.dsn }
func (b *dockerBouncer) Remove(ctx context.Context) error {
	return removeContainer(ctx, b.pool, b.name)
}

func startDockerBouncer(ctx context.Context, upstream *url.URL, container string, options Options) (Bouncer, error) {
	pool, err := connectDocker(ctx)
	if err != nil {
		return nil, err
	}
	name, err := image.Build(ctx, options.Log) // the official image has no PgBouncer
	if err != nil {
		return nil, unusable{fmt.Errorf("there is no image with PgBouncer: %w", err)}
	}
	b := &dockerBouncer{pool: pool, name: containerName()}
	if err := b.run(ctx, name, upstream, container); err != nil {
		return nil, errors.Join(fmt.Errorf("start PgBouncer in Docker: %w", err), b.Remove(context.WithoutCancel(ctx)))
	}
	return b, nil
}

func (b *dockerBouncer) run(ctx context.Context, image string, upstream *url.URL, container string) error {
	const inside = 6432
	const script = `printf %s "$INI" >/tmp/pgbouncer.ini && printf %s "$USERS" >/tmp/users.txt && exec pgbouncer /tmp/pgbouncer.ini`
	host, port, listen, listenPort := upstream.Hostname(), upstreamPort(upstream), "*", inside
	var err error
	if container == "" {
		listen = "127.0.0.1"
		if listenPort, err = freePort(); err != nil {
			return err
		}
	} else if host, err = addressOf(b.pool, container); err != nil {
		return err
	} else {
		port = "5432"
	}
	ini, users := bouncerFiles(upstream, host, port, listen, listenPort, "/tmp/users.txt")
	repository, tag := splitImage(image)
	run := &dockertest.RunOptions{
		Name: b.name, Repository: repository, Tag: tag, Labels: Labels(), User: superuser,
		Entrypoint: []string{"timeout", "-s", "INT", strconv.Itoa(int(expiry.Seconds())), "sh", "-c", script},
		Env:        []string{"INI=" + ini, "USERS=" + users},
	}
	published := docker.Port(strconv.Itoa(inside) + "/tcp")
	if container != "" {
		run.ExposedPorts = []string{string(published)}
		run.PortBindings = map[docker.Port][]docker.PortBinding{published: {{HostIP: "127.0.0.1"}}}
	}
	resource, err := b.pool.RunWithOptions(run, func(config *docker.HostConfig) {
		config.PublishAllPorts = false
		config.AutoRemove = true
		if container == "" {
			config.NetworkMode = "host"
		}
	})
	if err != nil {
		return err
	}
	if container != "" {
		if listenPort, err = strconv.Atoi(resource.GetPort(string(published))); err != nil {
			return fmt.Errorf("port of the container: %w", err)
		}
	}
	b.dsn = through(upstream, listenPort)
	return waitContainer(ctx, b.pool, resource.Container.ID, b.dsn)
}

// addressOf is where a container can be reached by others.
func addressOf(pool *dockertest.Pool, container string) (string, error) {
	inspected, err := pool.Client.InspectContainer(container)
	if err != nil {
		return "", fmt.Errorf("address of container %s: %w", container, err)
	}
	for _, network := range inspected.NetworkSettings.Networks {
		if network.IPAddress != "" {
			return network.IPAddress, nil
		}
	}
	return "", fmt.Errorf("container %s has no address in Docker's network", container)
}

// localBouncer is a process of the machine's pgbouncer.
type localBouncer struct {
	process *daemon
	folder  string
	dsn     string
}

func (b *localBouncer) DSN() string { return b.dsn }

func (b *localBouncer) Remove(context.Context) error {
	return errors.Join(b.process.end(syscall.SIGTERM), os.RemoveAll(b.folder))
}

func findBouncer() (string, error) {
	for _, name := range []string{"pgbouncer", "/usr/sbin/pgbouncer", "/usr/local/sbin/pgbouncer"} {
		if found, err := exec.LookPath(name); err == nil {
			return found, nil
		}
	}
	return "", unusable{errors.New("pgbouncer is not installed")}
}

func startLocalBouncer(ctx context.Context, binary string, upstream *url.URL) (Bouncer, error) {
	as, err := credential()
	if err != nil {
		return nil, err
	}
	folder, err := makeFolder(as)
	if err != nil {
		return nil, fmt.Errorf("start PgBouncer: %w", err)
	}
	b := &localBouncer{folder: folder, process: &daemon{name: "PgBouncer", folder: folder, as: as}}
	err = func() error {
		port, err := freePort()
		if err != nil {
			return err
		}
		users := filepath.Join(folder, "users.txt")
		ini, list := bouncerFiles(upstream, upstream.Hostname(), upstreamPort(upstream), "127.0.0.1", port, users)
		config := filepath.Join(folder, "pgbouncer.ini")
		if err := errors.Join(writeFor(as, config, ini), writeFor(as, users, list)); err != nil {
			return err
		}
		b.dsn = through(upstream, port)
		return b.process.start(ctx, b.dsn, binary, config)
	}()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("start PgBouncer: %w", err), b.Remove(context.WithoutCancel(ctx)))
	}
	return b, nil
}
