package orm

import "unsafe"

// rowStore is rows of one model without their type: those of a chunk, which were allocated next to each other, or the program's own.
//
// Rows without their type are unsafe.Pointers in this file, and nowhere else: code of a generic type would be compiled anew for every
// model, and an interface around each row costs what reading it does. A pointer leaves it as the type that came in, P.
type rowStore struct {
	kind  *rowKind
	first unsafe.Pointer // of n rows that lie next to each other,
	n     int32
	more  []rowStore       // and of those that were allocated later
	given []unsafe.Pointer // the program's own rows, in the place of all that; nil for a row that the program gave as nil
}

// rowKind is what a store asks of its rows. There is one for each model, made of functions for the reason above.
type rowKind struct {
	size     uintptr
	handle   uintptr // where in a row its Handle is
	make     func(n int) unsafe.Pointer
	scan     func(row unsafe.Pointer, r Row, at int, columns []int)
	value    func(row unsafe.Pointer, column int) Value
	assign   func(to, from unsafe.Pointer)
	pointer  func(row unsafe.Pointer) any    // as a P
	pointers func(rows []unsafe.Pointer) any // as a []P, of the same memory
	one      func(row any) unsafe.Pointer    // a P
	several  func(rows any) []unsafe.Pointer // a []P
}

// newRowKind knows rows by P, a pointer to them of that size.
func newRowKind[P any](ops *RowOps[P], size uintptr) rowKind {
	typed := func(row unsafe.Pointer) P { return *(*P)(unsafe.Pointer(&row)) }
	untyped := func(row P) unsafe.Pointer { return *(*unsafe.Pointer)(unsafe.Pointer(&row)) }
	sample := ops.New(1)
	handle := uintptr(unsafe.Pointer(ops.Handle(sample))) - uintptr(untyped(sample))
	if handle+unsafe.Sizeof(Handle{}) > size {
		panic("orm: the Handle of a row is not a field of it")
	}
	return rowKind{
		size:    size,
		handle:  handle,
		make:    func(n int) unsafe.Pointer { return untyped(ops.New(n)) },
		scan:    func(row unsafe.Pointer, r Row, at int, columns []int) { ops.Scan(typed(row), r, at, columns) },
		value:   func(row unsafe.Pointer, column int) Value { return ops.Value(typed(row), column) },
		assign:  func(to, from unsafe.Pointer) { ops.Assign(typed(to), typed(from)) },
		pointer: func(row unsafe.Pointer) any { return typed(row) },
		pointers: func(rows []unsafe.Pointer) any {
			return unsafe.Slice((*P)(unsafe.Pointer(unsafe.SliceData(rows))), len(rows))
		},
		one: func(row any) unsafe.Pointer { return untyped(row.(P)) },
		several: func(rows any) []unsafe.Pointer {
			list := rows.([]P)
			return unsafe.Slice((*unsafe.Pointer)(unsafe.Pointer(unsafe.SliceData(list))), len(list))
		},
	}
}

// newRows allocates n rows next to each other.
func (m *model) newRows(n int) rowStore {
	if n == 0 {
		return rowStore{kind: &m.rows}
	}
	return rowStore{kind: &m.rows, first: m.rows.make(n), n: int32(n)}
}

// only is one row, a *M.
func (m *model) only(row any) rowStore { return rowStore{kind: &m.rows, first: m.rows.one(row), n: 1} }

// given is the program's own rows, a []*M.
func (m *model) given(rows any) rowStore {
	return rowStore{kind: &m.rows, given: m.rows.several(rows)}
}

// some is some of the program's own rows.
func (s *rowStore) some(at []int32) rowStore {
	out := rowStore{kind: s.kind, given: make([]unsafe.Pointer, len(at))}
	for i, k := range at {
		out.given[i] = s.row(k)
	}
	return out
}

// grow makes room for n more rows. Rows that are there stay where they are.
func (s *rowStore) grow(m *model, n int) { s.more = append(s.more, m.newRows(n)) }

// row is row i.
func (s *rowStore) row(i int32) unsafe.Pointer {
	if i < s.n {
		return unsafe.Add(s.first, uintptr(i)*s.kind.size)
	}
	return s.beyond(i)
}

func (s *rowStore) beyond(i int32) unsafe.Pointer {
	if s.given != nil {
		return s.given[i]
	}
	i -= s.n
	for k := range s.more {
		if b := &s.more[k]; i < b.n {
			return b.row(i)
		}
		i -= s.more[k].n
	}
	panic("orm: a row that its store does not have")
}

func (s *rowStore) scan(i int32, r Row, at int, columns []int) {
	s.kind.scan(s.row(i), r, at, columns)
}
func (s *rowStore) value(i int32, column int) Value { return s.kind.value(s.row(i), column) }
func (s *rowStore) handle(i int32) *Handle {
	return (*Handle)(unsafe.Add(s.row(i), s.kind.handle))
}

// absent reports whether the program gave nil for row i.
func (s *rowStore) absent(i int32) bool { return s.row(i) == nil }

// assign makes row i what row k of another store of the same model is.
func (s *rowStore) assign(i int32, from *rowStore, k int32) { s.kind.assign(s.row(i), from.row(k)) }

// pointer is row i, a *M.
func (s *rowStore) pointer(i int32) any { return s.kind.pointer(s.row(i)) }

// same reports whether rows i and k are one.
func (s *rowStore) same(i, k int32) bool { return s.row(i) == s.row(k) }

// pointers is a []*M of rows of this model.
func (m *model) pointers(rows []ref) any {
	out := make([]unsafe.Pointer, len(rows))
	for i, r := range rows {
		if r.c != nil {
			out[i] = r.c.rows.row(r.i)
		}
	}
	return m.rows.pointers(out)
}

// pointers is a []*M of all rows of a table of an answer.
func (t *tableRows) pointers() any {
	out := make([]unsafe.Pointer, 0, t.n)
	for _, c := range t.chunks {
		for i := range int32(c.n) {
			out = append(out, c.rows.row(i))
		}
	}
	return t.m.rows.pointers(out)
}
