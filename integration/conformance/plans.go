package conformance

import (
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
)

// The plan cache: a statement is compiled once for each shape.
var planTests = []test{
	{"Values", plansOfValues},
	{"Shapes", plansOfShapes},
	{"Nulls", plansOfNulls},
}

// compiles checks how many statements f compiles.
func compiles(e *env, want int64, about string, f func()) {
	e.Helper()
	before := e.db.Compiled()
	f()
	require.Equal(e, want, e.db.Compiled()-before, about)
}

// plansOfValues: values change, plans do not.
func plansOfValues(e *env) {
	b := &models.Books
	for i, q := range []func(n int64) *orm.Query[models.Book]{
		func(n int64) *orm.Query[models.Book] { return b.Using(e.s).Filter(b.ID.Eq(n)) },
		func(n int64) *orm.Query[models.Book] { return b.Using(e.s).Limit(int(n)).Offset(int(n)) },
		func(n int64) *orm.Query[models.Book] { return b.Using(e.s).Filter(b.ID.In(make([]int64, n)...)) },
		func(n int64) *orm.Query[models.Book] {
			return b.Using(e.s).Filter(b.Title.Contains(cell(n)), b.Author.Where(models.Authors.Name.Eq(cell(n)))).OrderBy(b.Price.Desc())
		},
		func(n int64) *orm.Query[models.Book] {
			return b.Using(e.s).OrderBy(query.Plus(b.Stock, n).Asc()).Filter(query.Count(b.Tags, models.Tags.ID.Gt(n)).Gt(n))
		},
		func(n int64) *orm.Query[models.Book] {
			return b.Using(e.s).PrefetchRelated(b.Tags.Filter(models.Tags.ID.Gt(-n)).Limit(int(n)))
		},
	} {
		plans := int64(1)
		if i == 5 {
			plans = 2
		}
		compiles(e, plans, "first", func() { must(e, q(1).All, q(1).AllAsync) })
		compiles(e, 0, "later", func() {
			for n := range int64(20) {
				must(e, q(n+2).All, q(n+2).AllAsync)
			}
		})
	}
	compiles(e, 0, "a query of the same shape, built in another way", func() {
		q := b.Using(e.s).Filter(b.ID.Eq(1)).OrderBy(b.ID.Asc()).OrderBy()
		must(e, q.All, q.AllAsync)
	})
}

// plansOfShapes: everything else makes another plan.
func plansOfShapes(e *env) {
	b := &models.Books
	base := b.Using(e.s).Filter(b.ID.Gt(0))
	for i, q := range []*orm.Query[models.Book]{
		base, base.Limit(1), base.Offset(1), base.Limit(1).Offset(1), base.OrderBy(b.ID.Asc()), base.OrderBy(b.ID.Desc()),
		base.OrderBy(query.NullsLastIn(b.ID.Asc())), base.Reverse(), base.Distinct(), base.Only(b.Title), base.Only(b.Stock), base.Defer(b.Stock),
		base.SelectRelated(b.Author), base.SelectRelated(b.Publisher), base.SelectRelated(query.Through(b.Author, models.Authors.Publisher)),
		base.Filter(b.ID.Gt(0)), b.Using(e.s).Filter(b.ID.Ge(0)), b.Using(e.s).Filter(b.Stock.Gt(0)), b.Using(e.s).Exclude(b.ID.Gt(0)),
		base.Filter(query.Or(b.ID.Gt(0))), base.Filter(query.Or(b.ID.Gt(0), b.ID.Gt(0))), base.Filter(b.Tags.Any()), base.Filter(b.Tags.None()),
		base.Filter(b.Reviews.Any()), base.Filter(b.Publisher.Where()),
	} {
		compiles(e, 1, cell(i), func() { must(e, q.All, q.AllAsync) })
		compiles(e, 0, cell(i), func() { must(e, q.All, q.AllAsync) })
	}
	compiles(e, 1, "Count", func() { must(e, base.Count, base.CountAsync) })
	compiles(e, 1, "Exists", func() { must(e, base.Exists, base.ExistsAsync) })
}

// plansOfNulls: whether a field is NULL is a value, too. With it in the shape, a table of n nullable columns has 2^n plans.
func plansOfNulls(e *env) {
	b := &models.Books
	full := func(isbn string) *models.Book {
		row := draft(isbn)
		row.CreatedAt = day(2020, 1, 1)
		return row
	}
	require.NoError(e, create(e, b.Using(e.s), full("first")))
	row := full("second")
	row.Subtitle, row.Weight, row.PublisherID = orm.Some("s"), orm.Some(1.0), orm.Some(int64(1))
	compiles(e, 0, "Create", func() { require.NoError(e, create(e, b.Using(e.s), row)) })
	require.NoError(e, save(e, b.Using(e.s), row))
	row.Subtitle = orm.Null[string]{}
	compiles(e, 0, "Save", func() { require.NoError(e, save(e, b.Using(e.s), row)) })
}
