package query

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	sq "github.com/Masterminds/squirrel"
)

// compile makes a statement's plan with Squirrel. It works on a copy of the statement in which every value is marked
// with the argument it is, so that a placeholder knows its argument wherever Squirrel puts it.
func compile(d Dialect, s *Statement, args int) (*Plan, error) {
	lookup := s.lookup()
	s = s.clone()
	w := shape{mark: true}
	w.statement(s)
	c := &compiler{d: d, root: s.Select.Table}
	if c.root.ReadOnly && s.Kind >= Insert {
		c.fail(ErrUnsupported, "writing to a view")
	}
	plan := &Plan{Table: s.Select.Table, Write: s.Kind >= Insert, Pure: s.pure()}
	if s.Copy && d.Copy() != "" && c.err == nil {
		text := fill(d.Copy(), frag(tableName(c.root)), frag(bareNames(c.root, s.Columns)))
		plan.SQL, plan.Copy = strings.ReplaceAll(text.sql, "??", "?"), true
		return plan, nil
	}
	var b sq.Sqlizer
	switch s.Kind {
	case Insert:
		b = c.insert(s, plan)
	case Update:
		b = c.update(s, plan)
	case Delete:
		b = c.delete(s)
	default:
		b = c.selectStatement(s, plan)
	}
	if c.err != nil {
		return nil, c.err
	}
	sql, marks, err := b.ToSql()
	if err != nil {
		return nil, &Error{Table: c.root.Name, Msg: "cannot be written as SQL", Err: err}
	}
	if plan.SQL, err = (placeholders{d}).ReplacePlaceholders(sql); err != nil {
		return nil, &Error{Table: c.root.Name, Msg: "cannot be written as SQL", Err: err}
	}
	if err := plan.bind(marks, strings.Count(strings.ReplaceAll(sql, "??", ""), "?"), args); err != nil {
		return nil, err
	}
	if lookup != nil {
		lookup.locate(d, plan)
		plan.Lookup = lookup
	}
	return plan, nil
}

// bind notes which argument each placeholder takes, and checks that they go together: every placeholder has an
// argument, and every argument a placeholder.
func (p *Plan) bind(marks []any, placeholders, args int) error {
	seen := make([]bool, args)
	for _, m := range marks {
		a, ok := m.(argument)
		if !ok || a.n >= args {
			return &Error{Table: p.Table.Name, Msg: fmt.Sprintf("a placeholder without its argument (%v) in %s", m, p.SQL)}
		}
		seen[a.n] = true
		p.Bind = append(p.Bind, a.n)
		if a.part > 0 && p.Parts == nil {
			p.Parts = make([]int, len(marks))
		}
		if a.part > 0 {
			p.Parts[len(p.Bind)-1] = a.part
		}
	}
	if len(marks) != placeholders || slices.Contains(seen, false) {
		return &Error{Table: p.Table.Name, Msg: fmt.Sprintf("%d placeholders for %d of %d arguments in %s",
			placeholders, len(marks), args, p.SQL)}
	}
	return nil
}

// placeholders numbers placeholders once, for the whole statement, and takes the escape off other question marks.
type placeholders struct{ d Dialect }

// ReplacePlaceholders implements squirrel.PlaceholderFormat.
func (p placeholders) ReplacePlaceholders(sql string) (string, error) {
	var b strings.Builder
	n := 0
	for {
		i := strings.IndexByte(sql, '?')
		if i < 0 {
			b.WriteString(sql)
			return b.String(), nil
		}
		b.WriteString(sql[:i])
		if strings.HasPrefix(sql[i:], "??") {
			b.WriteByte('?')
			sql = sql[i+2:]
			continue
		}
		n++
		b.WriteString(p.d.Placeholder(n))
		sql = sql[i+1:]
	}
}

func (f fragment) squirrel() sq.Sqlizer { return sq.Expr(f.sql, f.args...) }

func (c *compiler) selectStatement(s *Statement, plan *Plan) sq.Sqlizer {
	f := c.newFrame(s.Select.Table)
	sel := &s.Select
	switch s.Kind {
	case SelectRows:
		return c.selectRows(f, s, plan)
	case SelectValues:
		return c.selectValues(f, s, plan)
	}
	plan.Columns = 1
	inner := fragment{sql: "1"}
	if s.Kind == SelectCount && !sel.Sliced() && !sel.distinct {
		inner.sql = "COUNT(*)"
		return c.finish(f, sel, sq.Select(), []fragment{inner}, false, false)
	}
	fields := []fragment{inner}
	if sel.distinct {
		fields = fragments(columnNames(f.alias, f.table, fieldsOf(sel)))
	}
	b := c.finish(f, sel, sq.Select(), fields, sel.Sliced(), false)
	sql, args, err := b.ToSql()
	if err != nil {
		c.fail(err, "cannot be written as SQL")
	}
	if s.Kind == SelectExists {
		return sq.Expr("SELECT EXISTS ("+sql+")", args...)
	}
	return sq.Expr("SELECT COUNT(*) FROM ("+sql+") AS counted", args...)
}

const aggregateCondition = "a condition on an aggregate chooses among the groups of orm.Project: " +
	"here, compare an aggregate of related rows, such as query.Count(models.Authors.Books)"

// finish adds conditions, joins, order and slice to a select of fields. Fields and conditions are written before the
// joins that they need are.
func (c *compiler) finish(f *frame, sel *Select, b sq.SelectBuilder, fields []fragment, ordered, grouped bool) sq.SelectBuilder {
	at := f.root()
	for _, x := range fields {
		b = b.Column(x.squirrel())
	}
	for _, n := range sel.where.all() {
		if n.Aggregate() {
			if !grouped {
				c.fail(nil, aggregateCondition)
			}
			b = b.Having(at.expr(n).squirrel())
		} else {
			b = b.Where(at.expr(n).squirrel())
		}
	}
	if ordered {
		for _, o := range c.orders(sel) {
			b = b.OrderByClause(at.order(o, sel.reverse).squirrel())
		}
	}
	b = b.From(tableName(f.table) + " AS " + f.alias)
	for _, j := range f.from() {
		b = b.JoinClause(j)
	}
	if sel.distinct {
		b = b.Distinct()
	}
	return c.slice(b, sel)
}

// orders are the keys to sort by: the query's own, or the primary key for a query that is reversed without any.
func (c *compiler) orders(sel *Select) []Order {
	orders := sel.order.all()
	if len(orders) > 0 || !sel.reverse {
		return orders
	}
	for _, k := range sel.Table.Key {
		orders = append(orders, Order{Node: &Node{Op: OpColumn, Col: &sel.Table.Columns[k]}})
	}
	return orders
}

// slice adds limit and offset as parameters, so that all pages share one plan. Their counts are marks here.
func (c *compiler) slice(b sq.SelectBuilder, sel *Select) sq.SelectBuilder {
	rows, none := c.d.Limit()
	if sel.limit.set {
		b = b.Suffix("LIMIT "+rows, argument{n: sel.limit.n})
	} else if sel.offset.set && none != "" {
		b = b.Suffix("LIMIT " + none)
	}
	if sel.offset.set {
		b = b.Suffix("OFFSET ?", argument{n: sel.offset.n})
	}
	return b
}

func (c *compiler) selectValues(f *frame, s *Statement, plan *Plan) sq.Sqlizer {
	at := f.root()
	plan.Columns = len(s.Values)
	var fields, groups []fragment
	grouped := slices.ContainsFunc(s.Values, (*Node).Aggregate)
	for i, n := range s.Values {
		x := at.expr(n)
		if grouped && !n.Aggregate() {
			groups = append(groups, frag(strconv.Itoa(i+1)))
		}
		fields = append(fields, x)
	}
	b := sq.Select()
	for _, g := range groups {
		b = b.GroupBy(g.sql)
	}
	return c.finish(f, &s.Select, b, fields, true, grouped)
}

func fragments(names []string) []fragment {
	out := make([]fragment, len(names))
	for i, n := range names {
		out[i] = frag(n)
	}
	return out
}

// fieldsOf are the columns of the table that are loaded.
func fieldsOf(s *Select) []int {
	if s.fields != nil {
		return s.fields
	}
	return s.Table.AllColumns()
}
