package orm

import (
	"fmt"

	"github.com/seed83105465/duet/query"
)

// stitch gives the related rows to the rows they belong to, in time proportional to their number, and returns them.
func (l *relationLoad) stitch() ([]ref, error) {
	related, err := l.answer()
	if err != nil {
		return nil, err
	}
	for _, group := range l.byChunk() {
		l.publish(group, related)
	}
	return related.rows, nil
}

// publish replaces what is known of the relation in one chunk. Loads for other rows of it may be doing the same.
func (l *relationLoad) publish(g *chunkGroup, related byKey) {
	g.c.publish.Lock()
	defer g.c.publish.Unlock()
	if l.rel.Many {
		l.stitchMany(g, related)
	} else {
		l.stitchOne(g, related)
	}
}

// byKey is the related rows, those with the same key next to each other, in the order of the answer.
type byKey struct {
	rows  []ref
	start []int32 // of each key, and the end of the last one; nil when there are no rows
}

// of is the rows with a key.
func (b *byKey) of(key int32) []ref {
	if key < 0 || b.start == nil {
		return nil
	}
	return b.rows[b.start[key]:b.start[key+1]]
}

// answer is the related rows by key. A row that comes back with a key that nobody asked for is equal to one for the
// database alone, by a collation or by its way with letters in UUIDs: that is an error, and not a row that has no related one.
func (l *relationLoad) answer() (byKey, error) {
	if l.set == nil {
		return byKey{}, nil
	}
	b := byKey{rows: make([]ref, len(l.set.keys)), start: make([]int32, l.keys.n+1)}
	for _, k := range l.set.keys {
		if k == unknown {
			return byKey{}, fmt.Errorf("%s: the database matched keys that are not the same, such as texts under COLLATE NOCASE: load it with SelectRelated", l.rel)
		}
		b.start[k+1]++
	}
	for k := range l.keys.n {
		b.start[k+1] += b.start[k]
	}
	// Each row goes where the next one of its key goes, which moves the starts to the ends.
	i := 0
	for _, c := range l.set.root.chunks {
		for k := range int32(c.n) {
			at := &b.start[l.set.keys[i]]
			b.rows[*at] = ref{c, k}
			*at++
			i++
		}
	}
	copy(b.start[1:], b.start)
	b.start[0] = 0
	return b, nil
}

// chunkGroup is some rows of one chunk.
type chunkGroup struct {
	c    *chunk
	rows int     // how many
	keys []int32 // by row of the chunk: its key, unknown when it has none, or notMine
}

// notMine stands for a row of the chunk that is not among those that the load is for.
const notMine int32 = -2

func (l *relationLoad) byChunk() []*chunkGroup {
	var groups []*chunkGroup
	var at map[*chunk]*chunkGroup
	var g *chunkGroup
	for i, r := range l.rows {
		if g == nil || g.c != r.c { // the next row is mostly of the same chunk
			if g = at[r.c]; g == nil {
				g = &chunkGroup{c: r.c, keys: make([]int32, r.c.n)}
				for k := range g.keys {
					g.keys[k] = notMine
				}
				if at == nil {
					at = map[*chunk]*chunkGroup{}
				}
				at[r.c] = g
				groups = append(groups, g)
			}
		}
		if g.keys[r.i] == notMine {
			g.keys[r.i] = l.each[i]
			g.rows++
		}
	}
	return groups
}

// fresh is a loaded relation for a group's rows, which keeps what is known of the other rows of the chunk.
func (l *relationLoad) fresh(g *chunkGroup) (next, before *loaded) {
	before = g.c.slot(l.rel.Index)
	next = &loaded{}
	mine := have
	if l.partial() {
		mine |= partial
	}
	if g.rows == g.c.n && mine == have {
		return next, before
	}
	next.flags = make([]flag, g.c.size)
	for i := range int32(g.c.n) {
		switch {
		case g.keys[i] != notMine:
			next.flags[i] = mine
		case before == nil:
		case before.flags == nil:
			next.flags[i] = have
		default:
			next.flags[i] = before.flags[i]
		}
	}
	return next, before
}

func (l *relationLoad) partial() bool {
	related := query.Related{Select: l.sel}
	return related.Partial()
}

func (l *relationLoad) stitchOne(g *chunkGroup, related byKey) {
	next, before := l.fresh(g)
	next.one = make([]ref, g.c.size)
	if before != nil {
		copy(next.one, before.one)
	}
	back := l.rel.Back()
	for i, key := range g.keys {
		if key == notMine {
			continue
		}
		next.one[i] = ref{}
		if rows := related.of(key); len(rows) > 0 {
			next.one[i] = rows[0]
			if back != nil && !back.Many {
				linkBack(rows[0], back, ref{g.c, int32(i)})
			}
		}
	}
	g.c.put(l.rel.Index, next)
}

func (l *relationLoad) stitchMany(g *chunkGroup, related byKey) {
	next, before := l.fresh(g)
	back := l.back()
	n := 0
	for i, key := range g.keys {
		n += len(l.targets(int32(i), key, related, before))
	}
	next.targets, next.offsets = make([]ref, 0, n), make([]int32, g.c.n+1)
	for i, key := range g.keys {
		next.targets = append(next.targets, l.targets(int32(i), key, related, before)...)
		if key != notMine && back != nil {
			for _, t := range next.targets[next.offsets[i]:] {
				linkBack(t, back, ref{g.c, int32(i)})
			}
		}
		next.offsets[i+1] = int32(len(next.targets))
	}
	next.many = modelOf(l.rel.Target).pointers(next.targets)
	g.c.put(l.rel.Index, next)
}

// targets are the related rows of row i of a chunk: those of its key or, of a row that the load is not for, those that were
// loaded before.
func (l *relationLoad) targets(i, key int32, related byKey, before *loaded) []ref {
	switch {
	case key != notMine:
		return related.of(key)
	case before.is(i, have):
		return before.targets[before.offsets[i]:before.offsets[i+1]]
	}
	return nil
}

// back is the to-one relation by which a related row finds this one; nil when a related row has several.
func (l *relationLoad) back() *query.Relation {
	back := l.rel.Back()
	if l.rel.Via != nil || back == nil || back.Many {
		return nil
	}
	return back
}

// targetsOf are the related rows of rows for which the relation is loaded, each once for each row it belongs to.
func targetsOf(rows []ref, rel *query.Relation) []ref {
	var out []ref
	for _, r := range rows {
		ld := r.c.slot(rel.Index)
		if !rel.Many {
			if t := ld.one[r.i]; t.c != nil {
				out = append(out, t)
			}
			continue
		}
		out = append(out, ld.targets[ld.offsets[r.i]:ld.offsets[r.i+1]]...)
	}
	return out
}
