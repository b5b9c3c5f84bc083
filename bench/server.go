package main

import (
	"fmt"
	"net/url"
	"os/exec"
	"strings"

	"github.com/seed83105465/duet/integration/pgtest/supervisor"
)

// settings let the server keep all tables in memory and write nothing that it has to wait for: what is measured is the
// way to it.
var settings = []string{"shared_buffers=512MB", "max_wal_size=4GB", "random_page_cost=1.1"}

// server starts a server, the machine's own PostgreSQL before one in Docker, unless there is one already. Stop removes it.
func server(dsn string) (_ string, stop func() error, err error) {
	if dsn != "" {
		return dsn, func() error { return nil }, nil
	}
	s, err := supervisor.Server(supervisor.Wanted{PreferLocal: true, Settings: settings})
	if err != nil {
		return "", nil, err
	}
	if dsn, err = direct(s); err != nil {
		return "", nil, fmt.Errorf("%w, and %w", err, s.Close())
	}
	return dsn, s.Close, nil
}

// direct is the server's address without Docker's proxy, whose copying would be measured too.
func direct(s *supervisor.Supervisor) (string, error) {
	if s.Container() == "" {
		return s.DSN(), nil
	}
	out, err := exec.Command("docker", "inspect", "-f", "{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}", s.Container()).Output()
	if err != nil {
		return "", fmt.Errorf("address of the container: %w", err)
	}
	address, err := url.Parse(s.DSN())
	if err != nil {
		return "", err
	}
	if ips := strings.Fields(string(out)); len(ips) > 0 {
		address.Host = ips[0] + ":5432"
	}
	return address.String(), nil
}
