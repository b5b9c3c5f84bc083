package conformance

import (
	"context"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
)

// Bad days: a DB that was closed, a context that has ended.
var closingTests = []test{
	{"Closed", closed},
	{"ClosedWhileIterating", closedWhileIterating},
	{"EndedContext", endedContext},
	{"EndsDuring", endsDuring},
}

func closed(e *env) {
	b := &models.Books
	q := b.Using(e.db)
	row := oneBook(e, 1)
	require.NoError(e, e.db.Close())
	require.NoError(e, e.db.Close())
	_, err := ask(e, q.All, q.AllAsync)
	require.ErrorIs(e, err, orm.ErrClosed)
	require.ErrorContains(e, err, "Books.All: ")
	_, err = ask(e, q.Count, q.CountAsync)
	require.ErrorIs(e, err, orm.ErrClosed)
	require.ErrorIs(e, create(e, q, draft("x")), orm.ErrClosed)
	require.ErrorIs(e, bulk(e, q, []*models.Book{draft("x"), {AuthorID: 1, ISBN: "y"}}), orm.ErrClosed)
	require.ErrorIs(e, save(e, q, row), orm.ErrClosed)
	_, err = ask(e, row.LoadAuthor, row.LoadAuthorAsync)
	require.ErrorIs(e, err, orm.ErrClosed)
	require.ErrorIs(e, each(e, q, func(*env, *models.Book) error { return nil }), orm.ErrClosed)
	require.ErrorIs(e, e.atomic(func(*env, *orm.Tx) error { return nil }), orm.ErrClosed)
	_, err = updateOr(e, q, draft("x"), b.Stock.Set(1))
	require.ErrorIs(e, err, orm.ErrClosed)
}

func closedWhileIterating(e *env) {
	makeBooks(e, 2000)
	n := 0
	err := each(e, models.Books.Using(e.db), func(*env, *models.Book) error {
		if n++; n == 10 {
			require.NoError(e, e.db.Close())
		}
		return nil
	})
	require.ErrorIs(e, err, orm.ErrClosed)
	require.Less(e, n, 2060)
}

func endedContext(e *env) {
	row := oneBook(e, 1)
	in := *e
	var cancel context.CancelFunc
	in.ctx, cancel = context.WithCancel(e.ctx)
	cancel()
	q := models.Books.Using(e.db)
	_, err := ask(&in, q.All, q.AllAsync)
	require.ErrorIs(e, err, context.Canceled)
	require.ErrorIs(e, create(&in, q, draft("x")), context.Canceled)
	require.ErrorIs(e, save(&in, q, row), context.Canceled)
	_, err = ask(&in, row.LoadAuthor, row.LoadAuthorAsync)
	require.ErrorIs(e, err, context.Canceled)
	in.ctx, cancel = context.WithTimeout(e.ctx, -1)
	defer cancel()
	_, err = ask(&in, q.All, q.AllAsync)
	require.ErrorIs(e, err, context.DeadlineExceeded)
	require.Equal(e, "60", e.number("SELECT count(*) FROM books"))
}

// endsDuring stops a statement that would run for minutes.
func endsDuring(e *env) {
	makeBooks(e, 3000)
	b := &models.Books
	in := *e
	var cancel context.CancelFunc
	in.ctx, cancel = context.WithTimeout(e.ctx, 100*time.Millisecond)
	defer cancel()
	// Every book against every book against every book.
	p := orm.Project(b.Using(e.db), slowValue)
	began := time.Now()
	_, err := ask(&in, p.All, p.AllAsync)
	require.ErrorIs(e, err, context.DeadlineExceeded)
	require.Less(e, time.Since(began), 5*time.Second)
	require.EqualValues(e, 3060, must(e, b.Using(e.db).Count, b.Using(e.db).CountAsync), "and the connection is as good as new")
}

type slow struct{ N int64 }

// slowValue counts, for each book, pairs of books of any two authors: there is no index for it.
func slowValue(r *slow) []query.Bind[models.Book] {
	a, b := &models.Authors, &models.Books
	all := query.ThroughMany(query.ThroughMany(b.Author, a.Books), query.ThroughMany(b.Author, a.Books))
	deeper := query.ThroughMany(all, query.ThroughMany(b.Author, a.Books))
	return []query.Bind[models.Book]{query.Count(deeper, query.Compare(b.Title, query.OpNe, b.ISBN)).Into(&r.N)}
}
