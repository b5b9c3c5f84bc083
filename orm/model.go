package orm

import (
	"sync/atomic"

	"github.com/seed83105465/duet/query"
)

// model is a table's rows without their type: what the core, which is not generic, asks of them.
type model struct {
	desc       *query.Table
	keyColumns []int       // columns that some relation of the table goes by
	keyAt      map[int]int // column to its place among keyColumns

	newRows func(n int) rowStore            // of n rows
	handle  func(row any) *Handle           // of a row, a *M
	valueOf func(row any, column int) Value // of a row, a *M
	only    func(row any) rowStore          // of one row, a *M
}

// rowStore is the rows of one chunk. There is one implementation, block; the interface takes its type away.
type rowStore interface {
	// grow makes room for n more rows. Rows that are there stay where they are.
	grow(n int)
	scan(i int32, r Row, at int, columns []int)
	value(i int32, column int) Value
	handle(i int32) *Handle
	// assign makes row i what row k of another store of the same model is.
	assign(i int32, from rowStore, k int32)
	// pointer is row i, a *M; nil when a program gave a nil row.
	pointer(i int32) any
	// pointers is a []*M of rows, all of which are of this type of store.
	pointers(rows []ref) any
	// given is a store of the program's own rows, a []*M.
	given(rows any) rowStore
}

// block is the rows of a chunk, P being the pointer to the model: allocated together, or rows of the program's that were
// gathered.
type block[P any] struct {
	ops  *rowOps[P]
	rows []P
}

func (b *block[P]) grow(n int) { b.rows = append(b.rows, b.ops.make(n)...) }

func (b *block[P]) scan(i int32, r Row, at int, columns []int) { b.ops.scan(b.rows[i], r, at, columns) }
func (b *block[P]) value(i int32, column int) Value            { return b.ops.value(b.rows[i], column) }
func (b *block[P]) handle(i int32) *Handle                     { return b.ops.handle(b.rows[i]) }
func (b *block[P]) given(rows any) rowStore                    { return &block[P]{b.ops, rows.([]P)} }

func (b *block[P]) assign(i int32, from rowStore, k int32) {
	row, _ := from.pointer(k).(P)
	b.ops.assign(b.rows[i], row)
}

func (b *block[P]) pointer(i int32) any {
	if row := any(b.rows[i]); row != any(*new(P)) {
		return row
	}
	return nil
}

func (b *block[P]) pointers(rows []ref) any {
	out := make([]P, len(rows))
	for i, r := range rows {
		out[i], _ = r.pointer().(P)
	}
	return out
}

// allocate makes n rows next to each other. Rows never move: pointers to them are all that is kept.
func allocate[M any](n int) []*M {
	rows := make([]M, n)
	ptrs := make([]*M, n)
	for i := range rows {
		ptrs[i] = &rows[i]
	}
	return ptrs
}

// pointer is the row of a ref, a *M; nil for the zero ref.
func (r ref) pointer() any {
	if r.c == nil {
		return nil
	}
	return r.c.rows.pointer(r.i)
}

// as gives an answer of the core its type back; nil, and what comes beside an error, is the zero T.
func as[T any](v any, err error) (T, error) {
	t, _ := v.(T)
	return t, err
}

// newModel makes the untyped side of a table.
func newModel[P any](t *query.Table, ops *rowOps[P]) *model {
	m := &model{desc: t, keyAt: map[int]int{}}
	m.newRows = func(n int) rowStore { return &block[P]{ops, ops.make(n)} }
	m.handle = func(row any) *Handle { return ops.handle(row.(P)) }
	m.valueOf = func(row any, column int) Value { return ops.value(row.(P), column) }
	m.only = func(row any) rowStore { return &block[P]{ops, []P{row.(P)}} }
	m.relationKeys()
	return m
}

// relationKeys notes the columns that relations, and the table's own key, go by.
func (m *model) relationKeys() {
	for _, r := range m.desc.Relations {
		for _, c := range r.Columns {
			m.addKey(c)
		}
	}
	for _, c := range m.desc.Key {
		m.addKey(c)
	}
}

func (m *model) addKey(c int) {
	if _, ok := m.keyAt[c]; !ok {
		m.keyAt[c] = len(m.keyColumns)
		m.keyColumns = append(m.keyColumns, c)
	}
}

func (m *model) value(c *chunk, i int32, column int) Value { return c.rows.value(i, column) }

func modelOf(t *query.Table) *model { return t.Owner.(*model) }

// newChunk allocates n rows.
func (m *model) newChunk(n int, o *origin, fields []int) *chunk {
	c := &chunk{m: m, origin: o, size: n, rows: m.newRows(n), keys: m.newKeys(n), fields: fields}
	if len(m.desc.Relations) > 0 {
		c.slots = make([]atomic.Pointer[loaded], len(m.desc.Relations))
	}
	return c
}

// grow makes room for more rows in a chunk that nobody but its maker has seen.
func (c *chunk) grow(n int) {
	c.rows.grow(n)
	c.size += n
	for i := range c.keys {
		k := &c.keys[i]
		if k.ints == nil {
			k.other = append(k.other, make([]Value, n)...)
			continue
		}
		k.ints = append(k.ints, make([]int64, n)...)
		if k.null != nil {
			k.null = append(k.null, make([]bool, n)...)
		}
	}
	for i := range c.slots {
		if l := c.slots[i].Load(); l != nil {
			l.one = append(l.one, make([]ref, n)...)
			if l.flags != nil {
				l.flags = append(l.flags, make([]flag, n)...)
			}
		}
	}
}

// gather makes a chunk of rows that the program has, and makes them its rows.
func (m *model) gather(rows rowStore, n int, o *origin) *chunk {
	c := &chunk{m: m, origin: o, n: n, size: n, keys: m.newKeys(n), rows: rows,
		slots: make([]atomic.Pointer[loaded], len(m.desc.Relations))}
	for i := range int32(n) {
		*rows.handle(i) = Handle{c, i}
		c.copyKeys(int(i))
	}
	return c
}

// shares reports whether a row is as its chunk knows it: its keys were not changed since.
func (m *model) shares(rows rowStore, i int32) bool {
	h := rows.handle(i)
	if h.chunk == nil {
		return false
	}
	for k, col := range m.keyColumns {
		if !h.chunk.keys[k].get(h.index).Equal(rows.value(i, col)) {
			return false
		}
	}
	return true
}

// part is a store of some rows of another.
type part struct {
	rowStore
	at []int32
}

func (p part) value(i int32, column int) Value            { return p.rowStore.value(p.at[i], column) }
func (p part) handle(i int32) *Handle                     { return p.rowStore.handle(p.at[i]) }
func (p part) pointer(i int32) any                        { return p.rowStore.pointer(p.at[i]) }
func (p part) scan(i int32, r Row, at int, columns []int) { p.rowStore.scan(p.at[i], r, at, columns) }
