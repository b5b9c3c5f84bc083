package query

import (
	"math"
	"sync"
)

// Lookup says of a plan that it asks for the one row with a key, so that several such questions can be asked as one.
type Lookup struct {
	// Column is the primary key, an integer or a UUID: of these, equal values are equal in Go, too.
	Column *Column
	// At is the key's column in the answer.
	At int

	placeholder int
	dialect     Dialect
	many        Statement
	once        sync.Once
	plan        *Plan
	err         error
}

// lookup is what makes the statement one, or nil.
func (s *Statement) lookup() *Lookup {
	t := s.Select.Table
	if s.Kind != SelectRows || s.Link != nil || s.Select.offset.set || len(t.Key) != 1 || s.Select.where.n != 1 {
		return nil
	}
	n, key := s.Select.where.head[0], &t.Columns[t.Key[0]]
	if n.Op != OpEq || n.Col != key || len(n.Kids) > 0 || key.Type != IntType && key.Type != UUIDType {
		return nil
	}
	many := Select{Table: t, related: s.Select.related, fields: s.Select.fields}
	many.Filter(&Node{Op: OpIn, Col: key, Val: ListArg(nil)})
	return &Lookup{Column: key, many: Statement{Kind: SelectRows, Select: many}}
}

// locate notes where the compiled plan has the key.
func (l *Lookup) locate(d Dialect, p *Plan) {
	l.dialect = d
	for i, arg := range p.Bind {
		if arg == 0 { // the condition is walked first
			l.placeholder = i
		}
	}
	for i, c := range p.Layout.Fields {
		if c == l.Column.Index {
			l.At = i
		}
	}
}

// Key is the key that is asked for with these arguments of the plan; false when it is none that the column can have.
func (l *Lookup) Key(args []Value) (Value, bool) {
	v := args[l.placeholder]
	if l.Column.Type == UUIDType {
		return v, v.Kind() == UUIDValue && l.Column.Cast == ""
	}
	if v.Kind() != IntValue {
		return v, false
	}
	switch n := v.Int(); l.Column.Cast {
	case "":
		return v, true
	case "integer":
		return v, math.MinInt32 <= n && n <= math.MaxInt32
	case "smallint":
		return v, math.MinInt16 <= n && n <= math.MaxInt16
	}
	return v, false
}

// Many is the plan that asks for the rows of several keys, in any order, with the layout of the plan for one; and its
// arguments.
func (l *Lookup) Many(keys []Value) (*Plan, []Value, error) {
	l.once.Do(func() { l.plan, l.err = compile(l.dialect, &l.many, 1) })
	if l.err != nil {
		return nil, nil, l.err
	}
	return l.plan, l.plan.Arguments([]Value{ListArg(keys)}), nil
}
