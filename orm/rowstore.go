package orm

// rowStore is the rows of one chunk, or some of them, without their type.
type rowStore struct {
	kind *rowKind
	list any     // a *rowList of the model
	at   []int32 // which of the rows there are; nil for all
}

// rowList is the rows of a store, P being the pointer to the model: allocated together, or rows of the program's.
type rowList[P any] []P

// rowKind is what a store asks of its rows. There is one for each model; it is made of functions and not an
// interface, because methods of a generic type are compiled anew for every model, and functions in functions are not.
type rowKind struct {
	list     func() any // an empty one
	grow     func(list any, n int)
	scan     func(list any, i int32, r Row, at int, columns []int)
	value    func(list any, i int32, column int) Value
	handle   func(list any, i int32) *Handle
	assign   func(list any, i int32, from any, k int32)
	pointer  func(list any, i int32) any
	pointers func(rows []ref) any
}

func newRowKind[P any](ops *RowOps[P]) rowKind {
	return rowKind{
		list: func() any { return new(rowList[P]) },
		grow: func(list any, n int) {
			l := list.(*rowList[P])
			if len(*l) == 0 {
				*l = ops.New(n)
				return
			}
			*l = append(*l, ops.New(n)...)
		},
		scan: func(list any, i int32, r Row, at int, columns []int) {
			ops.Scan((*list.(*rowList[P]))[i], r, at, columns)
		},
		value:  func(list any, i int32, column int) Value { return ops.Value((*list.(*rowList[P]))[i], column) },
		handle: func(list any, i int32) *Handle { return ops.Handle((*list.(*rowList[P]))[i]) },
		assign: func(list any, i int32, from any, k int32) {
			ops.Assign((*list.(*rowList[P]))[i], (*from.(*rowList[P]))[k])
		},
		pointer: func(list any, i int32) any {
			if row := any((*list.(*rowList[P]))[i]); row != any(*new(P)) {
				return row
			}
			return nil
		},
		pointers: func(rows []ref) any {
			out := make([]P, len(rows))
			for i, r := range rows {
				out[i], _ = r.pointer().(P)
			}
			return out
		},
	}
}

// some is a store of some rows of this one, which has all of its rows.
func (s rowStore) some(at []int32) rowStore {
	s.at = at
	return s
}

func (s rowStore) in(i int32) int32 {
	if s.at != nil {
		return s.at[i]
	}
	return i
}

// grow makes room for n more rows. Rows that are there stay where they are.
func (s rowStore) grow(n int) { s.kind.grow(s.list, n) }

func (s rowStore) scan(i int32, r Row, at int, columns []int) {
	s.kind.scan(s.list, s.in(i), r, at, columns)
}
func (s rowStore) value(i int32, column int) Value { return s.kind.value(s.list, s.in(i), column) }
func (s rowStore) handle(i int32) *Handle          { return s.kind.handle(s.list, s.in(i)) }

// assign makes row i what row k of another store of the same model is.
func (s rowStore) assign(i int32, from rowStore, k int32) {
	s.kind.assign(s.list, s.in(i), from.list, from.in(k))
}

// pointer is row i, a *M; nil when a program gave a nil row.
func (s rowStore) pointer(i int32) any { return s.kind.pointer(s.list, s.in(i)) }
