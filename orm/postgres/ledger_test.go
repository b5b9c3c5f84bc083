package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/query"
)

// ledger has every number that was written, or tried to be, by what was said of it. The table is tally(n).
type ledger struct {
	t       *testing.T
	db      driver.DB
	next    atomic.Int64
	mu      sync.Mutex
	there   map[int64]bool
	missing map[int64]error
	unknown map[int64]error
}

func newLedger(t *testing.T, db driver.DB) *ledger {
	return &ledger{t: t, db: db, there: map[int64]bool{}, missing: map[int64]error{}, unknown: map[int64]error{}}
}

// work writes with several goroutines, in every way there is, until stop is closed.
func (l *ledger) work(workers int, stop <-chan struct{}) {
	var wg sync.WaitGroup
	for worker := range workers {
		wg.Go(func() {
			for turn := worker; ; turn++ {
				select {
				case <-stop:
					return
				default:
				}
				ctx, cancel := context.WithTimeout(context.Background(), patient)
				switch turn % 3 {
				case 0:
					l.one(ctx)
				case 1:
					l.several(ctx)
				default:
					l.transaction(ctx)
				}
				cancel()
			}
		})
	}
	wg.Wait()
}

func (l *ledger) numbers(n int) []int64 {
	var out []int64
	for range n {
		out = append(out, l.next.Add(1))
	}
	return out
}

// book notes what was said of numbers. Whoever is told that nothing was done for want of a connection waits a moment.
func (l *ledger) book(state driver.State, err error, numbers ...int64) {
	l.mu.Lock()
	for _, n := range numbers {
		switch state {
		case driver.OK:
			l.there[n] = true
		case driver.Failed, driver.Aborted:
			l.missing[n] = err
		case driver.Unknown:
			l.unknown[n] = err
		default:
			assert.Fail(l.t, "neither nor", "%d: %v %v", n, state, err)
		}
	}
	l.mu.Unlock()
	if err != nil {
		time.Sleep(5 * time.Millisecond)
	}
}

// written is how many rows were said to be there until now.
func (l *ledger) written() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.there)
}

// one writes a row by a statement of its own, after reading.
func (l *ledger) one(ctx context.Context) {
	n := l.numbers(1)[0]
	var got int64
	look := read("SELECT $1::bigint", 1, func(r driver.Row) error { got = r.Int64(0); return nil }, query.IntArg(n))
	l.db.Pipeline(ctx, []*driver.Op{look})
	if err := look.Outcome.Err; err == nil {
		assert.Equal(l.t, n, got)
	} else {
		assert.True(l.t, driver.CanRetry(err), "a read may be made again: %v", err)
	}
	op := put(n)
	l.db.Pipeline(ctx, []*driver.Op{op})
	l.book(op.Outcome.State, op.Outcome.Err, n)
}

// several writes rows in one round trip, each for itself.
func (l *ledger) several(ctx context.Context) {
	var ops []*driver.Op
	numbers := l.numbers(4)
	for _, n := range numbers {
		ops = append(ops, put(n))
	}
	ops = append(ops, read("SELECT 1", 1, nil))
	l.db.Pipeline(ctx, ops)
	for i, n := range numbers {
		l.book(ops[i].Outcome.State, ops[i].Outcome.Err, n)
	}
}

// transaction writes rows that are there together or not at all.
func (l *ledger) transaction(ctx context.Context) {
	numbers := l.numbers(2)
	err := l.commit(ctx, numbers)
	switch {
	case err == nil:
		l.book(driver.OK, nil, numbers...)
	case errors.Is(err, driver.ErrCommitUnknown):
		l.book(driver.Unknown, err, numbers...)
	default:
		assert.True(l.t, driver.CanRetry(err), "a transaction that was not committed may be run again: %v", err)
		l.book(driver.Failed, err, numbers...)
	}
}

func (l *ledger) commit(ctx context.Context, numbers []int64) error {
	tx, err := l.db.Begin(ctx, driver.TxOptions{})
	if err != nil {
		return err
	}
	defer tx.Rollback(ctx) // after Commit it does nothing, and else its error adds nothing
	for _, n := range numbers {
		op := put(n)
		if tx.Pipeline(ctx, []*driver.Op{op}); op.Outcome.Err != nil {
			return op.Outcome.Err
		}
	}
	return tx.Commit(ctx)
}

// audit holds the books against the table.
func (l *ledger) audit() {
	t := l.t
	t.Helper()
	found := map[int64]bool{}
	require.Eventually(t, func() bool { // the pool recovers by itself
		clear(found)
		op := read("SELECT n FROM tally", 1, func(r driver.Row) error { found[r.Int64(0)] = true; return nil })
		l.db.Pipeline(t.Context(), []*driver.Op{op})
		return op.Outcome.Err == nil
	}, patient, 10*time.Millisecond)
	for n := range l.there {
		assert.True(t, found[n], "%d was said to be there", n)
	}
	kinds := map[string]int{}
	for n, err := range l.missing {
		assert.False(t, found[n], "%d was said not to be there: %v", n, err)
		assert.NotErrorIs(t, err, driver.ErrCommitUnknown)
		assert.ErrorIs(t, err, driver.ErrUnavailable)
		kinds[fmt.Sprintf("%.70s", err)]++
	}
	for _, err := range l.unknown {
		assert.ErrorIs(t, err, driver.ErrCommitUnknown)
		assert.ErrorIs(t, err, driver.ErrUnavailable)
		assert.ErrorContains(t, err, "unknown")
		assert.False(t, driver.CanRetry(err), "%v", err)
	}
	require.EqualValues(t, l.next.Load(), len(l.there)+len(l.missing)+len(l.unknown), "every number is accounted for")
	require.NotEmpty(t, l.there)
	for n := range found {
		require.True(t, n >= 1 && n <= l.next.Load())
	}
	t.Logf("%d there, %d not, %d unknown", len(l.there), len(l.missing), len(l.unknown))
	for kind, n := range kinds {
		t.Logf("%5d %s", n, kind)
	}
}
