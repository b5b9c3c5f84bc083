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
	rows       rowKind

	handle  func(row any) *Handle           // of a row, a *M
	valueOf func(row any, column int) Value // of a row, a *M
	only    func(row any) rowStore          // of one row, a *M
	given   func(rows any) rowStore         // of the program's own rows, a []*M
}

// newRows makes n rows.
func (m *model) newRows(n int) rowStore {
	s := rowStore{kind: &m.rows, list: m.rows.list()}
	s.grow(n)
	return s
}

// pointers is a []*M of rows of this model.
func (m *model) pointers(rows []ref) any { return m.rows.pointers(rows) }

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
func newModel[P any](t *query.Table, ops *RowOps[P]) *model {
	m := &model{desc: t, keyAt: map[int]int{}, rows: newRowKind(ops)}
	m.handle = func(row any) *Handle { return ops.Handle(row.(P)) }
	m.valueOf = func(row any, column int) Value { return ops.Value(row.(P), column) }
	m.only = func(row any) rowStore { return rowStore{kind: &m.rows, list: &rowList[P]{row.(P)}} }
	m.given = func(rows any) rowStore {
		list := rowList[P](rows.([]P))
		return rowStore{kind: &m.rows, list: &list}
	}
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
