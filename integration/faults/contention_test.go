package faults

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/postgres"
)

// voice runs a transaction in one of the voices; read and write are what it does.
type voice struct {
	name string
	run  func(ctx context.Context, db *orm.DB, f func(s steps) error, options ...orm.TxOption) error
}

// steps are calls of a transaction in either voice.
type steps struct {
	get func(id int64) (*models.Book, error)
	add func(id, n int64) error // reads, computes, writes
	set func(id, stock int64) error
}

var voices = []voice{
	{"blocking", func(ctx context.Context, db *orm.DB, f func(s steps) error, options ...orm.TxOption) error {
		return db.Atomic(ctx, func(ctx context.Context, tx *orm.Tx) error {
			books := models.Books.Using(tx)
			s := steps{get: func(id int64) (*models.Book, error) { return books.Filter(models.Books.ID.Eq(id)).Get(ctx) }}
			s.set = func(id, stock int64) error {
				_, err := books.Filter(models.Books.ID.Eq(id)).Update(ctx, models.Books.Stock.Set(stock))
				return err
			}
			s.add = func(id, n int64) error {
				book, err := s.get(id)
				if err != nil {
					return err
				}
				book.Stock += n
				return books.Save(ctx, book, models.Books.Stock)
			}
			return f(s)
		}, options...)
	}},
	{"async", func(ctx context.Context, db *orm.DB, f func(s steps) error, options ...orm.TxOption) error {
		return orm.Async(ctx, func(ac orm.AsyncContext) error {
			_, err := db.AtomicAsync(ac, func(ac orm.AsyncContext, tx *orm.Tx) error {
				books := models.Books.Using(tx)
				s := steps{get: func(id int64) (*models.Book, error) {
					return books.Filter(models.Books.ID.Eq(id)).GetAsync(ac).Await(ac)
				}}
				s.set = func(id, stock int64) error {
					_, err := books.Filter(models.Books.ID.Eq(id)).UpdateAsync(ac, models.Books.Stock.Set(stock)).Await(ac)
					return err
				}
				s.add = func(id, n int64) error {
					book, err := s.get(id)
					if err != nil {
						return err
					}
					book.Stock += n
					_, err = books.SaveAsync(ac, book, models.Books.Stock).Await(ac)
					return err
				}
				return f(s)
			}, options...).Await(ac)
			return err
		})
	}},
}

func stockOf(t *testing.T, db *orm.DB, id int64) int64 {
	t.Helper()
	book, err := models.Books.Using(db).Filter(models.Books.ID.Eq(id)).Get(t.Context())
	require.NoError(t, err)
	return book.Stock
}

// TestNoUpdateIsLost: sixteen goroutines read a row, compute and write it back. Where the database finds that two did so at
// once, one of them is run again.
func TestNoUpdateIsLost(t *testing.T) {
	t.Parallel()
	for _, level := range []orm.Isolation{orm.Serializable, orm.RepeatableRead} {
		db := bookshop(t, "", postgres.Connections(8))
		before := stockOf(t, db, 1)
		const workers, rounds = 16, 5
		var tries atomic.Int64
		var wg sync.WaitGroup
		for worker := range workers {
			wg.Go(func() {
				for range rounds {
					err := voices[worker%2].run(t.Context(), db, func(s steps) error {
						tries.Add(1)
						return s.add(1, 1)
					}, orm.Isolated(level), orm.Retry(200))
					assert.NoError(t, err)
				}
			})
		}
		wg.Wait()
		require.Equal(t, before+workers*rounds, stockOf(t, db, 1))
		require.Greater(t, tries.Load(), int64(workers*rounds), "there was no contention")
		t.Logf("%d transactions, %d tries", workers*rounds, tries.Load())
	}
}

// TestConflictWithoutRetry: the error says that the transaction may be run again, and nothing of it is there.
func TestConflictWithoutRetry(t *testing.T) {
	t.Parallel()
	db := bookshop(t, "")
	for i, v := range voices {
		before := stockOf(t, db, 1)
		tries := 0
		err := v.run(t.Context(), db, func(s steps) error {
			tries++
			if _, err := s.get(1); err != nil {
				return err
			}
			ctx := context.Background() // a bystander's
			assert.NoError(t, voices[1-i].run(ctx, db, func(s steps) error { return s.add(1, 10) }))
			return s.add(1, 1)
		}, orm.Isolated(orm.RepeatableRead))
		require.ErrorIs(t, err, orm.ErrSerialization, v.name)
		require.True(t, orm.CanRetry(err))
		require.Equal(t, 1, tries)
		require.Equal(t, before+10, stockOf(t, db, 1))
	}
}

// TestDeadlock: of two transactions that wait for each other the server ends one, which is run again.
func TestDeadlock(t *testing.T) {
	t.Parallel()
	db := bookshop(t, "&deadlock_timeout=20ms", postgres.Connections(4))
	run := func(options ...orm.TxOption) (errs [2]error, tries int64) {
		var met, wg sync.WaitGroup
		var count atomic.Int64
		met.Add(2)
		for i, v := range voices {
			wg.Go(func() {
				first, own := int64(1+i), int64(0)
				errs[i] = v.run(t.Context(), db, func(s steps) error {
					own++
					count.Add(1)
					if err := s.set(first, 50+own); err != nil {
						return err
					}
					if own == 1 {
						met.Done()
						met.Wait()
					}
					return s.set(3-first, 70)
				}, options...)
			})
		}
		wg.Wait()
		return errs, count.Load()
	}
	errs, tries := run(orm.Retry(5))
	require.NoError(t, errs[0])
	require.NoError(t, errs[1])
	require.EqualValues(t, 3, tries)

	errs, tries = run()
	require.EqualValues(t, 2, tries)
	require.True(t, (errs[0] == nil) != (errs[1] == nil), "%v", errs)
	for _, err := range errs {
		if err != nil {
			require.ErrorIs(t, err, orm.ErrDeadlock)
			require.True(t, orm.CanRetry(err))
		}
	}
}

// TestTransactionOptions: the server is told what a transaction is to be.
func TestTransactionOptions(t *testing.T) {
	t.Parallel()
	db := bookshop(t, "")
	for _, v := range voices {
		err := v.run(t.Context(), db, func(s steps) error { return s.set(1, 3) }, orm.ReadOnly())
		require.ErrorIs(t, err, orm.ErrReadOnly, v.name)
		require.False(t, orm.CanRetry(err))

		// One that is deferrable waits for whoever could be in conflict with it.
		writing, release := make(chan struct{}), make(chan struct{})
		done := make(chan error, 1)
		go func() {
			done <- voices[0].run(context.Background(), db, func(s steps) error {
				_, err := s.get(1)
				close(writing)
				<-release
				return err
			}, orm.Isolated(orm.Serializable))
		}()
		<-writing
		began := time.Now()
		time.AfterFunc(60*time.Millisecond, func() { close(release) })
		require.NoError(t, v.run(t.Context(), db, func(s steps) error {
			_, err := s.get(1)
			return err
		}, orm.Isolated(orm.Serializable), orm.ReadOnly(), orm.Deferrable()))
		require.GreaterOrEqual(t, time.Since(began), 50*time.Millisecond)
		require.NoError(t, <-done)
		require.NoError(t, v.run(t.Context(), db, func(s steps) error { return s.set(1, 9) }, orm.Durable()))
	}
	require.EqualValues(t, 9, stockOf(t, db, 1))
}
