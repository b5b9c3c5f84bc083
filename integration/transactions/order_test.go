package transactions

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/safety"
)

// atomicSession is a DB, whose Atomic is a transaction, or a Tx, whose Atomic is a savepoint.
type atomicSession interface {
	orm.Session
	Atomic(ctx context.Context, f func(context.Context, *orm.Tx) error, options ...orm.TxOption) error
	AtomicAsync(ac orm.AsyncContext, f func(orm.AsyncContext, *orm.Tx) error, options ...orm.TxOption) *orm.Future[struct{}]
}

// added counts the tags that were added.
func added(ac orm.AsyncContext, s orm.Session) *orm.Future[int64] {
	return models.Tags.Using(s).Filter(models.Tags.ID.Gt(13)).CountAsync(ac)
}

// onEach runs a test on a DB and inside of a transaction, on both databases.
func onEach(t *testing.T, test func(t *testing.T, ac orm.AsyncContext, s atomicSession)) {
	t.Parallel()
	for _, r := range rigs {
		t.Run(r.name+"/transaction", func(t *testing.T) {
			t.Parallel()
			r := r.open(t, 4)
			require.NoError(t, orm.Async(t.Context(), func(ac orm.AsyncContext) error { test(t, ac, r.db); return nil }))
		})
		t.Run(r.name+"/savepoint", func(t *testing.T) {
			t.Parallel()
			r := r.open(t, 4)
			require.NoError(t, orm.Async(t.Context(), func(ac orm.AsyncContext) error {
				_, err := r.db.AtomicAsync(ac, func(ac orm.AsyncContext, tx *orm.Tx) error { test(t, ac, tx); return nil }).Await(ac)
				return err
			}))
		})
	}
}

// TestAtomicAsyncInOrder: a transaction, or savepoint, is a write like any other: it sees what was asked for before it, and
// what is asked for after it sees what it did, whoever is awaited first.
func TestAtomicAsyncInOrder(t *testing.T) {
	onEach(t, func(t *testing.T, ac orm.AsyncContext, s atomicSession) {
		var all []safety.Awaitable
		var counts []*orm.Future[int64]
		write := func(ac orm.AsyncContext, s orm.Session, name string) *orm.Future[struct{}] {
			return models.Tags.Using(s).CreateAsync(ac, &models.Tag{Name: name})
		}
		seen := make([]int64, 10)
		for i := range seen {
			name := fmt.Sprint("round ", i)
			counts = append(counts, added(ac, s))
			all = append(all, write(ac, s, name))
			counts = append(counts, added(ac, s))
			all = append(all, s.AtomicAsync(ac, func(ac orm.AsyncContext, tx *orm.Tx) (err error) {
				time.Sleep(time.Millisecond)
				if seen[i], err = added(ac, tx).Await(ac); err != nil {
					return err
				}
				_, err = orm.Gather(ac, write(ac, tx, name+", inside"), write(ac, tx, name+", inside too"))
				return err
			}))
		}
		rows := 0
		for _, err := range models.Tags.Using(s).Filter(models.Tags.ID.Gt(13)).IterateAsync(ac) {
			require.NoError(t, err)
			rows++
		}
		require.Equal(t, 30, rows, "what is read piece by piece, too")
		last := added(ac, s)
		n, err := last.Await(ac)
		require.NoError(t, err)
		require.EqualValues(t, 30, n)
		require.NoError(t, orm.WaitAll(ac, all...))
		ns, err := orm.Gather(ac, counts...)
		require.NoError(t, err)
		for i := range seen {
			require.EqualValues(t, 3*i, ns[2*i])
			require.EqualValues(t, 3*i+1, ns[2*i+1])
			require.EqualValues(t, 3*i+1, seen[i])
		}
	})
}

// TestAtomicAsyncHoldsNobodyUp: one that fails, panics, ends its goroutine, is cancelled or never sent is no matter of those
// behind it.
func TestAtomicAsyncHoldsNobodyUp(t *testing.T) {
	onEach(t, func(t *testing.T, ac orm.AsyncContext, s atomicSession) {
		adds := func(end func() error) *orm.Future[struct{}] {
			return s.AtomicAsync(ac, func(ac orm.AsyncContext, tx *orm.Tx) error {
				if _, err := add(ac, tx, "undone").Await(ac); err != nil {
					return err
				}
				return end()
			})
		}
		cancelled := adds(func() error { t.Error("cancelled before it was sent"); return nil })
		failing := adds(func() error { return errUndo })
		panicking := adds(func() error { panic("boom") })
		exiting := adds(func() error { runtime.Goexit(); return nil })
		running := s.AtomicAsync(ac, func(ac orm.AsyncContext, tx *orm.Tx) error {
			if _, err := add(ac, tx, "undone").Await(ac); err != nil {
				return err
			}
			<-ac.Context().Done()
			return ac.Err()
		})
		behind := added(ac, s)
		cancelled.Cancel()
		require.NoError(t, orm.Send(ac))
		time.AfterFunc(50*time.Millisecond, running.Cancel)
		n, err := behind.Await(ac)
		require.NoError(t, err)
		require.Zero(t, n)
		_, err = failing.Await(ac)
		require.ErrorIs(t, err, errUndo)
		require.ErrorAs(t, recovered(func() error { _, err := panicking.Await(ac); return err }), new(crashed))
		_, err = exiting.Await(ac)
		require.ErrorIs(t, err, safety.ErrGoexit)
		for _, f := range []*orm.Future[struct{}]{cancelled, running} {
			_, err = f.Await(ac)
			require.ErrorIs(t, err, safety.ErrCancelled)
		}
	})
}

// TestAwaitInsideWhatIsBehind: what waits for the end of a transaction cannot be awaited inside of it, at once.
func TestAwaitInsideWhatIsBehind(t *testing.T) {
	onEach(t, func(t *testing.T, outer orm.AsyncContext, s atomicSession) {
		var before, behind *orm.Future[int64]
		var itself *orm.Future[struct{}]
		before = added(outer, s)
		itself = s.AtomicAsync(outer, func(ac orm.AsyncContext, tx *orm.Tx) error {
			if n, err := before.Await(ac); err != nil || n != 0 {
				return fmt.Errorf("%d were added: %w", n, err)
			}
			_, err := behind.Await(ac)
			require.ErrorIs(t, err, orm.ErrWaitsForItself)
			_, err = orm.Gather(ac, before, behind)
			require.ErrorIs(t, err, orm.ErrWaitsForItself)
			_, err = itself.Await(ac)
			require.ErrorIs(t, err, orm.ErrWaitsForItself)
			captured := models.Tags.Using(s).CountAsync(outer)
			_, err = captured.Await(ac)
			require.ErrorIs(t, err, orm.ErrWaitsForItself)
			captured.Cancel()
			_, err = tx.AtomicAsync(ac, func(ac orm.AsyncContext, _ *orm.Tx) error {
				_, err := behind.Await(ac)
				return err
			}).Await(ac)
			require.ErrorIs(t, err, orm.ErrWaitsForItself)
			return nil
		})
		behind = added(outer, s)
		_, err := itself.Await(outer)
		require.NoError(t, err)
		n, err := behind.Await(outer)
		require.NoError(t, err)
		require.Zero(t, n)
	})
}

// TestReadOnlyAtomicsOverlap: transactions that only read are reads: several run at once, and none overtakes a write.
func TestReadOnlyAtomicsOverlap(t *testing.T) {
	t.Parallel()
	for _, r := range rigs {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			db := r.open(t, 4).db
			require.NoError(t, orm.Async(t.Context(), func(ac orm.AsyncContext) error {
				write := models.Tags.Using(db).CreateAsync(ac, &models.Tag{Name: "before"})
				ctx, cancel := context.WithTimeout(ac.Context(), patient)
				defer cancel()
				met := make(chan struct{})
				meet := func(ac orm.AsyncContext, tx *orm.Tx) error {
					if n, err := added(ac, tx).Await(ac); err != nil || n != 1 {
						return fmt.Errorf("%d were added: %w", n, err)
					}
					select {
					case met <- struct{}{}:
					case <-met:
					case <-ctx.Done():
						return errors.New("nobody else came")
					}
					return nil
				}
				_, err := orm.Gather(ac, db.AtomicAsync(ac, meet, orm.ReadOnly()), db.AtomicAsync(ac, meet, orm.ReadOnly()))
				if err != nil {
					return err
				}
				_, err = write.Await(ac)
				return err
			}))
		})
	}
}

// TestCancelledWriteInSavepoint: a savepoint whose write is stopped is undone, and the transaction goes on; but SQLite undoes
// all of a transaction whose write is interrupted, and then every call of it, and the commit, says so.
func TestCancelledWriteInSavepoint(t *testing.T) {
	t.Parallel()
	for _, r := range rigs {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			r := r.open(t, 1)
			undone := false
			err := begin(t.Context(), r.db, true, func(l level) error {
				require.NoError(t, l.add("before"))
				inner := l.tx.AtomicAsync(*l.ac, func(ac orm.AsyncContext, tx *orm.Tx) error {
					slow := r.slow(true)
					if r.name == "SQLite" {
						slow = "UPDATE tags SET name = 'slow' WHERE id = (" + slow + ")"
					}
					_, err := orm.ScriptAsync(ac, tx, slow).Await(ac)
					return err
				})
				require.NoError(t, orm.Send(*l.ac))
				r.started(t)
				inner.Cancel()
				_, err := inner.Await(*l.ac)
				require.ErrorIs(t, err, safety.ErrCancelled)
				err = l.add("after")
				if undone = r.name == "SQLite" && err != nil; undone {
					for range 2 {
						require.ErrorIs(t, err, orm.ErrTxFailed)
						require.ErrorContains(t, err, "rolled back")
						err = l.savepoint(func(level) error { return nil })
					}
					return nil
				}
				return err
			})
			if undone {
				require.ErrorIs(t, err, orm.ErrTxFailed)
				require.Empty(t, r.names(t))
			} else {
				require.NoError(t, err)
				require.Equal(t, []string{"before", "after"}, r.names(t))
			}
			r.quiet(t)
		})
	}
}
