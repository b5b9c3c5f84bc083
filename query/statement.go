package query

import (
	"encoding/binary"
	"slices"
)

// StatementKind says what a [Statement] does.
type StatementKind uint8

// The kinds of statements.
const (
	SelectRows   StatementKind = iota // rows of the table, and of the joined ones
	SelectValues                      // Values
	SelectCount                       // one number: how many rows
	SelectExists                      // one truth value: whether there is a row
	Insert
	Update
	Delete
)

// Statement is something to compile and send: a [Select] and what is done with it.
type Statement struct {
	Kind   StatementKind
	Select Select
	// Values are what SelectValues reads. Those that are not aggregates are what rows are grouped by, when there are
	// aggregates among them.
	Values []*Node
	// Link restricts SelectRows to rows that are related to given rows, and reads their keys first.
	Link *Link
	// Columns are what Insert writes; Row their values.
	Columns []int
	Row     []Value
	// Bulk makes Insert take a list for each of Row, where the database can: see [Plan.Lists].
	Bulk bool
	// Copy makes Insert one that takes rows until there are none, where the database can: see [Plan.Copy].
	Copy bool
	// Ignore makes Insert skip a row that conflicts with one that is there. Conflict names the columns of a unique key: a
	// row that conflicts there gives the one that is there the new values of Refresh.
	Ignore   bool
	Conflict []int
	Refresh  []int
	// Sets are what Update assigns.
	Sets []Set
	// Returning are the columns that Insert and Update return.
	Returning []int
}

// Set is a column and its new value.
type Set struct {
	Column int
	Node   *Node
}

// Link restricts a select to the rows that Relation relates to rows with the given Keys: a ListValue, of ListValues when
// the relation has several columns.
type Link struct {
	Relation *Relation
	Keys     Value
}

// ordered reports whether the order is written: where it cannot matter it is left out, of the SQL as of the shape.
func (s *Statement) ordered() bool {
	return s.Kind == SelectRows || s.Kind == SelectValues || s.Select.Sliced()
}

// shape collects what identifies a statement's plan, and the statement's arguments, in one walk. With mark set, the walk
// writes into each value which argument it is: the compiler walks a copy of the statement so, and therefore can never
// disagree with the walk about which argument goes where.
type shape struct {
	key  []byte
	args []Value
	mark bool
}

func (w *shape) arg(v *Value) {
	if w.mark {
		v.num = int64(len(w.args))
		w.args = append(w.args, Value{})
		return
	}
	w.args = append(w.args, *v)
}

func (w *shape) number(n int) { w.key = binary.AppendUvarint(w.key, uint64(n)) }

func (w *shape) columns(cs []int) {
	w.number(len(cs))
	for _, c := range cs {
		w.number(c)
	}
}

func (w *shape) path(p []*Relation) {
	w.number(len(p))
	for _, r := range p {
		w.number(r.Index)
	}
}

func (w *shape) node(n *Node) {
	w.key = append(w.key, byte(n.Op))
	if n.Col != nil {
		w.number(n.Col.Index + 1)
	} else {
		w.number(0)
	}
	w.path(n.Path)
	if n.takesValue() {
		w.arg(&n.Val)
	}
	w.number(len(n.Kids))
	for _, k := range n.Kids {
		w.node(k)
	}
}

// takesValue reports whether Val means something.
func (n *Node) takesValue() bool {
	switch {
	case n.Op == OpValue:
		return true
	case n.Op >= OpEq && n.Op <= OpGe:
		return len(n.Kids) < 2
	case n.Op == OpIn, n.Op == OpNotIn, n.Op >= OpContains && n.Op <= OpSearchText:
		return true
	}
	return false
}

func (w *shape) sel(s *Select, ordered bool) {
	flags := byte(0)
	for i, set := range [...]bool{s.limit.set, s.offset.set, s.distinct, s.reverse, s.fields != nil} {
		if set {
			flags |= 1 << i
		}
	}
	w.key = append(w.key, flags)
	where := s.where.all()
	w.number(len(where))
	for _, n := range where {
		w.node(n)
	}
	var order []Order
	if ordered {
		order = s.order.all()
	}
	w.number(len(order))
	for i := range order {
		w.key = append(w.key, byte(order[i].Nulls)<<1)
		if order[i].Desc {
			w.key[len(w.key)-1] |= 1
		}
		w.node(order[i].Node)
	}
	w.number(len(s.related))
	for _, p := range s.related {
		w.path(p)
	}
	if s.fields != nil {
		w.columns(s.fields)
	}
	if s.limit.set {
		w.count(&s.limit)
	}
	if s.offset.set {
		w.count(&s.offset)
	}
}

func (w *shape) count(c *count) {
	v := IntArg(int64(c.n))
	w.arg(&v)
	if w.mark {
		c.n = int(v.num)
	}
}

func (w *shape) statement(s *Statement) {
	w.key = appendTable(w.key, s.Select.Table)
	w.key = append(w.key, byte(s.Kind))
	w.sel(&s.Select, s.ordered())
	w.number(len(s.Values))
	for _, n := range s.Values {
		w.node(n)
	}
	if s.Link != nil {
		w.key = appendTable(w.key, s.Link.Relation.Table)
		w.number(s.Link.Relation.Index)
		w.arg(&s.Link.Keys)
	}
	if s.Kind < Insert {
		return
	}
	w.columns(s.Columns)
	if len(w.args) == 0 && !w.mark {
		w.args = s.Row[:len(s.Row):len(s.Row)] // the statement has no others but these, mostly
	} else {
		for i := range s.Row {
			w.arg(&s.Row[i])
		}
	}
	flags := byte(0)
	for i, set := range [...]bool{s.Ignore, s.Bulk, s.Copy} {
		if set {
			flags |= 1 << i
		}
	}
	w.key = append(w.key, flags)
	w.columns(s.Conflict)
	w.columns(s.Refresh)
	w.number(len(s.Sets))
	for _, set := range s.Sets {
		w.number(set.Column)
		w.node(set.Node)
	}
	w.columns(s.Returning)
}

// clone copies everything that a marking walk writes to.
func (s *Statement) clone() *Statement {
	c := *s
	c.Select.where = cloneList(s.Select.where, (*Node).clone)
	c.Select.order = cloneList(s.Select.order, func(o Order) Order { o.Node = o.Node.clone(); return o })
	c.Values = cloneNodes(s.Values)
	c.Row = slices.Clone(s.Row)
	if s.Link != nil {
		link := *s.Link
		c.Link = &link
	}
	c.Sets = slices.Clone(s.Sets)
	for i := range c.Sets {
		c.Sets[i].Node = c.Sets[i].Node.clone()
	}
	return &c
}

func cloneList[T any](l list[T], clone func(T) T) list[T] {
	var c list[T]
	for _, v := range l.all() {
		c.add(clone(v))
	}
	return c
}

func cloneNodes(ns []*Node) []*Node {
	out := make([]*Node, len(ns))
	for i, n := range ns {
		out[i] = n.clone()
	}
	return out
}

func (n *Node) clone() *Node {
	c := *n
	c.Kids = cloneNodes(n.Kids)
	return &c
}
