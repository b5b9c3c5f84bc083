package postgres_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/pgtest"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/postgres"
	"github.com/seed83105465/duet/safety"
)

// openORM opens a database for a test.
func openORM(t testing.TB, dsn string, opts ...postgres.Option) *orm.DB {
	t.Helper()
	db, err := postgres.Open(t.Context(), dsn, opts...)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	return db
}

// hear runs a loop over notifications in one of the voices. ready is called when the server listens, each with each
// notification until it is false.
type hear struct {
	name string
	run  func(ctx context.Context, db *orm.DB, ready func(), each func(postgres.Notification) bool, channels ...string) error
}

var hears = []hear{
	{"blocking", func(ctx context.Context, db *orm.DB, ready func(), each func(postgres.Notification) bool, channels ...string) error {
		for n, err := range postgres.Listen(postgres.OnListening(ctx, ready), db, channels...) {
			if err != nil {
				return err
			}
			if !each(n) {
				break
			}
		}
		return nil
	}},
	{"async", func(ctx context.Context, db *orm.DB, ready func(), each func(postgres.Notification) bool, channels ...string) error {
		return orm.Async(postgres.OnListening(ctx, ready), func(ac orm.AsyncContext) error {
			for n, err := range postgres.ListenAsync(ac, db, channels...) {
				if err != nil {
					return err
				}
				if !each(n) {
					break
				}
			}
			return nil
		})
	}},
}

func TestListen(t *testing.T) {
	t.Parallel()
	for _, h := range hears {
		t.Run(h.name, func(t *testing.T) {
			t.Parallel()
			dsn := pgtest.Database(t)
			db, other := openORM(t, dsn, postgres.Connections(1), postgres.Cursors(1)), openORM(t, dsn)
			const channel, second = `It's "odd" \here`, "second"
			var want, got []string
			say := func(channel, payload string) {
				want = append(want, channel+": "+payload)
			}
			ready := func() { // from the moment that the server listens, nothing is missed
				require.NoError(t, postgres.Notify(t.Context(), other, channel, `it's \n "here"`))
				say(channel, `it's \n "here"`)
				require.NoError(t, postgres.Notify(t.Context(), other, second, ""))
				say(second, "")
				require.NoError(t, postgres.Notify(t.Context(), other, "third", "unheard"))
				require.NoError(t, other.Atomic(t.Context(), func(ctx context.Context, tx *orm.Tx) error {
					return postgres.Notify(ctx, tx, channel, "committed")
				}))
				say(channel, "committed")
				require.Error(t, other.Atomic(t.Context(), func(ctx context.Context, tx *orm.Tx) error {
					require.NoError(t, postgres.Notify(ctx, tx, channel, "rolled back"))
					return context.Canceled
				}))
				require.NoError(t, orm.Async(t.Context(), func(ac orm.AsyncContext) error {
					_, err := postgres.NotifyAsync(ac, other, second, "async").Await(ac)
					return err
				}))
				say(second, "async")
				for i := range 500 {
					payload := fmt.Sprintf("%d%s", i, strings.Repeat(".", 1000))
					require.NoError(t, postgres.Notify(t.Context(), other, channel, payload))
					say(channel, payload)
				}
			}
			err := h.run(t.Context(), db, ready, func(n postgres.Notification) bool {
				require.NotZero(t, n.PID)
				got = append(got, n.Channel+": "+n.Payload)
				return len(got) < len(want)
			}, channel, second)
			require.NoError(t, err)
			require.Equal(t, want, got)

			// The connection was given up with the loop: there may be only one.
			ctx, cancel := context.WithCancel(t.Context())
			err = h.run(ctx, db, cancel, func(postgres.Notification) bool { return true }, second)
			require.ErrorIs(t, err, context.Canceled)
			ctx, cancel = context.WithTimeout(t.Context(), 50*time.Millisecond)
			defer cancel()
			err = h.run(ctx, db, func() {}, func(postgres.Notification) bool { return true }, second)
			require.ErrorIs(t, err, context.DeadlineExceeded)

			w := watch(t, dsn)
			err = h.run(t.Context(), db, func() { w.kill("LISTEN") }, func(postgres.Notification) bool { return true }, second)
			require.ErrorIs(t, err, orm.ErrUnavailable, "the connection was lost")
			require.True(t, orm.CanRetry(err))
			require.NoError(t, h.run(t.Context(), db, func() {
				require.NoError(t, postgres.Notify(t.Context(), other, second, "again"))
			}, func(postgres.Notification) bool { return false }, second))

			closed := make(chan error, 1)
			err = h.run(t.Context(), db, func() {
				go func() { closed <- db.Close() }()
			}, func(postgres.Notification) bool { return true }, second)
			require.ErrorIs(t, err, orm.ErrClosed)
			require.NoError(t, <-closed)
			err = h.run(t.Context(), db, func() {}, func(postgres.Notification) bool { return true }, second)
			require.ErrorIs(t, err, orm.ErrClosed)
		})
	}
}

func TestListenRefuses(t *testing.T) {
	t.Parallel()
	dsn := pgtest.Database(t)
	db := openORM(t, dsn, postgres.Cursors(1))
	never := func(postgres.Notification) bool { return false }
	for _, h := range hears {
		for says, channels := range map[string][]string{"name one or more": {}, "1 to 63 bytes": {"ok", strings.Repeat("x", 64)}} {
			require.ErrorContains(t, h.run(t.Context(), db, func() {}, never, channels...), says)
		}
		pooled := openORM(t, dsn, postgres.PgBouncer())
		require.ErrorIs(t, h.run(t.Context(), pooled, func() {}, never, "a"), orm.ErrUnsupported)
		err := h.run(t.Context(), db, func() {
			err := h.run(t.Context(), db, func() {}, never, "b")
			require.ErrorContains(t, err, "raise postgres.Cursors")
			require.NoError(t, postgres.Notify(t.Context(), openORM(t, dsn), "a", ""))
		}, never, "a")
		require.NoError(t, err)
	}
	require.ErrorContains(t, postgres.Notify(t.Context(), db, "a", "zero \x00"), "zero byte")
	require.ErrorContains(t, postgres.Notify(t.Context(), db, "a", strings.Repeat("x", 8000)), "too long")
	require.ErrorIs(t, postgres.Notify(t.Context(), nil, "a", ""), orm.ErrNoSession)

	// The guard knows them.
	require.NoError(t, orm.Async(t.Context(), func(ac orm.AsyncContext) error {
		err := postgres.Notify(ac.Context(), db, "a", "")
		require.ErrorIs(t, err, safety.ErrBlockingCall)
		require.ErrorContains(t, err, "NotifyAsync(ac")
		for _, err := range postgres.Listen(ac.Context(), db, "a") {
			require.ErrorIs(t, err, safety.ErrBlockingCall)
			require.ErrorContains(t, err, "ListenAsync(ac")
		}
		return nil
	}))
}
