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
}

func (c core) table() *query.Table { return c.sel.Table }

func (c core) using(s Session) core {
	c.session = s
	return c
}

func (c core) with(change func(*query.Select)) core {
	change(&c.sel)
	return c
}

func (c core) filter(ns []*query.Node) core {
	for _, n := range ns {
		c.sel.Filter(n)
	}
	return c
}

func (c core) exclude(n *query.Node) core {
	c.sel.Exclude(n)
	return c
}

func (c core) orderBy(os []query.Order) core {
	c.sel.ClearOrder()
	for _, o := range os {
		c.sel.OrderBy(o)
	}
	return c
}

func (c core) limit(n int) core {
	c.sel.Limit(n)
	return c
}

func (c core) offset(n int) core {
	c.sel.Offset(n)
	return c
}

func (c core) allRows() core {
	c.all = true
	return c
}

func (c core) selectRelated(ps [][]*query.Relation) core {
	for _, p := range ps {
		c.sel.Related(p)
	}
	return c
}

func (c core) prefetchRelated(rs []query.Related) core {
	for _, r := range rs {
		c.sel.Prefetch(r)
	}
	return c
}

func (c core) only(columns []int) core {
	keep := make([]bool, len(c.table().Columns))
	for _, i := range columns {
		keep[i] = true
	}
	c.sel.Only(c.chosen(keep))
	return c
}

func (c core) deferred(columns []int) core {
	keep := make([]bool, len(c.table().Columns))
	fields, all := c.sel.Fields()
	for i := range keep {
		keep[i] = all
	}
	for _, i := range fields {
		keep[i] = true
	}
	for _, i := range columns {
		keep[i] = false
	}
	c.sel.Only(c.chosen(keep))
	return c
}

// chosen is the columns to keep, and the primary key.
func (c core) chosen(keep []bool) []int {
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

func (a *asked) question() *asked { return a }

func (a *asked) origin() *origin {
	return &origin{session: a.session, call: a.call, site: a.site, scope: a.scope}
}
