package orm

import (
	"slices"

	"github.com/seed83105465/duet/query"
)

// keyPlan is where the rows of a table keep their keys: private copies of the columns that relations, and the table's own key,
// go by.
type keyPlan struct {
	columns []keyColumn
	at      []int // by column: its place among columns; -1 for one that is no key
	ints    int   // how many numbers a row has: one for each column of whole numbers, and one that says which are NULL
	nulls   int   // which of them that is; -1 when none can be
	others  int   // how many other values a row has
}

// keyColumn is one of them.
type keyColumn struct {
	column   int
	at       int // among the numbers, or the others
	number   bool
	nullable bool
}

// keys are the keys of some rows, row after row.
type keys struct {
	ints   []int64
	others []Value
	few    [4]int64 // what ints is at first: a row alone needs no more
}

// relationKeys notes the columns that relations, and the table's own key, go by.
func (m *model) relationKeys() {
	m.keys = keyPlan{at: slices.Repeat([]int{-1}, len(m.desc.Columns)), nulls: -1}
	for _, r := range m.desc.Relations {
		for _, c := range r.Columns {
			m.keys.add(m.desc, c)
		}
	}
	for _, c := range m.desc.Key {
		m.keys.add(m.desc, c)
	}
}

func (p *keyPlan) add(t *query.Table, c int) {
	if p.at[c] >= 0 {
		return
	}
	col := &t.Columns[c]
	k := keyColumn{column: c, number: col.Type == query.IntType && p.ints < 60, nullable: col.Nullable} // a number has bits for so many
	if k.number {
		if k.nullable && p.nulls < 0 {
			p.nulls = p.ints
			p.ints++
		}
		k.at = p.ints
		p.ints++
	} else {
		k.at = p.others
		p.others++
	}
	p.at[c] = len(p.columns)
	p.columns = append(p.columns, k)
}

// room makes room for the keys of n rows.
func (k *keys) room(p *keyPlan, n int) {
	if need := n * p.ints; k.ints == nil && need <= len(k.few) {
		k.ints = k.few[:need]
	} else if need > len(k.ints) {
		k.ints = append(make([]int64, 0, need), k.ints...)[:need]
	}
	if need := n * p.others; need > len(k.others) {
		k.others = append(make([]Value, 0, need), k.others...)[:need]
	}
}

// set copies a key of row i.
func (k *keys) set(p *keyPlan, i int32, col *keyColumn, v Value) {
	if !col.number {
		k.others[int(i)*p.others+col.at] = v
		return
	}
	k.setInt(p, i, col, v.Int(), v.IsNull())
}

// setInt is set of a column of whole numbers.
func (k *keys) setInt(p *keyPlan, i int32, col *keyColumn, v int64, null bool) {
	row := k.ints[int(i)*p.ints:]
	row[col.at] = v
	if col.nullable {
		if bit := int64(1) << col.at; null {
			row[p.nulls] |= bit
		} else {
			row[p.nulls] &^= bit
		}
	}
}

// get is a key of row i.
func (k *keys) get(p *keyPlan, i int32, col *keyColumn) Value {
	if !col.number {
		return k.others[int(i)*p.others+col.at]
	}
	if v, null := k.int(p, i, col); !null {
		return query.IntArg(v)
	}
	return Value{}
}

// int is get of a column of whole numbers.
func (k *keys) int(p *keyPlan, i int32, col *keyColumn) (v int64, null bool) {
	row := k.ints[int(i)*p.ints:]
	return row[col.at], col.nullable && row[p.nulls]&(1<<col.at) != 0
}

// copyKeys copies the keys of row i.
func (c *chunk) copyKeys(i int32) {
	p := &c.m.keys
	for k := range p.columns {
		col := &p.columns[k]
		c.keys.set(p, i, col, c.rows.value(i, col.column))
	}
}

// readKeys is copyKeys of a row that was just read from columns at, at+1, ... of r, if all columns of the table were: it
// reads whole numbers again, which is less than to ask the row for them.
func (c *chunk) readKeys(i int32, r Row, at int) {
	if c.fields != nil {
		c.copyKeys(i)
		return
	}
	p := &c.m.keys
	for k := range p.columns {
		switch col := &p.columns[k]; {
		case !col.number:
			c.keys.set(p, i, col, c.rows.value(i, col.column))
		case col.nullable && r.IsNull(at+col.column):
			c.keys.setInt(p, i, col, 0, true)
		default:
			c.keys.setInt(p, i, col, r.Int64(at+col.column), false)
		}
	}
}

// key is the copied value of a key column of row i.
func (c *chunk) key(i int32, column int) Value {
	p := &c.m.keys
	return c.keys.get(p, i, &p.columns[p.at[column]])
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
