package query

import (
	"strings"

	sq "github.com/Masterminds/squirrel"
)

// insert is built beside Squirrel's InsertBuilder, which refuses an insert without columns.
func (c *compiler) insert(s *Statement, plan *Plan) sq.Sqlizer {
	t := s.Select.Table
	out := frag("INSERT INTO " + tableName(t))
	values := make([]fragment, len(s.Row))
	for i := range s.Row {
		values[i] = placeholder(&s.Row[i])
	}
	switch lists := c.lists(s, values); {
	case len(s.Columns) == 0:
		out.add(" DEFAULT VALUES")
	case lists.sql != "":
		plan.Lists = true
		out.add(" ("+bareNames(t, s.Columns)+") ", lists)
	default:
		out.add(" ("+bareNames(t, s.Columns)+") VALUES (", joinFragments(values, ", "), ")")
	}
	switch {
	case s.Ignore:
		out.add(" ON CONFLICT DO NOTHING")
	case len(s.Conflict) > 0:
		sets := make([]string, len(s.Refresh))
		for i, col := range s.Refresh {
			name := quote(t.Columns[col].Name)
			sets[i] = name + " = excluded." + name
		}
		out.add(" ON CONFLICT (" + bareNames(t, s.Conflict) + ") DO UPDATE SET " + strings.Join(sets, ", "))
	}
	return c.returning(out, s, plan).squirrel()
}

// lists selects the rows of a bulk insert from a list for each column; nothing where that cannot be.
func (c *compiler) lists(s *Statement, args []fragment) fragment {
	if !s.Bulk || len(args) == 0 {
		return fragment{}
	}
	var values, lists []fragment
	var names []string
	for i, col := range s.Columns {
		list, value := c.d.Unnest(&s.Select.Table.Columns[col])
		if list == "" {
			return fragment{}
		}
		names = append(names, columnAlias(i))
		lists = append(lists, fill(list, fragment{}, args[i]))
		values = append(values, fill(value, frag("u."+names[i]), fragment{}))
	}
	return frag("SELECT ", joinFragments(values, ", "), " FROM unnest(", joinFragments(lists, ", "), ") AS u ("+strings.Join(names, ", ")+")")
}

func (c *compiler) returning(out fragment, s *Statement, plan *Plan) fragment {
	if len(s.Returning) > 0 {
		out.add(" RETURNING " + bareNames(s.Select.Table, s.Returning))
		plan.returns(s)
	}
	return out
}

// returns notes what RETURNING answers.
func (p *Plan) returns(s *Statement) {
	p.Columns = len(s.Returning)
	for _, c := range s.Returning {
		p.Fields = append(p.Fields, &s.Select.Table.Columns[c])
	}
}

func bareNames(t *Table, columns []int) string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = quote(t.Columns[c].Name)
	}
	return strings.Join(names, ", ")
}

func (c *compiler) update(s *Statement, plan *Plan) sq.Sqlizer {
	t := s.Select.Table
	f := c.newFrame(t)
	f.free = false // an UPDATE has no joins: what is assigned is of the row itself
	b := sq.Update(tableName(t) + " AS " + f.alias)
	for _, set := range s.Sets {
		b = b.Set(quote(t.Columns[set.Column].Name), f.root().expr(set.Node).squirrel())
	}
	b = b.Where(c.targets(f, &s.Select).squirrel())
	if len(s.Returning) > 0 {
		b = b.Suffix("RETURNING " + bareNames(t, s.Returning))
		plan.returns(s)
	}
	return b
}

func (c *compiler) delete(s *Statement) sq.Sqlizer {
	f := c.newFrame(s.Select.Table)
	return sq.Delete(tableName(f.table) + " AS " + f.alias).Where(c.targets(f, &s.Select).squirrel())
}

// targets is the condition for the rows to write. Where it needs a join, or there is a slice, the rows are chosen by
// their keys in a select of their own.
func (c *compiler) targets(f *frame, sel *Select) fragment {
	if !sel.Sliced() && !sel.distinct && !f.needsJoin(sel) {
		parts := []fragment{}
		for _, n := range sel.where.all() {
			if n.Aggregate() {
				c.fail(nil, aggregateCondition)
			}
			parts = append(parts, f.root().expr(n))
		}
		if len(parts) == 0 {
			return frag("1 = 1")
		}
		return joinFragments(parts, " AND ")
	}
	if len(f.table.Key) == 0 {
		c.fail(nil, "writing rows chosen through a relation or a limit needs a primary key")
		return fragment{}
	}
	inner := c.newFrame(f.table)
	b := c.finish(inner, sel, sq.Select(), fragments(columnNames(inner.alias, f.table, f.table.Key)), sel.Sliced(), false)
	sql, args, err := b.ToSql()
	if err != nil {
		c.fail(err, "cannot be written as SQL")
	}
	keys := strings.Join(columnNames(f.alias, f.table, f.table.Key), ", ")
	if len(f.table.Key) > 1 {
		keys = "(" + keys + ")"
	}
	return fragment{sql: keys + " IN (" + sql + ")", args: args}
}

// needsJoin reports whether a condition of the row itself reaches along a to-one path.
func (f *frame) needsJoin(sel *Select) bool {
	for _, n := range sel.where.all() {
		if n.joins() {
			return true
		}
	}
	return false
}

func (n *Node) joins() bool {
	switch n.Op {
	case OpWhere, OpPath:
		return true
	case OpAny, OpAll, OpNoRow, OpRelated:
		return false // a subselect joins for itself
	}
	for _, k := range n.Kids {
		if k.joins() {
			return true
		}
	}
	return false
}
