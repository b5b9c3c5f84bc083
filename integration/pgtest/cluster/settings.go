package cluster

import (
	"crypto/rand"
	"net"
	"net/url"
	"strconv"
)

const (
	superuser = "postgres"
	// locale is the same everywhere: text is ordered by code point, and upper case is Unicode's. Every system has it.
	locale = "C.UTF-8"
)

// settings makes a server quick to start, to copy databases and to throw away: nothing is safe in it, and nothing
// needs to be. What it answers is the same. What the options say comes last, and so wins.
func settings(options Options) []string {
	args := []string{
		"-c", "fsync=off",
		"-c", "full_page_writes=off",
		"-c", "synchronous_commit=off",
		"-c", "wal_level=minimal",
		"-c", "max_wal_senders=0",
		"-c", "max_wal_size=256MB",
		"-c", "checkpoint_timeout=30min",
		"-c", "autovacuum=off", // plans and counts do not change under a test
		"-c", "jit=off",
		"-c", "max_connections=200",
		"-c", "shared_buffers=32MB",
		"-c", "timezone=UTC",
	}
	for _, s := range options.Settings {
		args = append(args, "-c", s)
	}
	return args
}

// dsn is the superuser's connection string.
func dsn(host string, port int, password string) string {
	return (&url.URL{
		Scheme: "postgres", User: url.UserPassword(superuser, password),
		Host: net.JoinHostPort(host, strconv.Itoa(port)), Path: "/postgres", RawQuery: "sslmode=disable",
	}).String()
}

// newPassword makes a password for one server. Servers listen on 127.0.0.1 alone, but other users of the machine do
// so too, and a superuser can run commands.
func newPassword() string { return rand.Text() }
