package orm

import (
	"context"

	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/query"
	"github.com/seed83105465/duet/safety"
)

// asked is a query without its type, about to be run.
type asked struct {
	table   *query.Table
	session Session
	sel     query.Select
	call    string
	site    safety.Site
	scope   *safety.Scope
}

func (q *Query[M]) asked(call string, skip int) asked {
	return asked{table: &q.table.Desc, session: q.session, sel: q.sel, call: call, site: safety.Caller(skip + 1)}
}

// guard is the guard of the blocking voice.
func (a *asked) guard(ctx context.Context) error {
	return guard(ctx, a.session, safety.Call{On: varName(a.table), Name: a.call, Twin: a.call + "Async", Site: a.site})
}

func (a *asked) wrap(err error) error { return wrap(a.table, a.call, err) }

// plan compiles a statement, or finds its plan, and is the op to send.
func plan(s Session, st *query.Statement) (*driver.Op, error) {
	p, args, err := s.root().cache.Plan(st)
	if err != nil {
		return nil, err
	}
	return &driver.Op{Plan: p, Args: args}, nil
}

// All is every row of the query. An answer without rows is an empty slice, not nil. A context that ends stops the
// statement in the database.
func (q *Query[M]) All(ctx context.Context) ([]*M, error) {
	return blocking(ctx, q.rows("All"), everyRow[M])
}

// AllAsync is the asynchronous All.
func (q *Query[M]) AllAsync(ac AsyncContext) *Future[[]*M] {
	return async(ac, q.rows("All"), everyRow[M])
}

// Get is the one row of the query: ErrNotFound when there is none, ErrMultiple when there are several.
func (q *Query[M]) Get(ctx context.Context) (*M, error) {
	return blocking(ctx, q.slice("Get", 2), theRow[M])
}

// GetAsync is the asynchronous Get.
func (q *Query[M]) GetAsync(ac AsyncContext) *Future[*M] {
	return async(ac, q.slice("Get", 2), theRow[M])
}

// First is the first row in the query's order, or in that of the primary key when it has none; ErrNotFound when there
// is no row.
func (q *Query[M]) First(ctx context.Context) (*M, error) {
	return blocking(ctx, q.end("First", false), firstRow[M])
}

// FirstAsync is the asynchronous First.
func (q *Query[M]) FirstAsync(ac AsyncContext) *Future[*M] {
	return async(ac, q.end("First", false), firstRow[M])
}

// Last is the first row in the reversed order.
func (q *Query[M]) Last(ctx context.Context) (*M, error) {
	return blocking(ctx, q.end("Last", true), firstRow[M])
}

// LastAsync is the asynchronous Last.
func (q *Query[M]) LastAsync(ac AsyncContext) *Future[*M] {
	return async(ac, q.end("Last", true), firstRow[M])
}

// rows is the job for all rows.
func (q *Query[M]) rows(call string) *rowsJob {
	j := &rowsJob{asked: q.asked(call, 2)}
	if n, ok := q.sel.LimitTo(); ok {
		j.expect = n
	}
	return j
}

// slice is the job for at most n rows; a smaller limit of the query's own stands.
func (q *Query[M]) slice(call string, n int) *rowsJob {
	j := &rowsJob{asked: q.asked(call, 2), expect: 1}
	if own, ok := q.sel.LimitTo(); !ok || own > n {
		j.sel.Limit(n)
	}
	return j
}

// end is the job for the row at one end of the order.
func (q *Query[M]) end(call string, last bool) *rowsJob {
	j := &rowsJob{asked: q.asked(call, 2), expect: 1}
	if last {
		if j.sel.Sliced() {
			j.err = &query.Error{Table: j.table.Name, Msg: "Last of a query with a limit or an offset: take the last element of All"}
		}
		j.sel.Reverse()
	}
	if own, ok := j.sel.LimitTo(); !ok || own > 1 {
		j.sel.Limit(1)
	}
	if j.sel.Ordered() {
		return j
	}
	if len(j.table.Key) == 0 {
		j.err = &query.Error{Table: j.table.Name, Msg: call + " of a table without a primary key needs OrderBy"}
	}
	for _, k := range j.table.Key {
		j.sel.OrderBy(query.Order{Node: &query.Node{Op: query.OpColumn, Col: &j.table.Columns[k]}})
	}
	return j
}

// blocking runs a job of rows in the blocking voice.
func blocking[T any](ctx context.Context, j *rowsJob, answer func([]ref) (T, error)) (T, error) {
	var zero T
	if err := j.guard(ctx); err != nil {
		return zero, j.wrap(err)
	}
	if err := run(ctx, j.session, j); err != nil {
		return zero, j.wrap(err)
	}
	v, err := answer(j.answer)
	return v, j.wrap(err)
}

// async runs it in the asynchronous voice.
func async[T any](ac AsyncContext, j *rowsJob, answer func([]ref) (T, error)) *Future[T] {
	j.scope = safety.ScopeOf(ac)
	return start(ac, j.session, &j.asked, j, func() (T, error) { return answer(j.answer) })
}

func everyRow[M any](rows []ref) ([]*M, error) {
	out := make([]*M, len(rows))
	for i, r := range rows {
		out[i] = rowOf[M](r)
	}
	return out, nil
}

func theRow[M any](rows []ref) (*M, error) {
	switch len(rows) {
	case 0:
		return nil, ErrNotFound
	case 1:
		return rowOf[M](rows[0]), nil
	default:
		return nil, ErrMultiple
	}
}

func firstRow[M any](rows []ref) (*M, error) {
	if len(rows) == 0 {
		return nil, ErrNotFound
	}
	return rowOf[M](rows[0]), nil
}
