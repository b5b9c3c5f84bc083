package orm

import (
	"github.com/seed83105465/duet/query"
)

// model is a table's rows without their type: what the core, which is not generic, asks of them.
type model struct {
	desc *query.Table
	keys keyPlan
	rows rowKind

	columns []int // the numbers of all columns

	handle  func(row any) *Handle           // of a row, a *M
	valueOf func(row any, column int) Value // of a row, a *M
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

// newModel makes the untyped side of a table, whose rows are of that size.
func newModel[P any](t *query.Table, ops *RowOps[P], size uintptr) *model {
	m := &model{desc: t, rows: newRowKind(ops, size), columns: t.AllColumns()}
	m.handle = func(row any) *Handle { return ops.Handle(row.(P)) }
	m.valueOf = func(row any, column int) Value { return ops.Value(row.(P), column) }
	m.relationKeys()
	return m
}

func modelOf(t *query.Table) *model { return t.Owner.(*model) }

// newChunk allocates n rows.
func (m *model) newChunk(n int, o *origin, fields []int) *chunk {
	return m.chunkOf(m.newRows(n), n, o, fields)
}

// chunkOf makes a chunk of n rows, none of them in use.
func (m *model) chunkOf(rows rowStore, n int, o *origin, fields []int) *chunk {
	c := &chunk{m: m, origin: *o, size: n, rows: rows, fields: fields}
	c.keys.room(&m.keys, n)
	return c
}

// grow makes room for more rows in a chunk that nobody but its maker has seen.
func (c *chunk) grow(n int) {
	c.rows.grow(c.m, n)
	c.size += n
	c.keys.room(&c.m.keys, c.size)
	for i := range c.m.desc.Relations {
		if l := c.slot(i); l != nil {
			l.one = append(l.one, make([]ref, n)...)
			if l.flags != nil {
				l.flags = append(l.flags, make([]flag, n)...)
			}
		}
	}
}

// gather makes a chunk of rows that the program has, and makes them its rows.
func (m *model) gather(rows rowStore, n int, o *origin) {
	c := m.chunkOf(rows, n, o, nil)
	c.n = n
	for i := range int32(n) {
		*c.rows.handle(i) = Handle{c, i}
		c.copyKeys(i)
	}
}

// shares reports whether a row is as its chunk knows it: its keys were not changed since.
func (m *model) shares(rows *rowStore, i int32) bool {
	h := rows.handle(i)
	if h.chunk == nil {
		return false
	}
	for k := range m.keys.columns {
		col := &m.keys.columns[k]
		if !h.chunk.keys.get(&m.keys, h.index, col).Equal(rows.value(i, col.column)) {
			return false
		}
	}
	return true
}
