package integration

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/faultproxy"
	"github.com/seed83105465/duet/integration/pgtest"
	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/ormtest"
	"github.com/seed83105465/duet/orm/postgres"
	"github.com/seed83105465/duet/query"
	"github.com/seed83105465/duet/testdata"
)

var errMine = errors.New("mine")

// counted is a piece of work whose round trips are counted in two ways.
type counted struct {
	name string
	want int // round trips, once its statements are prepared and known to be fast; 0 where the two ways must agree alone
	work func(t *testing.T, ctx context.Context, db *orm.DB)
}

var countedWork = []counted{
	{"get", 1, func(t *testing.T, ctx context.Context, db *orm.DB) {
		_, err := models.Books.Using(db).Filter(models.Books.ID.Eq(1)).Get(ctx)
		require.NoError(t, err)
	}},
	{"prefetch, two levels", 3, func(t *testing.T, ctx context.Context, db *orm.DB) {
		_, err := models.Authors.Using(db).PrefetchRelated(query.ThroughMany(models.Authors.Books, models.Books.Tags), models.Authors.Publisher).All(ctx)
		require.NoError(t, err)
	}},
	{"gather eleven", 1, func(t *testing.T, ctx context.Context, db *orm.DB) {
		require.NoError(t, orm.Async(ctx, func(ac orm.AsyncContext) error {
			var counts []*orm.Future[int64]
			for i := range 11 {
				counts = append(counts, models.Books.Using(db).Filter(models.Books.Stock.Ge(int64(i))).CountAsync(ac))
			}
			_, err := orm.Gather(ac, counts...)
			return err
		}))
	}},
	{"fifty lookups by key", 1, func(t *testing.T, ctx context.Context, db *orm.DB) {
		ctx, counter := ormtest.CountQueries(ctx)
		require.NoError(t, orm.Async(ctx, func(ac orm.AsyncContext) error {
			var books []*orm.Future[*models.Book]
			for i := range int64(50) {
				books = append(books, models.Books.Using(db).Filter(models.Books.ID.Eq(i+1)).GetAsync(ac))
			}
			_, err := orm.Gather(ac, books...)
			return err
		}))
		for _, e := range counter.Statements() {
			require.Equal(t, 50, e.Merged)
			require.EqualValues(t, 1, e.RoundTrip.Statements)
		}
		require.Contains(t, counter.String(), "sent as one with 49 others")
	}},
	{"transaction of one statement", 2, func(t *testing.T, ctx context.Context, db *orm.DB) {
		require.NoError(t, db.Atomic(ctx, func(ctx context.Context, tx *orm.Tx) error {
			return models.Tags.Using(tx).Create(ctx, &models.Tag{Name: fresh()})
		}))
	}},
	{"transaction that begins with a savepoint", 4, func(t *testing.T, ctx context.Context, db *orm.DB) {
		require.NoError(t, orm.Async(ctx, func(ac orm.AsyncContext) error {
			_, err := db.AtomicAsync(ac, func(ac orm.AsyncContext, tx *orm.Tx) error {
				_, err := tx.AtomicAsync(ac, func(ac orm.AsyncContext, tx *orm.Tx) error {
					_, err := models.Tags.Using(tx).CreateAsync(ac, &models.Tag{Name: fresh()}).Await(ac)
					return err
				}).Await(ac)
				return err
			}).Await(ac)
			return err
		}))
	}},
	{"transaction", 0, func(t *testing.T, ctx context.Context, db *orm.DB) {
		require.NoError(t, db.Atomic(ctx, twice))
	}},
	{"transaction rolled back", 0, func(t *testing.T, ctx context.Context, db *orm.DB) {
		require.ErrorIs(t, db.Atomic(ctx, func(ctx context.Context, tx *orm.Tx) error {
			return errors.Join(twice(ctx, tx), errMine)
		}), errMine)
	}},
	{"savepoints", 0, func(t *testing.T, ctx context.Context, db *orm.DB) {
		require.NoError(t, db.Atomic(ctx, func(ctx context.Context, tx *orm.Tx) error {
			kept := tx.Atomic(ctx, twice)
			undone := tx.Atomic(ctx, func(ctx context.Context, tx *orm.Tx) error {
				return errors.Join(twice(ctx, tx), errMine)
			})
			require.ErrorIs(t, undone, errMine)
			return kept
		}))
	}},
	{"asynchronous transaction", 0, func(t *testing.T, ctx context.Context, db *orm.DB) {
		require.NoError(t, orm.Async(ctx, func(ac orm.AsyncContext) error {
			done := db.AtomicAsync(ac, func(ac orm.AsyncContext, tx *orm.Tx) error {
				book := models.Books.Using(tx).Filter(models.Books.ID.Eq(1)).GetAsync(ac)
				tags := models.Tags.Using(tx).CountAsync(ac)
				return orm.WaitAll(ac, book, tags)
			})
			_, err := done.Await(ac)
			return err
		}))
	}},
	{"bulk create", 0, func(t *testing.T, ctx context.Context, db *orm.DB) {
		rows := make([]*models.Tag, 50)
		for i := range rows {
			rows[i] = &models.Tag{Name: fresh()}
		}
		require.NoError(t, models.Tags.Using(db).BulkCreate(ctx, rows))
	}},
	{"iterate", 0, func(t *testing.T, ctx context.Context, db *orm.DB) {
		for _, err := range models.Books.Using(db).PrefetchRelated(models.Books.Tags).Iterate(ctx) {
			require.NoError(t, err)
		}
	}},
	{"iterate in a transaction, left early", 0, func(t *testing.T, ctx context.Context, db *orm.DB) {
		require.NoError(t, db.Atomic(ctx, func(ctx context.Context, tx *orm.Tx) error {
			for _, err := range models.Books.Using(tx).Iterate(ctx) {
				return err
			}
			return errors.New("no books")
		}))
	}},
	{"copy", 1, func(t *testing.T, ctx context.Context, db *orm.DB) {
		var rows iter.Seq2[*models.Tag, error] = func(yield func(*models.Tag, error) bool) {
			for range 20 {
				if !yield(&models.Tag{Name: fresh()}, nil) {
					return
				}
			}
		}
		n, err := orm.CopyFrom(ctx, models.Tags.Using(db), rows)
		require.NoError(t, err)
		require.EqualValues(t, 20, n)
	}},
	{"a statement that fails", 1, func(t *testing.T, ctx context.Context, db *orm.DB) {
		var refused *orm.ConstraintError
		require.ErrorAs(t, models.Tags.Using(db).Create(ctx, &models.Tag{ID: 1, Name: "again"}), &refused)
	}},
	{"script", 1, func(t *testing.T, ctx context.Context, db *orm.DB) {
		require.NoError(t, orm.Script(ctx, db, "SELECT 1; SELECT 2"))
	}},
	{"notify", 1, func(t *testing.T, ctx context.Context, db *orm.DB) {
		require.NoError(t, postgres.Notify(ctx, db, "counted", "one"))
	}},
	{"a lookup for each of many, all at once", 0, func(t *testing.T, ctx context.Context, db *orm.DB) {
		require.NoError(t, orm.Async(ctx, func(ac orm.AsyncContext) error {
			var books []*orm.Future[*models.Book]
			for i := range 30 {
				books = append(books, models.Books.Using(db).Filter(models.Books.ID.Eq(int64(i+1))).GetAsync(ac))
			}
			_, err := orm.Gather(ac, books...)
			return err
		}))
	}},
}

// twice sends two statements.
func twice(ctx context.Context, tx *orm.Tx) error {
	if _, err := models.Books.Using(tx).Filter(models.Books.ID.Eq(1)).Get(ctx); err != nil {
		return err
	}
	return models.Tags.Using(tx).Create(ctx, &models.Tag{Name: fresh()})
}

var names atomic.Int64

// fresh is a name that no row has.
func fresh() string { return fmt.Sprint("fresh ", names.Add(1)) }

// TestRoundTripsAreCounted: what a counter says is what a proxy on the wire sees, whatever the work and the size of the pool,
// from the first time on.
func TestRoundTripsAreCounted(t *testing.T) {
	t.Parallel()
	for _, connections := range []int{1, 4} {
		for _, c := range countedWork {
			t.Run(fmt.Sprintf("%s, pool of %d", c.name, connections), func(t *testing.T) {
				t.Parallel()
				c.check(t, connections)
			})
		}
	}
}

func (c *counted) check(t *testing.T, connections int) {
	t.Helper()
	db, proxy := wired(t, connections)
	var got []int
	for range 40 {
		before := proxy.Counts()
		ctx, counter := ormtest.CountQueries(t.Context())
		c.work(t, ctx, db)
		after := proxy.Counts()
		n := after.RoundTrips - before.RoundTrips
		require.Equal(t, before.Connections, after.Connections, "connecting is not counted, and would be seen")
		require.Equal(t, n, counter.RoundTrips(), "counted, and seen on the wire\n%s", counter)
		require.GreaterOrEqual(t, n, c.want)
		if got = append(got, n); len(got) > 2 && (c.want == 0 || n == c.want) {
			return
		}
	}
	require.Fail(t, "more round trips than there need be", "want %d, got %v", c.want, got)
}

// wired is a bookshop behind a proxy, with all of its connections open.
func wired(t *testing.T, connections int) (*orm.DB, *faultproxy.Proxy) {
	t.Helper()
	proxy, dsn := faultproxy.Before(t, pgtest.DatabaseFrom(t, "bookshop", testdata.PostgresSchema, testdata.PostgresSeed()))
	db, err := postgres.Open(t.Context(), dsn, postgres.Connections(connections))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	var ready, done sync.WaitGroup
	ready.Add(connections)
	for range connections {
		done.Go(func() {
			_ = db.Atomic(t.Context(), func(context.Context, *orm.Tx) error {
				ready.Done()
				ready.Wait()
				return nil
			})
		})
	}
	done.Wait()
	for _, err := range models.Tags.Using(db).Limit(1).Iterate(t.Context()) { // has a connection of its own
		require.NoError(t, err)
	}
	// An answer that arrives while more is sent would be seen as two.
	proxy.Delay(faultproxy.ToServer, 2*time.Millisecond)
	proxy.Delay(faultproxy.ToClient, 2*time.Millisecond)
	return db, proxy
}
