package query

// ToOne is a relation from a row of M to at most one row of T, or a path of such relations ([Through]).
type ToOne[M, T any] struct{ Path []*Relation }

// Where is true where there is a related row and it satisfies every condition. Conditions on one related row belong in
// one Where. A row without a related row satisfies none; Via(...).IsNull() is how to ask for it, or the key column.
func (r *ToOne[M, T]) Where(cs ...Condition[T]) Condition[M] {
	return Condition[M]{&Node{Op: OpWhere, Path: r.Path, Kids: nodes(cs)}}
}

func (r *ToOne[M, T]) onePath(*M) []*Relation   { return r.Path }
func (r *ToOne[M, T]) prefetch(*M) Related      { return Related{Path: r.Path} }
func (r *ToOne[M, T]) steps(*M, *T) []*Relation { return r.Path }

// ToMany is a relation from a row of M to any number of rows of T, or a path that has such a relation in it
// ([ThroughMany]).
type ToMany[M, T any] struct{ Path []*Relation }

// Any is true where some related row satisfies every condition; without conditions, where there is a related row.
func (r *ToMany[M, T]) Any(cs ...Condition[T]) Condition[M] {
	return Condition[M]{&Node{Op: OpAny, Path: r.Path, Kids: nodes(cs)}}
}

// All is true where every related row satisfies every condition; where there is none it is true.
func (r *ToMany[M, T]) All(cs ...Condition[T]) Condition[M] {
	return Condition[M]{&Node{Op: OpAll, Path: r.Path, Kids: nodes(cs)}}
}

// None is true where no related row satisfies every condition; without conditions, where there is no related row.
func (r *ToMany[M, T]) None(cs ...Condition[T]) Condition[M] {
	return Condition[M]{&Node{Op: OpNoRow, Path: r.Path, Kids: nodes(cs)}}
}

// Filter prefetches only the related rows that satisfy every condition.
func (r *ToMany[M, T]) Filter(cs ...Condition[T]) *Prefetch[M, T] { return r.Prefetch().Filter(cs...) }

// OrderBy prefetches the related rows in this order.
func (r *ToMany[M, T]) OrderBy(os ...Ordering[T]) *Prefetch[M, T] { return r.Prefetch().OrderBy(os...) }

// Limit prefetches at most n related rows for each row.
func (r *ToMany[M, T]) Limit(n int) *Prefetch[M, T] { return r.Prefetch().Limit(n) }

// Prefetch is the relation as something to prefetch, to which nested relations can be added.
func (r *ToMany[M, T]) Prefetch() *Prefetch[M, T] { return &Prefetch[M, T]{Related{Path: r.Path}} }

func (r *ToMany[M, T]) prefetch(*M) Related      { return Related{Path: r.Path} }
func (r *ToMany[M, T]) steps(*M, *T) []*Relation { return r.Path }

// Prefetch says which related rows to load along with rows of M, in a query of their own. It is an immutable value.
type Prefetch[M, T any] struct{ r Related }

// Filter keeps only the related rows that satisfy every condition. The relation then counts as loaded in part.
func (p *Prefetch[M, T]) Filter(cs ...Condition[T]) *Prefetch[M, T] {
	return &Prefetch[M, T]{p.r.filter(nodes(cs))}
}

// OrderBy sorts the related rows of each row.
func (p *Prefetch[M, T]) OrderBy(os ...Ordering[T]) *Prefetch[M, T] {
	return &Prefetch[M, T]{p.r.orderBy(orders(os))}
}

// Limit keeps the first n related rows of each row, in the given order. The relation then counts as loaded in part.
func (p *Prefetch[M, T]) Limit(n int) *Prefetch[M, T] { return &Prefetch[M, T]{p.r.limit(n)} }

// SelectRelated joins to-one relations of the related rows.
func (p *Prefetch[M, T]) SelectRelated(rs ...OnePath[T]) *Prefetch[M, T] {
	return &Prefetch[M, T]{p.r.selectRelated(paths(rs))}
}

// PrefetchRelated prefetches relations of the related rows.
func (p *Prefetch[M, T]) PrefetchRelated(rs ...Prefetchable[T]) *Prefetch[M, T] {
	return &Prefetch[M, T]{p.r.prefetchRelated(prefetches(rs))}
}

func (p *Prefetch[M, T]) prefetch(*M) Related { return p.r }

// Related is a [Prefetch] without its typed skin: the relations to follow, and what to select of the last one's rows.
type Related struct {
	Path   []*Relation
	Select Select
}

func (r Related) filter(ns []*Node) Related {
	for _, n := range ns {
		r.Select.Filter(n)
	}
	return r
}

func (r Related) orderBy(os []Order) Related {
	for _, o := range os {
		r.Select.OrderBy(o)
	}
	return r
}

func (r Related) limit(n int) Related {
	r.Select.Limit(n)
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

// OnePath is a path of to-one relations from M: what SelectRelated takes. Only this package implements it.
type OnePath[M any] interface{ onePath(*M) []*Relation }

// PathOf is the path's relations, first to last.
func PathOf[M any](p OnePath[M]) []*Relation {
	return p.onePath(nil)
}

// Prefetchable is what PrefetchRelated takes: a relation, or a [Prefetch] of one. Only this package implements it.
type Prefetchable[M any] interface{ prefetch(*M) Related }

// RelatedOf is the prefetch without its typed skin.
func RelatedOf[M any](p Prefetchable[M]) Related {
	return p.prefetch(nil)
}

// Paths, Prefetches and the like take the typed skin off several.
func paths[M any](ps []OnePath[M]) [][]*Relation {
	out := make([][]*Relation, len(ps))
	for i, p := range ps {
		out[i] = PathOf(p)
	}
	return out
}

func prefetches[M any](ps []Prefetchable[M]) []Related {
	out := make([]Related, len(ps))
	for i, p := range ps {
		out[i] = RelatedOf(p)
	}
	return out
}

func orders[M any](os []Ordering[M]) []Order {
	out := make([]Order, len(os))
	for i, o := range os {
		out[i] = o.Order
	}
	return out
}

// Steps is a relation or path from M to T of any kind. Only this package implements it.
type Steps[M, T any] interface{ steps(*M, *T) []*Relation }

func stepsOf[M, T any](s Steps[M, T]) []*Relation {
	return s.steps(nil, nil)
}

// Through is the path that follows one to-one relation and then another:
// Through(models.Books.Author, models.Authors.Publisher).
func Through[A, B, C any](first *ToOne[A, B], second *ToOne[B, C]) *ToOne[A, C] {
	return &ToOne[A, C]{join(first.Path, second.Path)}
}

// ThroughMany is the path that follows one relation and then another, of whatever kinds.
func ThroughMany[A, B, C any](first Steps[A, B], second Steps[B, C]) *ToMany[A, C] {
	return &ToMany[A, C]{join(stepsOf(first), stepsOf(second))}
}

func join(a, b []*Relation) []*Relation {
	path := make([]*Relation, 0, len(a)+len(b))
	return append(append(path, a...), b...)
}

// PrefetchOf is any relation or path as something to prefetch, to which conditions, an order and nested relations can
// be added; ToMany has the same as methods.
func PrefetchOf[M, T any](r Steps[M, T]) *Prefetch[M, T] {
	return &Prefetch[M, T]{Related{Path: stepsOf(r)}}
}

// Via is a column of the related row at the end of path, as a value of M: NULL where there is no such row.
func Via[M, T, V any](path *ToOne[M, T], column Valued[T, V]) *Expr[M, V] {
	n, codec := column.typed(nil, nil)
	return &Expr[M, V]{&Node{Op: OpPath, Path: path.Path, Kids: []*Node{n}}, codec}
}
