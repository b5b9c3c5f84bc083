package query

import "time"

// Expr is a value of type V computed for a row of M: a path's column, arithmetic, a function, an aggregate.
type Expr[M, V any] struct {
	n     *Node
	codec *codec[V]
}

func (e *Expr[M, V]) typed(*M, *V) (*Node, *codec[V]) { return e.n, e.codec }

func (e *Expr[M, V]) compare(op Op, v V) Condition[M] {
	return Condition[M]{&Node{Op: op, Kids: []*Node{e.n}, Val: e.codec.arg(v)}}
}

// Eq is true where the expression equals v.
func (e *Expr[M, V]) Eq(v V) Condition[M] { return e.compare(OpEq, v) }

// Ne is true where the expression is not NULL and differs from v.
func (e *Expr[M, V]) Ne(v V) Condition[M] { return e.compare(OpNe, v) }

// Lt is true where the expression is less than v.
func (e *Expr[M, V]) Lt(v V) Condition[M] { return e.compare(OpLt, v) }

// Le is true where the expression is at most v.
func (e *Expr[M, V]) Le(v V) Condition[M] { return e.compare(OpLe, v) }

// Gt is true where the expression is greater than v.
func (e *Expr[M, V]) Gt(v V) Condition[M] { return e.compare(OpGt, v) }

// Ge is true where the expression is at least v.
func (e *Expr[M, V]) Ge(v V) Condition[M] { return e.compare(OpGe, v) }

// In is true where the expression equals one of vs; of none when vs is empty.
func (e *Expr[M, V]) In(vs ...V) Condition[M] {
	return Condition[M]{&Node{Op: OpIn, Kids: []*Node{e.n}, Val: listOf(vs, e.codec.arg)}}
}

// IsNull is true where the expression is NULL.
func (e *Expr[M, V]) IsNull() Condition[M] {
	return Condition[M]{&Node{Op: OpIsNull, Kids: []*Node{e.n}}}
}

// Asc sorts by the expression, smallest first.
func (e *Expr[M, V]) Asc() Ordering[M] { return Ordering[M]{Order{Node: e.n}} }

// Desc sorts by the expression, largest first.
func (e *Expr[M, V]) Desc() Ordering[M] { return Ordering[M]{Order{Node: e.n, Desc: true}} }

// Into reads the expression to dst, row by row. A row for which it is NULL (the sum of no rows, the column of an absent
// row) makes the query fail: where that can be, read it with [IntoNull].
func (e *Expr[M, V]) Into(dst *V) Bind[M] {
	return Bind[M]{Node: e.n, Scan: func(r Row, i int) {
		if r.IsNull(i) {
			r.Fail(errNullExpression)
			return
		}
		e.codec.scan(r, i, dst)
	}}
}

// derive is an expression of a's type with a node of its own.
func derive[M, V any](a Valued[M, V], make func(*Node) *Node) *Expr[M, V] {
	n, codec := a.typed(nil, nil)
	return &Expr[M, V]{make(n), codec}
}

func arithmetic[M, V any](op Op, a, b Valued[M, V]) *Expr[M, V] {
	return derive(a, func(n *Node) *Node { return combine(op, []*Node{n, nodeOf(b)}) })
}

// Add is a + b.
func Add[M, V any](a, b Valued[M, V]) *Expr[M, V] { return arithmetic(OpAdd, a, b) }

// Sub is a - b.
func Sub[M, V any](a, b Valued[M, V]) *Expr[M, V] { return arithmetic(OpSub, a, b) }

// Mul is a * b.
func Mul[M, V any](a, b Valued[M, V]) *Expr[M, V] { return arithmetic(OpMul, a, b) }

// Div is a / b: of whole numbers, a whole number.
func Div[M, V any](a, b Valued[M, V]) *Expr[M, V] { return arithmetic(OpDiv, a, b) }

// Plus is a with the constant v added.
func Plus[M, V any](a Valued[M, V], v V) *Expr[M, V] {
	return derive(a, func(n *Node) *Node { return combine(OpAdd, []*Node{n, constant(a, v)}) })
}

// Minus is a with the constant v taken off: Assign(models.Books.Stock, query.Minus(models.Books.Stock, 2)).
func Minus[M, V any](a Valued[M, V], v V) *Expr[M, V] {
	return derive(a, func(n *Node) *Node { return combine(OpSub, []*Node{n, constant(a, v)}) })
}

// Times is a multiplied by the constant v.
func Times[M, V any](a Valued[M, V], v V) *Expr[M, V] {
	return derive(a, func(n *Node) *Node { return combine(OpMul, []*Node{n, constant(a, v)}) })
}

func constant[M, V any](like Valued[M, V], v V) *Node {
	_, codec := like.typed(nil, nil)
	return valueNode(codec.arg(v))
}

// Coalesce is a, or v where a is NULL.
func Coalesce[M, V any](a Valued[M, V], v V) *Expr[M, V] {
	return derive(a, func(n *Node) *Node { return combine(OpCoalesce, []*Node{n, constant(a, v)}) })
}

// Lower is a in lower case.
func Lower[M any](a Valued[M, string]) *Expr[M, string] {
	return derive(a, func(n *Node) *Node { return combine(OpLower, []*Node{n}) })
}

// Upper is a in upper case.
func Upper[M any](a Valued[M, string]) *Expr[M, string] {
	return derive(a, func(n *Node) *Node { return combine(OpUpper, []*Node{n}) })
}

// Compare is the comparison of two values of a row: Compare(models.Books.Stock, query.OpLt, models.Books.Ordered). op is
// one of OpEq, OpNe, OpLt, OpLe, OpGt and OpGe.
func Compare[M, V any](a Valued[M, V], op Op, b Valued[M, V]) Condition[M] {
	return Condition[M]{combine(op, []*Node{nodeOf(a), nodeOf(b)})}
}

func intExpr[M any](n *Node) *Expr[M, int64] {
	return &Expr[M, int64]{n, intCodec}
}

func floatExpr[M any](n *Node) *Expr[M, float64] {
	return &Expr[M, float64]{n, floatCodec}
}

// Length is the number of characters of a.
func Length[M any](a Valued[M, string]) *Expr[M, int64] {
	return intExpr[M](combine(OpLength, []*Node{nodeOf(a)}))
}

// Year is the year of a time or day, in UTC.
func Year[M any](a Valued[M, time.Time]) *Expr[M, int64] {
	return intExpr[M](combine(OpYear, []*Node{nodeOf(a)}))
}

// Month is the month of a time or day, in UTC, January being 1.
func Month[M any](a Valued[M, time.Time]) *Expr[M, int64] {
	return intExpr[M](combine(OpMonth, []*Node{nodeOf(a)}))
}

// Day is the day of the month of a time or day, in UTC.
func Day[M any](a Valued[M, time.Time]) *Expr[M, int64] {
	return intExpr[M](combine(OpDay, []*Node{nodeOf(a)}))
}
