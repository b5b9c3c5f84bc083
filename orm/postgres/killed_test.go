package postgres_test

import (
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/pgtest"
	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/orm/postgres"
	"github.com/seed83105465/duet/query"
)

// lost looks that an error says that the server ended the connection, and that nothing was done.
func lost(t *testing.T, err error) {
	t.Helper()
	require.ErrorIs(t, err, driver.ErrUnavailable)
	require.NotErrorIs(t, err, driver.ErrCommitUnknown)
	require.True(t, driver.CanRetry(err), "%v", err)
	var pg *pgconn.PgError
	require.ErrorAs(t, err, &pg)
	require.Equal(t, "57P01", pg.Code)
}

// slowly is a table whose transactions take long to commit.
const slowly = `CREATE TABLE tally (n bigint PRIMARY KEY);
CREATE FUNCTION nap() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(600); RETURN NULL; END';
CREATE CONSTRAINT TRIGGER slowly AFTER INSERT ON tally DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION nap()`

func TestBackendKilled(t *testing.T) {
	t.Parallel()
	const nap = "SELECT count(*) FROM pg_sleep(600)"
	for _, test := range []struct {
		name string
		run  func(t *testing.T, db driver.DB, w *watcher)
	}{
		{"idle", func(t *testing.T, db driver.DB, w *watcher) {
			works(t, db)
			unnoticed := 0
			for range 10 {
				require.NotZero(t, w.kill("bigint"))
				require.Eventually(t, func() bool { return w.connections() == 0 }, patient, time.Millisecond)
				time.Sleep(5 * time.Millisecond) // it has still to arrive here
				op := read("SELECT $1::bigint", 1, nil, query.IntArg(1))
				if db.Pipeline(t.Context(), []*driver.Op{op}); op.Outcome.Err == nil {
					unnoticed++
					continue
				}
				lost(t, op.Outcome.Err) // it had not
				works(t, db)
			}
			require.NotZero(t, unnoticed)
		}},
		{"reading", func(t *testing.T, db driver.DB, w *watcher) {
			op := read(nap, 1, nil)
			killed(w, "pg_sleep", func() { db.Pipeline(t.Context(), []*driver.Op{op}) })
			lost(t, op.Outcome.Err)
			require.Equal(t, driver.Failed, op.Outcome.State)
		}},
		{"writing", func(t *testing.T, db driver.DB, w *watcher) {
			ops := []*driver.Op{put(1), write("INSERT INTO tally SELECT 2 FROM pg_sleep(600)"), put(3)}
			w.exec("DROP TRIGGER slowly ON tally")
			killed(w, "pg_sleep", func() { db.Pipeline(t.Context(), ops) })
			require.Equal(t, driver.OK, ops[0].Outcome.State)
			for _, op := range ops[1:] {
				lost(t, op.Outcome.Err)
				require.Equal(t, driver.Failed, op.Outcome.State)
			}
			require.Equal(t, []int64{1}, ints(t, db, "SELECT n FROM tally"))
		}},
		{"committing a statement", func(t *testing.T, db driver.DB, w *watcher) {
			op := put(1)
			killed(w, "INSERT", func() { db.Pipeline(t.Context(), []*driver.Op{op}) })
			lost(t, op.Outcome.Err)
			require.Equal(t, driver.Failed, op.Outcome.State)
		}},
		{"committing", func(t *testing.T, db driver.DB, w *watcher) {
			tx, err := db.Begin(t.Context(), driver.TxOptions{})
			require.NoError(t, err)
			require.NoError(t, do(t.Context(), t, tx, put(1)))
			killed(w, "COMMIT", func() { err = tx.Commit(t.Context()) })
			lost(t, err)
			require.ErrorIs(t, do(t.Context(), t, tx, put(2)), driver.ErrTxDone)
		}},
		{"idle before a statement of its transaction", func(t *testing.T, db driver.DB, w *watcher) {
			tx, err := db.Begin(t.Context(), driver.TxOptions{})
			require.NoError(t, err)
			require.NoError(t, do(t.Context(), t, tx, put(1)))
			require.EqualValues(t, 1, w.kill("INSERT"))
			require.Eventually(t, func() bool { return w.connections() == 0 }, patient, time.Millisecond)
			err = do(t.Context(), t, tx, put(2))
			require.ErrorIs(t, err, driver.ErrUnavailable)
			require.True(t, driver.CanRetry(err), "the transaction may be run again: %v", err)
			err = do(t.Context(), t, tx, put(3))
			require.ErrorIs(t, err, driver.ErrTxFailed)
			require.ErrorIs(t, tx.Commit(t.Context()), driver.ErrTxFailed)
			require.NoError(t, tx.Rollback(t.Context()))
		}},
		{"idle before its commit", func(t *testing.T, db driver.DB, w *watcher) {
			tx, err := db.Begin(t.Context(), driver.TxOptions{})
			require.NoError(t, err)
			require.NoError(t, do(t.Context(), t, tx, put(1)))
			require.EqualValues(t, 1, w.kill("INSERT"))
			require.Eventually(t, func() bool { return w.connections() == 0 }, patient, time.Millisecond)
			require.ErrorIs(t, tx.Commit(t.Context()), driver.ErrUnavailable)
		}},
		{"idle in a cursor", func(t *testing.T, db driver.DB, w *watcher) {
			cur, err := db.Cursor(t.Context(), &driver.Plan{SQL: "SELECT n FROM generate_series(1, 1000) n", Columns: 1}, nil)
			require.NoError(t, err)
			rows := 0
			scan := func(driver.Row) error { rows++; return nil }
			more, err := cur.Fetch(t.Context(), 10, scan)
			require.NoError(t, err)
			require.True(t, more)
			require.EqualValues(t, 1, w.kill("FETCH"))
			require.Eventually(t, func() bool { return w.connections() == 1 }, patient, time.Millisecond)
			_, err = cur.Fetch(t.Context(), 10, scan)
			require.ErrorIs(t, err, driver.ErrUnavailable)
			require.True(t, driver.CanRetry(err))
			require.Equal(t, 10, rows)
			require.NoError(t, cur.Close())
			_, err = cur.Fetch(t.Context(), 10, scan)
			require.Error(t, err)
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			dsn := pgtest.DatabaseFrom(t, "slowly", slowly)
			db, w := connect(t, dsn, postgres.Connections(1)), watch(t, dsn)
			test.run(t, db, w)
			works(t, db)
			require.LessOrEqual(t, w.connections(), int64(2))
			if test.name != "writing" {
				require.Zero(t, w.number("SELECT count(*) FROM tally"))
			}
			require.NoError(t, db.Close())
			require.Eventually(t, func() bool { return w.connections() == 0 }, patient, time.Millisecond, "connections leak")
		})
	}
}

// killed runs call, and kills the backend that runs text meanwhile.
func killed(w *watcher, text string, call func()) {
	w.t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		call()
	}()
	w.running(text, 1)
	w.kill(text)
	select {
	case <-done:
	case <-time.After(patient):
		w.t.Fatal("the call does not notice that its backend is gone")
	}
}

// TestNothingIsLostWhenBackendsAreKilled: what was said to be done is there, what was said not to be is not.
func TestNothingIsLostWhenBackendsAreKilled(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		pooler bool
	}{{"directly", false}, {"through PgBouncer", true}} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			dsn := pgtest.DatabaseFrom(t, "tally", "CREATE TABLE tally (n bigint PRIMARY KEY)")
			via, opts := dsn, []postgres.Option{postgres.Connections(4)}
			if test.pooler {
				via, opts = pgtest.PgBouncer(t, dsn), append(opts, postgres.PgBouncer())
			}
			db, w := connect(t, via, opts...), watch(t, dsn)
			l := newLedger(t, db)
			stop := make(chan struct{})
			worked := make(chan struct{})
			go func() {
				defer close(worked)
				l.work(6, stop)
			}()
			killed := 0
			for end := time.Now().Add(3 * time.Second); time.Now().Before(end); time.Sleep(7 * time.Millisecond) {
				killed += int(w.number("SELECT count(pg_terminate_backend(pid)) FROM (SELECT pid " + others + " ORDER BY random() LIMIT 1) s"))
			}
			close(stop)
			<-worked
			l.audit()
			require.Greater(t, killed, 5)
			require.NoError(t, db.Close())
		})
	}
}
