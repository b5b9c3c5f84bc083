package orm

import (
	"context"
	"slices"

	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/query"
)

// ProjectionOf is a query for values instead of rows: columns, expressions and aggregates, read into the fields of an R.
// It is an immutable value.
type ProjectionOf[P, R any] struct {
	q    *QueryOf[P]
	bind func(*R) []query.BindOf[P]
}

// Project makes a query's answer values of type R. bind says, for an R, what to read into which of its fields; it is
// called once for each run, not for each row. When some of the values are aggregates, there is one R for each group of
// equal other values. Conditions, order and slice are the query's; a condition on an aggregate chooses among groups.
func Project[P, R any](q *QueryOf[P], bind func(*R) []query.BindOf[P]) *ProjectionOf[P, R] {
	return &ProjectionOf[P, R]{q: q, bind: bind}
}

// All is every value; an empty slice when there is none.
func (p *ProjectionOf[P, R]) All(ctx context.Context) ([]R, error) {
	return as[[]R](ask(ctx, p.job("Project", "AllAsync", 1)))
}

// AllAsync is the asynchronous All.
func (p *ProjectionOf[P, R]) AllAsync(ac AsyncContext) *Future[[]R] {
	return future[[]R](ac, p.job("Project", "AllAsync", 1))
}

// Aggregate computes values over all rows of the query, in one R: bind must ask for nothing but aggregates.
func Aggregate[P, R any](ctx context.Context, q *QueryOf[P], bind func(*R) []query.BindOf[P]) (R, error) {
	return as[R](ask(ctx, aggregateJob(q, bind)))
}

// AggregateAsync is the asynchronous Aggregate.
func AggregateAsync[P, R any](ac AsyncContext, q *QueryOf[P], bind func(*R) []query.BindOf[P]) *Future[R] {
	return future[R](ac, aggregateJob(q, bind))
}

func aggregateJob[P, R any](q *QueryOf[P], bind func(*R) []query.BindOf[P]) *valuesJob[P, R] {
	p := ProjectionOf[P, R]{q: q, bind: bind}
	j := p.job("Aggregate", "AggregateAsync", 2)
	j.single = true
	return j
}

// job is the call; skip is as for ask.
func (p *ProjectionOf[P, R]) job(call, twin string, skip int) *valuesJob[P, R] {
	j := &valuesJob[P, R]{asked: (*core)(p.q).ask(call, skip), bind: p.bind}
	j.twin = twin
	return j
}

// valuesJob asks for a projection. Each row is read into one scratch value, which is then copied.
type valuesJob[P, R any] struct {
	asked
	bind    func(*R) []query.BindOf[P]
	single  bool
	begun   bool
	scratch R
	out     []R
}

func (j *valuesJob[P, R]) writes() bool { return false }
func (j *valuesJob[P, R]) atomic() bool { return false }

// again implements rescanner.
func (j *valuesJob[P, R]) again(*driver.Op) { j.out = j.out[:0] }

func (j *valuesJob[P, R]) result() (any, error) {
	switch {
	case !j.single:
		return j.out, nil
	case len(j.out) == 0:
		return nil, nil // the aggregates of a query that asks nothing
	}
	return j.out[0], nil
}

func (j *valuesJob[P, R]) next(context.Context) (round, error) {
	if j.begun {
		return round{}, nil
	}
	j.begun = true
	j.out = []R{}
	binds := j.bind(&j.scratch)
	values := make([]*query.Node, len(binds))
	for i, b := range binds {
		if err := b.Err; err != nil {
			return round{}, err
		}
		values[i] = b.Node
	}
	switch {
	case len(values) == 0:
		return round{}, &query.Error{Table: j.table().Name, Msg: "a projection of nothing: bind at least one value"}
	case j.single && slices.ContainsFunc(values, func(n *query.Node) bool { return !n.Aggregate() }):
		return round{}, &query.Error{Table: j.table().Name, Msg: "Aggregate reads a value that is no aggregate: use Project, which makes groups"}
	case j.single && j.sel.IsDistinct():
		return round{}, &query.Error{Table: j.table().Name, Msg: "Aggregate of a distinct query: say what is to be distinct, as query.CountDistinct does"}
	case j.single && j.sel.Sliced():
		return round{}, &query.Error{Table: j.table().Name, Msg: "Aggregate of a query with a limit or an offset: the aggregate has one row, the limit would not choose among the rows it is made of"}
	}
	if j.single {
		j.sel.ClearOrder()
		if j.sel.Empty() {
			j.sel.Filter(query.Or[struct{}]().Node) // of no rows: a count is 0, a sum NULL
		}
	} else if j.sel.Empty() {
		return round{}, nil
	}
	op, err := plan(j.session, &query.Statement{Kind: query.SelectValues, Select: j.sel, Values: values})
	if err != nil {
		return round{}, err
	}
	if n, ok := j.sel.LimitTo(); ok {
		j.out = make([]R, 0, min(n, chunkRows))
	}
	op.Scan = func(r Row) error {
		for i, b := range binds {
			b.Scan(r, i)
		}
		j.out = append(j.out, j.scratch)
		return nil
	}
	return round{ops: []*driver.Op{op}}, nil
}
