package query

// Aggregates of a projection's rows. A projection that reads an aggregate beside other values has one row for each
// group of equal other values; one that reads only aggregates has one row.

// CountAll is the number of rows: CountAll[models.Book]().
func CountAll[M any]() *Expr[M, int64] { return intExpr[M](&Node{Op: OpCountRows}) }

// CountOf is the number of rows for which v is not NULL.
func CountOf[M, V any](v Valued[M, V]) *Expr[M, int64] {
	return intExpr[M](combine(OpCount, []*Node{nodeOf(v)}))
}

// CountDistinct is the number of different values of v, NULL not counted.
func CountDistinct[M, V any](v Valued[M, V]) *Expr[M, int64] {
	return intExpr[M](combine(OpCountDistinct, []*Node{nodeOf(v)}))
}

// Sum is the sum of v; NULL when there is no row.
func Sum[M, V any](v Valued[M, V]) *Expr[M, V] { return aggregate(OpSum, v) }

// Min is the smallest v; NULL when there is no row.
func Min[M, V any](v Valued[M, V]) *Expr[M, V] { return aggregate(OpMin, v) }

// Max is the largest v; NULL when there is no row.
func Max[M, V any](v Valued[M, V]) *Expr[M, V] { return aggregate(OpMax, v) }

// Avg is the mean of v, as a floating point number; NULL when there is no row.
func Avg[M, V any](v Valued[M, V]) *Expr[M, float64] {
	return floatExpr[M](combine(OpAvg, []*Node{nodeOf(v)}))
}

func aggregate[M, V any](op Op, v Valued[M, V]) *Expr[M, V] {
	return derive(v, func(n *Node) *Node { return combine(op, []*Node{n}) })
}

// Aggregates of related rows are values of a row like any other: they can be sorted by, compared, and read.

// Count is the number of rows related to a row of M that satisfy every condition:
// Count(models.Authors.Books, models.Books.Price.Gt(limit)).
func Count[M, T any](relation Steps[M, T], cs ...Condition[T]) *Expr[M, int64] {
	return intExpr[M](related(relation, &Node{Op: OpCountRows}, cs))
}

// SumOf is the sum of v over the related rows that satisfy every condition; NULL when there is none.
func SumOf[M, T, V any](relation Steps[M, T], v Valued[T, V], cs ...Condition[T]) *Expr[M, V] {
	return relatedExpr(OpSum, relation, v, cs)
}

// MinOf is the smallest v of the related rows that satisfy every condition; NULL when there is none.
func MinOf[M, T, V any](relation Steps[M, T], v Valued[T, V], cs ...Condition[T]) *Expr[M, V] {
	return relatedExpr(OpMin, relation, v, cs)
}

// MaxOf is the largest v of the related rows that satisfy every condition; NULL when there is none.
func MaxOf[M, T, V any](relation Steps[M, T], v Valued[T, V], cs ...Condition[T]) *Expr[M, V] {
	return relatedExpr(OpMax, relation, v, cs)
}

// AvgOf is the mean of v over the related rows that satisfy every condition; NULL when there is none.
func AvgOf[M, T, V any](relation Steps[M, T], v Valued[T, V], cs ...Condition[T]) *Expr[M, float64] {
	return floatExpr[M](related(relation, combine(OpAvg, []*Node{nodeOf(v)}), cs))
}

func relatedExpr[M, T, V any](op Op, relation Steps[M, T], v Valued[T, V], cs []Condition[T]) *Expr[M, V] {
	n, c := v.typed(nil, nil)
	return &Expr[M, V]{related(relation, combine(op, []*Node{n}), cs), c}
}

func related[M, T any](relation Steps[M, T], agg *Node, cs []Condition[T]) *Node {
	return &Node{Op: OpRelated, Path: stepsOf(relation), Kids: append([]*Node{agg}, nodes(cs)...)}
}
