package conformance

import (
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
)

var orderTests = []test{
	{"Keys", orderKeys},
	{"Nulls", orderNulls},
	{"Reverse", reversed},
	{"Slices", slices},
	{"Distinct", distinct},
}

// ordered checks the ids of an ordered query.
func ordered(e *env, q *orm.Query[models.Book], rest string) {
	e.Helper()
	same(e, "SELECT books.id FROM books "+rest, must(e, q.All, q.AllAsync), func(b *models.Book) []string { return cells(b.ID) })
	e.queries(1, rest)
}

func orderKeys(e *env) {
	b := &models.Books
	q := b.Using(e.s)
	ordered(e, q.OrderBy(b.Title.Asc()), "ORDER BY title")
	ordered(e, q.OrderBy(b.Stock.Desc(), b.ID.Asc()), "ORDER BY stock DESC, id")
	ordered(e, q.OrderBy(b.Status.Asc(), b.Price.Desc(), b.ID.Desc()), "ORDER BY status, price DESC, id DESC")
	ordered(e, q.OrderBy(b.InPrint.Desc(), b.CreatedAt.Asc()), "ORDER BY in_print DESC, created_at")
	ordered(e, q.OrderBy(b.Title.Asc()).OrderBy(b.ISBN.Desc()), "ORDER BY isbn DESC")
	ordered(e, q.OrderBy(query.Via(b.Author, models.Authors.Name).Asc(), b.ID.Desc()),
		"JOIN authors a ON a.id = author_id ORDER BY a.name, books.id DESC")
	ordered(e, q.OrderBy(query.Length(b.Title).Desc(), b.ID.Asc()), "ORDER BY length(title) DESC, id")
	ordered(e, q.OrderBy(query.Count(b.Tags).Desc(), b.ID.Asc()),
		"ORDER BY (SELECT count(*) FROM book_tags bt WHERE bt.book_id = books.id) DESC, id")
	ordered(e, q.OrderBy(query.Times(b.Stock, -1).Asc(), query.Plus(b.ID, 5).Desc()), "ORDER BY -stock, id DESC")
	ordered(e, q.OrderBy(b.Stock.Asc(), b.Version.Asc(), b.InPrint.Asc(), b.Status.Asc(), b.AuthorID.Desc(), b.ID.Asc()),
		"ORDER BY stock, version, in_print, status, author_id DESC, id")
}

// orderNulls: NULL is smaller than everything else, on every database, unless the query says otherwise.
func orderNulls(e *env) {
	b := &models.Books
	q := b.Using(e.s)
	ordered(e, q.OrderBy(b.Weight.Asc(), b.ID.Asc()), "ORDER BY weight NULLS FIRST, id")
	ordered(e, q.OrderBy(b.Weight.Desc(), b.ID.Asc()), "ORDER BY weight DESC NULLS LAST, id")
	ordered(e, q.OrderBy(query.NullsLastIn(b.Weight.Asc()), b.ID.Asc()), "ORDER BY weight NULLS LAST, id")
	ordered(e, q.OrderBy(query.NullsFirstIn(b.Weight.Desc()), b.ID.Asc()), "ORDER BY weight DESC NULLS FIRST, id")
	ordered(e, q.OrderBy(query.NullsLastIn(b.PublishedOn.Asc()), b.ID.Asc()).Reverse(), "ORDER BY published_on DESC NULLS FIRST, id DESC")
	ordered(e, q.OrderBy(query.NullsFirstIn(b.Subtitle.Desc()), b.ID.Asc()).Reverse(), "ORDER BY subtitle NULLS LAST, id DESC")
	ordered(e, q.OrderBy(query.Via(b.Publisher, models.Publishers.Name).Desc(), b.ID.Asc()),
		"LEFT JOIN publishers p ON p.id = publisher_id ORDER BY p.name DESC NULLS LAST, books.id")
}

func reversed(e *env) {
	b := &models.Books
	q := b.Using(e.s)
	ordered(e, q.Reverse(), "ORDER BY id DESC")
	ordered(e, q.OrderBy(b.Stock.Asc(), b.ID.Asc()).Reverse(), "ORDER BY stock DESC, id DESC")
	ordered(e, q.OrderBy(b.Stock.Asc(), b.ID.Asc()).Reverse().Reverse(), "ORDER BY stock, id")
	ordered(e, q.OrderBy(b.Weight.Desc(), b.ID.Asc()).Reverse(), "ORDER BY weight NULLS FIRST, id DESC")
	ordered(e, q.Reverse().Limit(3), "ORDER BY id DESC LIMIT 3")
	o := &models.OrderItems
	rows := must(e, o.Using(e.s).Reverse().All, o.Using(e.s).Reverse().AllAsync)
	same(e, "SELECT order_id, book_id FROM order_items ORDER BY order_id DESC, book_id DESC", rows,
		func(i *models.OrderItem) []string { return cells(i.OrderID, i.BookID) })
}

func slices(e *env) {
	b := &models.Books
	q := b.Using(e.s).OrderBy(b.Price.Asc(), b.ID.Asc())
	ordered(e, q.Limit(5), "ORDER BY price, id LIMIT 5")
	ordered(e, q.Limit(5).Offset(10), "ORDER BY price, id LIMIT 5 OFFSET 10")
	ordered(e, q.Offset(55), "ORDER BY price, id LIMIT 1000 OFFSET 55")
	ordered(e, q.Limit(5).Limit(7), "ORDER BY price, id LIMIT 7")
	ordered(e, q.Limit(5).Limit(-1), "ORDER BY price, id")
	ordered(e, q.Offset(5).Offset(0), "ORDER BY price, id")
	ordered(e, q.Offset(-5), "ORDER BY price, id")
	ordered(e, q.Limit(1000), "ORDER BY price, id")
	past := q.Offset(60)
	require.Empty(e, must(e, past.All, past.AllAsync))
	e.queries(1)
	for _, nothing := range []*orm.Query[models.Book]{q.Limit(0), q.None(), q.None().Filter(b.ID.Eq(1)), q.Limit(0).Offset(1)} {
		rows := must(e, nothing.All, nothing.AllAsync)
		require.NotNil(e, rows)
		require.Empty(e, rows)
		require.Zero(e, must(e, nothing.Count, nothing.CountAsync))
		require.False(e, must(e, nothing.Exists, nothing.ExistsAsync))
		_, err := ask(e, nothing.Get, nothing.GetAsync)
		require.ErrorIs(e, err, orm.ErrNotFound)
		_, err = ask(e, nothing.First, nothing.FirstAsync)
		require.ErrorIs(e, err, orm.ErrNotFound)
		e.queries(0)
	}
	for _, c := range []struct {
		q    *orm.Query[models.Book]
		want int
	}{
		{q, 60}, {q.Limit(5), 5}, {q.Limit(500), 60}, {q.Offset(58), 2}, {q.Offset(58).Limit(1), 1}, {q.Offset(60), 0},
		{q.Filter(b.Stock.Gt(0)).Limit(10).Offset(5), 10}, {q.Filter(b.ID.Gt(58)).Limit(10), 2},
	} {
		require.EqualValues(e, c.want, must(e, c.q.Count, c.q.CountAsync))
		require.Equal(e, c.want > 0, must(e, c.q.Exists, c.q.ExistsAsync))
		e.queries(2)
	}
}

func distinct(e *env) {
	a := &models.Addresses
	q := a.Using(e.s).Only(a.City).Distinct()
	// The key is always loaded, so rows of a table with a key are distinct anyway.
	require.Len(e, must(e, q.All, q.AllAsync), 46)
	require.EqualValues(e, 46, must(e, q.Count, q.CountAsync))
	require.True(e, must(e, q.Exists, q.ExistsAsync))
	e.queries(3)
	type city struct{ Name string }
	p := orm.Project(a.Using(e.s).Distinct().OrderBy(a.City.Asc()), func(c *city) []query.Bind[models.Address] {
		return []query.Bind[models.Address]{a.City.Into(&c.Name)}
	})
	same(e, "SELECT DISTINCT city FROM addresses ORDER BY city", must(e, p.All, p.AllAsync), func(c city) []string { return cells(c.Name) })
	e.queries(1)
	ordered(e, models.Books.Using(e.s).Distinct().OrderBy(models.Books.ID.Desc()).Limit(3), "ORDER BY id DESC LIMIT 3")
}
