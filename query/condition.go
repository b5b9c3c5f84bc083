package query

// ConditionOf says of a row of M whether it is wanted. The zero Condition is always true.
//
// Conditions are made by the methods of columns, relations and expressions. Node is for whoever runs them; like all types
// here this one has no methods, because every method of a generic type is compiled anew for every model.
type ConditionOf[P any] struct{ Node *Node }

// And is true where every condition is. Without conditions it is the zero Condition, which is always true and counts as
// none.
func And[M any](cs ...Condition[M]) Condition[M] {
	if len(cs) == 0 {
		return Condition[M]{}
	}
	return Condition[M]{combine(OpAnd, nodes(cs))}
}

// Or is true where some condition is; without conditions it never is.
func Or[M any](cs ...Condition[M]) Condition[M] {
	return Condition[M]{combine(OpOr, nodes(cs))}
}

// Not is true where c is not, rows for which c is NULL included: it is `(c) IS NOT TRUE`, the exact complement of c,
// so that no row is lost by surprise.
func Not[M any](c Condition[M]) Condition[M] {
	return Condition[M]{combine(OpNot, nodes([]Condition[M]{c}))}
}

// nodes takes the nodes out of their typed skin. An always-true condition stays, as an And of nothing.
func nodes[P any](cs []ConditionOf[P]) []*Node {
	ns := make([]*Node, len(cs))
	for i, c := range cs {
		if ns[i] = c.Node; c.Node == nil {
			ns[i] = &Node{Op: OpAnd}
		}
	}
	return ns
}

// OrderingOf is one key to sort rows of M by, with its direction.
type OrderingOf[P any] struct{ Order Order }

// NullsFirstIn puts rows whose key is NULL before all others: NullsFirstIn(models.Books.Subtitle.Asc()).
func NullsFirstIn[P any](o OrderingOf[P]) OrderingOf[P] { o.Order.Nulls = NullsFirst; return o }

// NullsLastIn puts rows whose key is NULL behind all others.
func NullsLastIn[P any](o OrderingOf[P]) OrderingOf[P] { o.Order.Nulls = NullsLast; return o }

// AssignmentOf gives a column of M a new value in an update.
type AssignmentOf[P any] struct {
	Column *Column // what is assigned to; nil for an expression, which cannot be
	Node   *Node   // the new value
}

// BindOf takes one value of each row of a projection to where it belongs.
type BindOf[P any] struct {
	Node *Node          // the value asked for
	Scan func(Row, int) // moves it, as a column of the answer, to its destination
	Err  error          // what is wrong with the binding, before any row is asked for
}
