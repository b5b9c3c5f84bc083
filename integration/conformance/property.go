package conformance

import (
	"fmt"
	"strings"

	"pgregory.net/rapid"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/query"
)

var propertyTests = []test{
	{"Conditions", randomConditions},
}

// tree is a condition on books and the same in SQL, for the alias b.
type tree struct {
	c   query.Condition[models.Book]
	sql string
}

// randomConditions: whatever the tree of conditions, its rows are those of the same SQL, and its complement's the
// others.
func randomConditions(e *env) {
	rapid.Check(e.T, func(t *rapid.T) {
		x := drawBook(t, 3)
		b := &models.Books
		var want []string
		for _, r := range e.plain("SELECT id FROM books b WHERE " + x.sql + " ORDER BY id") {
			want = append(want, r[0])
		}
		for _, complement := range []bool{false, true} {
			q := b.Using(e.s).Filter(x.c).OrderBy(b.ID.Asc()).Only()
			if complement {
				q = b.Using(e.s).Exclude(x.c).OrderBy(b.ID.Asc()).Only()
			}
			rows, err := ask(e, q.All, q.AllAsync)
			if err != nil {
				t.Fatalf("%v\n%s", err, x.sql)
			}
			n, err := ask(e, q.Count, q.CountAsync)
			if err != nil || int(n) != len(rows) {
				t.Fatalf("Count is %d (%v), All has %d\n%s", n, err, len(rows), x.sql)
			}
			if complement {
				if len(rows) != 60-len(want) {
					t.Fatalf("the complement has %d rows instead of %d\n%s", len(rows), 60-len(want), x.sql)
				}
				continue
			}
			var got []string
			for _, r := range rows {
				got = append(got, cell(r.ID))
			}
			if strings.Join(want, " ") != strings.Join(got, " ") {
				t.Fatalf("want %v\ngot  %v\n%s", want, got, x.sql)
			}
		}
	})
}

// drawBook draws a condition on books.
func drawBook(t *rapid.T, depth int) tree {
	kinds := 9
	if depth > 0 {
		kinds = 20
	}
	b := &models.Books
	n := rapid.Int64Range(0, 12)
	switch k := rapid.IntRange(0, kinds).Draw(t, "kind"); k {
	case 0:
		v := n.Draw(t, "n")
		return tree{b.Stock.Gt(v), fmt.Sprintf("b.stock > %d", v)}
	case 1:
		v := n.Draw(t, "n")
		return tree{b.PublisherID.Ne(v), fmt.Sprintf("b.publisher_id <> %d", v)}
	case 2:
		vs := rapid.SliceOfN(n, 1, 3).Draw(t, "list")
		return tree{b.CategoryID.NotIn(vs...), "b.category_id NOT IN (" + joined(vs) + ")"}
	case 3:
		v := float64(rapid.IntRange(1, 15).Draw(t, "weight")) / 10
		return tree{b.Weight.Lt(v), fmt.Sprintf("b.weight < %v", v)}
	case 4:
		return tree{b.Subtitle.IsNull(), "b.subtitle IS NULL"}
	case 5:
		v := rapid.SampledFrom([]string{"Go", "Salt", "The Book of _ and %", "星の海図", "Ebb"}).Draw(t, "title")
		return tree{b.Title.In(v, "Let It Go"), "b.title IN ('" + v + "', 'Let It Go')"}
	case 6:
		v := rapid.IntRange(1990, 2023).Draw(t, "year")
		return tree{b.PublishedOn.Between(day(v, 1, 1), day(v+8, 6, 30)), fmt.Sprintf("b.published_on BETWEEN '%d-01-01' AND '%d-06-30'", v, v+8)}
	case 7:
		v := rapid.SampledFrom([]string{"18", "24.99", "38.5"}).Draw(t, "price")
		return tree{b.Price.Le(money(v)), "b.price <= " + v}
	case 8:
		return tree{b.InPrint.Eq(false), "NOT b.in_print"}
	case 9:
		return tree{b.Status.Ne(models.BookStatusPublished), "b.status <> 'published'"}
	case 10, 11:
		x, y := drawBook(t, depth-1), drawBook(t, depth-1)
		return tree{query.And(x.c, y.c), "(" + x.sql + " AND " + y.sql + ")"}
	case 12, 13:
		x, y, z := drawBook(t, depth-1), drawBook(t, depth-1), drawBook(t, depth-1)
		return tree{query.Or(x.c, y.c, z.c), "(" + x.sql + " OR " + y.sql + " OR " + z.sql + ")"}
	case 14:
		x := drawBook(t, depth-1)
		return tree{query.Not(x.c), "((" + x.sql + ") IS NOT TRUE)"}
	case 15: // the one related row: absent rows satisfy nothing
		v := rapid.SampledFrom([]string{"France", "Germany", "Ireland"}).Draw(t, "country")
		return tree{b.Publisher.Where(query.Not(query.Or(models.Publishers.Country.Eq(v), models.Publishers.Website.Ne("x")))),
			"EXISTS (SELECT 1 FROM publishers p WHERE p.id = b.publisher_id AND (p.country = '" + v + "' OR p.website <> 'x') IS NOT TRUE)"}
	case 16:
		v := n.Draw(t, "tag")
		return tree{b.Tags.All(models.Tags.ID.Ne(v)), fmt.Sprintf("NOT EXISTS (SELECT 1 FROM book_tags bt WHERE bt.book_id = b.id AND bt.tag_id = %d)", v)}
	case 17: // books of the same author
		x := drawBook(t, depth-1)
		return tree{query.ThroughMany(b.Author, models.Authors.Books).Any(x.c, b.ID.Gt(5)),
			"b.author_id IN (SELECT b.author_id FROM books b WHERE b.id > 5 AND " + x.sql + ")"}
	case 18:
		v := n.Draw(t, "n") / 3
		return tree{query.Count(b.Reviews, models.Reviews.Rating.Ge(3)).Gt(v),
			fmt.Sprintf("(SELECT count(*) FROM reviews r WHERE r.book_id = b.id AND r.rating >= 3) > %d", v)}
	case 19:
		v := n.Draw(t, "mentor") + 1
		return tree{query.Via(query.Through(b.Author, models.Authors.Mentor), models.Authors.ID).Ne(v),
			fmt.Sprintf("(SELECT a.mentor_id FROM authors a WHERE a.id = b.author_id) <> %d", v)}
	default:
		x := drawBook(t, depth-1)
		return tree{b.Editions.None(models.Editions.Book.Where(x.c), models.Editions.Price.Gt(money("20"))),
			"(NOT EXISTS (SELECT 1 FROM editions x WHERE x.book_id = b.id AND x.price > 20) OR (" + x.sql + ") IS NOT TRUE)"}
	}
}

func joined(vs []int64) string {
	out := make([]string, len(vs))
	for i, v := range vs {
		out[i] = fmt.Sprint(v)
	}
	return strings.Join(out, ", ")
}
