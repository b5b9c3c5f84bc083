package pgtest

import (
	"net/url"
	"testing"

	"github.com/seed83105465/duet/integration/pgtest/supervisor"
)

// PgBouncer starts a PgBouncer before the server of a DSN, in transaction pooling mode and otherwise with its
// defaults, and gives the DSN through it. It is Debian's (1.18: prepared statements do not survive a transaction), and
// is removed at the end of the test. The DSN's user may also ask the database pgbouncer (SHOW POOLS). Where there is
// no PgBouncer the test is skipped, as where there is no PostgreSQL.
func PgBouncer(t testing.TB, dsn string) string {
	t.Helper()
	s, err := supervisor.Bouncer(dsn, shared.container(dsn))
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

// container gives the container of the shared server, if the DSN is one of its databases. Every other server is reached
// by its address: that of a NewServer stays the same when it is started again, which its container's does not.
func (b *binary) container(dsn string) string {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.server == nil {
		return ""
	}
	server, err := url.Parse(b.server.DSN())
	if err != nil {
		return ""
	}
	if asked, err := url.Parse(dsn); err != nil || asked.Host != server.Host {
		return ""
	}
	return b.server.Container()
}
