package integration

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/ormtest"
)

// TestExpectedRoundTripsAreSteady: what a test expects depends neither on what is known of statements nor on the machine.
func TestExpectedRoundTripsAreSteady(t *testing.T) {
	t.Parallel()
	db, _ := wired(t, 4)
	many := func(ctx context.Context) {
		require.NoError(t, orm.Async(ctx, func(ac orm.AsyncContext) error {
			for i := range 5 {
				models.Books.Using(db).Filter(models.Books.Stock.Ge(int64(i))).CountAsync(ac).Discard()
			}
			return orm.WaitAll(ac, models.Books.Using(db).CountAsync(ac), models.Tags.Using(db).CountAsync(ac))
		}))
	}
	ormtest.ExpectRoundTrips(t, t.Context(), 2, many) // the first time, what the statements are is asked
	ormtest.ExpectRoundTrips(t, t.Context(), 1, many)

	// One of them becomes slow: it waits for a lock.
	asked := make(chan error, 1)
	require.NoError(t, db.Atomic(t.Context(), func(ctx context.Context, tx *orm.Tx) error {
		if err := orm.Script(ctx, tx, "LOCK TABLE tags"); err != nil {
			return err
		}
		go func() {
			_, err := models.Tags.Using(db).Count(t.Context())
			asked <- err
		}()
		return orm.Script(ctx, tx, `DO $$ BEGIN
			WHILE NOT EXISTS (SELECT FROM pg_locks WHERE relation = 'tags'::regclass AND NOT granted) LOOP PERFORM pg_sleep(0.01); END LOOP;
			PERFORM pg_sleep(0.2);
		END $$`)
	}))
	require.NoError(t, <-asked)
	ctx, counter := ormtest.CountQueries(t.Context())
	many(ctx)
	require.Greater(t, counter.RoundTrips(), 1, "it travels alone\n%s", counter)
	ormtest.ExpectRoundTrips(t, t.Context(), 1, many)
}

// noted is a test that notes its last error.
type noted struct {
	testing.TB
	text string
}

func (n *noted) Helper() {}

func (n *noted) Errorf(format string, args ...any) { n.text = fmt.Sprintf(format, args...) }

// TestSharedRoundTripsAreSeen: events say which statements shared one.
func TestSharedRoundTripsAreSeen(t *testing.T) {
	t.Parallel()
	db, _ := wired(t, 1)
	var events []orm.Event
	var fake noted
	for range 2 { // the first time, the server is asked what the statements are
		ormtest.ExpectRoundTrips(&fake, t.Context(), 0, func(ctx context.Context) {
			ctx, counter := ormtest.CountQueries(ctx)
			require.NoError(t, orm.Async(ctx, func(ac orm.AsyncContext) error {
				return orm.WaitAll(ac, models.Books.Using(db).CountAsync(ac), models.Tags.Using(db).AllAsync(ac))
			}))
			events = counter.Statements()
			require.Len(t, events, 2)
		})
	}
	require.Contains(t, fake.text, "ormtest: expected 0 round trips, got 1 round trip\n   1. SELECT ")
	require.Regexp(t, `SELECT COUNT\(\*\) .*  -- integration/shared_test\.go:\d+, rows: 1`, fake.text)
	require.Regexp(t, `SELECT .* FROM "tags".*  -- integration/shared_test\.go:\d+, rows: \d+`, fake.text)
	require.True(t, events[0].Shared())
	require.Equal(t, events[0].RoundTrip, events[1].RoundTrip)
	require.EqualValues(t, 2, events[0].RoundTrip.Statements)
	for _, e := range events {
		require.True(t, e.Async)
		require.Contains(t, e.Site.String(), "integration/shared_test.go:")
	}
}

// TestSharedRoundTripsCountOnceForEachCounter that is around, and not for those that are not.
func TestSharedRoundTripsCountOnceForEachCounter(t *testing.T) {
	t.Parallel()
	db, _ := wired(t, 1)
	for range 3 {
		outer, all := ormtest.CountQueries(t.Context())
		require.NoError(t, orm.Async(outer, func(ac orm.AsyncContext) error {
			count := models.Books.Using(db).CountAsync(ac)
			slow := models.Tags.Using(db).CountAsync(ac.WithTimeout(time.Minute)) // a context of its own
			if err := orm.WaitAll(ac, count, slow); err != nil {
				return err
			}
			before := all.RoundTrips()
			inner, some := ormtest.CountQueries(ac.Context())
			err := orm.Async(inner, func(ac orm.AsyncContext) error {
				return orm.WaitAll(ac, models.Books.Using(db).CountAsync(ac), models.Tags.Using(db).CountAsync(ac))
			})
			require.Positive(t, some.RoundTrips())
			require.Equal(t, some.RoundTrips(), all.RoundTrips()-before)
			return err
		}))
	}
}

// TestRoundTripsAloneAreObserved: without an observer of statements.
func TestRoundTripsAloneAreObserved(t *testing.T) {
	t.Parallel()
	db, proxy := wired(t, 1)
	var told atomic.Int64
	ctx := orm.ObserveRoundTrips(t.Context(), func(orm.RoundTrip, string) { told.Add(1) })
	for range 3 {
		before, heard := proxy.Counts(), told.Load()
		require.NoError(t, orm.Async(ctx, func(ac orm.AsyncContext) error {
			return orm.WaitAll(ac, models.Books.Using(db).CountAsync(ac), models.Tags.Using(db).CountAsync(ac))
		}))
		after := proxy.Counts()
		require.Equal(t, before.Connections, after.Connections)
		require.EqualValues(t, after.RoundTrips-before.RoundTrips, told.Load()-heard)
	}
}
