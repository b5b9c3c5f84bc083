package conformance

import (
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/query"
)

var logicTests = []test{
	{"AndOrNot", andOrNot},
	{"Filters", filters},
	{"ManyConditions", manyConditions},
	{"Immutable", immutable},
}

func andOrNot(e *env) {
	b := &models.Books
	null, cheap, poems := b.Weight.Lt(0.5), b.Price.Lt(money("15")), b.Subtitle.Eq("Poems")
	var nothing []query.Condition[models.Book]
	const nullSQL, cheapSQL, poemsSQL = "weight < 0.5", "price < 15", "subtitle = 'Poems'"
	try(e, books, []trial[models.Book]{
		{name: "And", c: query.And(null, cheap), sql: nullSQL + " AND " + cheapSQL},
		{name: "And of nothing", c: query.And(nothing...), sql: "1 = 1"},
		{name: "And of one", c: query.And(cheap), sql: cheapSQL},
		{name: "Or", c: query.Or(null, cheap, poems), sql: nullSQL + " OR " + cheapSQL + " OR " + poemsSQL},
		{name: "Or of nothing", c: query.Or(nothing...), sql: "1 = 0", none: true},
		{name: "zero condition", c: query.Condition[models.Book]{}, sql: "1 = 1"},
		{name: "And with a zero condition", c: query.And(query.Condition[models.Book]{}, cheap), sql: cheapSQL},
		{name: "Or with a zero condition", c: query.Or(query.Condition[models.Book]{}, cheap), sql: "1 = 1"},
		{name: "Not", c: query.Not(poems), sql: "(" + poemsSQL + ") IS NOT TRUE"},
		{name: "Not of And", c: query.Not(query.And(null, cheap)), sql: "(" + nullSQL + " AND " + cheapSQL + ") IS NOT TRUE"},
		{name: "And of Or", c: query.And(query.Or(null, poems), query.Or(cheap, poems)),
			sql: "(" + nullSQL + " OR " + poemsSQL + ") AND (" + cheapSQL + " OR " + poemsSQL + ")"},
		{name: "Or of And", c: query.Or(query.And(null, poems), query.And(cheap, query.Not(poems))),
			sql: "(" + nullSQL + " AND " + poemsSQL + ") OR (" + cheapSQL + " AND (" + poemsSQL + ") IS NOT TRUE)"},
		{name: "Or with NULL on one side", c: query.Or(null, b.ID.Le(20)), sql: nullSQL + " OR id <= 20"},
		{name: "one condition twice", c: query.And(cheap, cheap), sql: cheapSQL},
	})
}

// filters chains Filter and Exclude.
func filters(e *env) {
	b := &models.Books
	q := b.Using(e.s).Filter(b.Status.Eq(models.BookStatusPublished), b.Stock.Gt(0)).Filter(b.Price.Lt(money("20"))).
		Exclude(b.Subtitle.Eq("Poems")).Exclude(b.Weight.Lt(0.5), b.InPrint.Eq(true)).OrderBy(b.ID.Asc())
	sameRows(e, q, `SELECT * FROM books WHERE status = 'published' AND stock > 0 AND price < 20
		AND (subtitle = 'Poems') IS NOT TRUE AND (weight < 0.5 AND in_print) IS NOT TRUE ORDER BY id`)
	// No condition excludes every row, since all of nothing is true.
	require.Empty(e, must(e, b.Using(e.s).Exclude().All, b.Using(e.s).Exclude().AllAsync))
	require.Len(e, must(e, b.Using(e.s).Filter().All, b.Using(e.s).Filter().AllAsync), 60)
}

// manyConditions compiles trees whose shapes are the same but for how many conditions an Or or an And holds: a plan of
// one must not be taken for that of the other.
func manyConditions(e *env) {
	ids := func(n int) []query.Condition[models.Book] {
		cs := make([]query.Condition[models.Book], n)
		for i := range cs {
			cs[i] = models.Books.ID.Eq(int64(i + 1))
		}
		return cs
	}
	for _, n := range []int{0, 1, 5, 59, 255, 256, 257, 300} {
		some := query.Or(ids(n)...)
		q := models.Books.Using(e.s).Filter(some)
		require.Equal(e, int64(min(n, 60)), must(e, q.Count, q.CountAsync), "Or of %d", n)
		// Or of nothing beside n others, which are false together.
		none := query.And(append([]query.Condition[models.Book]{query.Or(ids(0)...)}, ids(n)...)...)
		q = models.Books.Using(e.s).Filter(none)
		require.Zero(e, must(e, q.Count, q.CountAsync), "And of Or of nothing and %d", n)
		q = models.Books.Using(e.s).Filter(query.And(some))
		require.Equal(e, int64(min(n, 60)), must(e, q.Count, q.CountAsync), "And of Or of %d", n)
	}
	q := models.Books.Using(e.s).Filter(ids(1)...)
	for _, c := range ids(1) {
		for range 20 {
			q = q.Filter(c)
		}
	}
	require.Equal(e, int64(1), must(e, q.Count, q.CountAsync))
}

// immutable goes on from one beginning in two ways.
func immutable(e *env) {
	b := &models.Books
	base := b.Using(e.s).Filter(b.Stock.Gt(0), b.Price.Gt(money("10")), b.ID.Gt(0), b.ID.Lt(50), b.InPrint.Eq(true))
	first := base.Filter(b.ID.Le(5)).OrderBy(b.ID.Asc()).Limit(2).SelectRelated(b.Author)
	second := base.Filter(b.ID.Gt(40)).OrderBy(b.ID.Desc()).Offset(1).PrefetchRelated(b.Tags)
	const where = "SELECT id FROM books WHERE stock > 0 AND price > 10 AND id > 0 AND id < 50 AND in_print"
	id := func(b *models.Book) []string { return cells(b.ID) }
	same(e, where+" AND id <= 5 ORDER BY id LIMIT 2", must(e, first.All, first.AllAsync), id)
	same(e, where+" AND id > 40 ORDER BY id DESC LIMIT 100 OFFSET 1", must(e, second.All, second.AllAsync), id)
	same(e, where+" ORDER BY id", must(e, base.OrderBy(b.ID.Asc()).All, base.OrderBy(b.ID.Asc()).AllAsync), id)
}
