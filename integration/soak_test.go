package integration

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/pgtest"
	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/postgres"
	"github.com/seed83105465/duet/orm/sqlite"
	"github.com/seed83105465/duet/query"
	"github.com/seed83105465/duet/testdata"
)

var errGivenUp = errors.New("given up")

// TestSoak: scopes of many goroutines ask, write, load lazily, cancel and give up on pools of few connections. Nothing
// hangs, every answer is right, and what was acknowledged is there.
func TestSoak(t *testing.T) {
	t.Parallel()
	for _, connections := range []int{1, 2, 4} {
		t.Run(fmt.Sprint("Postgres with ", connections), func(t *testing.T) {
			t.Parallel()
			db, err := postgres.Open(t.Context(), pgtest.DatabaseFrom(t, "bookshop", testdata.PostgresSchema, testdata.PostgresSeed()),
				postgres.Connections(connections))
			require.NoError(t, err)
			soak(t, db)
		})
	}
	t.Run("SQLite in memory", func(t *testing.T) {
		t.Parallel()
		db, err := sqlite.Open(t.Context(), ":memory:")
		require.NoError(t, err)
		for _, script := range shopScripts() {
			require.NoError(t, orm.Script(t.Context(), db, script))
		}
		soak(t, db)
	})
}

func soak(t *testing.T, db *orm.DB) {
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	var written, maybe atomic.Int64
	var all sync.WaitGroup
	end := time.Now().Add(soakTime(t))
	for g := range 32 {
		all.Go(func() {
			for i := 0; time.Now().Before(end) && !t.Failed(); i++ {
				err := orm.Async(context.Background(), func(ac orm.AsyncContext) error { return page(ac, db, fmt.Sprint("soak ", g, " ", i)) })
				if errors.Is(err, errGivenUp) {
					maybe.Add(1)
				} else if assert.NoError(t, err) {
					written.Add(2)
				}
			}
		})
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		all.Wait()
	}()
	select {
	case <-done:
	case <-time.After(soakTime(t) + time.Minute):
		require.Fail(t, "somebody hangs")
	}
	n, err := models.Tags.Using(db).Filter(models.Tags.Name.StartsWith("soak")).Count(t.Context())
	require.NoError(t, err)
	require.GreaterOrEqual(t, n, written.Load())
	require.LessOrEqual(t, n, written.Load()+maybe.Load())
}

// page is what one request does: it writes two tags.
func page(ac orm.AsyncContext, db *orm.DB, name string) error {
	tags, books := models.Tags.Using(db), models.Books.Using(db)
	count := books.CountAsync(ac)
	authors := models.Authors.Using(db).PrefetchRelated(query.ThroughMany(models.Authors.Books, models.Books.Tags)).
		OrderBy(models.Authors.ID.Asc()).Limit(5).AllAsync(ac)
	book := books.Filter(models.Books.ID.Eq(rand.Int64N(60) + 1)).GetAsync(ac)
	write := tags.CreateAsync(ac, &models.Tag{Name: name})
	after := tags.Filter(models.Tags.Name.Eq(name)).CountAsync(ac)
	if rand.IntN(10) == 0 {
		_ = orm.Send(ac)
		return errGivenUp
	}
	if rand.IntN(4) == 0 {
		book.Cancel()
	} else if _, err := book.Await(ac); err != nil {
		return err
	}
	if _, err := write.Await(ac); err != nil {
		return err
	}
	for future, want := range map[*orm.Future[int64]]int64{count: 60, after: 1} {
		if n, err := future.Await(ac); err != nil || n != want {
			return fmt.Errorf("counted %d, want %d: %w", n, want, err)
		}
	}
	rows, err := authors.Await(ac)
	if err != nil {
		return err
	}
	if err := orm.WaitAll(ac, rows[1].LoadPublisherAsync(ac), rows[2].LoadPublisherAsync(ac)); err != nil {
		return err
	}
	_, err = db.AtomicAsync(ac, func(ac orm.AsyncContext, tx *orm.Tx) error {
		write := models.Tags.Using(tx).CreateAsync(ac, &models.Tag{Name: name + " too"})
		seen, err := models.Tags.Using(tx).Filter(models.Tags.Name.In(name, name+" too")).CountAsync(ac).Await(ac)
		if err != nil || seen != 2 {
			return fmt.Errorf("the transaction sees %d of 2: %w", seen, err)
		}
		_, err = write.Await(ac)
		return err
	}).Await(ac)
	return err
}
