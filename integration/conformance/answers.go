package conformance

import (
	"context"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
)

var answerTests = []test{
	{"Get", get},
	{"FirstLast", firstLast},
	{"InBulk", inBulk},
	{"NoSession", noSession},
}

func get(e *env) {
	b := &models.Books
	q := b.Using(e.s)
	row := must(e, q.Filter(b.ISBN.Eq("9781400316762")).Get, q.Filter(b.ISBN.Eq("9781400316762")).GetAsync)
	e.queries(1)
	same(e, "SELECT * FROM books WHERE id = 4", []*models.Book{row}, columns[models.Book])
	none, err := ask(e, q.Filter(b.ID.Eq(-1)).Get, q.Filter(b.ID.Eq(-1)).GetAsync)
	require.ErrorIs(e, err, orm.ErrNotFound)
	require.EqualError(e, err, "Books.Get: no row matches")
	require.Nil(e, none)
	many, err := ask(e, q.Filter(b.ID.Le(2)).Get, q.Filter(b.ID.Le(2)).GetAsync)
	require.ErrorIs(e, err, orm.ErrMultiple)
	require.Nil(e, many)
	e.queries(2)
	// A limit of the query's own stands.
	row = must(e, q.Reverse().Limit(1).Get, q.Reverse().Limit(1).GetAsync)
	require.EqualValues(e, 60, row.ID)
	// What is to be loaded with the row comes with it.
	row = must(e, q.Filter(b.ID.Eq(1)).SelectRelated(b.Author).PrefetchRelated(b.Tags).Get, q.Filter(b.ID.Eq(1)).SelectRelated(b.Author).PrefetchRelated(b.Tags).GetAsync)
	e.queries(3)
	author, err := row.Author()
	require.NoError(e, err)
	require.Equal(e, "Rob Tallis", author.Name)
	tags, err := row.Tags()
	require.NoError(e, err)
	require.Len(e, tags, 6)
}

func firstLast(e *env) {
	b := &models.Books
	q := b.Using(e.s)
	for _, c := range []struct {
		name        string
		q           *orm.Query[models.Book]
		first, last int64
	}{
		{"primary key", q, 1, 60},
		{"reversed", q.Reverse(), 60, 1},
		{"ordered", q.OrderBy(b.Title.Asc()), 18, 12},
		{"ordered, reversed", q.OrderBy(b.Title.Asc()).Reverse(), 12, 18},
		{"filtered", q.Filter(b.Stock.Eq(0)), 4, 58},
		{"one", q.Filter(b.ID.Eq(7)), 7, 7},
	} {
		require.Equal(e, c.first, must(e, c.q.First, c.q.FirstAsync).ID, c.name)
		require.Equal(e, c.last, must(e, c.q.Last, c.q.LastAsync).ID, c.name)
		e.queries(2)
	}
	require.Equal(e, e.number("SELECT id FROM books ORDER BY title LIMIT 1"), "18")
	require.Equal(e, e.number("SELECT id FROM books ORDER BY title DESC LIMIT 1"), "12")

	require.EqualValues(e, 11, must(e, q.Offset(10).First, q.Offset(10).FirstAsync).ID)
	_, err := ask(e, q.Filter(b.ID.Eq(0)).First, q.Filter(b.ID.Eq(0)).FirstAsync)
	require.ErrorIs(e, err, orm.ErrNotFound)
	_, err = ask(e, q.Filter(b.ID.Eq(0)).Last, q.Filter(b.ID.Eq(0)).LastAsync)
	require.ErrorIs(e, err, orm.ErrNotFound)
	e.queries(3)
	for _, sliced := range []*orm.Query[models.Book]{q.Limit(5), q.Offset(5)} {
		_, err = ask(e, sliced.Last, sliced.LastAsync)
		var mistake *query.Error
		require.ErrorAs(e, err, &mistake)
		e.queries(0)
	}
	item := models.OrderItems.Using(e.s)
	last := must(e, item.Last, item.LastAsync)
	same(e, "SELECT * FROM order_items ORDER BY order_id DESC, book_id DESC LIMIT 1", []*models.OrderItem{last}, columns[models.OrderItem])
}

func inBulk(e *env) {
	b := &models.Books
	q := b.Using(e.s)
	bulk := func(q *orm.Query[models.Book], ids ...int64) map[int64]*models.Book {
		e.Helper()
		rows, err := ask(e, func(ctx context.Context) (map[int64]*models.Book, error) {
			return orm.InBulk(ctx, q, b.ID, ids...)
		}, func(ac orm.AsyncContext) *orm.Future[map[int64]*models.Book] {
			return orm.InBulkAsync(ac, q, b.ID, ids...)
		})
		require.NoError(e, err)
		return rows
	}
	rows := bulk(q, 3, 1, 3, 99, 60)
	require.Len(e, rows, 3)
	for id, row := range rows {
		require.Equal(e, id, row.ID)
	}
	require.Len(e, bulk(q.Filter(b.Stock.Gt(0)), 1, 4), 1)
	e.queries(2)
	require.Empty(e, bulk(q))
	byISBN := func(q *orm.Query[models.Book], isbn ...string) map[string]*models.Book {
		rows, err := ask(e, func(ctx context.Context) (map[string]*models.Book, error) {
			return orm.InBulk(ctx, q, b.ISBN, isbn...)
		}, func(ac orm.AsyncContext) *orm.Future[map[string]*models.Book] {
			return orm.InBulkAsync(ac, q, b.ISBN, isbn...)
		})
		require.NoError(e, err)
		return rows
	}
	require.EqualValues(e, 4, byISBN(q, "9781400316762", "?")["9781400316762"].ID)
	// The column that the map goes by is read although the query leaves it out.
	require.Len(e, byISBN(q.Only(b.Title), "9781400316762"), 1)
	require.Len(e, byISBN(q.Defer(b.ISBN), "9781400316762", "9781400395958"), 2)
	_, err := ask(e, func(ctx context.Context) (map[int64]*models.Book, error) {
		return orm.InBulk(ctx, q, query.Plus(b.ID, 1), 1)
	}, func(ac orm.AsyncContext) *orm.Future[map[int64]*models.Book] {
		return orm.InBulkAsync(ac, q, query.Plus(b.ID, 1), 1)
	})
	require.ErrorContains(e, err, "column")
}

func noSession(e *env) {
	q := models.Books.Using(nil)
	_, err := ask(e, q.All, q.AllAsync)
	require.ErrorIs(e, err, orm.ErrNoSession)
	_, err = ask(e, q.Count, q.CountAsync)
	require.ErrorIs(e, err, orm.ErrNoSession)
	require.ErrorIs(e, do(e, creating(models.Tags.Using(nil), &models.Tag{}), creatingAsync(models.Tags.Using(nil), &models.Tag{})), orm.ErrNoSession)
	e.queries(0)
}
