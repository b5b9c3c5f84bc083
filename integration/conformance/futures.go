package conformance

import (
	"fmt"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
	"github.com/seed83105465/duet/safety"
)

// What only the asynchronous voice has. The blocking runs of these tests show that goroutines do as well.
var futureTests = []test{
	{"Ten thousand", tenThousand},
	{"Order", futureOrder},
	{"Orphans", orphans},
	{"Cancel", cancelledFutures},
	{"ClosedScope", closedScope},
	{"Errors", futureErrors},
	{"Race", race},
	{"NotSent", notSent},
	{"Values", futureValues},
}

// inScope runs f in a scope, in the asynchronous runs of a test only.
func (e *env) inScope(f func(ac orm.AsyncContext) error) {
	e.Helper()
	if e.async {
		require.NoError(e, e.scope(f))
	}
}

func tenThousand(e *env) {
	e.inScope(func(ac orm.AsyncContext) error {
		t := &models.Tags
		fs := make([]*orm.Future[int64], 10_000)
		for i := range fs {
			fs[i] = t.Using(e.s).Filter(t.ID.Le(int64(i % 14))).CountAsync(ac)
		}
		ns, err := orm.Gather(ac, fs...)
		for i, n := range ns {
			require.EqualValues(e, i%14, n)
		}
		return err
	})
	if e.async {
		e.queries(10_000)
	}
}

// futureOrder: in a scope, nothing overtakes a write.
func futureOrder(e *env) {
	e.inScope(func(ac orm.AsyncContext) error {
		t := &models.Tags
		q := t.Using(e.s)
		var counts []*orm.Future[int64]
		var writes []safety.Awaitable
		for i := range 30 {
			counts = append(counts, q.CountAsync(ac), q.CountAsync(ac))
			writes = append(writes, q.CreateAsync(ac, &models.Tag{Name: fmt.Sprint("t", i)}))
		}
		ns, err := orm.Gather(ac, counts...)
		for i, n := range ns {
			require.EqualValues(e, 13+i/2, n)
		}
		if err != nil {
			return err
		}
		return orm.WaitAll(ac, writes...)
	})
}

// orphans: a write that nobody awaited is not sent, and the scope says so, with the line.
func orphans(e *env) {
	if !e.async {
		return
	}
	err := e.scope(func(ac orm.AsyncContext) error {
		models.Tags.Using(e.s).CreateAsync(ac, &models.Tag{Name: "forgotten"})
		return nil
	})
	var orphan *safety.OrphanFutureError
	require.ErrorAs(e, err, &orphan)
	require.Len(e, orphan.Orphans, 1)
	require.Equal(e, safety.NotSent, orphan.Orphans[0].State)
	require.Contains(e, err.Error(), "Tags.Create")
	require.Contains(e, err.Error(), "futures.go")
	e.queries(0)
	require.Empty(e, tagNames(e))
	// The line is the caller's for every call.
	q, row := models.Books.Using(e.s), &models.Book{}
	for name, forget := range map[string]func(ac orm.AsyncContext){
		"All":            func(ac orm.AsyncContext) { q.AllAsync(ac) },
		"Get":            func(ac orm.AsyncContext) { q.GetAsync(ac) },
		"First":          func(ac orm.AsyncContext) { q.FirstAsync(ac) },
		"Last":           func(ac orm.AsyncContext) { q.LastAsync(ac) },
		"Count":          func(ac orm.AsyncContext) { q.CountAsync(ac) },
		"Exists":         func(ac orm.AsyncContext) { q.ExistsAsync(ac) },
		"Create":         func(ac orm.AsyncContext) { q.CreateAsync(ac, row) },
		"BulkCreate":     func(ac orm.AsyncContext) { q.BulkCreateAsync(ac, []*models.Book{row}) },
		"Save":           func(ac orm.AsyncContext) { q.SaveAsync(ac, &models.Book{ID: 1}) },
		"Save of a new":  func(ac orm.AsyncContext) { q.SaveAsync(ac, row) },
		"Update":         func(ac orm.AsyncContext) { q.AllRows().UpdateAsync(ac, models.Books.Stock.Set(1)) },
		"Delete":         func(ac orm.AsyncContext) { q.AllRows().DeleteAsync(ac) },
		"GetOrCreate":    func(ac orm.AsyncContext) { q.GetOrCreateAsync(ac, row) },
		"UpdateOrCreate": func(ac orm.AsyncContext) { q.UpdateOrCreateAsync(ac, row, models.Books.Stock.Set(1)) },
		"InBulk":         func(ac orm.AsyncContext) { orm.InBulkAsync(ac, q, models.Books.ID, 1) },
		"Project":        func(ac orm.AsyncContext) { orm.Project(q, bindTotals).AllAsync(ac) },
		"Aggregate":      func(ac orm.AsyncContext) { orm.AggregateAsync(ac, q, bindTotals) },
		"Load": func(ac orm.AsyncContext) {
			orm.LoadAsync(ac, e.s, []*models.Book{{ID: 1}}, query.Prefetchable[models.Book](models.Books.Tags))
		},
		"Atomic": func(ac orm.AsyncContext) { e.db.AtomicAsync(ac, func(orm.AsyncContext, *orm.Tx) error { return nil }) },
		"Script": func(ac orm.AsyncContext) { orm.ScriptAsync(ac, e.db, "DELETE FROM reviews") },
	} {
		err := e.scope(func(ac orm.AsyncContext) error { forget(ac); return nil })
		require.ErrorAs(e, err, &orphan, name)
		require.Contains(e, orphan.Orphans[0].Site.String(), "futures.go", name)
	}
	e.queries(0)
	require.Equal(e, "60", e.number("SELECT count(*) FROM books"))
}

// cancelledFutures: what was not sent never is.
func cancelledFutures(e *env) {
	e.inScope(func(ac orm.AsyncContext) error {
		q := models.Tags.Using(e.s)
		f := q.CreateAsync(ac, &models.Tag{Name: "cancelled"})
		defer f.Cancel()
		kept := q.CreateAsync(ac, &models.Tag{Name: "kept"})
		f.Cancel()
		_, err := f.Await(ac)
		require.ErrorIs(e, err, safety.ErrCancelled)
		_, err = kept.Await(ac)
		q.CreateAsync(ac, &models.Tag{Name: "discarded"}).Discard()
		return err
	})
	if e.async {
		require.Equal(e, []string{"kept", "discarded"}, tagNames(e))
	}
}

func closedScope(e *env) {
	if !e.async {
		return
	}
	var kept orm.AsyncContext
	var f *orm.Future[int64]
	q := models.Tags.Using(e.s)
	require.NoError(e, orm.Async(e.ctx, func(ac orm.AsyncContext) error {
		kept, f = ac, q.CountAsync(ac)
		_, err := f.Await(ac)
		return err
	}))
	n, err := f.Await(kept)
	require.NoError(e, err, "a future that had ended still answers")
	require.EqualValues(e, 13, n)
	e.queries(1)
	_, err = q.CountAsync(kept).Await(kept)
	require.ErrorIs(e, err, safety.ErrScopeClosed)
	_, err = q.CreateAsync(kept, &models.Tag{Name: "x"}).Await(kept)
	require.ErrorIs(e, err, safety.ErrScopeClosed)
	for _, err := range q.IterateAsync(kept) {
		require.ErrorIs(e, err, safety.ErrScopeClosed)
	}
	_, err = e.db.AtomicAsync(kept, func(orm.AsyncContext, *orm.Tx) error { return nil }).Await(kept)
	require.ErrorIs(e, err, safety.ErrScopeClosed)
	_, err = q.CountAsync(orm.AsyncContext{}).Await(orm.AsyncContext{})
	require.ErrorIs(e, err, safety.ErrNoScope)
	e.queries(0)
}

// futureErrors: one that fails leaves the others alone, and has the same answer each time.
func futureErrors(e *env) {
	e.inScope(func(ac orm.AsyncContext) error {
		q := models.Tags.Using(e.s)
		bad := q.CreateAsync(ac, &models.Tag{Name: "go"})
		good := q.CreateAsync(ac, &models.Tag{Name: "good"})
		_, err := bad.Await(ac)
		var violated *orm.ConstraintError
		require.ErrorAs(e, err, &violated)
		_, again := bad.Await(ac)
		require.Equal(e, err, again)
		_, err = good.Await(ac)
		return err
	})
	if e.async {
		require.Equal(e, []string{"good"}, tagNames(e))
	}
}

func race(e *env) {
	e.inScope(func(ac orm.AsyncContext) error {
		q := models.Tags.Using(e.s)
		n, err := orm.Race(ac, q.CountAsync(ac), q.CountAsync(ac), q.CountAsync(ac))
		require.EqualValues(e, 13, n)
		return err
	})
}

// notSent: Send has the database work before anybody waits; without it nothing is sent.
func notSent(e *env) {
	e.inScope(func(ac orm.AsyncContext) error {
		q := models.Tags.Using(e.s)
		f := q.CountAsync(ac)
		time.Sleep(20 * time.Millisecond)
		select {
		case <-f.Done():
			e.Error("sent although nobody waits")
		default:
		}
		require.NoError(e, orm.Send(ac))
		<-f.Done()
		_, err := f.Await(ac)
		return err
	})
}

// futureValues: what is sent is what the caller gave, although it was changed before it was sent.
func futureValues(e *env) {
	e.inScope(func(ac orm.AsyncContext) error {
		b := &models.Books
		cover := []byte("abc")
		ids := []int64{1, 2, 3}
		set := b.Using(e.s).Filter(b.ID.Eq(1)).UpdateAsync(ac, b.Cover.Set(cover))
		count := b.Using(e.s).Filter(b.ID.In(ids...)).CountAsync(ac)
		cover[0], ids[0] = 'X', 2
		if _, err := set.Await(ac); err != nil {
			return err
		}
		n, err := count.Await(ac)
		require.EqualValues(e, 3, n)
		return err
	})
	if e.async {
		require.Equal(e, "x616263", e.number("SELECT cover FROM books WHERE id = 1"))
	}
}
