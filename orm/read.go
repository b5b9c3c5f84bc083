package orm

import (
	"context"

	"github.com/seed83105465/duet/query"
)

// All is every row of the query. An answer without rows is an empty slice, not nil. A context that ends stops the
// statement in the database.
func (q *QueryOf[P]) All(ctx context.Context) ([]P, error) {
	return as[[]P](ask(ctx, (*core)(q).rows("All")))
}

// AllAsync is the asynchronous All.
func (q *QueryOf[P]) AllAsync(ac AsyncContext) *Future[[]P] {
	return future[[]P](ac, (*core)(q).rows("All"))
}

// Get is the one row of the query: ErrNotFound when there is none, ErrMultiple when there are several.
func (q *QueryOf[P]) Get(ctx context.Context) (P, error) {
	return as[P](ask(ctx, (*core)(q).get("Get")))
}

// GetAsync is the asynchronous Get.
func (q *QueryOf[P]) GetAsync(ac AsyncContext) *Future[P] {
	return future[P](ac, (*core)(q).get("Get"))
}

// First is the first row in the query's order, or in that of the primary key when it has none; ErrNotFound when there
// is no row.
func (q *QueryOf[P]) First(ctx context.Context) (P, error) {
	return as[P](ask(ctx, (*core)(q).end("First", false)))
}

// FirstAsync is the asynchronous First.
func (q *QueryOf[P]) FirstAsync(ac AsyncContext) *Future[P] {
	return future[P](ac, (*core)(q).end("First", false))
}

// Last is the first row in the reversed order.
func (q *QueryOf[P]) Last(ctx context.Context) (P, error) {
	return as[P](ask(ctx, (*core)(q).end("Last", true)))
}

// LastAsync is the asynchronous Last.
func (q *QueryOf[P]) LastAsync(ac AsyncContext) *Future[P] {
	return future[P](ac, (*core)(q).end("Last", true))
}

// Count is how many rows the query has, limit and offset taken into account.
func (q *QueryOf[P]) Count(ctx context.Context) (int64, error) {
	return as[int64](ask(ctx, (*core)(q).number("Count", query.SelectCount)))
}

// CountAsync is the asynchronous Count.
func (q *QueryOf[P]) CountAsync(ac AsyncContext) *Future[int64] {
	return future[int64](ac, (*core)(q).number("Count", query.SelectCount))
}

// Exists reports whether the query has a row.
func (q *QueryOf[P]) Exists(ctx context.Context) (bool, error) {
	return as[bool](ask(ctx, (*core)(q).number("Exists", query.SelectExists)))
}

// ExistsAsync is the asynchronous Exists.
func (q *QueryOf[P]) ExistsAsync(ac AsyncContext) *Future[bool] {
	return future[bool](ac, (*core)(q).number("Exists", query.SelectExists))
}

// answerKind is what becomes of the rows that were asked for.
type answerKind uint8

const (
	everyRow answerKind = iota // a []P
	theRow                     // a *P: the only one
	firstRow                   // a *P: the first one
)

// rows is the call for all rows.
func (c *core) rows(call string) *rowsJob {
	j := c.rowsJob(call)
	if n, ok := c.sel.LimitTo(); ok {
		j.expect = n
	}
	return j
}

// get is the call for the only row: it asks for two.
func (c *core) get(call string) *rowsJob {
	j := c.rowsJob(call)
	j.kind, j.expect = theRow, 1
	j.atMost(2)
	return j
}

// end is the call for the row at one end of the order.
func (c *core) end(call string, last bool) *rowsJob {
	j := c.rowsJob(call)
	j.kind, j.expect = firstRow, 1
	t := j.table()
	if last {
		if j.sel.Sliced() {
			j.err = &query.Error{Table: t.Name, Msg: "Last of a query with a limit or an offset: take the last element of All"}
		}
		j.sel.Reverse()
	}
	j.atMost(1)
	if j.sel.Ordered() {
		return j
	}
	if len(t.Key) == 0 {
		j.err = &query.Error{Table: t.Name, Msg: call + " of a table without a primary key needs OrderBy"}
	}
	for _, k := range t.Key {
		j.sel.OrderBy(query.Order{Node: &query.Node{Op: query.OpColumn, Col: &t.Columns[k]}})
	}
	return j
}

// atMost limits the rows; a smaller limit of the query's own stands.
func (j *rowsJob) atMost(n int) {
	if own, ok := j.sel.LimitTo(); !ok || own > n {
		j.sel.Limit(n)
	}
}

func (j *rowsJob) result() (any, error) {
	rows := &j.set.root
	switch {
	case j.kind == everyRow && rows.m == nil: // nothing was asked
		return modelOf(j.table()).pointers(nil), nil
	case j.kind == everyRow:
		return rows.pointers(), nil
	case rows.n == 0:
		return nil, ErrNotFound
	case j.kind == theRow && rows.n > 1:
		return nil, ErrMultiple
	}
	return rows.chunks[0].rows.pointer(0), nil
}
