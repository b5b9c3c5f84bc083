package query

// Condition says of a row of M whether it is wanted. The zero Condition is always true.
type Condition[M any] struct{ n *Node }

// Node is the condition's node; nil when it is always true.
func (c Condition[M]) Node() *Node { return c.n }

// And is true where every condition is; without conditions it is always true.
func And[M any](cs ...Condition[M]) Condition[M] { return Condition[M]{combine(OpAnd, nodes(cs))} }

// Or is true where some condition is; without conditions it never is.
func Or[M any](cs ...Condition[M]) Condition[M] { return Condition[M]{combine(OpOr, nodes(cs))} }

// Not is true where c is not, rows for which c is NULL included: it is `(c) IS NOT TRUE`, the exact complement of c,
// so that no row is lost by surprise.
func Not[M any](c Condition[M]) Condition[M] {
	return Condition[M]{combine(OpNot, nodes([]Condition[M]{c}))}
}

// nodes takes the nodes out of their typed skin. An always-true condition stays, as an And of nothing.
func nodes[M any](cs []Condition[M]) []*Node {
	ns := make([]*Node, len(cs))
	for i, c := range cs {
		if ns[i] = c.n; c.n == nil {
			ns[i] = &Node{Op: OpAnd}
		}
	}
	return ns
}

// Ordering is one key to sort rows of M by, with its direction.
type Ordering[M any] struct{ o Order }

// Order is the key without its typed skin.
func (o Ordering[M]) Order() Order { return o.o }

// NullsFirstIn puts rows whose key is NULL before all others: NullsFirstIn(models.Books.Subtitle.Asc()).
func NullsFirstIn[M any](o Ordering[M]) Ordering[M] { o.o.Nulls = NullsFirst; return o }

// NullsLastIn puts rows whose key is NULL behind all others.
func NullsLastIn[M any](o Ordering[M]) Ordering[M] { o.o.Nulls = NullsLast; return o }

// Assignment gives a column of M a new value in an update.
type Assignment[M any] struct {
	col *Column
	n   *Node
}

// Column is what is assigned to.
func (a Assignment[M]) Column() *Column { return a.col }

// Node is the new value.
func (a Assignment[M]) Node() *Node { return a.n }

// Bind takes one value of each row of a projection to where it belongs.
type Bind[M any] struct {
	n    *Node
	scan func(Row, int)
	err  error
}

// Node is the value asked for.
func (b Bind[M]) Node() *Node { return b.n }

// Scan moves column i of the row to its destination.
func (b Bind[M]) Scan(r Row, i int) { b.scan(r, i) }

// Err is what is wrong with the binding, before any row is asked for.
func (b Bind[M]) Err() error { return b.err }
