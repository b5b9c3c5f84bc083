package orm

import (
	"github.com/seed83105465/duet/query"
)

// Query is a query for rows of M: what to ask, and of which session. It is immutable: every method returns a new one, so
// that sharing a query between goroutines, or going on from a common beginning, is safe. Nothing is asked before a method
// that takes a context (or an AsyncContext) is called.
type Query[M any] struct {
	table   *Table[M]
	session Session
	sel     query.Select
	all     bool  // AllRows
	err     error // a mistake made while building
}

// Using is the same query on another session.
func (q *Query[M]) Using(s Session) *Query[M] {
	c := *q
	c.session = s
	return &c
}

// Filter keeps the rows that satisfy every condition.
func (q *Query[M]) Filter(cs ...query.Condition[M]) *Query[M] {
	c := *q
	for _, cond := range cs {
		c.sel.Filter(cond.Node())
	}
	return &c
}

// Exclude keeps the rows for which not all of the conditions are true. A condition that is NULL for a row is not true,
// so that the row is kept.
func (q *Query[M]) Exclude(cs ...query.Condition[M]) *Query[M] {
	c := *q
	c.sel.Exclude(query.And(cs...).Node())
	return &c
}

// OrderBy sorts by these keys, the first one first, instead of by those given before. NULL is smaller than everything
// else, on every database.
func (q *Query[M]) OrderBy(os ...query.Ordering[M]) *Query[M] {
	c := *q
	c.sel.ClearOrder()
	for _, o := range os {
		c.sel.OrderBy(o.Order())
	}
	return &c
}

// Reverse turns the order round; without one, it is that of the primary key, from the end.
func (q *Query[M]) Reverse() *Query[M] {
	c := *q
	c.sel.Reverse()
	return &c
}

// Distinct drops rows that equal another one.
func (q *Query[M]) Distinct() *Query[M] {
	c := *q
	c.sel.Distinct()
	return &c
}

// Limit keeps the first n rows. With 0 the answer is empty and nothing is asked; a negative n is no limit.
func (q *Query[M]) Limit(n int) *Query[M] {
	c := *q
	c.sel.Limit(n)
	return &c
}

// Offset leaves the first n rows out.
func (q *Query[M]) Offset(n int) *Query[M] {
	c := *q
	c.sel.Offset(n)
	return &c
}

// None makes the answer empty; nothing is asked.
func (q *Query[M]) None() *Query[M] {
	c := *q
	c.sel.None()
	return &c
}

// AllRows says that Update and Delete are meant for every row, although there is no condition.
func (q *Query[M]) AllRows() *Query[M] {
	c := *q
	c.all = true
	return &c
}

// SelectRelated loads to-one relations along with the rows, in the same statement, by joining them. An absent related
// row is nil, and loaded. A path (query.Through) loads the relations on the way, too.
func (q *Query[M]) SelectRelated(rs ...query.OnePath[M]) *Query[M] {
	c := *q
	for _, r := range rs {
		c.sel.Related(query.PathOf(r))
	}
	return &c
}

// PrefetchRelated loads relations of any kind along with the rows, in one more statement for each relation, whatever the
// number of rows. A prefetch can be filtered, ordered, limited for each row, and hold further ones.
func (q *Query[M]) PrefetchRelated(rs ...query.Prefetchable[M]) *Query[M] {
	c := *q
	for _, r := range rs {
		c.sel.Prefetch(query.RelatedOf(r))
	}
	return &c
}

// Columns are columns of a model, for Only and Defer: pointers to columns, as the table's variable has them.
type Column[M any] interface{ Of(M) *query.Column }

// Only loads these columns and the primary key. Other fields are zero; a relation, Save and [Loaded] know that they were
// not loaded.
func (q *Query[M]) Only(columns ...Column[M]) *Query[M] {
	c := *q
	keep := make([]bool, len(c.table.Desc.Columns))
	for _, k := range c.table.Desc.Key {
		keep[k] = true
	}
	for _, i := range indexes(columns) {
		keep[i] = true
	}
	c.sel.Only(chosen(keep))
	return &c
}

// Defer loads every column but these. The primary key is always loaded.
func (q *Query[M]) Defer(columns ...Column[M]) *Query[M] {
	c := *q
	keep := make([]bool, len(c.table.Desc.Columns))
	fields, all := c.sel.Fields()
	for i := range keep {
		keep[i] = all
	}
	for _, i := range fields {
		keep[i] = true
	}
	for _, i := range indexes(columns) {
		keep[i] = false
	}
	for _, k := range c.table.Desc.Key {
		keep[k] = true
	}
	c.sel.Only(chosen(keep))
	return &c
}

func indexes[M any](columns []Column[M]) []int {
	var m M
	out := make([]int, len(columns))
	for i, c := range columns {
		out[i] = c.Of(m).Index
	}
	return out
}

func chosen(keep []bool) []int {
	out := make([]int, 0, len(keep))
	for i, k := range keep {
		if k {
			out = append(out, i)
		}
	}
	return out
}
