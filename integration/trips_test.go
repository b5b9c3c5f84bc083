package integration

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/faultproxy"
	"github.com/seed83105465/duet/integration/pgtest"
	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/postgres"
	"github.com/seed83105465/duet/query"
	"github.com/seed83105465/duet/safety"
	"github.com/seed83105465/duet/testdata"
)

// distant is a bookshop behind a network that takes 2 ms each way, which counts the round trips.
func distant(t *testing.T) (*orm.DB, func() int64) {
	t.Helper()
	proxy, dsn := faultproxy.Before(t, pgtest.DatabaseFrom(t, "bookshop", testdata.PostgresSchema, testdata.PostgresSeed()))
	db, err := postgres.Open(t.Context(), dsn, postgres.Connections(4))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	proxy.Delay(faultproxy.ToServer, 2*time.Millisecond)
	proxy.Delay(faultproxy.ToClient, 2*time.Millisecond)
	before := proxy.Counts().RoundTrips
	return db, func() int64 {
		now := proxy.Counts().RoundTrips
		defer func() { before = now }()
		return int64(now - before)
	}
}

// costs runs f until it takes this many round trips: once its statements are prepared, and known to be fast, which on a busy
// machine may take a while. It never takes fewer.
func costs(t *testing.T, want int64, trips func() int64, f func()) {
	t.Helper()
	var got []int64
	for range 40 {
		trips()
		f()
		n := trips()
		require.GreaterOrEqual(t, n, want)
		if n == want {
			return
		}
		got = append(got, n)
	}
	require.Fail(t, "more round trips than there need be", "want %d, got %v", want, got)
}

// TestFuturesShareARoundTrip: what a scope asks for at once costs one way to the server and back, for each level.
func TestFuturesShareARoundTrip(t *testing.T) {
	t.Parallel()
	db, trips := distant(t)
	many := func() {
		require.NoError(t, orm.Async(t.Context(), func(ac orm.AsyncContext) error {
			var counts []*orm.Future[int64]
			for i := range 10 {
				counts = append(counts, models.Books.Using(db).Filter(models.Books.Stock.Ge(int64(i))).CountAsync(ac))
			}
			book := models.Books.Using(db).Filter(models.Books.ID.Eq(1)).SelectRelated(models.Books.Author).GetAsync(ac)
			n, err := orm.Gather(ac, counts...)
			require.NoError(t, err)
			require.EqualValues(t, 60, n[0])
			b, err := book.Await(ac)
			require.NoError(t, err)
			require.EqualValues(t, 1, b.ID)
			return nil
		}))
	}
	costs(t, 1, trips, many)

	levels := func() {
		require.NoError(t, orm.Async(t.Context(), func(ac orm.AsyncContext) error {
			authors := models.Authors.Using(db).OrderBy(models.Authors.ID.Asc()).PrefetchRelated(
				query.ThroughMany(models.Authors.Books, models.Books.Tags), models.Authors.Publisher).AllAsync(ac)
			books := models.Books.Using(db).PrefetchRelated(models.Books.Reviews, models.Books.Tags).AllAsync(ac)
			a, err := authors.Await(ac)
			require.NoError(t, err)
			require.Len(t, a, 20)
			b, err := books.Await(ac)
			require.NoError(t, err)
			require.Len(t, b, 60)
			return nil
		}))
	}
	costs(t, 3, trips, levels) // three levels of one query beside two of another
}

// TestFuturesAreIndependent: one that fails, is cancelled or finds nothing changes nothing for the others; a write is a
// barrier.
func TestFuturesAreIndependent(t *testing.T) {
	t.Parallel()
	db, _ := distant(t)
	ctx := t.Context()
	for round := range 8 {
		name := fmt.Sprint("round ", round)
		err := orm.Async(ctx, func(ac orm.AsyncContext) error {
			tags := models.Tags.Using(db)
			before := tags.CountAsync(ac)
			missing := tags.Filter(models.Tags.ID.Eq(-1)).GetAsync(ac)
			cancelled := tags.AllAsync(ac)
			cancelled.Cancel()
			write := tags.CreateAsync(ac, &models.Tag{Name: name})
			between := tags.CountAsync(ac)
			refused := tags.CreateAsync(ac, &models.Tag{Name: name})
			after := tags.CountAsync(ac)

			n, err := after.Await(ac)
			require.NoError(t, err)
			require.EqualValues(t, 14+round, n)
			n, err = before.Await(ac)
			require.NoError(t, err)
			require.EqualValues(t, 13+round, n)
			n, err = between.Await(ac)
			require.NoError(t, err)
			require.EqualValues(t, 14+round, n)
			_, err = missing.Await(ac)
			require.ErrorIs(t, err, orm.ErrNotFound)
			_, err = write.Await(ac)
			require.NoError(t, err)
			_, err = refused.Await(ac)
			var violated *orm.ConstraintError
			require.ErrorAs(t, err, &violated)
			return nil
		})
		require.NoError(t, err)
	}
}

// TestSlowPlansTravelAlone: once a plan is known to be slow, nobody waits for it.
func TestSlowPlansTravelAlone(t *testing.T) {
	t.Parallel()
	db, _ := distant(t)
	slow := func(ac orm.AsyncContext) *orm.Future[int64] {
		return models.Customers.Using(db).Filter(models.Customers.Email.Regex("^(([a-z])+.)+[A-Z]([a-z])+$")).CountAsync(ac)
	}
	run := func(then func()) {
		require.NoError(t, orm.Async(t.Context(), func(ac orm.AsyncContext) error {
			f := slow(ac)
			require.NoError(t, orm.Send(ac))
			then()
			_, err := f.Await(ac)
			return err
		}))
	}
	run(func() {}) // preparing waits for the lock, too
	for range 8 {
		release := locked(t, db, "customers")
		run(func() {
			time.Sleep(40 * time.Millisecond)
			release()
		})
	}

	release := locked(t, db, "customers")
	done := make(chan error, 1)
	go func() {
		done <- orm.Async(context.Background(), func(ac orm.AsyncContext) error {
			blocked := slow(ac)
			fast := models.Tags.Using(db).CountAsync(ac)
			if _, err := fast.Await(ac); err != nil {
				return err
			}
			release()
			_, err := blocked.Await(ac)
			return err
		})
	}()
	select {
	case err := <-done:
		require.NoError(t, err)
	case <-time.After(20 * time.Second):
		require.Fail(t, "the fast one waits for the slow one")
	}
}

// TestTripCancelled: a scope that fails ends what runs, on the server, and the pool is as it was.
func TestTripCancelled(t *testing.T) {
	t.Parallel()
	db, _ := distant(t)
	mine := errors.New("mine")
	many := func() error {
		return orm.Async(t.Context(), func(ac orm.AsyncContext) error {
			for range 5 {
				models.Books.Using(db).CountAsync(ac)
			}
			if err := orm.Send(ac); err != nil {
				return err
			}
			return mine
		})
	}
	for range 20 {
		require.ErrorIs(t, many(), mine)
	}
	n, err := models.Books.Using(db).Count(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, 60, n)
	var orphans *safety.OrphanFutureError
	require.NotErrorAs(t, many(), &orphans)
}

// TestTripPanics: a Scan that panics is its own future's affair, as is an observer's panic.
func TestTripPanics(t *testing.T) {
	t.Parallel()
	db, _ := distant(t)
	for range 8 {
		require.NoError(t, orm.Async(t.Context(), func(ac orm.AsyncContext) error {
			before := models.Tags.Using(db).CountAsync(ac)
			bad := orm.Project(models.Tags.Using(db), func(*int64) []query.Bind[models.Tag] {
				b := query.CountAll[models.Tag]().Into(new(int64))
				b.Scan = func(query.Row, int) { panic("mine") }
				return []query.Bind[models.Tag]{b}
			}).AllAsync(ac)
			behind := models.Tags.Using(db).Filter(models.Tags.ID.Eq(1)).GetAsync(ac)
			n, err := before.Await(ac)
			require.NoError(t, err)
			require.EqualValues(t, 13, n)
			row, err := behind.Await(ac)
			require.NoError(t, err)
			require.EqualValues(t, 1, row.ID)
			var crash *safety.PanicError
			require.ErrorAs(t, panicOf(func() { _, _ = bad.Await(ac) }), &crash)
			require.Equal(t, "mine", crash.Value)
			return nil
		}))
	}
}

// panicOf is the error that f panics with.
func panicOf(f func()) (err error) {
	defer func() { err, _ = recover().(error) }()
	f()
	return nil
}
