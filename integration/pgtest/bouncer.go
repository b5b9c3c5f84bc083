package pgtest

import (
	"net/url"
	"testing"

	"github.com/seed83105465/duet/integration/pgtest/supervisor"
)

// PgBouncer gives a DSN through a PgBouncer before the server of the DSN given, in transaction pooling mode and otherwise
// with its defaults. It is Debian's (1.18: prepared statements do not survive a transaction). The server that tests share
// has one that they share too, started by the first that asks, with a pool for each database; any other server gets one
// that is removed at the end of the test. The DSN's user may also ask the database pgbouncer (SHOW POOLS). Where there
// is no PgBouncer the test is skipped, as where there is no PostgreSQL.
func PgBouncer(t testing.TB, dsn string) string {
	t.Helper()
	asked, err := url.Parse(dsn)
	if err != nil {
		t.Fatalf("pgtest: the DSN must be a URL: %v", err)
	}
	container, ours := shared.container(asked)
	if ours {
		through, err := shared.throughBouncer(asked, container)
		if err != nil {
			give(t, err)
		}
		return through
	}
	s, err := supervisor.Bouncer(dsn, container)
	if err != nil {
		give(t, err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("pgtest: %v", err)
		}
	})
	return s.DSN()
}

// throughBouncer is the DSN of a database of the shared server through its PgBouncer, which the first call starts.
func (b *binary) throughBouncer(dsn *url.URL, container string) (string, error) {
	b.bouncing.Do(func() { b.bouncer, b.bouncerErr = supervisor.Bouncer(dsn.String(), container) })
	if b.bouncerErr != nil {
		return "", b.bouncerErr
	}
	first, err := url.Parse(b.bouncer.DSN())
	if err != nil {
		return "", err
	}
	through := *dsn
	through.Host = first.Host
	return through.String(), nil
}

// container gives the container of the shared server, if the DSN is one of its databases, and whether it is. Every other
// server is reached by its address: that of a NewServer stays the same when it is started again, which its container's
// does not.
func (b *binary) container(asked *url.URL) (container string, ours bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.admin == nil || asked.Host != b.admin.dsn.Host || asked.User.String() != b.admin.dsn.User.String() {
		return "", false
	}
	if b.server == nil {
		return "", true
	}
	return b.server.Container(), true
}
