package query_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/seed83105465/duet/query"
)

// TestOwnNames gives a table the name that the compiler gives a common table expression of its own: SQLite calls a WITH that reads a
// table of its own name a circular reference, whether or not it says RECURSIVE.
func TestOwnNames(t *testing.T) {
	t.Parallel()
	own := func(name string) (expression, sql string) {
		odd := oddTable("", name, "id", "n")
		p, _ := planOf(t, rows(odd, link(odd.Relations, query.IntArg(1)), limit(1)))
		m := regexp.MustCompile(`^WITH "?(\w+)"? AS`).FindStringSubmatch(p.SQL)
		if m == nil {
			return "", p.SQL
		}
		return m[1], p.SQL
	}
	name, _ := own("harmless")
	if again, sql := own(name); name != "" && again == name {
		t.Errorf("the table and the expression are both called %s: %s", name, sql)
	}
}

// TestTuplesOfManyColumns is about keys of more than ten columns.
func TestTuplesOfManyColumns(t *testing.T) {
	t.Parallel()
	sql := query.SQLite.InTuples(slices.Repeat([]*query.Column{{Type: query.IntType}}, 12))
	for _, path := range []string{"'$[0]'", "'$[9]'", "'$[10]'", "'$[11]'"} {
		if !strings.Contains(sql, path) {
			t.Errorf("no %s in %s", path, sql)
		}
	}
}
