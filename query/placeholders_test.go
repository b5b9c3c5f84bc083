package query_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/query"
)

// TestPlaceholders makes random statements in which no two values are equal, and holds the plan to the order in which they were
// written down: each placeholder gets its own value, and stands behind the text that this value belongs to. The second
// statement has the same shape and other values, so that what a hit of the cache binds is held to the same.
func TestPlaceholders(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		cache := query.NewCache(query.SQLite, 0)
		choices := rapid.SliceOfN(rapid.IntRange(0, 1<<20), 40, 40).Draw(t, "choices")
		for run := range 2 {
			w := &writer{choices: choices, last: int64(1000 * run)}
			st := w.statement()
			p, args, err := cache.Plan(st, nil)
			if err != nil {
				t.Fatalf("plan: %v", err)
			}
			w.compare(t, p.SQL, args)
			if n := cache.Compiled(); n != 1 {
				t.Fatalf("%d statements compiled after run %d, want 1", n, run+1)
			}
		}
	})
}

// writer writes random statements, and what their placeholders must be given.
type writer struct {
	choices []int
	at      int
	last    int64 // value that was given out
	depth   int
	want    []given
}

// given is a value and the text right before its placeholder, without the aliases of tables.
type given struct {
	before string
	value  query.Value
}

func (w *writer) pick(n int) int {
	w.at++
	return w.choices[w.at%len(w.choices)] % n
}

func (w *writer) number(before string) int64 {
	w.last++
	w.want = append(w.want, given{before, query.IntArg(w.last)})
	return w.last
}

// text is a new text that is wanted behind each of these.
func (w *writer) text(before ...string) string {
	w.last++
	s := fmt.Sprintf("v%d", w.last)
	for _, b := range before {
		w.want = append(w.want, given{b, query.TextArg(s)})
	}
	return s
}

func (w *writer) list(before string) []int64 {
	var vs []int64
	var args []query.Value
	for range w.pick(4) {
		w.last++
		vs, args = append(vs, w.last), append(args, query.IntArg(w.last))
	}
	w.want = append(w.want, given{before, query.ListArg(args)})
	return vs
}

var alias = regexp.MustCompile(`\bt\d+\.`)

func (w *writer) compare(t *rapid.T, sql string, args []query.Value) {
	parts := strings.Split(sql, "?")
	if len(args) != len(w.want) || len(parts)-1 != len(args) {
		t.Fatalf("%d arguments for %d placeholders, want %d\n%s", len(args), len(parts)-1, len(w.want), sql)
	}
	for i, want := range w.want {
		if !args[i].Equal(want.value) {
			t.Fatalf("placeholder %d has %s, want %s\n%s\n%s", i, show(args[i:i+1]), show([]query.Value{want.value}), sql, show(args))
		}
		if before := alias.ReplaceAllString(parts[i], ""); !strings.HasSuffix(before, want.before) {
			t.Fatalf("placeholder %d stands behind %q, want %q", i, before, want.before)
		}
	}
}

func (w *writer) statement() *query.Statement {
	b := &models.Books
	kind := [...]query.StatementKind{query.SelectRows, query.SelectValues, query.SelectCount, query.SelectExists, query.Update, query.Delete}[w.pick(6)]
	st := statement(kind, &b.Desc)
	var n int64
	switch kind {
	case query.SelectValues:
		values(query.Count(b.Reviews, models.Reviews.Rating.Gt(w.number(`"rating" > `))).Into(&n), b.ID.Into(&n))(st)
	case query.Update:
		sets(b.Stock.Set(w.number(`SET "stock" = `)), query.Assign(b.Version, query.Plus(b.Version, w.number(`+ `))))(st)
	}
	for range w.pick(7) {
		where(w.condition())(st)
	}
	sliced := w.pick(2) == 0
	if selects := kind == query.SelectRows || kind == query.SelectValues; sliced || selects {
		for range w.pick(6) {
			by(query.Coalesce(b.Subtitle, w.text(`"subtitle", `)).Asc())(st)
		}
	}
	if sliced {
		limit(int(w.number("LIMIT +")))(st)
		offset(int(w.number("OFFSET ")))(st)
	}
	return st
}

func (w *writer) condition() query.Condition[models.Book] {
	b, r := &models.Books, &models.Reviews
	w.depth++
	defer func() { w.depth-- }()
	kinds := 16
	if w.depth > 4 {
		kinds = 9
	}
	switch w.pick(kinds) {
	case 0:
		return b.Stock.Lt(w.number(`"stock" < `))
	case 1:
		return b.Stock.Between(w.number("BETWEEN "), w.number(" AND "))
	case 2:
		return b.ID.In(w.list("json_each(")...)
	case 3:
		return b.Title.Contains(w.text(`instr("title", `))
	case 4:
		return b.Title.StartsWith(w.text("length(", ") = "))
	case 5:
		return b.Title.EndsWith(w.text("length(", ") = "))
	case 6:
		return b.Subtitle.IsNull()
	case 7:
		return query.Compare(query.Plus(b.Stock, w.number("+ ")), query.OpGt, query.Times(b.Version, w.number("* ")))
	case 8:
		return query.Coalesce(b.Subtitle, w.text(`"subtitle", `)).Ne(w.text("<> "))
	case 9:
		return b.Author.Where(models.Authors.Name.Eq(w.text(`"name" = `)), models.Authors.Bio.IsNull())
	case 10:
		return b.Reviews.All(r.Rating.Ge(w.number(`"rating" >= `)), r.Customer.Where(models.Customers.Name.Like(w.text("duet_like("))))
	case 11:
		return query.Count(b.Tags, models.Tags.Name.Ne(w.text(`"name" <> `))).Le(w.number(") <= "))
	case 12:
		return query.Via(query.Through(b.Author, models.Authors.Mentor), models.Authors.ID).In(w.list("json_each(")...)
	case 13:
		return query.Not(w.condition())
	case 14:
		return query.And(w.condition(), w.condition())
	default:
		return query.Or(w.condition(), w.condition(), w.condition())
	}
}
