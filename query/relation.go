package query

// ToOneOf is a relation from a row of M to at most one row of T, or a path of such relations ([Through]).
type ToOneOf[P, T any] struct {
	// Path is the relations to follow, first to last.
	Path []*Relation

	// Where is true where there is a related row and it satisfies every condition. Conditions on one related row belong in
	// one Where. A row without a related row satisfies none; Via(...).IsNull() is how to ask for it, or the key column.
	Where func(cs ...ConditionOf[T]) ConditionOf[P]

	along *Related // the relation as something to prefetch
}

// newToOne gives a relation its operations, P and T being the pointers to the models.
//
//go:noinline
func newToOne[P, T any](path []*Relation) *ToOneOf[P, T] {
	return &ToOneOf[P, T]{
		Path:  path,
		Where: func(cs ...ConditionOf[T]) ConditionOf[P] { return ConditionOf[P]{pathNode(OpWhere, path, nodes(cs))} },
		along: &Related{Path: path},
	}
}

//go:noinline
func pathNode(op Op, path []*Relation, kids []*Node) *Node {
	return &Node{Op: op, Path: path, Kids: kids}
}

func (r *ToOneOf[P, T]) onePath(P) []*Relation  { return r.Path }
func (r *ToOneOf[P, T]) steps(P, T) []*Relation { return r.Path }

// prefetch also gives a relation that is not more than its Path its operations.
//
//go:noinline
func (r *ToOneOf[P, T]) prefetch(P) *Related {
	if r.Where == nil {
		*r = *newToOne[P, T](r.Path)
	}
	return r.along
}

// ToManyOf is a relation from a row of M to any number of rows of T, or a path that has such a relation in it
// ([ThroughMany]). It can do what a [Prefetching] of all related rows can.
type ToManyOf[P, T any] struct {
	// Path is the relations to follow, first to last.
	Path []*Relation

	// Any is true where some related row satisfies every condition; without conditions, where there is a related row.
	Any func(cs ...ConditionOf[T]) ConditionOf[P]
	// All is true where every related row satisfies every condition; where there is none it is true.
	All func(cs ...ConditionOf[T]) ConditionOf[P]
	// None is true where no related row satisfies every condition; without conditions, where there is no related row.
	None func(cs ...ConditionOf[T]) ConditionOf[P]
	// Prefetch is the relation as something to prefetch, to which nested relations can be added.
	Prefetch func() *Prefetching[P, T]

	*Prefetching[P, T]
}

// newToMany gives a relation its operations, P and T being the pointers to the models.
//
//go:noinline
func newToMany[P, T any](path []*Relation) *ToManyOf[P, T] {
	all := newPrefetching[P, T](Related{Path: path})
	return &ToManyOf[P, T]{
		Path:        path,
		Any:         func(cs ...ConditionOf[T]) ConditionOf[P] { return ConditionOf[P]{pathNode(OpAny, path, nodes(cs))} },
		All:         func(cs ...ConditionOf[T]) ConditionOf[P] { return ConditionOf[P]{pathNode(OpAll, path, nodes(cs))} },
		None:        func(cs ...ConditionOf[T]) ConditionOf[P] { return ConditionOf[P]{pathNode(OpNoRow, path, nodes(cs))} },
		Prefetch:    func() *Prefetching[P, T] { return all },
		Prefetching: all,
	}
}

func (r *ToManyOf[P, T]) steps(P, T) []*Relation { return r.Path }

// prefetch also gives a relation that is not more than its Path its operations.
//
//go:noinline
func (r *ToManyOf[P, T]) prefetch(P) *Related {
	if r.Prefetching == nil {
		*r = *newToMany[P, T](r.Path)
	}
	return r.related
}

// Prefetching says which related rows to load along with rows of M, in a query of their own. It is an immutable value:
// each of its functions gives another one.
type Prefetching[P, T any] struct {
	related *Related // never changed

	// Filter keeps only the related rows that satisfy every condition. The relation then counts as loaded in part.
	Filter func(cs ...ConditionOf[T]) *Prefetching[P, T]
	// OrderBy sorts the related rows of each row.
	OrderBy func(os ...OrderingOf[T]) *Prefetching[P, T]
	// Limit keeps the first n related rows of each row, in the given order. The relation then counts as loaded in part.
	Limit func(n int) *Prefetching[P, T]
	// SelectRelated joins to-one relations of the related rows.
	SelectRelated func(rs ...OnePathOf[T]) *Prefetching[P, T]
	// PrefetchRelated prefetches relations of the related rows.
	PrefetchRelated func(rs ...PrefetchableOf[T]) *Prefetching[P, T]
}

//go:noinline
func newPrefetching[P, T any](r Related) *Prefetching[P, T] {
	return &Prefetching[P, T]{
		related:       &r,
		Filter:        func(cs ...ConditionOf[T]) *Prefetching[P, T] { return newPrefetching[P, T](r.filter(nodes(cs))) },
		OrderBy:       func(os ...OrderingOf[T]) *Prefetching[P, T] { return newPrefetching[P, T](r.orderBy(Orders(os))) },
		Limit:         func(n int) *Prefetching[P, T] { return newPrefetching[P, T](r.limit(n)) },
		SelectRelated: func(rs ...OnePathOf[T]) *Prefetching[P, T] { return newPrefetching[P, T](r.selectRelated(Paths(rs))) },
		PrefetchRelated: func(rs ...PrefetchableOf[T]) *Prefetching[P, T] {
			return newPrefetching[P, T](r.prefetchRelated(Prefetches(rs)))
		},
	}
}

func (p *Prefetching[P, T]) prefetch(P) *Related { return p.related }

// Related is a [Prefetch] without its typed skin: the relations to follow, and what to select of the last one's rows.
type Related struct {
	Path   []*Relation
	Select Select
}

func (r Related) filter(ns []*Node) Related {
	for _, cond := range ns {
		r.Select.Filter(cond)
	}
	return r
}

func (r Related) orderBy(os []Order) Related {
	for _, o := range os {
		r.Select.OrderBy(o)
	}
	return r
}

func (r Related) limit(rows int) Related {
	r.Select.Limit(rows)
	return r
}

func (r Related) selectRelated(ps [][]*Relation) Related {
	for _, p := range ps {
		r.Select.Related(p)
	}
	return r
}

func (r Related) prefetchRelated(rs []Related) Related {
	for _, p := range rs {
		r.Select.Prefetch(p)
	}
	return r
}

// Partial reports whether some related rows may be left out.
func (r *Related) Partial() bool { return len(r.Select.where.all()) > 0 || r.Select.limit.set }

// OnePathOf is a path of to-one relations from M: what SelectRelated takes. Only this package implements it.
type OnePathOf[P any] interface{ onePath(P) []*Relation }

// PathOf is the path's relations, first to last.
func PathOf[P any](p OnePathOf[P]) []*Relation {
	return p.onePath(*new(P))
}

// PrefetchableOf is what PrefetchRelated takes: a relation, or a [Prefetch] of one. Only this package implements it.
type PrefetchableOf[P any] interface{ prefetch(P) *Related }

// RelatedOf is the prefetch without its typed skin.
func RelatedOf[P any](p PrefetchableOf[P]) Related {
	return *p.prefetch(*new(P))
}

// Paths takes the typed skin off several.
func Paths[P any](ps []OnePathOf[P]) [][]*Relation {
	out := make([][]*Relation, len(ps))
	for i, p := range ps {
		out[i] = PathOf(p)
	}
	return out
}

// Prefetches takes the typed skin off several.
func Prefetches[P any](ps []PrefetchableOf[P]) []Related {
	out := make([]Related, len(ps))
	for i, p := range ps {
		out[i] = RelatedOf(p)
	}
	return out
}

// Orders takes the typed skin off several.
func Orders[P any](os []OrderingOf[P]) []Order {
	out := make([]Order, len(os))
	for i, o := range os {
		out[i] = o.Order
	}
	return out
}

// StepsOf is a relation or path from M to T of any kind. Only this package implements it.
type StepsOf[P, T any] interface{ steps(P, T) []*Relation }

func stepsOf[P, T any](s StepsOf[P, T]) []*Relation {
	return s.steps(*new(P), *new(T))
}

// Through is the path that follows one to-one relation and then another:
// Through(models.Books.Author, models.Authors.Publisher).
func Through[A, B, C any](first *ToOneOf[A, B], second *ToOneOf[B, C]) *ToOneOf[A, C] {
	return newToOne[A, C](join(first.Path, second.Path))
}

// ThroughMany is the path that follows one relation and then another, of whatever kinds.
func ThroughMany[A, B, C any](first StepsOf[A, B], second StepsOf[B, C]) *ToManyOf[A, C] {
	return newToMany[A, C](join(stepsOf(first), stepsOf(second)))
}

func join(a, b []*Relation) []*Relation {
	path := make([]*Relation, 0, len(a)+len(b))
	return append(append(path, a...), b...)
}

// PrefetchOf is any relation or path as something to prefetch, to which conditions, an order and nested relations can
// be added; ToMany has the same as methods.
func PrefetchOf[P, T any](r StepsOf[P, T]) *Prefetching[P, T] {
	return newPrefetching[P, T](Related{Path: stepsOf(r)})
}

// Via is a column of the related row at the end of path, as a value of M: NULL where there is no such row.
func Via[P, T, V any](path *ToOneOf[P, T], column ValuedOf[T, V]) *ExprOf[P, V] {
	n, codec := column.typed(*new(T), nil)
	return &ExprOf[P, V]{&Node{Op: OpPath, Path: path.Path, Kids: []*Node{n}}, codec}
}
