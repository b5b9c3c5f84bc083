package transactions

import (
	"context"
	"math/rand/v2"
	"os"
	"runtime/pprof"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/safety"
)

// operation is something that a goroutine does on a session, in a scope; it notes every row.
type operation func(l *ledger, ac orm.AsyncContext, s atomicSession)

var operations = []operation{
	func(l *ledger, ac orm.AsyncContext, s atomicSession) { // one
		row, f := l.create(ac, s)
		l.settle(ac, row, f)
	},
	func(l *ledger, ac orm.AsyncContext, s atomicSession) { // write, and read it
		row, f := l.create(ac, s)
		_, err := f.Await(ac)
		l.note(err, row)
		l.sees(ac, s, row, err)
	},
	func(l *ledger, ac orm.AsyncContext, s atomicSession) { // several at once, awaited from the last
		a, first := l.create(ac, s)
		count := models.Tags.Using(s).Filter(models.Tags.ID.Le(13)).CountAsync(ac)
		b, second := l.create(ac, s)
		list := models.Tags.Using(s).Filter(models.Tags.ID.Le(13)).PrefetchRelated(models.Tags.Books).AllAsync(ac)
		rows, err := list.Await(ac)
		l.note(err)
		if err == nil && len(rows) != 13 {
			l.Errorf("%d tags", len(rows))
		}
		l.settle(ac, b, second)
		l.settle(ac, a, first)
		n, err := count.Await(ac)
		l.note(err)
		if err == nil && n != 13 {
			l.Errorf("%d tags", n)
		}
	},
	func(l *ledger, ac orm.AsyncContext, s atomicSession) { // kept together
		a, b := l.row(), l.row()
		_, err := s.AtomicAsync(ac, func(ac orm.AsyncContext, tx *orm.Tx) error {
			q := models.Categories.Using(tx)
			_, err := orm.Gather(ac, q.CreateAsync(ac, a), q.CreateAsync(ac, b))
			return err
		}).Await(ac)
		l.note(err, a, b)
	},
	func(l *ledger, ac orm.AsyncContext, s atomicSession) { // kept in part
		kept, lost := l.row(), l.row()
		_, err := s.AtomicAsync(ac, func(ac orm.AsyncContext, tx *orm.Tx) error {
			inner := tx.AtomicAsync(ac, func(ac orm.AsyncContext, tx *orm.Tx) error {
				models.Categories.Using(tx).CreateAsync(ac, lost).Discard()
				return violate(ac, tx)
			})
			write := models.Categories.Using(tx).CreateAsync(ac, kept)
			_, err := orm.GatherAll(ac, inner, write)
			l.note(err)
			_, err = write.Await(ac)
			return err
		}).Await(ac)
		l.undone(lost)
		l.note(err, kept)
	},
	func(l *ledger, ac orm.AsyncContext, s atomicSession) { // undone: returned, swallowed, cancelled while it runs
		row := l.row()
		var f *orm.Future[struct{}]
		f = s.AtomicAsync(ac, func(ac orm.AsyncContext, tx *orm.Tx) error {
			_, err := models.Categories.Using(tx).CreateAsync(ac, row).Await(ac)
			switch rand.IntN(3) {
			case 0:
				return errUndo
			case 1:
				_ = violate(ac, tx)
				return err
			}
			f.Cancel()
			return err
		})
		_, err := f.Await(ac)
		l.note(err)
		if err == nil {
			l.Error("kept, though it failed")
		}
		l.undone(row)
	},
	func(l *ledger, ac orm.AsyncContext, s atomicSession) { // of two, one is dropped before it is sent
		l.note(orm.Async(ac.Context(), func(ac orm.AsyncContext) error {
			dropped, f := l.create(ac, s)
			row, g := l.create(ac, s)
			f.Cancel()
			_, err := g.Await(ac)
			l.outside(err, row)
			_, err = f.Await(ac)
			require.ErrorIs(l, err, safety.ErrCancelled)
			l.undone(dropped)
			return nil
		}))
	},
	func(l *ledger, ac orm.AsyncContext, s atomicSession) { // blocking
		row := l.row()
		l.outside(models.Categories.Using(s).Create(unsafely(ac), row), row)
		_, err := models.Tags.Using(s).Filter(models.Tags.ID.Eq(1)).PrefetchRelated(models.Tags.Books).Get(unsafely(ac))
		l.outside(err)
	},
}

// onDB are operations that would fail a transaction, or close it for others.
var onDB = append([]operation{
	func(l *ledger, ac orm.AsyncContext, s atomicSession) { // blocking, in a transaction or savepoint
		row := l.row()
		l.note(s.Atomic(unsafely(ac), func(_ context.Context, tx *orm.Tx) error {
			return models.Categories.Using(tx).Create(unsafely(ac), row)
		}), row)
	},
	func(l *ledger, ac orm.AsyncContext, s atomicSession) { // too late, perhaps
		row, f := l.create(ac.WithTimeout(time.Duration(rand.IntN(4000))*time.Microsecond), s)
		l.settle(ac, row, f)
	},
	func(l *ledger, ac orm.AsyncContext, s atomicSession) { // a transaction that is cancelled, perhaps
		a, b := l.row(), l.row()
		f := s.AtomicAsync(ac, func(ac orm.AsyncContext, tx *orm.Tx) error {
			q := models.Categories.Using(tx)
			_, err := orm.Gather(ac, q.CreateAsync(ac, a), q.CreateAsync(ac, b))
			return err
		})
		timer := time.AfterFunc(time.Duration(rand.IntN(4000))*time.Microsecond, f.Cancel)
		defer timer.Stop()
		_, err := f.Await(ac)
		l.note(err, a, b)
	},
	func(l *ledger, ac orm.AsyncContext, s atomicSession) { // whoever is first
		a, f := l.create(ac, s)
		b, g := l.create(ac, s)
		_, err := orm.Race(ac, f, g)
		l.note(err)
		l.settle(ac, a, f)
		l.settle(ac, b, g)
	},
	func(l *ledger, ac orm.AsyncContext, s atomicSession) {
		l.note(ignoreViolation(violate(ac, s)))
	},
}, operations...)

func ignoreViolation(err error) error {
	if err == nil {
		return errUndo
	}
	return err
}

// operationsInAll is how many operations a crowd does.
func operationsInAll() int64 {
	if testing.Short() {
		return 1000
	}
	return 10_000
}

// crowd has 64 goroutines do operations until so many are done. It ends the program, saying what everybody waits for, when
// they do not come to an end.
func crowd(l *ledger, want int64, do func()) {
	hangs := time.AfterFunc(5*time.Minute, func() {
		_ = pprof.Lookup("goroutine").WriteTo(os.Stderr, 2)
		panic("they wait for each other")
	})
	defer hangs.Stop()
	var all sync.WaitGroup
	for range 64 {
		all.Go(func() {
			for l.done.Add(1) <= want && !l.Failed() {
				do()
			}
		})
	}
	all.Wait()
	l.done.Add(-64)
}

func oneOf(from []operation) operation { return from[rand.IntN(len(from))] }

// TestStressTx: 64 goroutines do all that there is to do on one transaction, in its one scope. Savepoints are refused where
// another one is open, and nothing else is amiss; then all is kept, or all is undone.
func TestStressTx(t *testing.T) {
	t.Parallel()
	for _, r := range rigs {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			r := r.open(t, 4)
			for end, want := range map[error]int64{nil: operationsInAll(), errUndo: operationsInAll() / 5} {
				l := newLedger(t)
				err := orm.Async(t.Context(), func(ac orm.AsyncContext) error {
					_, err := r.db.AtomicAsync(ac, func(ac orm.AsyncContext, tx *orm.Tx) error {
						crowd(l, want, func() { oneOf(operations)(l, ac, tx) })
						return end
					}).Await(ac)
					return err
				})
				require.Equal(t, end, err)
				if end == nil {
					l.audit(r)
					require.NoError(t, orm.Script(t.Context(), r.db, "DELETE FROM categories WHERE name LIKE 'row %'"))
				} else {
					require.Empty(t, r.lines(t, "SELECT name FROM categories WHERE name LIKE 'row %'"))
				}
			}
		})
	}
}

// TestStressDB: 64 goroutines do all that there is to do on one DB of four connections, each in scopes of its own.
func TestStressDB(t *testing.T) {
	t.Parallel()
	for _, r := range rigs {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			r := r.open(t, 4)
			l := newLedger(t)
			crowd(l, operationsInAll(), func() {
				l.note(orm.Async(context.Background(), func(ac orm.AsyncContext) error {
					oneOf(onDB)(l, ac, r.db)
					return nil
				}))
			})
			l.audit(r)
		})
	}
}

// TestStressKilled is TestStressDB on a server that ends connections all the time.
func TestStressKilled(t *testing.T) {
	t.Parallel()
	r := postgresRig(t, 4)
	l := newLedger(t, orm.ErrUnavailable, orm.ErrCommitUnknown)
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			select {
			case <-stop:
				return
			case <-time.After(20 * time.Millisecond):
			}
			r.lines(t, `SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity WHERE datname = current_database()
				AND backend_type = 'client backend' AND pid <> pg_backend_pid() ORDER BY random() LIMIT 1`)
		}
	}()
	crowd(l, operationsInAll()/5, func() {
		l.note(orm.Async(context.Background(), func(ac orm.AsyncContext) error {
			oneOf(onDB)(l, ac, r.db)
			return nil
		}))
	})
	close(stop)
	<-stopped
	l.audit(r)
}
