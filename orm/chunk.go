package orm

import (
	"sync"
	"sync/atomic"

	"github.com/seed83105465/duet/query"
	"github.com/seed83105465/duet/safety"
)

// chunkRows is the most rows that share a chunk.
const chunkRows = 256

// Handle is where a row keeps what it knows of its origin: the chunk it was allocated in and its place there. Generated
// models have one. A copy of a row is the same row of the same chunk. The zero Handle is that of a row made by hand.
type Handle struct {
	chunk *chunk
	index int32
}

// chunk is up to chunkRows rows of one result set. Rows of a chunk are loaded, and find their relations, together. The
// rows themselves belong to the program; what the chunk needs of them later it keeps for itself.
type chunk struct {
	m      *model
	origin *origin
	n      int      // rows in use
	size   int      // rows there is room for
	rows   rowStore // the typed rows
	fields []int    // the columns that were loaded; nil for all
	keys   []keyColumn
	slots  []atomic.Pointer[loaded] // by relation

	publish sync.Mutex // held while a slot is replaced

	mu      sync.Mutex
	flights map[flight]chan struct{} // loads that are under way
}

// flight is what a load under way is of. Sessions do not share one: a transaction that waited for a load outside of it
// might hold the very connection that the load waits for.
type flight struct {
	rel     *query.Relation
	session Session
}

// origin is the result set that rows came from.
type origin struct {
	session Session
	call    string // "All"
	site    safety.Site
	scope   *safety.Scope // the async scope that asked; nil for blocking code
}

// ref is a row as the untyped core knows it; the zero ref is no row.
type ref struct {
	c *chunk
	i int32
}

// loaded is a relation of a chunk's rows. It is complete before it is published in its slot, and never changed then.
type loaded struct {
	one     []ref   // to-one: the target of each row
	many    any     // to-many: a []*T, the targets of all rows,
	offsets []int32 // of which those of row i are many[offsets[i]:offsets[i+1]]
	targets []ref   // to-many: the same, untyped
	flags   []flag  // of each row; nil when it is have for all
}

// flag says what is known of one row's relation.
type flag uint8

const (
	have    flag = 1 << iota // it is loaded
	partial                  // filtered or limited
	up                       // it is the other end of a relation that was loaded from there
)

// is reports whether a row has all of these flags.
func (l *loaded) is(i int32, f flag) bool {
	switch {
	case l == nil:
		return false
	case l.flags == nil:
		return f == have
	}
	return l.flags[i]&f == f
}

// whole reports whether a row's relation is loaded, and nothing of it left out.
func (l *loaded) whole(i int32) bool { return l.is(i, have) && !l.is(i, partial) }

// flag gives a row flags. A relation that had none is loaded for all rows so far.
func (l *loaded) flag(i int32, f flag, size int) {
	if l.flags == nil {
		l.flags = make([]flag, size)
		for k := range l.flags {
			l.flags[k] = have
		}
	}
	l.flags[i] = f
}

// keyColumn is a private copy of a column that relations go by, for all rows of a chunk.
type keyColumn struct {
	ints  []int64 // of a whole-number column;
	null  []bool  // which of them are NULL, if the column can be
	other []Value // of any other column
}

func (k *keyColumn) set(i int, v Value) {
	switch {
	case k.ints == nil:
		k.other[i] = v
	case k.null != nil:
		k.null[i] = v.IsNull()
		fallthrough
	default:
		k.ints[i] = v.Int()
	}
}

func (k *keyColumn) get(i int32) Value {
	if k.ints == nil {
		return k.other[i]
	}
	if k.null != nil && k.null[i] {
		return Value{}
	}
	return query.IntArg(k.ints[i])
}

// newKeys makes room for the copies of n rows.
func (m *model) newKeys(n int) []keyColumn {
	keys := make([]keyColumn, len(m.keyColumns))
	for i, c := range m.keyColumns {
		col := &m.desc.Columns[c]
		if col.Type != query.IntType {
			keys[i].other = make([]Value, n)
			continue
		}
		keys[i].ints = make([]int64, n)
		if col.Nullable {
			keys[i].null = make([]bool, n)
		}
	}
	return keys
}

// copyKeys copies the key columns of row i.
func (c *chunk) copyKeys(i int) {
	for k, col := range c.m.keyColumns {
		c.keys[k].set(i, c.m.value(c, int32(i), col))
	}
}

// key is the copied value of a key column of row i.
func (c *chunk) key(i int32, column int) Value { return c.keys[c.m.keyAt[column]].get(i) }

// hasColumn reports whether a column was loaded.
func (c *chunk) hasColumn(column int) bool {
	if c.fields == nil {
		return true
	}
	for _, f := range c.fields {
		if f == column {
			return true
		}
	}
	return false
}

// mapKey is the row's key for a relation, for use in a map, and whether it has one: no part of it is NULL.
func (c *chunk) mapKey(i int32, columns []int) (mapKey, bool) {
	if len(columns) == 1 {
		return keyOf(c.key(i, columns[0]))
	}
	var buf []byte
	for _, col := range columns {
		v := c.key(i, col)
		if v.IsNull() {
			return mapKey{}, false
		}
		buf = v.AppendKey(buf)
	}
	return mapKey{s: string(buf)}, true
}

// mapKey is a key of one or several values, as a map takes it.
type mapKey struct {
	n int64
	s string
}

func keyOf(v Value) (mapKey, bool) {
	switch v.Kind() {
	case query.NullValue:
		return mapKey{}, false
	case query.IntValue:
		return mapKey{n: v.Int()}, true
	default:
		return mapKey{s: string(v.AppendKey(nil))}, true
	}
}
