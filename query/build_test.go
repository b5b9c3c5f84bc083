package query_test

import (
	"strings"
	"testing"

	"github.com/seed83105465/duet/query"
)

// part is one thing that a statement of these tests says. The typed skin comes off here, as it does in package orm.
type part func(*query.Statement)

// statement is a statement of a kind on a table.
func statement(kind query.StatementKind, t *query.Table, parts ...part) *query.Statement {
	st := &query.Statement{Kind: kind, Select: query.Select{Table: t}}
	for _, p := range parts {
		p(st)
	}
	return st
}

func rows(t *query.Table, parts ...part) *query.Statement {
	return statement(query.SelectRows, t, parts...)
}

func where[P any](cs ...query.ConditionOf[P]) part {
	return func(st *query.Statement) {
		for _, c := range cs {
			st.Select.Filter(c.Node)
		}
	}
}

// filter and sorted are for tables that have no Go type.
func filter(ns ...*query.Node) part {
	return func(st *query.Statement) {
		for _, n := range ns {
			st.Select.Filter(n)
		}
	}
}

func sorted(c *query.Column) part {
	return func(st *query.Statement) {
		st.Select.OrderBy(query.Order{Node: &query.Node{Op: query.OpColumn, Col: c}})
	}
}

func exclude[P any](c query.ConditionOf[P]) part {
	return func(st *query.Statement) { st.Select.Exclude([]*query.Node{c.Node}) }
}

func by[P any](os ...query.OrderingOf[P]) part {
	return func(st *query.Statement) {
		for _, o := range os {
			st.Select.OrderBy(o.Order)
		}
	}
}

func with[P any](ps ...query.OnePathOf[P]) part {
	return func(st *query.Statement) {
		for _, p := range ps {
			st.Select.Related(query.PathOf(p))
		}
	}
}

func values[P any](bs ...query.BindOf[P]) part {
	return func(st *query.Statement) {
		for _, b := range bs {
			st.Values = append(st.Values, b.Node)
		}
	}
}

func sets[P any](as ...query.AssignmentOf[P]) part {
	return func(st *query.Statement) {
		for _, a := range as {
			st.Sets = append(st.Sets, query.Set{Column: a.Column.Index, Node: a.Node})
		}
	}
}

// only reads these columns; none are no column at all.
func only(columns ...int) part {
	return func(st *query.Statement) { st.Select.Only(append([]int{}, columns...)) }
}

func limit(n int) part             { return func(st *query.Statement) { st.Select.Limit(n) } }
func offset(n int) part            { return func(st *query.Statement) { st.Select.Offset(n) } }
func distinct(st *query.Statement) { st.Select.Distinct() }
func reverse(st *query.Statement)  { st.Select.Reverse() }

// link restricts a statement to the rows that path's first relation relates to rows with these keys.
func link(path []*query.Relation, keys ...query.Value) part {
	return func(st *query.Statement) {
		st.Link = &query.Link{Relation: path[0], Keys: query.ListArg(keys)}
	}
}

// planOf compiles a statement alone.
func planOf(t testing.TB, st *query.Statement) (*query.Plan, []query.Value) {
	t.Helper()
	p, args, err := query.NewCache(query.SQLite, 0).Plan(st, nil)
	if err != nil {
		t.Fatalf("plan: %v", err)
	}
	return p, args
}

// show writes arguments in the order of the placeholders, lists in full.
func show(args []query.Value) string {
	parts := make([]string, len(args))
	for i, a := range args {
		parts[i] = a.String()
		if a.Kind() == query.ListValue {
			parts[i] = "[" + show(a.List()) + "]"
		}
	}
	return strings.Join(parts, ", ")
}
