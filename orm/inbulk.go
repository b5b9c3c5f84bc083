package orm

import (
	"context"

	"github.com/seed83105465/duet/query"
	"github.com/seed83105465/duet/safety"
)

// InBulk is the rows whose column has one of these values, by that value: InBulk(ctx, q, models.Books.ID, 1, 2, 3).
// Values without a row are missing from the map. The column should be unique: of several rows with one value, the last
// stands.
func InBulk[P any, K comparable](ctx context.Context, q *QueryOf[P], column query.ValuedOf[P, K], values ...K) (map[K]P, error) {
	return as[map[K]P](ask(ctx, bulkCall(q, column, values)))
}

// InBulkAsync is the asynchronous InBulk.
func InBulkAsync[P any, K comparable](ac AsyncContext, q *QueryOf[P], column query.ValuedOf[P, K], values ...K) *Future[map[K]P] {
	return future[map[K]P](ac, bulkCall(q, column, values))
}

// bulkJob makes a map of rows.
type bulkJob[P any, K comparable] struct {
	*rowsJob
	column *query.Column
	byKey  map[mapKey]K
}

func bulkCall[P any, K comparable](q *QueryOf[P], column query.ValuedOf[P, K], values []K) *bulkJob[P, K] {
	in, args, col := query.InValues(column, values)
	c := (*core)(q.Filter(in))
	if fields, all := c.sel.Fields(); !all && col != nil {
		c = c.only(append(fields, col.Index)) // it is what rows are found by
	}
	j := &bulkJob[P, K]{rowsJob: c.rows("InBulk"), column: col, byKey: make(map[mapKey]K, len(values))}
	j.site = safety.Caller(2)
	if col == nil {
		j.err = &query.Error{Table: j.table().Name, Msg: "InBulk needs a column of the table, not an expression"}
	}
	for i, a := range args {
		if k, ok := keyOf(a); ok {
			j.byKey[k] = values[i]
		}
	}
	return j
}

func (j *bulkJob[P, K]) result() (any, error) {
	rows := j.set.root.all()
	out := make(map[K]P, len(rows))
	for _, r := range rows {
		k, ok := keyOf(r.c.rows.value(r.i, j.column.Index))
		if v, known := j.byKey[k]; ok && known {
			out[v], _ = r.pointer().(P)
		}
	}
	return out, nil
}
