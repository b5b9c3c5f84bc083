package orm

import "github.com/seed83105465/duet/query"

// stitch gives the related rows to the rows they belong to, in time proportional to their number, and returns them.
func (l *relationLoad) stitch() []ref {
	byKey, targets := l.answer()
	for _, group := range byChunk(l.rows) {
		if l.rel.Many {
			l.stitchMany(group, byKey)
		} else {
			l.stitchOne(group, byKey)
		}
	}
	return targets
}

// answer is the related rows by key, and all of them.
func (l *relationLoad) answer() (map[mapKey][]ref, []ref) {
	if l.set == nil {
		return nil, nil
	}
	byKey := make(map[mapKey][]ref, len(l.set.keys))
	rows := l.set.all()
	for i, r := range rows {
		byKey[l.set.keys[i]] = append(byKey[l.set.keys[i]], r)
	}
	return byKey, rows
}

// chunkGroup is some rows of one chunk.
type chunkGroup struct {
	c    *chunk
	rows []int32
}

func byChunk(rows []ref) []chunkGroup {
	var groups []chunkGroup
	at := map[*chunk]int{}
	for _, r := range rows {
		i, ok := at[r.c]
		if !ok {
			i = len(groups)
			at[r.c] = i
			groups = append(groups, chunkGroup{c: r.c})
		}
		groups[i].rows = append(groups[i].rows, r.i)
	}
	return groups
}

// fresh is a loaded relation for a group's rows, which keeps what was loaded for other rows of the chunk.
func (l *relationLoad) fresh(g chunkGroup) (next, before *loaded) {
	before = g.c.slots[l.rel.Index].Load()
	next = &loaded{partial: l.partial()}
	if len(g.rows) < g.c.n {
		next.have = make([]bool, g.c.n)
		for i := range next.have {
			next.have[i] = before.has(int32(i))
		}
		for _, i := range g.rows {
			next.have[i] = true
		}
	}
	return next, before
}

func (l *relationLoad) partial() bool {
	related := query.Related{Select: l.sel}
	return related.Partial()
}

func (l *relationLoad) stitchOne(g chunkGroup, byKey map[mapKey][]ref) {
	next, before := l.fresh(g)
	next.one = make([]ref, g.c.size)
	if next.have != nil && before != nil {
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
	g.c.slots[l.rel.Index].Store(next)
}

func (l *relationLoad) stitchMany(g chunkGroup, byKey map[mapKey][]ref) {
	next, before := l.fresh(g)
	mine := make([]bool, g.c.n)
	for _, i := range g.rows {
		mine[i] = true
	}
	back := l.back()
	next.offsets = make([]int32, g.c.n+1)
	for i := range int32(g.c.n) {
		switch {
		case mine[i]:
			if k, ok := g.c.mapKey(i, l.rel.Columns); ok {
				next.targets = append(next.targets, byKey[k]...)
			}
			if back != nil {
				for _, t := range next.targets[next.offsets[i]:] {
					linkBack(t, back, ref{g.c, i})
				}
			}
		case next.have != nil && next.have[i]:
			next.targets = append(next.targets, before.targets[before.offsets[i]:before.offsets[i+1]]...)
		}
		next.offsets[i+1] = int32(len(next.targets))
	}
	next.many = modelOf(l.rel.Target).pointers(next.targets)
	g.c.slots[l.rel.Index].Store(next)
}

// back is the to-one relation by which a related row finds this one; nil when a related row has several.
func (l *relationLoad) back() *query.Relation {
	back := l.rel.Back()
	if l.rel.Via != nil || back == nil || back.Many {
		return nil
	}
	return back
}

// pointers is a []*M of rows of this model.
func (m *model) pointers(rows []ref) any {
	if len(rows) == 0 {
		return m.newRows(0).pointers(nil)
	}
	return rows[0].c.rows.pointers(rows)
}

// targetsOf are the related rows of rows for which the relation is loaded, each once for each row it belongs to.
func targetsOf(rows []ref, rel *query.Relation) []ref {
	var out []ref
	for _, r := range rows {
		ld := r.c.slots[rel.Index].Load()
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
