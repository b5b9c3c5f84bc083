package query

import "time"

// ExprOf is a value of type V computed for a row of M: a path's column, arithmetic, a function, an aggregate.
type ExprOf[P, V any] struct {
	n     *Node
	codec *codec[V]
}

func (e *ExprOf[P, V]) typed(P, *V) (*Node, *codec[V]) { return e.n, e.codec }

func (e *ExprOf[P, V]) compare(op Op, v V) ConditionOf[P] {
	return ConditionOf[P]{&Node{Op: op, Kids: []*Node{e.n}, Val: e.codec.arg(v)}}
}

// Eq is true where the expression equals v.
func (e *ExprOf[P, V]) Eq(v V) ConditionOf[P] { return e.compare(OpEq, v) }

// Ne is true where the expression is not NULL and differs from v.
func (e *ExprOf[P, V]) Ne(v V) ConditionOf[P] { return e.compare(OpNe, v) }

// Lt is true where the expression is less than v.
func (e *ExprOf[P, V]) Lt(v V) ConditionOf[P] { return e.compare(OpLt, v) }

// Le is true where the expression is at most v.
func (e *ExprOf[P, V]) Le(v V) ConditionOf[P] { return e.compare(OpLe, v) }

// Gt is true where the expression is greater than v.
func (e *ExprOf[P, V]) Gt(v V) ConditionOf[P] { return e.compare(OpGt, v) }

// Ge is true where the expression is at least v.
func (e *ExprOf[P, V]) Ge(v V) ConditionOf[P] { return e.compare(OpGe, v) }

// In is true where the expression equals one of vs; of none when vs is empty.
func (e *ExprOf[P, V]) In(vs ...V) ConditionOf[P] {
	return ConditionOf[P]{&Node{Op: OpIn, Kids: []*Node{e.n}, Val: listOf(vs, e.codec.arg)}}
}

// IsNull is true where the expression is NULL.
func (e *ExprOf[P, V]) IsNull() ConditionOf[P] {
	return ConditionOf[P]{&Node{Op: OpIsNull, Kids: []*Node{e.n}}}
}

// Asc sorts by the expression, smallest first.
func (e *ExprOf[P, V]) Asc() OrderingOf[P] { return OrderingOf[P]{Order{Node: e.n}} }

// Desc sorts by the expression, largest first.
func (e *ExprOf[P, V]) Desc() OrderingOf[P] { return OrderingOf[P]{Order{Node: e.n, Desc: true}} }

// Into reads the expression to dst, row by row. An expression that can be NULL because a column or a relation in it can
// be needs [IntoNull], whatever the data. An aggregate is NULL when there is nothing to aggregate: a plain destination
// makes the query fail then.
func (e *ExprOf[P, V]) Into(dst *V) BindOf[P] {
	return BindOf[P]{Node: e.n, Err: plainExpression(e.n), Scan: func(r Row, i int) {
		if r.IsNull(i) {
			r.Fail(errNullExpression)
			return
		}
		e.codec.scan(r, i, dst)
	}}
}

func plainExpression(n *Node) error {
	if n.canBeNull() {
		return errNullExpression
	}
	return nil
}

// derive is an expression of a's type with a node of its own.
func derive[P, V any](a ValuedOf[P, V], make func(*Node) *Node) *ExprOf[P, V] {
	n, codec := a.typed(*new(P), nil)
	return &ExprOf[P, V]{make(n), codec}
}

func arithmetic[P, V any](op Op, a, b ValuedOf[P, V]) *ExprOf[P, V] {
	return derive(a, func(n *Node) *Node { return combine(op, []*Node{n, nodeOf(b)}) })
}

// Add is a + b.
func Add[P, V any](a, b ValuedOf[P, V]) *ExprOf[P, V] { return arithmetic(OpAdd, a, b) }

// Sub is a - b.
func Sub[P, V any](a, b ValuedOf[P, V]) *ExprOf[P, V] { return arithmetic(OpSub, a, b) }

// Mul is a * b.
func Mul[P, V any](a, b ValuedOf[P, V]) *ExprOf[P, V] { return arithmetic(OpMul, a, b) }

// Div is a / b: of whole numbers, a whole number.
func Div[P, V any](a, b ValuedOf[P, V]) *ExprOf[P, V] { return arithmetic(OpDiv, a, b) }

// Plus is a with the constant v added.
func Plus[P, V any](a ValuedOf[P, V], v V) *ExprOf[P, V] {
	return derive(a, func(n *Node) *Node { return combine(OpAdd, []*Node{n, constant(a, v)}) })
}

// Minus is a with the constant v taken off: Assign(models.Books.Stock, query.Minus(models.Books.Stock, 2)).
func Minus[P, V any](a ValuedOf[P, V], v V) *ExprOf[P, V] {
	return derive(a, func(n *Node) *Node { return combine(OpSub, []*Node{n, constant(a, v)}) })
}

// Times is a multiplied by the constant v.
func Times[P, V any](a ValuedOf[P, V], v V) *ExprOf[P, V] {
	return derive(a, func(n *Node) *Node { return combine(OpMul, []*Node{n, constant(a, v)}) })
}

func constant[P, V any](like ValuedOf[P, V], v V) *Node {
	_, codec := like.typed(*new(P), nil)
	return valueNode(codec.arg(v))
}

// As is a number as a value of the type of like: Mul(models.Lines.UnitPrice, As(models.Lines.UnitPrice, models.Lines.Quantity)).
// It changes nothing in the database; a value that is no such thing makes reading it fail.
func As[P, V, W any](like ValuedOf[P, V], number ValuedOf[P, W]) *ExprOf[P, V] {
	return derive(like, func(*Node) *Node { return nodeOf(number) })
}

// Coalesce is a, or v where a is NULL.
func Coalesce[P, V any](a ValuedOf[P, V], v V) *ExprOf[P, V] {
	return derive(a, func(n *Node) *Node { return combine(OpCoalesce, []*Node{n, constant(a, v)}) })
}

// Lower is a in lower case.
func Lower[P any](a ValuedOf[P, string]) *ExprOf[P, string] {
	return derive(a, func(n *Node) *Node { return combine(OpLower, []*Node{n}) })
}

// Upper is a in upper case.
func Upper[P any](a ValuedOf[P, string]) *ExprOf[P, string] {
	return derive(a, func(n *Node) *Node { return combine(OpUpper, []*Node{n}) })
}

// Compare is the comparison of two values of a row: Compare(models.Books.Stock, query.OpLt, models.Books.Ordered). op is
// one of OpEq, OpNe, OpLt, OpLe, OpGt and OpGe.
func Compare[P, V any](a ValuedOf[P, V], op Op, b ValuedOf[P, V]) ConditionOf[P] {
	return ConditionOf[P]{combine(op, []*Node{nodeOf(a), nodeOf(b)})}
}

func intExpr[P any](n *Node) *ExprOf[P, int64] {
	return &ExprOf[P, int64]{n, intCodec}
}

func floatExpr[P any](n *Node) *ExprOf[P, float64] {
	return &ExprOf[P, float64]{n, floatCodec}
}

// Length is the number of characters of a.
func Length[P any](a ValuedOf[P, string]) *ExprOf[P, int64] {
	return intExpr[P](combine(OpLength, []*Node{nodeOf(a)}))
}

// Year is the year of a time or day, in UTC.
func Year[P any](a ValuedOf[P, time.Time]) *ExprOf[P, int64] {
	return intExpr[P](combine(OpYear, []*Node{nodeOf(a)}))
}

// Month is the month of a time or day, in UTC, January being 1.
func Month[P any](a ValuedOf[P, time.Time]) *ExprOf[P, int64] {
	return intExpr[P](combine(OpMonth, []*Node{nodeOf(a)}))
}

// Day is the day of the month of a time or day, in UTC.
func Day[P any](a ValuedOf[P, time.Time]) *ExprOf[P, int64] {
	return intExpr[P](combine(OpDay, []*Node{nodeOf(a)}))
}

// F is a column, or anything else that has a value, as an expression: for code that works with any column, since the
// columns' own operations are fields and satisfy no interface.
func F[P, V any](v ValuedOf[P, V]) *ExprOf[P, V] {
	n, codec := v.typed(*new(P), nil)
	return &ExprOf[P, V]{n, codec}
}
