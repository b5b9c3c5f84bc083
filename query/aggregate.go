package query

// Aggregates of a projection's rows. A projection that reads an aggregate beside other values has one row for each
// group of equal other values; one that reads only aggregates has one row.

// CountAll is the number of rows: CountAll[models.Book]().
func CountAll[M any]() *Expr[M, int64] { return intExpr[*M](&Node{Op: OpCountRows}) }

// CountOf is the number of rows for which v is not NULL.
func CountOf[P, V any](v ValuedOf[P, V]) *ExprOf[P, int64] {
	return intExpr[P](combine(OpCount, []*Node{nodeOf(v)}))
}

// CountDistinct is the number of different values of v, NULL not counted.
func CountDistinct[P, V any](v ValuedOf[P, V]) *ExprOf[P, int64] {
	return intExpr[P](combine(OpCountDistinct, []*Node{nodeOf(v)}))
}

// Sum is the sum of v; NULL when there is no row.
func Sum[P, V any](v ValuedOf[P, V]) *ExprOf[P, V] { return aggregate(OpSum, v) }

// Min is the smallest v; NULL when there is no row.
func Min[P, V any](v ValuedOf[P, V]) *ExprOf[P, V] { return aggregate(OpMin, v) }

// Max is the largest v; NULL when there is no row.
func Max[P, V any](v ValuedOf[P, V]) *ExprOf[P, V] { return aggregate(OpMax, v) }

// Avg is the mean of v, as a floating point number; NULL when there is no row.
func Avg[P, V any](v ValuedOf[P, V]) *ExprOf[P, float64] {
	return floatExpr[P](combine(OpAvg, []*Node{nodeOf(v)}))
}

func aggregate[P, V any](op Op, v ValuedOf[P, V]) *ExprOf[P, V] {
	return derive(v, func(n *Node) *Node { return combine(op, []*Node{n}) })
}

// Aggregates of related rows are values of a row like any other: they can be sorted by, compared, and read.

// Count is the number of rows related to a row of M that satisfy every condition:
// Count(models.Authors.Books, models.Books.Price.Gt(limit)).
func Count[P, T any](relation StepsOf[P, T], cs ...ConditionOf[T]) *ExprOf[P, int64] {
	return intExpr[P](related(relation, &Node{Op: OpCountRows}, cs))
}

// SumOf is the sum of v over the related rows that satisfy every condition; NULL when there is none.
func SumOf[P, T, V any](relation StepsOf[P, T], v ValuedOf[T, V], cs ...ConditionOf[T]) *ExprOf[P, V] {
	return relatedExpr(OpSum, relation, v, cs)
}

// MinOf is the smallest v of the related rows that satisfy every condition; NULL when there is none.
func MinOf[P, T, V any](relation StepsOf[P, T], v ValuedOf[T, V], cs ...ConditionOf[T]) *ExprOf[P, V] {
	return relatedExpr(OpMin, relation, v, cs)
}

// MaxOf is the largest v of the related rows that satisfy every condition; NULL when there is none.
func MaxOf[P, T, V any](relation StepsOf[P, T], v ValuedOf[T, V], cs ...ConditionOf[T]) *ExprOf[P, V] {
	return relatedExpr(OpMax, relation, v, cs)
}

// AvgOf is the mean of v over the related rows that satisfy every condition; NULL when there is none.
func AvgOf[P, T, V any](relation StepsOf[P, T], v ValuedOf[T, V], cs ...ConditionOf[T]) *ExprOf[P, float64] {
	return floatExpr[P](related(relation, combine(OpAvg, []*Node{nodeOf(v)}), cs))
}

func relatedExpr[P, T, V any](op Op, relation StepsOf[P, T], v ValuedOf[T, V], cs []ConditionOf[T]) *ExprOf[P, V] {
	n, c := v.typed(*new(T), nil)
	return &ExprOf[P, V]{related(relation, combine(op, []*Node{n}), cs), c}
}

func related[P, T any](relation StepsOf[P, T], agg *Node, cs []ConditionOf[T]) *Node {
	return &Node{Op: OpRelated, Path: stepsOf(relation), Kids: append([]*Node{agg}, nodes(cs)...)}
}
