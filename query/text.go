package query

// TextOf is a column of M that holds text. In Go it is string.
type TextOf[P any] struct {
	// Column is what it is a column of.
	Column *Column

	// Eq is true where the column equals v.
	Eq func(v string) ConditionOf[P]
	// Ne is true where the column is not NULL and differs from v.
	Ne func(v string) ConditionOf[P]
	// Lt is true where the column is less than v.
	Lt func(v string) ConditionOf[P]
	// Le is true where the column is at most v.
	Le func(v string) ConditionOf[P]
	// Gt is true where the column is greater than v.
	Gt func(v string) ConditionOf[P]
	// Ge is true where the column is at least v.
	Ge func(v string) ConditionOf[P]
	// Between is true where the column is at least lo and at most hi.
	Between func(lo, hi string) ConditionOf[P]
	// In is true where the column equals one of vs; of none when vs is empty.
	In func(vs ...string) ConditionOf[P]
	// NotIn is true where the column is not NULL and equals none of vs.
	NotIn func(vs ...string) ConditionOf[P]
	// IsNull is true where the column is NULL. Not(IsNull()) is where it is not.
	IsNull func() ConditionOf[P]
	// Contains is true where v occurs in the column, upper and lower case told apart.
	Contains func(v string) ConditionOf[P]
	// StartsWith is true where the column begins with v, upper and lower case told apart.
	StartsWith func(v string) ConditionOf[P]
	// EndsWith is true where the column ends with v, upper and lower case told apart.
	EndsWith func(v string) ConditionOf[P]
	// IExact is true where the column equals v but for upper and lower case.
	IExact func(v string) ConditionOf[P]
	// IContains is true where v occurs in the column, whatever its case.
	IContains func(v string) ConditionOf[P]
	// Like is true where the column matches the SQL pattern v, in which % stands for any text and _ for one character; case is told apart.
	Like func(v string) ConditionOf[P]
	// Regex is true where the regular expression v matches somewhere in the column, in the dialect of the database.
	Regex func(v string) ConditionOf[P]
	// Asc sorts by the column, smallest first, NULLs before all.
	Asc func() OrderingOf[P]
	// Desc sorts by the column, largest first, NULLs behind all.
	Desc func() OrderingOf[P]
	// Set assigns v in an update. [SetNull] assigns NULL, [Assign] an expression.
	Set func(v string) AssignmentOf[P]
	// Into reads the column to dst, row by row. A column that can be NULL needs [IntoNull].
	Into func(dst *string) BindOf[P]
}

// newText gives a column its operations, P being the pointer to the model.
//
//go:noinline
func newText[P any](c *Column) *TextOf[P] {
	return &TextOf[P]{
		Column: c,
		Eq:     func(v string) ConditionOf[P] { return ConditionOf[P]{textNode(OpEq, c, v)} },
		Ne:     func(v string) ConditionOf[P] { return ConditionOf[P]{textNode(OpNe, c, v)} },
		Lt:     func(v string) ConditionOf[P] { return ConditionOf[P]{textNode(OpLt, c, v)} },
		Le:     func(v string) ConditionOf[P] { return ConditionOf[P]{textNode(OpLe, c, v)} },
		Gt:     func(v string) ConditionOf[P] { return ConditionOf[P]{textNode(OpGt, c, v)} },
		Ge:     func(v string) ConditionOf[P] { return ConditionOf[P]{textNode(OpGe, c, v)} },
		Between: func(lo, hi string) ConditionOf[P] {
			return ConditionOf[P]{between(textNode(OpBetween, c, lo), textNode(OpBetween, c, hi))}
		},
		In:         func(vs ...string) ConditionOf[P] { return ConditionOf[P]{listNode(OpIn, c, vs, textCodec)} },
		NotIn:      func(vs ...string) ConditionOf[P] { return ConditionOf[P]{listNode(OpNotIn, c, vs, textCodec)} },
		IsNull:     func() ConditionOf[P] { return ConditionOf[P]{isNull(c)} },
		Contains:   func(v string) ConditionOf[P] { return ConditionOf[P]{textNode(OpContains, c, v)} },
		StartsWith: func(v string) ConditionOf[P] { return ConditionOf[P]{textNode(OpStartsWith, c, v)} },
		EndsWith:   func(v string) ConditionOf[P] { return ConditionOf[P]{textNode(OpEndsWith, c, v)} },
		IExact:     func(v string) ConditionOf[P] { return ConditionOf[P]{textNode(OpIExact, c, v)} },
		IContains:  func(v string) ConditionOf[P] { return ConditionOf[P]{textNode(OpIContains, c, v)} },
		Like:       func(v string) ConditionOf[P] { return ConditionOf[P]{textNode(OpLike, c, v)} },
		Regex:      func(v string) ConditionOf[P] { return ConditionOf[P]{textNode(OpRegex, c, v)} },
		Asc:        func() OrderingOf[P] { return OrderingOf[P]{ascending(c)} },
		Desc:       func() OrderingOf[P] { return OrderingOf[P]{descending(c)} },
		Set:        func(v string) AssignmentOf[P] { return AssignmentOf[P]{c, textNode(OpValue, nil, v)} },
		Into:       func(dst *string) BindOf[P] { return BindOf[P](bindTo(c, dst, textCodec)) },
	}
}

// Of is the column without its typed skin. The first call gives a column that is not more than its Column its operations.
//
//go:noinline
func (c *TextOf[P]) Of(P) *Column {
	if c.Eq == nil {
		*c = *newText[P](c.Column)
	}
	return c.Column
}

func (c *TextOf[P]) typed(P, *string) (*Node, *codec[string]) { return columnNode(c.Column), textCodec }
