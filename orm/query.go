package orm

import (
	"github.com/seed83105465/duet/query"
)

// QueryOf is a query for rows of a model, P being the pointer to it: what to ask, and of which session. It is immutable: every method returns a new one, so
// that sharing a query between goroutines, or going on from a common beginning, is safe. Nothing is asked before a method
// that takes a context (or an AsyncContext) is called.
//
// It is a typed skin over core, one line a method.
type QueryOf[P any] core

// Using is the same query on another session.
func (q *QueryOf[P]) Using(s Session) *QueryOf[P] { return (*QueryOf[P])((*core)(q).using(s)) }

// Filter keeps the rows that satisfy every condition.
func (q *QueryOf[P]) Filter(cs ...query.ConditionOf[P]) *QueryOf[P] {
	return (*QueryOf[P])((*core)(q).filter(conditions(cs)))
}

// Exclude keeps the rows for which not all of the conditions are true. A condition that is NULL for a row is not true,
// so that the row is kept.
func (q *QueryOf[P]) Exclude(cs ...query.ConditionOf[P]) *QueryOf[P] {
	return (*QueryOf[P])((*core)(q).exclude(conditions(cs)))
}

// OrderBy sorts by these keys, the first one first, instead of by those given before. NULL is smaller than everything
// else, on every database.
func (q *QueryOf[P]) OrderBy(os ...query.OrderingOf[P]) *QueryOf[P] {
	return (*QueryOf[P])((*core)(q).orderBy(query.Orders(os)))
}

// Reverse turns the order round; without one, it is that of the primary key, from the end.
func (q *QueryOf[P]) Reverse() *QueryOf[P] {
	return (*QueryOf[P])((*core)(q).with((*query.Select).Reverse))
}

// Distinct drops rows that equal another one.
func (q *QueryOf[P]) Distinct() *QueryOf[P] {
	return (*QueryOf[P])((*core)(q).with((*query.Select).Distinct))
}

// Limit keeps the first n rows. With 0 the answer is empty and nothing is asked; a negative n is no limit.
func (q *QueryOf[P]) Limit(n int) *QueryOf[P] { return (*QueryOf[P])((*core)(q).limit(n)) }

// Offset leaves the first n rows out.
func (q *QueryOf[P]) Offset(n int) *QueryOf[P] { return (*QueryOf[P])((*core)(q).offset(n)) }

// None makes the answer empty; nothing is asked.
func (q *QueryOf[P]) None() *QueryOf[P] { return (*QueryOf[P])((*core)(q).with((*query.Select).None)) }

// AllRows says that Update and Delete are meant for every row, although there is no condition.
func (q *QueryOf[P]) AllRows() *QueryOf[P] { return (*QueryOf[P])((*core)(q).allRows()) }

// Alone has the asynchronous voice send the query on a connection of its own, so that what was asked along with it does
// not wait for it. A plan that was seen to take more than 5 ms, or was never seen, is sent so anyway: Alone is for one that
// is slow now and then. It means nothing to the blocking voice, in a transaction, which has one connection, where the pool
// has no second one for the scope, and on SQLite, where no two queries share a connection.
func (q *QueryOf[P]) Alone() *QueryOf[P] { return (*QueryOf[P])((*core)(q).alone()) }

// SelectRelated loads to-one relations along with the rows, in the same statement, by joining them. An absent related
// row is nil, and loaded. A path (query.Through) loads the relations on the way, too.
func (q *QueryOf[P]) SelectRelated(rs ...query.OnePathOf[P]) *QueryOf[P] {
	return (*QueryOf[P])((*core)(q).selectRelated(query.Paths(rs)))
}

// PrefetchRelated loads relations of any kind along with the rows, in one more statement for each relation, whatever the
// number of rows. A prefetch can be filtered, ordered, limited for each row, and hold further ones.
func (q *QueryOf[P]) PrefetchRelated(rs ...query.PrefetchableOf[P]) *QueryOf[P] {
	return (*QueryOf[P])((*core)(q).prefetchRelated(query.Prefetches(rs)))
}

// ColumnOf is a column of a model, for Only, Defer and the like: a pointer to a column, as the table's variable has them.
type ColumnOf[P any] interface{ Of(P) *query.Column }

// Only loads these columns and the primary key. Other fields are zero; a relation, Save and [Loaded] know that they were
// not loaded.
func (q *QueryOf[P]) Only(columns ...ColumnOf[P]) *QueryOf[P] {
	return (*QueryOf[P])((*core)(q).only(indexes(columns)))
}

// Defer loads every column but these. The primary key is always loaded.
func (q *QueryOf[P]) Defer(columns ...ColumnOf[P]) *QueryOf[P] {
	return (*QueryOf[P])((*core)(q).deferred(indexes(columns)))
}

// What takes the type off arguments.

func conditions[P any](cs []query.ConditionOf[P]) []*query.Node {
	out := make([]*query.Node, len(cs))
	for i, c := range cs {
		out[i] = c.Node
	}
	return out
}

func indexes[P any](columns []ColumnOf[P]) []int {
	out := make([]int, len(columns))
	for i, c := range columns {
		out[i] = c.Of(*new(P)).Index
	}
	return out
}
