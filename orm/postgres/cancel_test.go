package postgres_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/pgtest"
	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/orm/postgres"
	"github.com/seed83105465/duet/query"
)

// TestCancelledCallEndsAtTheServer: whatever runs when its context ends has ended at the server a moment later.
func TestCancelledCallEndsAtTheServer(t *testing.T) {
	t.Parallel()
	const nap = "SELECT count(*) FROM pg_sleep(600)"
	tests := []struct {
		name  string
		while string // it is cancelled while this runs
		run   func(ctx context.Context, t *testing.T, db driver.DB) error
	}{
		{"a read", "pg_sleep", func(ctx context.Context, t *testing.T, db driver.DB) error { return do(ctx, t, db, read(nap, 1, nil)) }},
		{"a write", "pg_sleep", func(ctx context.Context, t *testing.T, db driver.DB) error {
			return do(ctx, t, db, write("INSERT INTO tally SELECT 1 FROM pg_sleep(600)"))
		}},
		{"one of a pipeline", "pg_sleep", func(ctx context.Context, t *testing.T, db driver.DB) error {
			ops := []*driver.Op{read("SELECT 1", 1, nil), read(nap, 1, nil), read(nap, 1, nil)}
			db.Pipeline(ctx, ops)
			require.NoError(t, ops[0].Outcome.Err, "it was answered before")
			require.ErrorIs(t, ops[2].Outcome.Err, context.Canceled)
			return ops[1].Outcome.Err
		}},
		{"a script", "pg_sleep", func(ctx context.Context, t *testing.T, db driver.DB) error {
			return do(ctx, t, db, &driver.Op{Plan: &driver.Plan{SQL: "INSERT INTO tally VALUES (2); SELECT pg_sleep(600)", Write: true, Script: true}})
		}},
		{"a statement of a transaction", "pg_sleep", func(ctx context.Context, t *testing.T, db driver.DB) error {
			tx, err := db.Begin(context.Background(), driver.TxOptions{})
			require.NoError(t, err)
			defer func() { require.NoError(t, tx.Rollback(ctx)) }()
			require.NoError(t, do(context.Background(), t, tx, put(3)))
			err = do(ctx, t, tx, read(nap, 1, nil))
			require.ErrorIs(t, do(context.Background(), t, tx, put(4)), driver.ErrTxFailed)
			return err
		}},
		{"a cursor", "FETCH", func(ctx context.Context, t *testing.T, db driver.DB) error {
			cur, err := db.Cursor(ctx, &driver.Plan{SQL: "SELECT n FROM generate_series(1, 3) n, pg_sleep(600)", Columns: 1}, nil)
			require.NoError(t, err)
			defer func() { require.NoError(t, cur.Close()) }()
			_, err = cur.Fetch(ctx, 1, func(driver.Row) error { return nil })
			return err
		}},
		{"waiting for a lock", "INSERT INTO tally", func(ctx context.Context, t *testing.T, db driver.DB) error {
			tx, err := db.Begin(context.Background(), driver.TxOptions{})
			require.NoError(t, err)
			defer func() { require.NoError(t, tx.Rollback(ctx)) }()
			require.NoError(t, do(context.Background(), t, tx, write("LOCK TABLE tally")))
			return do(ctx, t, db, put(5))
		}},
	}
	dsn := pgtest.DatabaseFrom(t, "tally", "CREATE TABLE tally (n bigint PRIMARY KEY)")
	for _, through := range []string{"", "PgBouncer"} {
		via, opts := dsn, []postgres.Option{postgres.Connections(2)}
		if through != "" {
			via, opts = pgtest.PgBouncer(t, dsn), append(opts, postgres.PgBouncer())
		}
		db := connect(t, via, opts...)
		w := watch(t, dsn)
		for _, test := range tests {
			ctx, cancel := context.WithCancel(t.Context())
			returned := make(chan error)
			go func() {
				defer close(returned) // also when the test fails there
				returned <- test.run(ctx, t, db)
			}()
			w.running(test.while, 1)
			start := time.Now()
			cancel()
			err := <-returned
			require.ErrorIs(t, err, context.Canceled, "%s %s", test.name, through)
			require.NotErrorIs(t, err, driver.ErrTimeout)
			require.Less(t, time.Since(start), time.Second, "%s %s", test.name, through)
			w.quiet(test.name + " " + through)
			works(t, db)
		}
		require.Zero(t, w.number("SELECT count(*) FROM tally"))
	}
}

// TestCancelledAtRandom: calls of several goroutines are cancelled at any moment: waiting for a connection, being sent,
// running, being answered. Whoever is not cancelled gets what he asked for, and nothing else.
func TestCancelledAtRandom(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		conns  int
		pooler bool
	}{{"one connection", 1, false}, {"four connections", 4, false}, {"through PgBouncer", 4, true}} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			dsn := pgtest.DatabaseFrom(t, "tally", "CREATE TABLE tally (n bigint PRIMARY KEY)")
			via, opts := dsn, []postgres.Option{postgres.Connections(test.conns)}
			if test.pooler {
				via, opts = pgtest.PgBouncer(t, dsn), append(opts, postgres.PgBouncer())
			}
			db := connect(t, via, opts...)
			w := watch(t, dsn)
			const workers, rounds = 6, 40
			var mu sync.Mutex
			done, undone := []int64{}, 0
			var wg sync.WaitGroup
			for worker := range workers {
				wg.Go(func() {
					for round := range rounds {
						n := int64(worker*rounds + round)
						ok := cancelled(t, db, n)
						mu.Lock()
						if ok {
							done = append(done, n)
						} else {
							undone++
						}
						mu.Unlock()
						found := ints(t, db, "SELECT $1::bigint", query.IntArg(n))
						assert.Equal(t, []int64{n}, found, "the next one")
					}
				})
			}
			wg.Wait()
			w.quiet(test.name)
			require.ElementsMatch(t, done, ints(t, db, "SELECT n FROM tally"))
			require.NotZero(t, undone)
			t.Logf("%d done, %d not", len(done), undone)
		})
	}
}

// cancelled adds n to tally by one of several ways, and is cancelled somewhere on it. It reports whether n is there.
func cancelled(t *testing.T, db driver.DB, n int64) (done bool) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	defer time.AfterFunc(time.Duration(rand.IntN(12_000))*time.Microsecond, cancel).Stop()
	start := time.Now()
	defer func() { assert.Less(t, time.Since(start), patient/2) }()
	mine := func(r driver.Row) error {
		if got := r.Int64(0); got != n {
			return fmt.Errorf("asked for %d, was answered %d", n, got)
		}
		return nil
	}
	var errs []error
	switch n % 4 {
	case 0:
		ops := []*driver.Op{
			read("SELECT $1::bigint", 1, mine, query.IntArg(n)), put(n),
			read("SELECT $1::bigint FROM generate_series(1, 2000)", 1, mine, query.IntArg(n)),
		}
		db.Pipeline(ctx, ops)
		for _, op := range ops {
			errs = append(errs, op.Outcome.Err)
		}
		done = ops[1].Outcome.State == driver.OK
	case 1:
		op := write("INSERT INTO tally SELECT $1::bigint FROM pg_sleep(0.004)", query.IntArg(n))
		errs = append(errs, do(ctx, t, db, op))
		done = errs[0] == nil
	case 2:
		errs = append(errs, do(ctx, t, db, read("SELECT $1::bigint FROM pg_sleep(60)", 1, mine, query.IntArg(n))))
	default:
		tx, err := db.Begin(ctx, driver.TxOptions{})
		if errs = append(errs, err); err != nil {
			break
		}
		if err = do(ctx, t, tx, put(n)); err == nil {
			err = tx.Commit(ctx)
			done = err == nil
		}
		errs = append(errs, err, tx.Rollback(ctx))
	}
	for _, err := range errs {
		if err != nil {
			assert.ErrorIs(t, err, context.Canceled)
		}
	}
	return done
}

// TestPoolExhausted: who waits for a connection in vain is told so, and whoever has one is not disturbed.
func TestPoolExhausted(t *testing.T) {
	t.Parallel()
	dsn := pgtest.DatabaseFrom(t, "tally", "CREATE TABLE tally (n bigint PRIMARY KEY)")
	db := connect(t, dsn, postgres.Connections(2))
	var held []driver.Tx
	for n := range int64(2) {
		tx, err := db.Begin(t.Context(), driver.TxOptions{})
		require.NoError(t, err)
		require.NoError(t, do(t.Context(), t, tx, put(n)))
		held = append(held, tx)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Millisecond)
	defer cancel()
	op := put(9)
	err := do(ctx, t, db, op)
	require.ErrorIs(t, err, driver.ErrTimeout)
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.ErrorContains(t, err, "waiting for one of the pool's 2 connections")
	require.Equal(t, driver.Aborted, op.Outcome.State, "it was never sent")
	_, err = db.Begin(after(t, 20*time.Millisecond), driver.TxOptions{})
	require.ErrorIs(t, err, context.Canceled)
	require.NotErrorIs(t, err, driver.ErrTimeout)
	for _, tx := range held {
		require.NoError(t, tx.Commit(t.Context()))
	}
	require.Len(t, ints(t, db, "SELECT n FROM tally"), 2)
}
