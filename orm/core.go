package orm

import (
	"github.com/seed83105465/duet/query"
	"github.com/seed83105465/duet/safety"
)

// core is a query without its type. Its methods return changed copies.
type core struct {
	session Session
	sel     query.Select
	all     bool // AllRows
	apart   bool // Alone
}

//go:noinline
func newCore(t *query.Table, s Session) *core {
	if db, ok := s.(*DB); ok && db != nil {
		return db.queryFor(t)
	}
	return &core{session: s, sel: query.Select{Table: t}}
}

// queryFor is the query for all rows of a table, which is made once: queries are never changed.
func (db *DB) queryFor(t *query.Table) *core {
	if q, ok := db.queries.Load(t); ok {
		return q.(*core)
	}
	q, _ := db.queries.LoadOrStore(t, &core{session: db, sel: query.Select{Table: t}})
	return q.(*core)
}

func (c *core) table() *query.Table { return c.sel.Table }

// changed is a copy with change made to it. Its callers are not inlined, so that their closures are not compiled again
// for every model.
func (c *core) changed(change func(*core)) *core {
	n := *c
	change(&n)
	return &n
}

//go:noinline
func (c *core) using(s Session) *core { return c.changed(func(n *core) { n.session = s }) }

//go:noinline
func (c *core) allRows() *core { return c.changed(func(n *core) { n.all = true }) }

//go:noinline
func (c *core) alone() *core { return c.changed(func(n *core) { n.apart = true }) }

//go:noinline
func (c *core) limit(rows int) *core { return c.changed(func(n *core) { n.sel.Limit(rows) }) }

//go:noinline
func (c *core) offset(rows int) *core { return c.changed(func(n *core) { n.sel.Offset(rows) }) }

//go:noinline
func (c *core) with(change func(*query.Select)) *core {
	return c.changed(func(n *core) { change(&n.sel) })
}

func (c *core) exclude(conds []*query.Node) *core {
	n := *c
	n.sel.Exclude(conds)
	return &n
}

func (c *core) filter(conds []*query.Node) *core {
	n := *c
	for _, cond := range conds {
		n.sel.Filter(cond)
	}
	return &n
}

func (c *core) orderBy(os []query.Order) *core {
	n := *c
	n.sel.ClearOrder()
	for _, o := range os {
		n.sel.OrderBy(o)
	}
	return &n
}

func (c *core) selectRelated(ps [][]*query.Relation) *core {
	n := *c
	for _, p := range ps {
		n.sel.Related(p)
	}
	return &n
}

func (c *core) prefetchRelated(rs []query.Related) *core {
	n := *c
	for _, r := range rs {
		n.sel.Prefetch(r)
	}
	return &n
}

func (c *core) only(columns []int) *core {
	n := *c
	keep := make([]bool, len(n.table().Columns))
	for _, i := range columns {
		keep[i] = true
	}
	n.sel.Only(n.chosen(keep))
	return &n
}

func (c *core) deferred(columns []int) *core {
	n := *c
	keep := make([]bool, len(n.table().Columns))
	fields, all := n.sel.Fields()
	for i := range keep {
		keep[i] = all
	}
	for _, i := range fields {
		keep[i] = true
	}
	for _, i := range columns {
		keep[i] = false
	}
	n.sel.Only(n.chosen(keep))
	return &n
}

// chosen is the columns to keep, and the primary key.
func (c *core) chosen(keep []bool) []int {
	for _, k := range c.table().Key {
		keep[k] = true
	}
	out := make([]int, 0, len(keep))
	for i, k := range keep {
		if k {
			out = append(out, i)
		}
	}
	return out
}

// asked is a call on a query, about to be run.
type asked struct {
	core
	call   string // "All"
	twin   string // the other voice; "" when it is call with Async behind it
	site   safety.Site
	scope  *safety.Scope // of an asynchronous call,
	sender *queue        // which waits here
}

// ask notes the call and where it was made: skip is how many functions lie between here and the program, not counted
// the one that calls ask.
func (c *core) ask(call string, skip int) asked {
	return asked{core: *c, call: call, site: safety.Caller(skip + 2)}
}

func (a *asked) wrap(err error) error { return wrap(a.table(), a.call, err) }

func (a *asked) weight() int { return a.sel.Weight() }

func (a *asked) question() *asked { return a }

func (a *asked) origin() origin {
	return origin{session: a.session, call: a.call, site: a.site, scope: a.scope}
}
