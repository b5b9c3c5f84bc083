package orm

import (
	"context"
	"slices"

	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/query"
	"github.com/seed83105465/duet/safety"
)

// Projection is a query for values instead of rows: columns, expressions and aggregates, read into the fields of an R.
// It is an immutable value.
type Projection[M, R any] struct {
	q    *Query[M]
	bind func(*R) []query.Bind[M]
}

// Project makes a query's answer values of type R. bind says, for an R, what to read into which of its fields; it is
// called once for each run, not for each row. When some of the values are aggregates, there is one R for each group of
// equal other values. Conditions, order and slice are the query's; a condition on an aggregate chooses among groups.
func Project[M, R any](q *Query[M], bind func(*R) []query.Bind[M]) *Projection[M, R] {
	return &Projection[M, R]{q: q, bind: bind}
}

// All is every value; an empty slice when there is none.
func (p *Projection[M, R]) All(ctx context.Context) ([]R, error) {
	return scalar(ctx, p.job("Project"), (*valuesJob[M, R]).all)
}

// AllAsync is the asynchronous All.
func (p *Projection[M, R]) AllAsync(ac AsyncContext) *Future[[]R] {
	return scalarAsync(ac, p.job("Project"), (*valuesJob[M, R]).all)
}

// Aggregate computes values over all rows of the query, in one R: bind must ask for nothing but aggregates.
func Aggregate[M, R any](ctx context.Context, q *Query[M], bind func(*R) []query.Bind[M]) (R, error) {
	return scalar(ctx, aggregateJob(q, bind), (*valuesJob[M, R]).one)
}

// AggregateAsync is the asynchronous Aggregate.
func AggregateAsync[M, R any](ac AsyncContext, q *Query[M], bind func(*R) []query.Bind[M]) *Future[R] {
	return scalarAsync(ac, aggregateJob(q, bind), (*valuesJob[M, R]).one)
}

func aggregateJob[M, R any](q *Query[M], bind func(*R) []query.Bind[M]) *valuesJob[M, R] {
	p := Projection[M, R]{q: q, bind: bind}
	j := p.job("Aggregate")
	j.site = safety.Caller(2)
	j.single = true
	return j
}

func (p *Projection[M, R]) job(call string) *valuesJob[M, R] {
	return &valuesJob[M, R]{asked: p.q.asked(call, 2), bind: p.bind}
}

// valuesJob asks for a projection. Each row is read into one scratch value, which is then copied.
type valuesJob[M, R any] struct {
	asked
	bind    func(*R) []query.Bind[M]
	single  bool
	begun   bool
	scratch R
	out     []R
}

func (j *valuesJob[M, R]) writes() bool { return false }
func (j *valuesJob[M, R]) atomic() bool { return false }
func (j *valuesJob[M, R]) all() []R     { return j.out }

func (j *valuesJob[M, R]) one() R {
	if len(j.out) == 0 {
		var zero R
		return zero
	}
	return j.out[0]
}

func (j *valuesJob[M, R]) next(context.Context) (round, error) {
	if j.begun {
		return round{}, nil
	}
	j.begun = true
	j.out = []R{}
	binds := j.bind(&j.scratch)
	values := make([]*query.Node, len(binds))
	for i, b := range binds {
		if err := b.Err(); err != nil {
			return round{}, err
		}
		values[i] = b.Node()
	}
	switch {
	case len(values) == 0:
		return round{}, &query.Error{Table: j.table.Name, Msg: "a projection of nothing: bind at least one value"}
	case j.single && slices.ContainsFunc(values, func(n *query.Node) bool { return !n.Aggregate() }):
		return round{}, &query.Error{Table: j.table.Name, Msg: "Aggregate reads a value that is no aggregate: use Project, which makes groups"}
	case j.single && j.sel.Sliced():
		return round{}, &query.Error{Table: j.table.Name, Msg: "Aggregate of a query with a limit or an offset: the aggregate has one row, the limit would not choose among the rows it is made of"}
	}
	if j.single {
		j.sel.ClearOrder()
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

// InBulk is the rows whose column has one of these values, by that value: InBulk(ctx, q, models.Books.ID, 1, 2, 3).
// Values without a row are missing from the map. The column should be unique: of several rows with one value, the last
// stands.
func InBulk[M any, K comparable](ctx context.Context, q *Query[M], column query.Valued[M, K], values ...K) (map[K]*M, error) {
	j, answer := bulkJob(q, column, values)
	rows, err := blocking(ctx, j, everyRef)
	return answer(rows), err
}

// InBulkAsync is the asynchronous InBulk.
func InBulkAsync[M any, K comparable](ac AsyncContext, q *Query[M], column query.Valued[M, K], values ...K) *Future[map[K]*M] {
	j, answer := bulkJob(q, column, values)
	return async(ac, j, func(rows []ref) (map[K]*M, error) { return answer(rows), nil })
}

func everyRef(rows []ref) ([]ref, error) { return rows, nil }

func bulkJob[M any, K comparable](q *Query[M], column query.Valued[M, K], values []K) (*rowsJob, func([]ref) map[K]*M) {
	in, args, col := query.InValues(column, values)
	j := q.Filter(in).rows("InBulk")
	j.site = safety.Caller(2)
	if col == nil {
		j.err = &query.Error{Table: j.table.Name, Msg: "InBulk needs a column of the table, not an expression"}
	}
	byKey := make(map[mapKey]K, len(values))
	for i, a := range args {
		if k, ok := keyOf(a); ok {
			byKey[k] = values[i]
		}
	}
	return j, func(rows []ref) map[K]*M {
		out := make(map[K]*M, len(rows))
		for _, r := range rows {
			if k, ok := keyOf(r.c.rows.value(r.i, col.Index)); ok {
				if v, ok := byKey[k]; ok {
					out[v] = rowOf[M](r)
				}
			}
		}
		return out
	}
}
