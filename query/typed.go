package query

import "encoding"

// The types that programs and generated code name, by the model: Condition[Book]. Each is another name for a type whose
// parameter is the pointer to the model: ConditionOf[*Book]. To the compiler all pointers have one shape, so that the
// code behind these types is compiled once, and not again for every table; with the models themselves as parameters a
// package of 300 tables takes twice as long to build.
type (
	// Condition is a [ConditionOf] rows of M.
	Condition[M any] = ConditionOf[*M]
	// Ordering is an [OrderingOf] rows of M.
	Ordering[M any] = OrderingOf[*M]
	// Assignment is an [AssignmentOf] a column of M.
	Assignment[M any] = AssignmentOf[*M]
	// Bind is a [BindOf] a value of rows of M.
	Bind[M any] = BindOf[*M]

	// Int is a column of M, an [IntOf].
	Int[M any] = IntOf[*M]
	// Float is a column of M, a [FloatOf].
	Float[M any] = FloatOf[*M]
	// Text is a column of M, a [TextOf].
	Text[M any] = TextOf[*M]
	// Bool is a column of M, a [BoolOf].
	Bool[M any] = BoolOf[*M]
	// Bytes is a column of M, a [BytesOf].
	Bytes[M any] = BytesOf[*M]
	// Time is a column of M, a [TimeOf].
	Time[M any] = TimeOf[*M]
	// Date is a column of M that holds days, a [TimeOf].
	Date[M any] = TimeOf[*M]
	// JSON is a column of M, a [JSONOf].
	JSON[M any] = JSONOf[*M]
	// Enum is a column of M, an [EnumOf].
	Enum[M any, E ~string] = EnumOf[*M, E]
	// Scalar is a column of M, a [ScalarOf].
	Scalar[M any, V encoding.TextMarshaler] = ScalarOf[*M, V]
	// Coded is a column of M, a [CodedOf].
	Coded[M, V any] = CodedOf[*M, V]

	// ToOne is a relation from M to T, a [ToOneOf].
	ToOne[M, T any] = ToOneOf[*M, *T]
	// ToMany is a relation from M to T, a [ToManyOf].
	ToMany[M, T any] = ToManyOf[*M, *T]
	// Prefetch is a relation from M to T that is loaded along, a [Prefetching].
	Prefetch[M, T any] = Prefetching[*M, *T]
	// Expr is a V computed for a row of M, an [ExprOf].
	Expr[M, V any] = ExprOf[*M, V]

	// Valued is anything of M that has a V; see [ValuedOf].
	Valued[M, V any] = ValuedOf[*M, V]
	// OnePath is what SelectRelated takes; see [OnePathOf].
	OnePath[M any] = OnePathOf[*M]
	// Prefetchable is what PrefetchRelated takes; see [PrefetchableOf].
	Prefetchable[M any] = PrefetchableOf[*M]
	// Steps is a relation or path from M to T; see [StepsOf].
	Steps[M, T any] = StepsOf[*M, *T]
)
