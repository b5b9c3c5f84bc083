package query

import "slices"

// Select describes a SELECT of rows of a table. Its methods change it; it is copied by value before, and copies share
// nothing that either of them changes. The zero Select with a Table selects all rows.
type Select struct {
	Table    *Table
	where    list[*Node]
	order    list[Order]
	limit    count
	offset   count
	distinct bool
	none     bool
	reverse  bool
	related  [][]*Relation // paths of SelectRelated
	fields   []int         // columns to load; nil for all
	prefetch []Related
}

// count is a number that may not be given.
type count struct {
	n   int
	set bool
}

// list is a small list that lives in its owner: copying the owner copies the first entries, and the rest is never
// appended to in place.
type list[T any] struct {
	n    int
	head [4]T
	tail []T
}

func (l *list[T]) add(v T) {
	if l.n < len(l.head) {
		l.head[l.n] = v
	} else {
		l.tail = append(slices.Clip(l.tail), v)
	}
	l.n++
}

func (l *list[T]) all() []T {
	if l.n <= len(l.head) {
		return l.head[:l.n]
	}
	return append(slices.Clone(l.head[:]), l.tail...)
}

// Filter adds a condition. One that is true whatever the row is not counted: an update or a delete with it alone is one
// of all rows.
func (s *Select) Filter(n *Node) {
	if value, known := n.truth(); !known || !value {
		s.where.add(n)
	}
}

// Exclude adds conditions that must not all be true (NULL is not true). A nil condition is always true.
func (s *Select) Exclude(conds []*Node) {
	and := &Node{Op: OpAnd}
	for _, n := range conds {
		if n != nil {
			and.Kids = append(and.Kids, n)
		}
	}
	s.Filter(&Node{Op: OpNot, Kids: []*Node{and}})
}

// OrderBy adds a key to sort by.
func (s *Select) OrderBy(o Order) { s.order.add(o) }

// ClearOrder takes all keys to sort by away.
func (s *Select) ClearOrder() { s.order, s.reverse = list[Order]{}, false }

// Ordered reports whether there is a key to sort by.
func (s *Select) Ordered() bool { return s.order.n > 0 }

// Reverse turns the order round. Without an order, that is the order of the primary key.
func (s *Select) Reverse() { s.reverse = !s.reverse }

// Reversed reports whether the order is turned round.
func (s *Select) Reversed() bool { return s.reverse }

// Distinct drops rows that equal another one.
func (s *Select) Distinct() { s.distinct = true }

// IsDistinct reports whether Distinct was asked for.
func (s *Select) IsDistinct() bool { return s.distinct }

// Limit keeps the first n rows; a negative n keeps all.
func (s *Select) Limit(n int) { s.limit = count{n, n >= 0} }

// LimitTo is the limit, and whether there is one.
func (s *Select) LimitTo() (int, bool) { return s.limit.n, s.limit.set }

// Offset leaves the first n rows out.
func (s *Select) Offset(n int) { s.offset = count{max(n, 0), n > 0} }

// Sliced reports whether there is a limit or an offset.
func (s *Select) Sliced() bool { return s.limit.set || s.offset.set }

// None makes the answer empty without asking the database.
func (s *Select) None() { s.none = true }

// Empty reports whether the answer is known to be empty.
func (s *Select) Empty() bool { return s.none || s.limit.set && s.limit.n == 0 }

// Conditions reports how many conditions there are.
func (s *Select) Conditions() int { return s.where.n }

// Related joins a path of to-one relations, and all those on the way.
func (s *Select) Related(path []*Relation) { s.related = append(slices.Clip(s.related), path) }

// Paths are the paths that were joined.
func (s *Select) Paths() [][]*Relation { return s.related }

// Prefetch adds a relation to load in a query of its own.
func (s *Select) Prefetch(r Related) { s.prefetch = append(slices.Clip(s.prefetch), r) }

// Prefetches are the relations to load in queries of their own.
func (s *Select) Prefetches() []Related { return s.prefetch }

// Only loads these columns and the primary key, and none else.
func (s *Select) Only(columns []int) { s.fields = slices.Clone(columns) }

// Fields are the columns to load, in the table's order; all is set when no column is left out.
func (s *Select) Fields() (columns []int, all bool) { return s.fields, s.fields == nil }
