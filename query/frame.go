package query

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// fragment is SQL text with the arguments of its placeholders, each an argument's number. A `?` that is no placeholder
// stands as `??`.
type fragment struct {
	sql  string
	args []any
}

// argument is the number of a statement's argument, as it travels through Squirrel; with a part (from 1), the list of
// that part of each tuple in it.
type argument struct{ n, part int }

func (f *fragment) add(parts ...any) {
	for _, p := range parts {
		switch p := p.(type) {
		case string:
			f.sql += p
		case fragment:
			f.sql += p.sql
			f.args = append(f.args, p.args...)
		}
	}
}

func frag(parts ...any) fragment {
	var f fragment
	f.add(parts...)
	return f
}

func joinFragments(fs []fragment, sep string) fragment {
	var out fragment
	for i, f := range fs {
		if i > 0 {
			out.add(sep)
		}
		out.add(f)
	}
	return out
}

// fill puts an expression and an argument, or parts of it, into a dialect's template.
func fill(template string, x, v fragment) fragment {
	var out fragment
	for {
		i := strings.IndexByte(template, '{')
		if i < 0 || i+3 > len(template) {
			out.add(template)
			return out
		}
		out.add(template[:i])
		switch what := template[i+1]; what {
		case 'x':
			out.add(x)
		case 'v':
			out.add(v)
		default:
			a, _ := v.args[0].(argument)
			a.part = int(what-'0') + 1
			out.add(fragment{sql: "?", args: []any{a}})
		}
		template = template[i+3:]
	}
}

// quote writes an identifier of the schema.
func quote(name string) string {
	return `"` + strings.NewReplacer(`"`, `""`, `?`, `??`).Replace(name) + `"`
}

func tableName(t *Table) string {
	if t.Schema != "" {
		return quote(t.Schema) + "." + quote(t.Name)
	}
	return quote(t.Name)
}

// compiler is what the frames of one statement share.
type compiler struct {
	d       Dialect
	root    *Table
	aliases int
	err     error
}

func (c *compiler) newAlias() string {
	c.aliases++
	return "t" + strconv.Itoa(c.aliases-1)
}

// fail keeps the first mistake.
func (c *compiler) fail(cause error, format string, args ...any) {
	if c.err == nil {
		c.err = &Error{Table: c.root.Name, Msg: fmt.Sprintf(format, args...), Err: cause}
	}
}

func (c *compiler) unsupported(what string) {
	c.fail(ErrUnsupported, "%s on %s", what, c.d.Name())
}

// frame is one SELECT: a table with an alias, and what was joined to it.
type frame struct {
	*compiler
	table *Table
	alias string
	chain []string // joins that come before those of to-one relations
	joins []*joined
	free  bool // joins may be added
}

// joined is a to-one relation's target, joined to the frame.
type joined struct {
	path     []*Relation
	table    *Table
	alias    string
	nullable bool // it may be absent
	on       string
}

func (c *compiler) newFrame(t *Table) *frame {
	return &frame{compiler: c, table: t, alias: c.newAlias(), free: true}
}

// spot is where an expression is evaluated: a row of a frame or of something joined to it.
type spot struct {
	f        *frame
	table    *Table
	alias    string
	path     []*Relation
	nullable bool
}

func (f *frame) root() spot { return spot{f: f, table: f.table, alias: f.alias} }

// follow joins the relations of a path, each once, and is the spot at its end.
func (s spot) follow(path []*Relation) spot {
	for _, r := range path {
		if r.Many {
			s.f.fail(nil, "%s leads to many rows: use Any, All, None or an aggregate of it", r)
			return s
		}
		full := join(s.path, []*Relation{r})
		j := s.f.joined(full)
		if j == nil {
			if !s.f.free {
				s.f.fail(nil, "%s cannot be followed here: select the keys first", r)
				return s
			}
			j = &joined{path: full, table: r.Target, alias: s.f.newAlias(), nullable: s.nullable || r.Nullable}
			j.on = matchColumns(j.alias, r.Target, r.TargetColumns, s.alias, r.Table, r.Columns)
			s.f.joins = append(s.f.joins, j)
		}
		s = spot{f: s.f, table: j.table, alias: j.alias, path: full, nullable: j.nullable}
	}
	return s
}

func (f *frame) joined(path []*Relation) *joined {
	for _, j := range f.joins {
		if slices.Equal(j.path, path) {
			return j
		}
	}
	return nil
}

// from is the FROM clause's joins, in order.
func (f *frame) from() []string {
	out := append(make([]string, 0, len(f.chain)+len(f.joins)), f.chain...)
	for _, j := range f.joins {
		kind := "JOIN "
		if j.nullable {
			kind = "LEFT JOIN "
		}
		out = append(out, kind+tableName(j.table)+" AS "+j.alias+" ON "+j.on)
	}
	return out
}

// link ties the frame's table, the target of r, to rows of r's own table: it joins the table between them, if there is
// one, and is the condition. near writes columns of r's own table.
func (f *frame) link(r *Relation, near func([]int) []string) string {
	mine := f.linkColumns(r)
	theirs := near(r.Columns)
	parts := make([]string, len(mine))
	for i := range mine {
		parts[i] = mine[i] + " = " + theirs[i]
	}
	return strings.Join(parts, " AND ")
}

// linkColumns are the columns that equal r.Columns of the row that the frame's rows are related to.
func (f *frame) linkColumns(r *Relation) []string {
	if r.Via == nil {
		return columnNames(f.alias, f.table, r.TargetColumns)
	}
	j := f.newAlias()
	f.chain = append(f.chain, "JOIN "+tableName(r.Via.Table)+" AS "+j+" ON "+
		matchColumns(j, r.Via.Table, r.Via.Far, f.alias, f.table, r.TargetColumns))
	return columnNames(j, r.Via.Table, r.Via.Near)
}

// chainTo joins the rows that r relates to those at s, however many.
func (f *frame) chainTo(s spot, r *Relation) spot {
	end := f.newAlias()
	if r.Via == nil {
		f.chain = append(f.chain, "JOIN "+tableName(r.Target)+" AS "+end+" ON "+
			matchColumns(end, r.Target, r.TargetColumns, s.alias, s.table, r.Columns))
	} else {
		j := f.newAlias()
		f.chain = append(f.chain,
			"JOIN "+tableName(r.Via.Table)+" AS "+j+" ON "+matchColumns(j, r.Via.Table, r.Via.Near, s.alias, s.table, r.Columns),
			"JOIN "+tableName(r.Target)+" AS "+end+" ON "+matchColumns(end, r.Target, r.TargetColumns, j, r.Via.Table, r.Via.Far))
	}
	return spot{f: f, table: r.Target, alias: end, path: join(s.path, []*Relation{r})}
}

// matchColumns equates columns of two tables, pair by pair.
func matchColumns(aliasA string, a *Table, as []int, aliasB string, b *Table, bs []int) string {
	parts := make([]string, len(as))
	for i := range as {
		parts[i] = columnName(aliasA, a, as[i]) + " = " + columnName(aliasB, b, bs[i])
	}
	return strings.Join(parts, " AND ")
}

func columnName(alias string, t *Table, c int) string {
	return alias + "." + quote(t.Columns[c].Name)
}

func columnNames(alias string, t *Table, cs []int) []string {
	out := make([]string, len(cs))
	for i, c := range cs {
		out[i] = columnName(alias, t, c)
	}
	return out
}
