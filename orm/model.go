package orm

import (
	"encoding/json"
	"slices"
	"sync/atomic"

	"github.com/seed83105465/duet/query"
)

// model is a table's rows without their type: what the core, which is not generic, asks of them.
type model struct {
	desc       *query.Table
	keyColumns []int       // columns that some relation of the table goes by
	keyAt      map[int]int // column to its place among keyColumns

	newRows func(n int) rowStore
}

// rowStore is the rows of one chunk. There is one implementation, block; the interface takes its type away.
type rowStore interface {
	scan(i int32, r Row, at int, columns []int)
	value(i int32, column int) Value
	handle(i int32) *Handle
	// pointers is a []*M of rows, all of which are of this type of store.
	pointers(rows []ref) any
	marshal(i int32) ([]byte, error)
	// only is a store of row i alone.
	only(i int32) rowStore
}

// block is the rows of a chunk: allocated together, or rows of the program's that were gathered.
type block[M any] struct {
	table *Table[M]
	rows  []M
	ptrs  []*M // set instead of rows
}

func (b *block[M]) row(i int32) *M {
	if b.ptrs != nil {
		return b.ptrs[i]
	}
	return &b.rows[i]
}

func (b *block[M]) scan(i int32, r Row, at int, columns []int) {
	b.table.ops.scan(b.row(i), r, at, columns)
}

func (b *block[M]) value(i int32, column int) Value { return b.table.ops.value(b.row(i), column) }
func (b *block[M]) handle(i int32) *Handle          { return b.table.ops.handle(b.row(i)) }
func (b *block[M]) marshal(i int32) ([]byte, error) { return json.Marshal(b.row(i)) }

func (b *block[M]) only(i int32) rowStore {
	return &block[M]{table: b.table, ptrs: []*M{b.row(i)}}
}

func (b *block[M]) pointers(rows []ref) any {
	out := make([]*M, len(rows))
	for i, r := range rows {
		out[i] = rowOf[M](r)
	}
	return out
}

// rowOf is the typed row of a ref; nil for the zero ref.
func rowOf[M any](r ref) *M {
	if r.c == nil {
		return nil
	}
	return r.c.rows.(*block[M]).row(r.i)
}

// newModel makes the untyped side of a table. What it needs to know of relations it reads when it is first used: other
// tables may not be filled in yet.
func newModel[M any](t *Table[M]) *model {
	m := &model{desc: &t.Desc, keyAt: map[int]int{}}
	m.newRows = func(n int) rowStore { return &block[M]{table: t, rows: make([]M, n)} }
	for _, r := range t.Desc.Relations {
		for _, c := range r.Columns {
			m.addKey(c)
		}
	}
	for _, c := range t.Desc.Key {
		m.addKey(c)
	}
	return m
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

// gather makes a chunk of rows that the program has, and makes them its rows.
func gather[M any](t *Table[M], rows []*M, o *origin) *chunk {
	m := modelOf(&t.Desc)
	c := &chunk{m: m, origin: o, n: len(rows), size: len(rows), keys: m.newKeys(len(rows)),
		rows:  &block[M]{table: t, ptrs: slices.Clone(rows)},
		slots: make([]atomic.Pointer[loaded], len(m.desc.Relations))}
	for i, r := range rows {
		*t.ops.handle(r) = Handle{c, int32(i)}
		c.copyKeys(i)
	}
	return c
}
