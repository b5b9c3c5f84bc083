package conformance

import (
	"context"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
)

var aggregateTests = []test{
	{"All", aggregateAll},
	{"NoRows", aggregateNoRows},
	{"Groups", grouped},
	{"Having", having},
	{"GroupsOfPaths", groupsOfPaths},
	{"Mistakes", aggregateMistakes},
}

// aggregate is orm.Aggregate in the voice of the test.
func aggregate[M, R any](e *env, q *orm.Query[M], bind func(*R) []query.Bind[M]) (R, error) {
	return ask(e, func(ctx context.Context) (R, error) { return orm.Aggregate(ctx, q, bind) },
		func(ac orm.AsyncContext) *orm.Future[R] { return orm.AggregateAsync(ac, q, bind) })
}

type totals struct {
	Rows, Weighed, Publishers int64
	Stock                     query.Null[int64]
	Price                     query.Null[decimal.Decimal]
	Mean                      query.Null[float64]
	First, Last               query.Null[time.Time]
	Title                     query.Null[string]
	Heaviest                  query.Null[float64]
}

func bindTotals(r *totals) []query.Bind[models.Book] {
	b := &models.Books
	return []query.Bind[models.Book]{query.CountOf(b.ID).Into(&r.Rows), query.CountOf(b.Weight).Into(&r.Weighed), query.CountDistinct(b.PublisherID).Into(&r.Publishers),
		query.IntoNull(query.Sum(b.Stock), &r.Stock), query.IntoNull(query.Sum(b.Price), &r.Price), query.IntoNull(query.Avg(b.Weight), &r.Mean),
		query.IntoNull(query.Min(b.PublishedOn), &r.First), query.IntoNull(query.Max(b.PublishedOn), &r.Last),
		query.IntoNull(query.Min(b.Title), &r.Title), query.IntoNull(query.Max(b.Weight), &r.Heaviest)}
}

const totalsSQL = "SELECT count(*), count(weight), count(DISTINCT publisher_id), sum(stock), sum(price), avg(weight), min(published_on), max(published_on), min(title), max(weight) FROM books "

func aggregateAll(e *env) {
	b := &models.Books
	for where, q := range map[string]*orm.Query[models.Book]{
		"":                         b.Using(e.s),
		"WHERE stock > 0":          b.Using(e.s).Filter(b.Stock.Gt(0)).OrderBy(b.ID.Asc()),
		"WHERE author_id IN (1,4)": b.Using(e.s).Filter(b.Author.Where(models.Authors.Name.StartsWith("Rob"))),
		"WHERE id IN (SELECT book_id FROM book_tags WHERE tag_id = 1)": b.Using(e.s).Filter(b.Tags.Any(models.Tags.Name.Eq("go"))),
	} {
		got, err := aggregate(e, q, bindTotals)
		require.NoError(e, err, where)
		same(e, totalsSQL+where, []totals{got}, func(r totals) []string { return columns(&r) })
		e.queries(1)
	}
}

func aggregateNoRows(e *env) {
	b := &models.Books
	for _, q := range []*orm.Query[models.Book]{b.Using(e.s).Filter(b.ID.Lt(0)), b.Using(e.s).None()} {
		got, err := aggregate(e, q, bindTotals)
		require.NoError(e, err)
		require.Equal(e, totals{}, got)
	}
	type sum struct{ Stock int64 }
	_, err := aggregate(e, b.Using(e.s).Filter(b.ID.Lt(0)), func(r *sum) []query.Bind[models.Book] {
		return []query.Bind[models.Book]{query.Sum(b.Stock).Into(&r.Stock)}
	})
	require.ErrorContains(e, err, "IntoNull", "the sum of no rows is NULL")
}

type group struct {
	Status   models.BookStatus
	InPrint  bool
	N, Stock int64
	Weight   query.Null[float64]
}

func groupBooks(e *env, q *orm.Query[models.Book]) []group {
	e.Helper()
	b := &models.Books
	rows, err := project(e, q, func(r *group) []query.Bind[models.Book] {
		return []query.Bind[models.Book]{b.Status.Into(&r.Status), b.InPrint.Into(&r.InPrint), query.CountOf(b.ID).Into(&r.N),
			query.Coalesce(query.Sum(b.Stock), 0).Into(&r.Stock), query.IntoNull(query.Avg(b.Weight), &r.Weight)}
	})
	require.NoError(e, err)
	e.queries(1)
	return rows
}

const groupSQL = "SELECT status, in_print, count(*) AS n, sum(stock), avg(weight) FROM books "

func grouped(e *env) {
	b := &models.Books
	line := func(g group) []string { return columns(&g) }
	same(e, groupSQL+"GROUP BY status, in_print ORDER BY status, in_print", groupBooks(e, b.Using(e.s).OrderBy(b.Status.Asc(), b.InPrint.Asc())), line)
	same(e, groupSQL+"WHERE price > 20 GROUP BY status, in_print ORDER BY n DESC LIMIT 2",
		groupBooks(e, b.Using(e.s).Filter(b.Price.Gt(money("20"))).OrderBy(query.CountOf(b.ID).Desc()).Limit(2)), line)
	require.Empty(e, groupBooks(e, b.Using(e.s).Filter(b.ID.Lt(0))), "no rows, no groups")
	// NULL is a group.
	type of struct {
		Publisher query.Null[int64]
		N         int64
	}
	rows, err := project(e, b.Using(e.s).OrderBy(b.PublisherID.Asc()), func(r *of) []query.Bind[models.Book] {
		return []query.Bind[models.Book]{query.IntoNull(b.PublisherID, &r.Publisher), query.CountOf(b.ID).Into(&r.N)}
	})
	require.NoError(e, err)
	same(e, "SELECT publisher_id, count(*) FROM books GROUP BY publisher_id ORDER BY publisher_id NULLS FIRST", rows, func(r of) []string { return columns(&r) })
}

// having filters groups by their aggregates, and rows by everything else.
func having(e *env) {
	b := &models.Books
	n := query.CountOf(b.ID)
	line := func(g group) []string { return columns(&g) }
	q := b.Using(e.s).OrderBy(b.Status.Asc(), b.InPrint.Asc())
	same(e, groupSQL+"WHERE stock < 50 GROUP BY status, in_print HAVING count(*) > 5 ORDER BY status, in_print", groupBooks(e, q.Filter(n.Gt(5), b.Stock.Lt(50))), line)
	same(e, groupSQL+"GROUP BY status, in_print HAVING (count(*) > 5) IS NOT TRUE ORDER BY status, in_print", groupBooks(e, q.Exclude(n.Gt(5))), line)
	same(e, groupSQL+"GROUP BY status, in_print HAVING count(*) = 1 OR sum(stock) > 100 ORDER BY status, in_print",
		groupBooks(e, q.Filter(query.Or(n.Eq(1), query.Sum(b.Stock).Gt(100)))), line)
	same(e, groupSQL+"GROUP BY status, in_print HAVING count(*) IN (5, 6, 7) ORDER BY status, in_print", groupBooks(e, q.Filter(n.In(5, 6, 7))), line)
}

func groupsOfPaths(e *env) {
	b := &models.Books
	type of struct {
		Country query.Null[string]
		Year    query.Null[int64]
		N       int64
		Cheap   query.Null[decimal.Decimal]
	}
	country := query.Via(b.Publisher, models.Publishers.Country)
	rows, err := project(e, b.Using(e.s).Filter(b.InPrint.Eq(true)).OrderBy(country.Asc(), query.Year(b.PublishedOn).Desc()), func(r *of) []query.Bind[models.Book] {
		return []query.Bind[models.Book]{query.IntoNull(country, &r.Country), query.IntoNull(query.Year(b.PublishedOn), &r.Year), query.CountOf(b.ID).Into(&r.N),
			query.IntoNull(query.Min(b.Price), &r.Cheap)}
	})
	require.NoError(e, err)
	e.queries(1)
	want := map[string]int{}
	for _, r := range e.raw("SELECT p.country, b.published_on FROM books b LEFT JOIN publishers p ON p.id = b.publisher_id WHERE in_print") {
		want[cell(r[0])+" "+cell(r[1])[:4]]++
	}
	require.Len(e, rows, len(want))
	for _, r := range rows {
		require.EqualValues(e, want[cell(r.Country)+" "+cell(r.Year)], r.N)
	}
}

func aggregateMistakes(e *env) {
	b := &models.Books
	var mistake *query.Error
	type line struct{ N, ID int64 }
	_, err := aggregate(e, b.Using(e.s), func(r *line) []query.Bind[models.Book] {
		return []query.Bind[models.Book]{query.CountOf(b.ID).Into(&r.N), b.ID.Into(&r.ID)}
	})
	require.ErrorAs(e, err, &mistake)
	_, err = aggregate(e, b.Using(e.s).Limit(5), func(r *line) []query.Bind[models.Book] {
		return []query.Bind[models.Book]{query.CountOf(b.ID).Into(&r.N)}
	})
	require.ErrorAs(e, err, &mistake)
	e.queries(0)
}
