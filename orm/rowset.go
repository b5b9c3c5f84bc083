package orm

import (
	"github.com/seed83105465/duet/query"
)

// rowSet collects the rows of one SelectRows answer: those of the table and of each joined table, in chunks.
type rowSet struct {
	layout *query.Layout
	origin origin
	root   tableRows
	joined []tableRows
	link   *query.Relation // by which the rows were asked for; nil when they were not
	asked  *keyIndex       // the keys that were asked for,
	keys   []int32         // and which of them each row has
	now    []ref           // the joined rows of the row that is read
}

// tableRows is the rows of one table of an answer.
type tableRows struct {
	m      *model
	fields []int
	chunks []*chunk
	few    [1]*chunk // what chunks is at first
	n      int
	expect int // how many rows are likely; 0 when nobody knows
	eager  []*query.Relation
}

// prepare makes an empty set ready for the answer of a plan. expect is how many rows are likely; 0 when nobody knows.
func (s *rowSet) prepare(p *query.Plan, o origin, expect int) {
	l := p.Layout
	s.layout, s.origin = l, o
	s.root.m, s.root.fields, s.root.expect = modelOf(p.Table), partOf(p.Table, l.Fields), expect
	if len(l.Joined) > 0 {
		s.joined = make([]tableRows, len(l.Joined))
		s.now = make([]ref, len(l.Joined))
	}
	for i, j := range l.Joined {
		s.joined[i].m, s.joined[i].expect = modelOf(j.Relation.Target), expect
		parent := &s.root
		if j.Parent >= 0 {
			parent = &s.joined[j.Parent]
		}
		parent.eager = append(parent.eager, j.Relation)
	}
}

func partOf(t *query.Table, fields []int) []int {
	if len(fields) == len(t.Columns) {
		return nil
	}
	return fields
}

// add makes room for one more row.
func (t *tableRows) add(o *origin) ref {
	last := len(t.chunks) - 1
	if last < 0 || t.chunks[last].n == chunkRows {
		c := t.m.newChunk(t.first(last), o, t.fields)
		for _, r := range t.eager {
			c.put(r.Index, &loaded{one: make([]ref, c.size)})
		}
		if last < 0 {
			t.chunks = t.few[:0]
		}
		t.chunks = append(t.chunks, c)
		last++
	} else if c := t.chunks[last]; c.n == c.size {
		c.grow(min(c.size*3, chunkRows-c.size))
	}
	c := t.chunks[last]
	row := ref{c, int32(c.n)}
	*c.rows.handle(row.i) = row.handle()
	c.n++
	t.n++
	return row
}

func (r ref) handle() Handle { return Handle{r.c, r.i} }

// first is how many rows the next chunk has room for at first: so many that are expected, few when nobody knows, so that
// a short answer does not pay for a long one.
func (t *tableRows) first(last int) int {
	switch {
	case last >= 0:
		return chunkRows
	case t.expect > 0:
		return min(t.expect, chunkRows)
	default:
		return 8
	}
}

// all is every row of the table, in the order of the answer.
func (t *tableRows) all() []ref {
	out := make([]ref, 0, t.n)
	for _, c := range t.chunks {
		for i := range int32(c.n) {
			out = append(out, ref{c, i})
		}
	}
	return out
}

// scan reads one row of the answer.
func (s *rowSet) scan(r Row) error {
	l := s.layout
	if l.Keys > 0 {
		s.keys = append(s.keys, s.asked.find(s.linkKey(r)))
	}
	row := s.root.add(&s.origin)
	row.c.rows.scan(row.i, r, l.Keys, l.Fields)
	row.c.readKeys(row.i, r, l.Keys)
	for i := range l.Joined {
		j := &l.Joined[i]
		s.now[i] = ref{}
		parent := row
		if j.Parent >= 0 {
			parent = s.now[j.Parent]
		}
		if parent.c == nil || r.IsNull(j.Present) {
			continue
		}
		target := s.joined[i].add(&s.origin)
		target.c.rows.scan(target.i, r, j.At, j.Fields)
		target.c.readKeys(target.i, r, j.At)
		s.now[i] = target
		parent.c.slot(j.Relation.Index).one[parent.i] = target
		if back := j.Relation.Back(); back != nil && !back.Many {
			linkBack(target, back, parent)
		}
	}
	return nil
}

// linkBack lets the target of a relation know the row that it was reached from. The target's chunk is new: nobody else
// has seen it.
func linkBack(target ref, back *query.Relation, parent ref) {
	l := target.c.slot(back.Index)
	if l == nil {
		l = &loaded{one: make([]ref, target.c.size), flags: make([]flag, target.c.size)}
		target.c.put(back.Index, l)
	}
	l.one[target.i] = parent
	l.flag(target.i, have|up, target.c.size)
}

// linkKey is the key of the rows that this one is related to, from the leading columns of the answer. It is read as the
// type of their column, so that both sides make the same key of it.
func (s *rowSet) linkKey(r Row) mapKey {
	if len(s.link.Columns) == 1 {
		k, _ := keyOf(readValue(r, 0, s.link.Table.Columns[s.link.Columns[0]].Type))
		return k
	}
	var buf []byte
	for i, c := range s.link.Columns {
		buf = readValue(r, i, s.link.Table.Columns[c].Type).AppendKey(buf)
	}
	return mapKey{s: string(buf)}
}

// reset forgets the rows, which are read again.
func (s *rowSet) reset() {
	s.keys = s.keys[:0]
	for i := range s.joined {
		s.joined[i].chunks, s.joined[i].n = nil, 0
	}
	s.root.chunks, s.root.n = nil, 0
}
