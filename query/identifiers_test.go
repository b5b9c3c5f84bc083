package query_test

import (
	"strings"
	"testing"

	"github.com/seed83105465/duet/query"
)

// oddTable is a table whose schema, name and columns are called something that SQL has to be protected from.
func oddTable(names ...string) *query.Table {
	t := &query.Table{Schema: names[0], Name: names[1], Key: []int{0}, Identity: -1, Columns: make([]query.Column, len(names)-2)}
	for i, name := range names[2:] {
		t.Columns[i] = query.Column{Name: name, Type: query.IntType, Index: i, Table: t}
	}
	t.Relations = []*query.Relation{{Name: "Self", Table: t, Target: t, Columns: []int{1}, TargetColumns: []int{0}, Nullable: true, Inverse: -1}}
	return t
}

// TestIdentifiers shows that nothing in a name is taken for a placeholder or for the end of the name, in every place where a name is
// written.
func TestIdentifiers(t *testing.T) {
	t.Parallel()
	odd := oddTable("a.b", `order "items"?`, "id?", `"`, "two words", "??", "{v}", "select", "ß")
	is := func(op query.Op, column int, v query.Value) *query.Node {
		return &query.Node{Op: op, Col: &odd.Columns[column], Val: v}
	}
	self := func(n *query.Node) *query.Node {
		return &query.Node{Op: query.OpWhere, Path: odd.Relations, Kids: []*query.Node{n}}
	}
	one, two, list := query.IntArg(1), query.IntArg(2), query.ListArg([]query.Value{query.IntArg(1)})
	check(t, []golden{
		{"select", rows(odd, filter(is(query.OpEq, 0, one), is(query.OpGt, 4, two)), sorted(&odd.Columns[3]), limit(3)),
			`SELECT t0."id?", t0."""", t0."two words", t0."??", t0."{v}", t0."select", t0."ß" FROM "a.b"."order ""items""?" AS t0 WHERE t0."id?" = ? AND t0."{v}" > ? ORDER BY t0."??" LIMIT +?`,
			`1, 2, 3`},
		{"template", rows(odd, only(0), filter(is(query.OpIn, 4, list), is(query.OpIn, 3, list))),
			`SELECT t0."id?" FROM "a.b"."order ""items""?" AS t0 WHERE t0."{v}" IN (SELECT value FROM json_each(?)) AND t0."??" IN (SELECT value FROM json_each(?))`,
			`[1], [1]`},
		{"join", rows(odd, only(0), filter(self(is(query.OpEq, 3, one)))),
			`SELECT t0."id?" FROM "a.b"."order ""items""?" AS t0 LEFT JOIN "a.b"."order ""items""?" AS t1 ON t1."id?" = t0."""" WHERE (t1."id?" IS NOT NULL AND t1."??" = ?)`,
			`1`},
		{"limit per parent", rows(odd, only(0), link(odd.Relations, query.IntArg(1)), limit(2)),
			`SELECT c0, c1 FROM (SELECT t0."id?" AS c0, t0."id?" AS c1, ROW_NUMBER() OVER (PARTITION BY t0."id?" ORDER BY t0."id?") AS rn FROM "a.b"."order ""items""?" AS t0 WHERE t0."id?" IN (SELECT value FROM json_each(?))) AS limited WHERE rn <= ? ORDER BY rn`,
			`[1], 2`},
		{"count of distinct", statement(query.SelectCount, odd, only(0, 3), distinct),
			`SELECT COUNT(*) FROM (SELECT DISTINCT t0."id?", t0."??" FROM "a.b"."order ""items""?" AS t0) AS counted`, ``},
		{"insert", statement(query.Insert, odd, func(st *query.Statement) {
			st.Columns, st.Row = []int{0, 3}, []query.Value{query.IntArg(1), query.IntArg(2)}
			st.Conflict, st.Refresh, st.Returning = []int{0}, []int{3}, []int{1}
		}),
			`INSERT INTO "a.b"."order ""items""?" ("id?", "??") VALUES (?, ?) ON CONFLICT ("id?") DO UPDATE SET "??" = excluded."??" RETURNING """"`,
			`1, 2`},
		{"update", statement(query.Update, odd, filter(is(query.OpEq, 0, two)), func(st *query.Statement) {
			st.Sets, st.Returning = []query.Set{{Column: 3, Node: &query.Node{Op: query.OpValue, Val: one}}}, []int{3}
		}),
			`UPDATE "a.b"."order ""items""?" AS t0 SET "??" = ? WHERE t0."id?" = ? RETURNING "??"`, `1, 2`},
		{"delete", statement(query.Delete, odd, filter(self(is(query.OpEq, 3, two)))),
			`DELETE FROM "a.b"."order ""items""?" AS t0 WHERE t0."id?" IN (SELECT t1."id?" FROM "a.b"."order ""items""?" AS t1 LEFT JOIN "a.b"."order ""items""?" AS t2 ON t2."id?" = t1."""" WHERE (t2."id?" IS NOT NULL AND t2."??" = ?))`,
			`2`},
	})
}

// FuzzIdentifiers gives a table and its columns any names at all. Outside of quoted names the SQL must be what it is for harmless
// names, and each quoted name must read back as the name it was made of.
func FuzzIdentifiers(f *testing.F) {
	for _, s := range []string{"a", `"`, "?", "??", "a?b??c", `"; DROP TABLE x; --`, "{x}", "{v}", "", "two words", "ß日本", "'", "\x00"} {
		f.Add(s, "b")
		f.Add("b", s)
	}
	f.Fuzz(func(t *testing.T, table, column string) {
		got := statements(t, table, column)
		want := statements(t, "tbl", "col")
		for i := range got {
			outside, names := unquote(t, got[i])
			plain, _ := unquote(t, want[i])
			if outside != plain {
				t.Fatalf("the names %q and %q leak:\n%s\n%s", table, column, got[i], want[i])
			}
			for _, name := range names {
				if name != table && name != column && name != "id" {
					t.Fatalf("%q was made of %q and %q in\n%s", name, table, column, got[i])
				}
			}
		}
	})
}

// statements is the SQL of several statements in which the names are written by different pieces of code.
func statements(t *testing.T, table, column string) []string {
	odd := oddTable("", table, "id", column)
	col := &odd.Columns[1]
	is := func(op query.Op) *query.Node { return &query.Node{Op: op, Col: col, Val: query.TextArg("x")} }
	in := &query.Node{Op: query.OpIn, Col: col, Val: query.ListArg([]query.Value{query.TextArg("x")})}
	self := &query.Node{Op: query.OpWhere, Path: odd.Relations, Kids: []*query.Node{is(query.OpEq)}}
	lower := &query.Node{Op: query.OpLower, Kids: []*query.Node{{Op: query.OpColumn, Col: col}}}
	var out []string
	for _, st := range []*query.Statement{
		rows(odd, filter(is(query.OpStartsWith), in, is(query.OpLike), self), sorted(col), limit(1)),
		rows(odd, link(odd.Relations, query.IntArg(1)), sorted(col), limit(1), filter(is(query.OpEq))),
		statement(query.SelectCount, odd, filter(&query.Node{Op: query.OpEq, Kids: []*query.Node{lower}, Val: query.TextArg("x")})),
		statement(query.Update, odd, filter(is(query.OpNe)), limit(1), func(st *query.Statement) {
			st.Sets = []query.Set{{Column: 1, Node: is(query.OpValue)}}
		}),
		statement(query.Insert, odd, func(st *query.Statement) {
			st.Columns, st.Row, st.Returning = []int{1}, []query.Value{query.TextArg("x")}, []int{0, 1}
		}),
	} {
		p, args := planOf(t, st)
		if outside, _ := unquote(t, p.SQL); strings.Count(outside, "?") != len(args) {
			t.Fatalf("%d arguments for\n%s", len(args), p.SQL)
		}
		out = append(out, p.SQL)
	}
	return out
}

// unquote takes the quoted names out of an SQL text, as a database reads it.
func unquote(t *testing.T, sql string) (outside string, names []string) {
	var b strings.Builder
	for {
		before, rest, ok := strings.Cut(sql, `"`)
		b.WriteString(before)
		if !ok {
			return b.String(), names
		}
		b.WriteString("¤")
		name, closed := "", false
		for !closed {
			part, after, ok := strings.Cut(rest, `"`)
			if !ok {
				t.Fatalf("a name is not closed in %s", sql)
			}
			name, rest = name+part, after
			if closed = !strings.HasPrefix(rest, `"`); !closed {
				name, rest = name+`"`, rest[1:]
			}
		}
		names, sql = append(names, name), rest
	}
}
