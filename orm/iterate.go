package orm

import (
	"context"
	"iter"

	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/query"
	"github.com/seed83105465/duet/safety"
)

// Iterate reads the rows one after another, in constant memory: a chunk of rows at a time, with what is prefetched for
// the chunk. It ends after the first error, which comes with a nil row. Leaving the loop early ends the statement. Other
// queries may run inside the loop, on the same session, too. Each range over the iterator asks anew.
func (q *QueryOf[P]) Iterate(ctx context.Context) iter.Seq2[P, error] {
	a := (*core)(q).ask("Iterate", 0)
	return func(yield func(P, error) bool) {
		it := &iteration{asked: a}
		if err := a.guard(ctx); err != nil {
			yield(*new(P), err)
			return
		}
		defer it.close()
		iterate(a.wrap, yield, func() ([]ref, error) { return it.fetch(ctx) })
	}
}

// IterateAsync is the asynchronous Iterate: each chunk is a future of the scope, asked for while the loop works on the
// one before. What the loop reads is what there is when the first has its turn among the other futures of the session.
func (q *QueryOf[P]) IterateAsync(ac AsyncContext) iter.Seq2[P, error] {
	a := (*core)(q).ask("Iterate", 0)
	a.scope = safety.ScopeOf(ac)
	return func(yield func(P, error) bool) {
		it := &iteration{asked: a}
		name := a.table().QueryName("IterateAsync")
		next := enqueue(ac, a.session, name, a.site, false, it.fetch)
		defer func() {
			next.Cancel()
			<-next.Done() // what runs may be opening the cursor
			it.close()
		}()
		iterate(a.wrap, yield, func() ([]ref, error) {
			rows, err := next.Await(ac)
			if err == nil && len(rows) > 0 {
				next = spawn(ac, a.session, name, a.site, it.fetch)
				_ = safety.Send(ac) // its error is the next Await's
			}
			return rows, err
		})
	}
}

// iterate hands out rows until there are none.
func iterate[P any](wrap func(error) error, yield func(P, error) bool, fetch func() ([]ref, error)) {
	for {
		rows, err := fetch()
		if err != nil {
			yield(*new(P), wrap(err))
			return
		}
		if len(rows) == 0 {
			return
		}
		for _, r := range rows {
			row, _ := r.pointer().(P)
			if !yield(row, nil) {
				return
			}
		}
	}
}

// iteration is one run over an iterator.
type iteration struct {
	asked
	cursor driver.Cursor
	op     *driver.Op // what the cursor reads
	told   func()     // tells the observers, when all has been read; nil when there are none
	over   bool
}

// fetch reads the next chunk of rows, with what is prefetched for it; no rows are the end.
func (it *iteration) fetch(ctx context.Context) ([]ref, error) {
	if missing(it.session) {
		return nil, ErrNoSession
	}
	if it.over || it.sel.Empty() {
		return nil, nil
	}
	if err := it.session.enter(ctx); err != nil {
		return nil, err
	}
	if it.cursor == nil {
		op, err := plan(it.session, &query.Statement{Kind: query.SelectRows, Select: it.sel})
		if err != nil {
			return nil, err
		}
		it.told = observe(ctx, it.session, &it.asked, []*driver.Op{op})
		it.op = op
		if it.cursor, err = it.session.conn().Cursor(ctx, op.Plan, op.Args); err != nil {
			op.Outcome = driver.Outcome{State: driver.Failed, Err: err}
			return nil, err
		}
		op.Outcome.State = driver.OK
	}
	var set rowSet
	set.prepare(it.op.Plan, it.origin(), chunkRows)
	more, err := it.cursor.Fetch(ctx, chunkRows, set.scan)
	if err != nil {
		it.op.Plan.Locate(err)
		it.op.Outcome = driver.Outcome{State: driver.Failed, Err: err}
		return nil, err
	}
	it.over = !more
	rows := set.root.all()
	it.op.Outcome.Rows += int64(len(rows))
	if len(it.sel.Prefetches()) > 0 && len(rows) > 0 {
		loads := &loadJob{asked: it.asked, given: rows, from: set.origin, specs: it.sel.Prefetches()}
		if err := run(ctx, it.session, loads); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

func (it *iteration) close() {
	if it.told != nil {
		it.told()
	}
	if it.cursor != nil {
		_ = it.cursor.Close() // the rows were read, or nobody wants them
	}
}
