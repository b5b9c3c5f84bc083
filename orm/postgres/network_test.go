package postgres_test

import (
	"context"
	"math/rand/v2"
	"net"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/faultproxy"
	"github.com/seed83105465/duet/integration/pgtest"
	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/orm/postgres"
)

// behind is a database behind a proxy, and a watcher beside it.
func behind(t *testing.T, opts ...postgres.Option) (*faultproxy.Proxy, driver.DB, *watcher) {
	t.Helper()
	dsn := pgtest.DatabaseFrom(t, "tally", "CREATE TABLE tally (n bigint PRIMARY KEY)")
	proxy, through := faultproxy.Before(t, dsn)
	return proxy, connect(t, through, opts...), watch(t, dsn)
}

func TestNetworkFails(t *testing.T) {
	t.Parallel()
	const many = "SELECT n FROM generate_series(1, 20000) n"
	for _, test := range []struct {
		name string
		run  func(t *testing.T, p *faultproxy.Proxy, db driver.DB, w *watcher)
	}{
		{"cut while idle", func(t *testing.T, p *faultproxy.Proxy, db driver.DB, _ *watcher) {
			for _, how := range []faultproxy.How{faultproxy.RST, faultproxy.FIN} {
				p.Cut(how)
				time.Sleep(20 * time.Millisecond) // until it has arrived
				works(t, db)                      // on another connection
			}
		}},
		{"cut in an answer", func(t *testing.T, p *faultproxy.Proxy, db driver.DB, _ *watcher) {
			for _, how := range []faultproxy.How{faultproxy.RST, faultproxy.FIN} {
				for _, bytes := range []int64{0, 3, 200, 5000, 100_000} {
					require.NoError(t, do(t.Context(), t, db, read(many, 1, nil)), "what it is must be known: a cut before it is executed goes unnoticed")
					p.CutAfter(faultproxy.ToClient, bytes, how)
					err := do(t.Context(), t, db, read(many, 1, nil))
					require.ErrorIs(t, err, driver.ErrUnavailable)
					require.True(t, driver.CanRetry(err), "a read may be made again: %v", err)
				}
			}
		}},
		{"cut in the answer to a write", func(t *testing.T, p *faultproxy.Proxy, db driver.DB, w *watcher) {
			require.NoError(t, do(t.Context(), t, db, read(many, 1, nil)))
			require.NoError(t, do(t.Context(), t, db, put(1)))
			p.CutAfter(faultproxy.ToClient, 0, faultproxy.RST)
			ops := []*driver.Op{put(2), read(many, 1, nil), put(3)}
			db.Pipeline(t.Context(), ops)
			for _, op := range []*driver.Op{ops[0], ops[2]} {
				require.Equal(t, driver.Unknown, op.Outcome.State)
				require.ErrorIs(t, op.Outcome.Err, driver.ErrCommitUnknown)
				require.ErrorIs(t, op.Outcome.Err, driver.ErrUnavailable)
				require.False(t, driver.CanRetry(op.Outcome.Err), "%v", op.Outcome.Err)
			}
			require.Equal(t, driver.Failed, ops[1].Outcome.State)
			require.True(t, driver.CanRetry(ops[1].Outcome.Err))
			require.Eventually(t, func() bool { return w.number("SELECT count(*) FROM tally") >= 2 }, patient, time.Millisecond, "the write was done")
		}},
		{"cut in the answer to a commit", func(t *testing.T, p *faultproxy.Proxy, db driver.DB, w *watcher) {
			tx, err := db.Begin(t.Context(), driver.TxOptions{})
			require.NoError(t, err)
			require.NoError(t, do(t.Context(), t, tx, put(1)))
			p.CutAfter(faultproxy.ToClient, 0, faultproxy.FIN)
			err = tx.Commit(t.Context())
			require.ErrorIs(t, err, driver.ErrCommitUnknown)
			require.ErrorIs(t, err, driver.ErrUnavailable)
			require.False(t, driver.CanRetry(err), "%v", err)
			require.Eventually(t, func() bool { return w.number("SELECT count(*) FROM tally") == 1 }, patient, time.Millisecond, "it was committed")
		}},
		{"cut in a transaction", func(t *testing.T, p *faultproxy.Proxy, db driver.DB, w *watcher) {
			tx, err := db.Begin(t.Context(), driver.TxOptions{})
			require.NoError(t, err)
			require.NoError(t, do(t.Context(), t, tx, put(1)))
			p.CutAfter(faultproxy.ToClient, 0, faultproxy.RST)
			op := put(2)
			err = do(t.Context(), t, tx, op)
			require.ErrorIs(t, err, driver.ErrUnavailable)
			require.Equal(t, driver.Failed, op.Outcome.State, "its transaction is gone, and so is it")
			require.True(t, driver.CanRetry(err), "the transaction may be run again")
			require.ErrorIs(t, tx.Commit(t.Context()), driver.ErrTxFailed)
			require.Zero(t, w.number("SELECT count(*) FROM tally"))
		}},
		{"half-closed", func(t *testing.T, p *faultproxy.Proxy, db driver.DB, w *watcher) {
			for _, direction := range []faultproxy.Direction{faultproxy.ToServer, faultproxy.ToClient} {
				op := read("SELECT count(*) FROM pg_sleep(0.3)", 1, nil)
				done := make(chan struct{})
				go func() {
					defer close(done)
					db.Pipeline(t.Context(), []*driver.Op{op})
				}()
				w.running("pg_sleep", 1)
				p.HalfClose(direction)
				<-done
				if direction == faultproxy.ToClient {
					require.ErrorIs(t, op.Outcome.Err, driver.ErrUnavailable)
					require.True(t, driver.CanRetry(op.Outcome.Err))
				}
				w.quiet("half-closed")
				works(t, db)
			}
		}},
		{"slow", func(t *testing.T, p *faultproxy.Proxy, db driver.DB, w *watcher) {
			p.Delay(faultproxy.ToServer, 15*time.Millisecond)
			p.Delay(faultproxy.ToClient, 15*time.Millisecond)
			for range 15 {
				ctx, cancel := context.WithTimeout(t.Context(), time.Duration(rand.IntN(120))*time.Millisecond)
				op := read("SELECT count(*) FROM pg_sleep(20)", 1, nil)
				require.ErrorIs(t, do(ctx, t, db, op), driver.ErrTimeout)
				cancel()
				w.quiet("slow")
				works(t, db)
			}
		}},
		{"silent", func(t *testing.T, p *faultproxy.Proxy, db driver.DB, w *watcher) {
			p.Hold(faultproxy.ToClient)
			ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
			defer cancel()
			start := time.Now()
			err := do(ctx, t, db, read(many, 1, nil))
			require.ErrorIs(t, err, driver.ErrTimeout, "the deadline, and not how the connection ended")
			require.Less(t, time.Since(start), 8*time.Second, "a network that carries nothing is not waited for")
			p.Release(faultproxy.ToClient)
		}},
		{"silent from the beginning", func(t *testing.T, p *faultproxy.Proxy, db driver.DB, w *watcher) {
			p.Cut(faultproxy.FIN)
			time.Sleep(20 * time.Millisecond)
			p.Hold(faultproxy.ToServer)
			ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
			defer cancel()
			start := time.Now()
			require.ErrorIs(t, do(ctx, t, db, put(1)), driver.ErrTimeout)
			require.Less(t, time.Since(start), 2*time.Second)
			p.Release(faultproxy.ToServer)
		}},
		{"nobody answers a commit", func(t *testing.T, p *faultproxy.Proxy, db driver.DB, w *watcher) {
			tx, err := db.Begin(t.Context(), driver.TxOptions{})
			require.NoError(t, err)
			require.NoError(t, do(t.Context(), t, tx, put(1)))
			p.Hold(faultproxy.ToClient)
			start := time.Now()
			require.ErrorIs(t, tx.Commit(t.Context()), driver.ErrCommitUnknown)
			require.Less(t, time.Since(start), 2*time.Second, "CommitTimeout")
			p.Release(faultproxy.ToClient)
		}},
		{"refused", func(t *testing.T, p *faultproxy.Proxy, db driver.DB, w *watcher) {
			p.Refuse(true)
			p.Cut(faultproxy.RST)
			require.Eventually(t, func() bool { return w.connections() == 0 }, patient, time.Millisecond)
			err := do(t.Context(), t, db, put(1))
			require.ErrorIs(t, err, driver.ErrUnavailable)
			require.True(t, driver.CanRetry(err))
			_, err = db.Begin(t.Context(), driver.TxOptions{})
			require.ErrorIs(t, err, driver.ErrUnavailable)
			_, err = db.Cursor(t.Context(), &driver.Plan{SQL: many, Columns: 1}, nil)
			require.ErrorIs(t, err, driver.ErrUnavailable)
			p.Refuse(false)
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			p, db, w := behind(t, postgres.Connections(2), postgres.CommitTimeout(300*time.Millisecond))
			test.run(t, p, db, w)
			works(t, db)
			require.NoError(t, db.Close())
			require.Eventually(t, func() bool { return w.connections() == 0 }, patient, time.Millisecond, "connections leak")
		})
	}
}

// TestNothingIsLostWhenTheNetworkCuts: as when backends are killed, but the server says nothing.
func TestNothingIsLostWhenTheNetworkCuts(t *testing.T) {
	t.Parallel()
	p, db, _ := behind(t, postgres.Connections(4))
	l := newLedger(t, db)
	stop, worked := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(worked)
		l.work(6, stop)
	}()
	for end := time.Now().Add(3 * time.Second); time.Now().Before(end); {
		for written := l.written(); time.Now().Before(end) && l.written() < written+5; { // somebody must get through
			time.Sleep(10 * time.Millisecond)
		}
		how := faultproxy.How(rand.IntN(2))
		switch rand.IntN(3) {
		case 0:
			p.Cut(how)
		default:
			p.CutAfter(faultproxy.Direction(rand.IntN(2)), rand.Int64N(20_000), how)
		}
	}
	p.CutAfter(faultproxy.ToServer, -1, faultproxy.RST)
	p.CutAfter(faultproxy.ToClient, -1, faultproxy.RST)
	close(stop)
	<-worked
	l.audit()
}

// TestSlowWrite: pgconn reads in the background while a write takes long, and goes on to do so when the connection is
// idle again. Nobody must wait for that.
func TestSlowWrite(t *testing.T) {
	t.Parallel()
	dsn := pgtest.Database(t)
	db := connect(t, dsn, postgres.Connections(1), postgres.Pool(func(c *pgxpool.Config) {
		c.ConnConfig.DialFunc = func(ctx context.Context, network, addr string) (net.Conn, error) {
			conn, err := (&net.Dialer{}).DialContext(ctx, network, addr)
			if err != nil {
				return nil, err
			}
			return slowWriter{conn.(*net.TCPConn)}, nil
		}
	}))
	for range 5 {
		works(t, db)
	}
}

// slowWriter returns from writing when the answer is there.
type slowWriter struct{ *net.TCPConn }

func (w slowWriter) Write(b []byte) (int, error) {
	defer time.Sleep(40 * time.Millisecond)
	return w.TCPConn.Write(b)
}
