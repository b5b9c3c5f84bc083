package query

import (
	"errors"
	"fmt"
)

// CodedOf is a column of M that holds an array, a range, an address or another value that travels as text by a [Coding]. In
// Go it is V. [ArrayContains], [RangeContains] and their like compare such columns otherwise than as a whole.
type CodedOf[P, V any] struct {
	// Column is what it is a column of.
	Column *Column
	// Coding is how its values become text and back; its errors name the column.
	Coding *Coding[V]

	// Eq is true where the column equals v.
	Eq func(v V) ConditionOf[P]
	// Ne is true where the column is not NULL and differs from v.
	Ne func(v V) ConditionOf[P]
	// Lt is true where the column is less than v, in the order that the database has for the type.
	Lt func(v V) ConditionOf[P]
	// Le is true where the column is at most v.
	Le func(v V) ConditionOf[P]
	// Gt is true where the column is greater than v.
	Gt func(v V) ConditionOf[P]
	// Ge is true where the column is at least v.
	Ge func(v V) ConditionOf[P]
	// In is true where the column equals one of vs; of none when vs is empty.
	In func(vs ...V) ConditionOf[P]
	// NotIn is true where the column is not NULL and equals none of vs.
	NotIn func(vs ...V) ConditionOf[P]
	// IsNull is true where the column is NULL. Not(IsNull()) is where it is not.
	IsNull func() ConditionOf[P]
	// Asc sorts by the column, smallest first, NULLs before all.
	Asc func() OrderingOf[P]
	// Desc sorts by the column, largest first, NULLs behind all.
	Desc func() OrderingOf[P]
	// Set assigns v in an update. [SetNull] assigns NULL, [Assign] an expression.
	Set func(v V) AssignmentOf[P]
	// Into reads the column to dst, row by row. A column that can be NULL needs [IntoNull].
	Into func(dst *V) BindOf[P]
}

// newCoded gives a column its operations, P being the pointer to the model.
//
//go:noinline
func newCoded[P, V any](c *Column, coding *Coding[V]) *CodedOf[P, V] {
	coding = coding.of(c)
	return &CodedOf[P, V]{
		Column: c,
		Coding: coding,
		Eq:     func(v V) ConditionOf[P] { return ConditionOf[P]{codedNode(OpEq, c, coding, v)} },
		Ne:     func(v V) ConditionOf[P] { return ConditionOf[P]{codedNode(OpNe, c, coding, v)} },
		Lt:     func(v V) ConditionOf[P] { return ConditionOf[P]{codedNode(OpLt, c, coding, v)} },
		Le:     func(v V) ConditionOf[P] { return ConditionOf[P]{codedNode(OpLe, c, coding, v)} },
		Gt:     func(v V) ConditionOf[P] { return ConditionOf[P]{codedNode(OpGt, c, coding, v)} },
		Ge:     func(v V) ConditionOf[P] { return ConditionOf[P]{codedNode(OpGe, c, coding, v)} },
		In:     func(vs ...V) ConditionOf[P] { return ConditionOf[P]{listNode(OpIn, c, vs, coding.codec())} },
		NotIn:  func(vs ...V) ConditionOf[P] { return ConditionOf[P]{listNode(OpNotIn, c, vs, coding.codec())} },
		IsNull: func() ConditionOf[P] { return ConditionOf[P]{isNull(c)} },
		Asc:    func() OrderingOf[P] { return OrderingOf[P]{ascending(c)} },
		Desc:   func() OrderingOf[P] { return OrderingOf[P]{descending(c)} },
		Set:    func(v V) AssignmentOf[P] { return AssignmentOf[P]{c, codedNode(OpValue, nil, coding, v)} },
		Into:   func(dst *V) BindOf[P] { return BindOf[P](bindTo(c, dst, coding.codec())) },
	}
}

// Of is the column without its typed skin. The first call gives a column that is not more than its Column its operations.
//
//go:noinline
func (c *CodedOf[P, V]) Of(P) *Column {
	if c.Eq == nil {
		*c = *newCoded[P, V](c.Column, c.Coding)
	}
	return c.Column
}

func (c *CodedOf[P, V]) typed(P, *V) (*Node, *codec[V]) {
	return columnNode(c.Column), c.Coding.codec()
}

//go:noinline
func codedNode[V any](op Op, c *Column, coding *Coding[V], v V) *Node {
	return &Node{Op: op, Col: c, Val: CodedArg(coding, v)}
}

// codec is the coding as all columns have one.
func (c *Coding[V]) codec() *codec[V] {
	return &codec[V]{
		func(v V) Value { return CodedArg(c, v) },
		func(r Row, i int, dst *V) { ScanCoded(r, i, c, dst) },
	}
}

// of is the coding of a column's values: errors say whose.
func (c *Coding[V]) of(column *Column) *Coding[V] {
	own, parse, write := *c, c.Parse, c.Append
	own.Parse = func(text string) (V, error) {
		v, err := parse(text)
		return v, columnError(column, err)
	}
	own.Append = func(b []byte, v V) ([]byte, error) {
		b, err := write(b, v)
		return b, columnError(column, err)
	}
	return &own
}

func columnError(c *Column, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, errNullElement):
		table := c.Table.Name
		if c.Table.Schema != "" {
			table = c.Table.Schema + "." + table
		}
		return fmt.Errorf("column %s: %w: in ormgen.yaml set columns: {%s.%s: {null_elements: true}}", c, err, table, c.Name)
	}
	return fmt.Errorf("column %s: %w", c, err)
}
