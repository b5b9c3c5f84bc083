package query

import (
	"slices"
	"strconv"
	"strings"

	sq "github.com/Masterminds/squirrel"
)

// Layout says what the columns of a SelectRows answer are: the keys of its [Link], then the table's columns, then those
// of each joined table.
type Layout struct {
	Keys   int // leading columns that are keys of the link
	Fields []int
	Joined []Joined
}

// Joined is a joined table of a [Layout].
type Joined struct {
	Parent   int // index among Joined of the table that Relation starts from; -1 is the root
	Relation *Relation
	At       int   // its first column in the answer
	Fields   []int // its columns there
	Present  int   // the column of the answer that is NULL when there is no row
}

func (c *compiler) selectRows(f *frame, s *Statement, plan *Plan) sq.Sqlizer {
	sel := &s.Select
	at := f.root()
	layout := &Layout{Fields: fieldsOf(sel)}
	var fields []string
	var links []string
	if s.Link != nil {
		links = f.linkColumns(s.Link.Relation)
		layout.Keys = len(links)
		fields = append(fields, links...)
	}
	fields = append(fields, columnNames(f.alias, f.table, layout.Fields)...)
	var paths [][]*Relation
	for _, path := range sel.related {
		for n := 1; n <= len(path); n++ {
			if slices.ContainsFunc(paths, func(p []*Relation) bool { return slices.Equal(p, path[:n]) }) {
				continue
			}
			end := at.follow(path[:n])
			r := path[n-1]
			j := Joined{Relation: r, At: len(fields), Fields: end.table.AllColumns(),
				Parent: slices.IndexFunc(paths, func(p []*Relation) bool { return slices.Equal(p, path[:n-1]) })}
			j.Present = j.At + r.TargetColumns[0]
			fields = append(fields, columnNames(end.alias, end.table, j.Fields)...)
			layout.Joined = append(layout.Joined, j)
			paths = append(paths, path[:n])
		}
	}
	plan.Columns, plan.Layout = len(fields), layout
	plan.Fields = make([]*Column, layout.Keys, len(fields))
	for _, i := range layout.Fields {
		plan.Fields = append(plan.Fields, &f.table.Columns[i])
	}
	for _, j := range layout.Joined {
		for _, i := range j.Fields {
			plan.Fields = append(plan.Fields, &j.Relation.Target.Columns[i])
		}
	}
	if s.Link == nil {
		return c.finish(f, sel, sq.Select(), fragments(fields), true, false)
	}
	b := sq.Select()
	b = b.Where(c.linked(s.Link, links).squirrel())
	if !sel.limit.set {
		return c.finish(f, sel, b, fragments(fields), true, false)
	}
	return c.limitPerKey(f, sel, b, fields, links)
}

// linked is the condition that the link's columns equal one of its keys.
func (c *compiler) linked(l *Link, columns []string) fragment {
	r := l.Relation
	list := placeholder(&l.Keys)
	if len(columns) == 1 {
		return fill(c.d.In(&r.Table.Columns[r.Columns[0]]), frag(columns[0]), list)
	}
	of := make([]*Column, len(r.Columns))
	for i, col := range r.Columns {
		of[i] = &r.Table.Columns[col]
	}
	return fill(c.d.InTuples(of), frag(strings.Join(columns, ", ")), list)
}

// limitPerKey numbers the rows of each key in their order and keeps the first ones.
func (c *compiler) limitPerKey(f *frame, sel *Select, b sq.SelectBuilder, fields, links []string) sq.Sqlizer {
	if sel.offset.set || sel.distinct {
		c.fail(nil, "a prefetch with a limit takes neither an offset nor distinct rows")
	}
	at := f.root()
	number := frag("ROW_NUMBER() OVER (PARTITION BY ")
	number.add(joinFragments(fragments(links), ", "))
	var orders []fragment
	for _, o := range c.orders(sel) {
		orders = append(orders, at.order(o, sel.reverse))
	}
	if len(orders) == 0 {
		for _, k := range f.table.Key {
			orders = append(orders, frag(columnName(f.alias, f.table, k)))
		}
	}
	if len(orders) > 0 {
		number.add(" ORDER BY ", joinFragments(orders, ", "))
	}
	number.add(") AS rn")
	var inner []fragment
	outer := sq.Select()
	for i, x := range fields {
		inner = append(inner, frag(x, " AS "+columnAlias(i)))
		outer = outer.Column(columnAlias(i))
	}
	limit := sel.limit
	sel.limit = count{}
	sub := c.finish(f, sel, b, append(inner, number), false, false)
	return outer.FromSelect(sub, "limited").Where(sq.Expr("rn <= ?", argument{n: limit.n})).OrderBy("rn")
}

func columnAlias(i int) string { return "c" + strconv.Itoa(i) }
