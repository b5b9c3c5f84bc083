package orm

import (
	"context"
	"slices"

	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/query"
)

// rowsJob asks for rows, and level by level for what is prefetched with them.
type rowsJob struct {
	asked
	kind   answerKind
	expect int   // how many rows are likely; 0 when nobody knows
	err    error // a mistake in the query, found when the job was made

	single
	begun bool
	set   rowSet
	loads []*relationLoad // of the round that was sent
	scan  func(Row) error // set.scan
}

// rowsJob is a job for this call: one that an earlier call is done with, if there is one, because it is a kilobyte. Between here
// and the program lie two functions.
func (c *core) rowsJob(call string) *rowsJob {
	var j *rowsJob
	if !missing(c.session) {
		j, _ = c.session.root().jobs.Get().(*rowsJob)
	}
	if j == nil {
		j = new(rowsJob)
		j.scan = j.set.scan
	}
	j.asked = c.ask(call, 2)
	return j
}

// recycle gives the job to a later call. It has ended well, so that no driver knows its op any more, and its answer, which holds on to
// nothing of it, was taken.
func (j *rowsJob) recycle() {
	if j.loads != nil {
		return // its loads know it
	}
	db := j.session.root()
	*j = rowsJob{scan: j.scan}
	db.jobs.Put(j)
}

func (j *rowsJob) writes() bool  { return false }
func (j *rowsJob) several() bool { return len(j.sel.Prefetches()) > 0 }
func (j *rowsJob) atomic() bool  { return false }

func (j *rowsJob) next(context.Context) (round, error) {
	if j.err != nil {
		return round{}, j.err
	}
	if !j.begun {
		j.begun = true
		if j.sel.Empty() {
			return round{}, nil
		}
		if err := j.plan(j.session, &query.Statement{Kind: query.SelectRows, Select: j.sel}); err != nil {
			return round{}, err
		}
		j.set.prepare(j.op.Plan, j.origin(), j.expect)
		j.op.Scan = j.scan
		return j.round(), nil
	}
	if !j.several() {
		return round{}, nil
	}
	var loads []*relationLoad
	var err error
	if j.loads == nil {
		loads, err = loadsFor(j.set.root.all(), j.sel.Prefetches())
	} else {
		loads, err = finishLoads(j.loads)
	}
	if err != nil || len(loads) == 0 {
		return round{}, err
	}
	j.loads = loads
	return sendLoads(j.session, &j.set.origin, loads)
}

// relationLoad loads one relation of a number of rows.
type relationLoad struct {
	rel  *query.Relation
	rows []ref
	sel  query.Select    // which related rows, in what order
	way  bool            // only on the way to other relations, so far
	next []query.Related // to load of the related rows
	sent *driver.Op      // that asks for them
	set  *rowSet         // the answer
	keys keyIndex        // that were asked for,
	each []int32         // and which of them each of rows has
}

// loadsFor are the loads of the first relation of each prefetch. Prefetches that begin with one relation share its
// load; relations that are loaded already are passed through.
func loadsFor(rows []ref, specs []query.Related) ([]*relationLoad, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	var loads []*relationLoad
	for _, spec := range specs {
		l := &relationLoad{rel: spec.Path[0], rows: rows, way: len(spec.Path) > 1}
		if l.way {
			spec.Path = spec.Path[1:]
			l.next = []query.Related{spec}
		} else {
			l.sel, l.next = spec.Select, spec.Select.Prefetches()
		}
		i := slices.IndexFunc(loads, func(o *relationLoad) bool { return o.rel == l.rel })
		switch {
		case i < 0:
			loads = append(loads, l)
		case l.way:
			loads[i].next = append(slices.Clip(loads[i].next), l.next...)
		case loads[i].way:
			l.next = append(slices.Clip(l.next), loads[i].next...)
			loads[i] = l
		default:
			return nil, &query.Error{Table: l.rel.Table.Name, Msg: l.rel.String() + " is prefetched twice in one query: say it once, with all conditions"}
		}
	}
	return passLoaded(loads)
}

// passLoaded replaces loads of relations that are loaded already by those of their next level.
func passLoaded(loads []*relationLoad) ([]*relationLoad, error) {
	var out []*relationLoad
	for _, l := range loads {
		if !l.way || !l.loaded() {
			out = append(out, l)
			continue
		}
		nested, err := loadsFor(targetsOf(l.rows, l.rel), l.next)
		if err != nil {
			return nil, err
		}
		out = append(out, nested...)
	}
	return out, nil
}

func (l *relationLoad) loaded() bool {
	for _, r := range l.rows {
		ld := r.c.slot(l.rel.Index)
		if !ld.whole(r.i) {
			return false
		}
	}
	return true
}

// finishLoads hands out the answers of a round, and is the loads of the next one.
func finishLoads(loads []*relationLoad) ([]*relationLoad, error) {
	var out []*relationLoad
	for _, l := range loads {
		targets, err := l.stitch()
		if err != nil {
			return nil, err
		}
		nested, err := loadsFor(targets, l.next)
		if err != nil {
			return nil, err
		}
		out = append(out, nested...)
	}
	return out, nil
}

// again implements rescanner.
func (j *rowsJob) again(op *driver.Op) {
	if j.loads == nil {
		j.set.reset()
	}
	resetLoads(j.loads, op)
}

func resetLoads(loads []*relationLoad, op *driver.Op) {
	for _, l := range loads {
		if l.sent == op {
			l.set.reset()
		}
	}
}

// sendLoads is the round that asks for the related rows of all loads.
func sendLoads(s Session, o *origin, loads []*relationLoad) (round, error) {
	var r round
	for _, l := range loads {
		op, err := l.op(s, o)
		if err != nil {
			return round{}, err
		}
		if op != nil {
			r.ops = append(r.ops, op)
		}
	}
	if len(r.ops) == 0 && len(loads) > 0 {
		// No row has a related one: there is nothing to ask, and nothing below.
		for _, l := range loads {
			if _, err := l.stitch(); err != nil {
				return round{}, err
			}
		}
	}
	return r, nil
}

// op asks for the related rows, by the keys of all rows at once; nil when no row has a key.
func (l *relationLoad) op(s Session, o *origin) (*driver.Op, error) {
	for _, r := range l.rows {
		if err := r.c.unloaded(l.rel); err != nil {
			return nil, err
		}
	}
	keys, n := l.collectKeys()
	if n == 0 || l.sel.Empty() {
		return nil, nil
	}
	st := &query.Statement{Kind: query.SelectRows, Select: l.sel, Link: &query.Link{Relation: l.rel, Keys: keys}}
	st.Select.Table = l.rel.Target
	op, err := plan(s, st)
	if err != nil {
		return nil, err
	}
	l.set = &rowSet{link: l.rel, asked: &l.keys, keys: make([]int32, 0, n)}
	l.set.prepare(op.Plan, *o, n)
	op.Scan, l.sent = l.set.scan, op
	return op, nil
}

// collectKeys are the rows' different keys as one argument.
func (l *relationLoad) collectKeys() (Value, int) {
	l.keys, l.each = keyIndex{}, make([]int32, len(l.rows))
	list := make([]Value, 0, len(l.rows))
	for i, r := range l.rows {
		k, ok := r.c.mapKey(r.i, l.rel.Columns)
		if !ok {
			l.each[i] = unknown
			continue
		}
		var fresh bool
		if l.each[i], fresh = l.keys.add(k, len(l.rows)); !fresh {
			continue
		}
		if len(l.rel.Columns) == 1 {
			list = append(list, r.c.key(r.i, l.rel.Columns[0]))
			continue
		}
		tuple := make([]Value, len(l.rel.Columns))
		for i, c := range l.rel.Columns {
			tuple[i] = r.c.key(r.i, c)
		}
		list = append(list, query.ListArg(tuple))
	}
	return query.ListArg(list), len(list)
}
