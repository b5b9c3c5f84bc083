package orm

import (
	"fmt"

	"github.com/seed83105465/duet/query"
)

// stitch gives the related rows to the rows they belong to, in time proportional to their number, and returns them.
func (l *relationLoad) stitch() ([]ref, error) {
	byKey, targets, err := l.answer()
	if err != nil {
		return nil, err
	}
	for _, group := range byChunk(l.rows) {
		l.publish(group, byKey)
	}
	return targets, nil
}

// publish replaces what is known of the relation in one chunk. Loads for other rows of it may be doing the same.
func (l *relationLoad) publish(g *chunkGroup, byKey map[mapKey][]ref) {
	g.c.publish.Lock()
	defer g.c.publish.Unlock()
	if l.rel.Many {
		l.stitchMany(g, byKey)
	} else {
		l.stitchOne(g, byKey)
	}
}

// answer is the related rows by key, and all of them. A row that comes back with a key that nobody asked for is equal to
// one for the database alone, by a collation or by its way with letters in UUIDs: that is an error, and not a row that has
// no related one.
func (l *relationLoad) answer() (map[mapKey][]ref, []ref, error) {
	if l.set == nil {
		return nil, nil, nil
	}
	byKey := make(map[mapKey][]ref, len(l.set.keys))
	rows := l.set.root.all()
	for i, r := range rows {
		k := l.set.keys[i]
		if _, asked := l.keys[k]; !asked {
			return nil, nil, fmt.Errorf("%s: the database matched keys that are not the same, such as texts under COLLATE NOCASE: load it with SelectRelated", l.rel)
		}
		byKey[k] = append(byKey[k], r)
	}
	return byKey, rows, nil
}

// chunkGroup is some rows of one chunk, each once.
type chunkGroup struct {
	c    *chunk
	rows []int32
	mine []bool // by row: whether it is among rows
}

func byChunk(rows []ref) []*chunkGroup {
	var groups []*chunkGroup
	at := map[*chunk]*chunkGroup{}
	for _, r := range rows {
		g := at[r.c]
		if g == nil {
			g = &chunkGroup{c: r.c, mine: make([]bool, r.c.n)}
			at[r.c] = g
			groups = append(groups, g)
		}
		if !g.mine[r.i] {
			g.mine[r.i] = true
			g.rows = append(g.rows, r.i)
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
	if len(g.rows) == g.c.n && mine == have {
		return next, before
	}
	next.flags = make([]flag, g.c.size)
	for i := range int32(g.c.n) {
		switch {
		case g.mine[i]:
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

func (l *relationLoad) stitchOne(g *chunkGroup, byKey map[mapKey][]ref) {
	next, before := l.fresh(g)
	next.one = make([]ref, g.c.size)
	if before != nil {
		copy(next.one, before.one)
	}
	back := l.rel.Back()
	for _, i := range g.rows {
		next.one[i] = ref{}
		if k, ok := g.c.mapKey(i, l.rel.Columns); ok {
			if rows := byKey[k]; len(rows) > 0 {
				next.one[i] = rows[0]
				if back != nil && !back.Many {
					linkBack(rows[0], back, ref{g.c, i})
				}
			}
		}
	}
	g.c.put(l.rel.Index, next)
}

func (l *relationLoad) stitchMany(g *chunkGroup, byKey map[mapKey][]ref) {
	next, before := l.fresh(g)
	back := l.back()
	next.offsets = make([]int32, g.c.n+1)
	for i := range int32(g.c.n) {
		switch {
		case g.mine[i]:
			if k, ok := g.c.mapKey(i, l.rel.Columns); ok {
				next.targets = append(next.targets, byKey[k]...)
			}
			if back != nil {
				for _, t := range next.targets[next.offsets[i]:] {
					linkBack(t, back, ref{g.c, i})
				}
			}
		case before.is(i, have):
			next.targets = append(next.targets, before.targets[before.offsets[i]:before.offsets[i+1]]...)
		}
		next.offsets[i+1] = int32(len(next.targets))
	}
	next.many = modelOf(l.rel.Target).pointers(next.targets)
	g.c.put(l.rel.Index, next)
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
