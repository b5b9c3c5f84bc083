package integration

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/pgtest"
	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/postgres"
	"github.com/seed83105465/duet/query"
	"github.com/seed83105465/duet/safety"
	"github.com/seed83105465/duet/testdata"
)

// TestTripCancelsWhatNobodyWaitsFor: a statement whose future was cancelled is ended on the server, so that it does not keep
// those that it travels with.
func TestTripCancelsWhatNobodyWaitsFor(t *testing.T) {
	t.Parallel()
	for _, runs := range []int{0, 20} { // nothing known of their plans, and all
		t.Run(fmt.Sprint(runs, " runs before"), func(t *testing.T) {
			t.Parallel()
			db, _ := distant(t)
			tags, books := models.Tags.Using(db), models.Books.Using(db)
			for range runs {
				require.NoError(t, orm.Async(t.Context(), func(ac orm.AsyncContext) error {
					return orm.WaitAll(ac, tags.CountAsync(ac), books.CountAsync(ac), tags.AllAsync(ac))
				}))
			}
			release := locked(t, db, "books")
			require.NoError(t, orm.Async(t.Context(), func(ac orm.AsyncContext) error {
				before := tags.CountAsync(ac)
				blocked := books.CountAsync(ac) // travels along, and waits for the lock
				behind := tags.AllAsync(ac)
				require.NoError(t, orm.Send(ac))
				time.Sleep(20 * time.Millisecond) // so that it runs, which is another case than that it was not sent
				blocked.Cancel()
				n, err := before.Await(ac)
				require.NoError(t, err)
				require.EqualValues(t, 13, n)
				rows, err := behind.Await(ac)
				require.NoError(t, err)
				require.Len(t, rows, 13)
				_, err = blocked.Await(ac)
				require.ErrorIs(t, err, safety.ErrCancelled)
				return nil
			}))
			release()
		})
	}
}

// TestReadBehindSeveralRounds: a read behind a write that looks first waits for all of it.
func TestReadBehindSeveralRounds(t *testing.T) {
	t.Parallel()
	db, _ := distant(t)
	for i := range 20 {
		one := models.Tags.Using(db).Filter(models.Tags.Name.Eq(fmt.Sprint("new ", i)))
		require.NoError(t, orm.Async(t.Context(), func(ac orm.AsyncContext) error {
			created := one.GetOrCreateAsync(ac, &models.Tag{Name: fmt.Sprint("new ", i)})
			n, err := one.CountAsync(ac).Await(ac)
			require.NoError(t, err)
			require.EqualValues(t, 1, n)
			_, err = created.Await(ac)
			return err
		}))
	}
}

// TestAlone: what was said to travel alone keeps nobody waiting, although its plan is known to be quick: here it waits for a
// lock. Behind a write it comes after that.
func TestAlone(t *testing.T) {
	t.Parallel()
	db, err := postgres.Open(t.Context(), pgtest.DatabaseFrom(t, "bookshop", testdata.PostgresSchema, testdata.PostgresSeed()), postgres.Connections(10))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	tags, books := models.Tags.Using(db), models.Books.Using(db).Alone()
	for range 10 {
		require.NoError(t, orm.Async(t.Context(), func(ac orm.AsyncContext) error {
			return orm.WaitAll(ac, tags.CountAsync(ac), books.CountAsync(ac), tags.AllAsync(ac))
		}))
	}
	release := locked(t, db, "books")
	require.NoError(t, orm.Async(t.Context(), func(ac orm.AsyncContext) error {
		write := tags.CreateAsync(ac, &models.Tag{Name: "while it waits"})
		waits := books.CountAsync(ac)
		behind := tags.CountAsync(ac)
		_, err := write.Await(ac)
		require.NoError(t, err)
		n, err := behind.Await(ac)
		require.NoError(t, err)
		require.EqualValues(t, 14, n)

		first, second := books.AllAsync(ac), tags.CountAsync(ac)
		n, err = second.Await(ac)
		require.NoError(t, err)
		require.EqualValues(t, 14, n)

		release()
		n, err = waits.Await(ac)
		require.NoError(t, err)
		require.EqualValues(t, 60, n)
		rows, err := first.Await(ac)
		require.NoError(t, err)
		require.Len(t, rows, 60)
		return nil
	}))
}

// TestReadsThatFailTogether: reads share a Sync, so that the server skips what is behind one that fails. Each gets its own
// answer all the same, and what is behind has one way more.
func TestReadsThatFailTogether(t *testing.T) {
	t.Parallel()
	db, trips := distant(t)
	books := models.Books.Using(db)
	// Of one plan, known to be quick or not, and failing by its argument.
	over := func(ac orm.AsyncContext, by int64) *orm.Future[int64] {
		return books.Filter(query.Compare(query.Div(query.F(models.Books.Stock), query.Minus(query.F(models.Books.ID), by)), query.OpGe, query.F(models.Books.ID))).CountAsync(ac)
	}
	want := make([]int64, 12)
	for i := range want {
		require.NoError(t, orm.Async(t.Context(), func(ac orm.AsyncContext) (err error) {
			want[i], err = over(ac, -int64(i)).Await(ac)
			return err
		}))
	}
	ask := func(fail ...int) {
		require.NoError(t, orm.Async(t.Context(), func(ac orm.AsyncContext) error {
			fs := make([]*orm.Future[int64], len(want))
			for i := range fs {
				by := -int64(i)
				if slices.Contains(fail, i) {
					by = 1 // the id of a book
				}
				fs[i] = over(ac, by)
			}
			for i, f := range fs {
				n, err := f.Await(ac)
				if slices.Contains(fail, i) {
					require.ErrorContains(t, err, "division by zero")
					continue
				}
				require.NoError(t, err)
				require.Equal(t, want[i], n)
			}
			return nil
		}))
	}
	costs(t, 1, trips, func() { ask() })
	for _, fail := range [][]int{{0}, {5}, {11}, {2, 3, 9}, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}} {
		require.Eventually(t, func() bool { // a busy machine makes a plan look slow now and then
			trips()
			ask(fail...)
			return trips() <= 2
		}, 20*time.Second, time.Millisecond, "%v", fail)
	}
}

// TestAwaitForLessTimeThanTheFutureHas returns when its own time is over; the future goes on.
func TestAwaitForLessTimeThanTheFutureHas(t *testing.T) {
	t.Parallel()
	db, _ := distant(t)
	release := locked(t, db, "books")
	require.NoError(t, orm.Async(t.Context(), func(ac orm.AsyncContext) error {
		books := models.Books.Using(db).CountAsync(ac)
		_, err := books.Await(ac.WithTimeout(30 * time.Millisecond))
		require.ErrorIs(t, err, context.DeadlineExceeded)
		release()
		n, err := books.Await(ac)
		require.EqualValues(t, 60, n)
		return err
	}))
}
