package postgres_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/pgtest"
	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/orm/postgres"
)

// TestNothingIsLostWhenTheServerGoes: as when backends are killed, but the whole server is, or is shut down, and comes
// back. The tests' servers answer before what was committed is on the disk, unless a connection asks for it.
func TestNothingIsLostWhenTheServerGoes(t *testing.T) {
	t.Parallel()
	server := pgtest.NewServer(t)
	dsn := server.DSN() + "&synchronous_commit=on"
	watch(t, dsn).exec("CREATE TABLE tally (n bigint PRIMARY KEY)")
	db := connect(t, dsn, postgres.Connections(4))
	tx, err := db.Begin(t.Context(), driver.TxOptions{})
	require.NoError(t, err)
	require.NoError(t, do(t.Context(), t, tx, put(-1)))

	l := newLedger(t, db)
	stop, worked := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(worked)
		l.work(4, stop)
	}()
	for _, end := range []func(){server.Kill, server.Stop, server.Kill} {
		time.Sleep(300 * time.Millisecond)
		end()
		err := do(t.Context(), t, db, read("SELECT 1", 1, nil))
		require.ErrorIs(t, err, driver.ErrUnavailable, "while it is gone")
		require.True(t, driver.CanRetry(err))
		server.Start()
	}
	time.Sleep(300 * time.Millisecond)
	close(stop)
	<-worked

	err = do(t.Context(), t, tx, put(-2))
	require.ErrorIs(t, err, driver.ErrUnavailable)
	require.Error(t, tx.Commit(t.Context()))
	l.audit()
	require.NoError(t, db.Close())
	w := watch(t, dsn)
	require.Eventually(t, func() bool { return w.connections() == 0 }, patient, time.Millisecond, "connections leak")
}
