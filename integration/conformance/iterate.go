package conformance

import (
	"context"
	"errors"
	"iter"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
)

var iterateTests = []test{
	{"All", iterateAll},
	{"EarlyBreak", iterateEarlyBreak},
	{"QueriesInside", iterateQueriesInside},
	{"Prefetch", iteratePrefetch},
	{"Many", iterateMany},
	{"InTx", iterateInTx},
	{"Again", iterateAgain},
	{"Cancelled", iterateCancelled},
	{"Nothing", iterateNothing},
}

var errEnough = errors.New("enough")

// each runs f for each row that Iterate gives, in the voice of the test. in is e inside of the scope of the loop. f ends the loop with
// errEnough.
func each[M any](e *env, q *orm.Query[M], f func(in *env, row *M) error) error {
	loop := func(in *env, rows iter.Seq2[*M, error]) error {
		for row, err := range rows {
			if err != nil {
				require.Nil(e, row)
				return err
			}
			if err := f(in, row); errors.Is(err, errEnough) {
				break
			} else if err != nil {
				return err
			}
		}
		return nil
	}
	if !e.async {
		return loop(e, q.Iterate(e.ctx))
	}
	return e.scope(func(ac orm.AsyncContext) error {
		in := *e
		in.ac = &ac
		return loop(&in, q.IterateAsync(ac))
	})
}

func iterateAll(e *env) {
	b := &models.Books
	var rows []*models.Book
	require.NoError(e, each(e, b.Using(e.s).Filter(b.Stock.Gt(0)).OrderBy(b.Title.Desc()).SelectRelated(b.Author), func(_ *env, row *models.Book) error {
		rows = append(rows, row)
		return nil
	}))
	e.queries(1)
	same(e, "SELECT books.*, a.name FROM books JOIN authors a ON a.id = author_id WHERE stock > 0 ORDER BY title DESC", rows,
		func(b *models.Book) []string { return append(columns(b), has(e, b.Author).Name) })
}

// iterateEarlyBreak leaves nothing behind: the database can be written to, again and again.
func iterateEarlyBreak(e *env) {
	makeBooks(e, 2000)
	b := &models.Books
	for _, after := range []int{1, 255, 256, 257, 600} {
		n := 0
		require.NoError(e, each(e, b.Using(e.s), func(*env, *models.Book) error {
			if n++; n == after {
				return errEnough
			}
			return nil
		}))
		require.Equal(e, after, n)
		q := b.Using(e.s).Filter(b.ID.Eq(1))
		require.EqualValues(e, 1, must(e, func(ctx context.Context) (int64, error) { return q.Update(ctx, b.Stock.Set(int64(n))) },
			func(ac orm.AsyncContext) *orm.Future[int64] { return q.UpdateAsync(ac, b.Stock.Set(int64(n))) }))
	}
	// A panic in the loop ends it, too.
	require.PanicsWithValue(e, "boom", func() { _ = each(e, b.Using(e.s), func(*env, *models.Book) error { panic("boom") }) })
	require.EqualValues(e, 2060, must(e, b.Using(e.s).Count, b.Using(e.s).CountAsync))
}

// iterateQueriesInside reads and writes on the same session while the loop runs.
func iterateQueriesInside(e *env) {
	makeBooks(e, 500)
	b, a := &models.Books, &models.Authors
	n := 0
	require.NoError(e, each(e, b.Using(e.s).OrderBy(b.ID.Asc()), func(in *env, row *models.Book) error {
		if n++; n%50 != 0 {
			return nil
		}
		q := a.Using(in.s).Filter(a.ID.Eq(row.AuthorID))
		author, err := ask(in, q.Get, q.GetAsync)
		if err != nil {
			return err
		}
		loaded, err := ask(in, row.LoadAuthor, row.LoadAuthorAsync)
		if err != nil {
			return err
		}
		require.Equal(e, author.Name, loaded.Name)
		w := b.Using(in.s).Filter(b.ID.Eq(row.ID))
		_, err = ask(in, func(ctx context.Context) (int64, error) { return w.Update(ctx, b.Version.Set(77)) },
			func(ac orm.AsyncContext) *orm.Future[int64] { return w.UpdateAsync(ac, b.Version.Set(77)) })
		return err
	}))
	require.Equal(e, 560, n)
	require.Equal(e, "11", e.number("SELECT count(*) FROM books WHERE version = 77"))
}

func iteratePrefetch(e *env) {
	makeBooks(e, 540)
	b := &models.Books
	var rows []*models.Book
	require.NoError(e, each(e, b.Using(e.s).OrderBy(b.ID.Asc()).PrefetchRelated(b.Tags.OrderBy(models.Tags.ID.Asc()), b.Author), func(_ *env, row *models.Book) error {
		require.Equal(e, row.AuthorID, has(e, row.Author).ID)
		rows = append(rows, row)
		return nil
	}))
	e.queries(1 + 2*3) // in chunks of 256
	require.Len(e, rows, 600)
	same(e, "SELECT book_id, tag_id FROM book_tags ORDER BY book_id, tag_id",
		pairs(rows, bookID, func(b *models.Book) []*models.Tag { return has(e, b.Tags) }, func(t *models.Tag) []string { return cells(t.ID) }), itself)
}

func iterateMany(e *env) {
	makeBooks(e, 5000)
	b := &models.Books
	var last int64
	n := 0
	require.NoError(e, each(e, b.Using(e.s).OrderBy(b.ID.Asc()), func(_ *env, row *models.Book) error {
		require.Greater(e, row.ID, last)
		last = row.ID
		n++
		return nil
	}))
	require.Equal(e, 5060, n)
	e.queries(1)
}

// iterateInTx sees what the transaction did, and does not keep it from going on.
func iterateInTx(e *env) {
	makeBooks(e, 600)
	b := &models.Books
	require.NoError(e, e.atomic(func(e *env, tx *orm.Tx) error {
		row := &models.Book{AuthorID: 1, Title: "inside", ISBN: "inside", Price: money("1"), Status: models.BookStatusDraft}
		if err := do(e, creating(b.Using(tx), row), creatingAsync(b.Using(tx), row)); err != nil {
			return err
		}
		n, inside := 0, 0
		err := each(e, b.Using(tx).PrefetchRelated(b.Tags), func(in *env, row *models.Book) error {
			n++
			if row.Title == "inside" {
				inside++
			}
			if n%100 == 0 {
				q := b.Using(tx).Filter(b.ID.Eq(row.ID))
				_, err := ask(in, func(ctx context.Context) (int64, error) { return q.Update(ctx, b.Version.Set(9)) },
					func(ac orm.AsyncContext) *orm.Future[int64] { return q.UpdateAsync(ac, b.Version.Set(9)) })
				return err
			}
			return nil
		})
		require.Equal(e, 661, n)
		require.Equal(e, 1, inside)
		if err != nil {
			return err
		}
		return each(e, b.Using(tx), func(*env, *models.Book) error { return errEnough })
	}))
	require.Equal(e, "6", e.number("SELECT count(*) FROM books WHERE version = 9"))
}

// iterateAgain: each range over the iterator asks anew.
func iterateAgain(e *env) {
	t := &models.Tags
	q := t.Using(e.s)
	count := func(rows iter.Seq2[*models.Tag, error]) (n int) {
		for _, err := range rows {
			require.NoError(e, err)
			n++
		}
		return n
	}
	if !e.async {
		rows := q.Iterate(e.ctx)
		require.Equal(e, 13, count(rows))
		require.Equal(e, 13, count(rows))
		e.queries(2)
		return
	}
	require.NoError(e, e.scope(func(ac orm.AsyncContext) error {
		rows := q.IterateAsync(ac)
		require.Equal(e, 13, count(rows))
		require.Equal(e, 13, count(rows))
		return nil
	}))
	e.queries(2)
}

func iterateCancelled(e *env) {
	makeBooks(e, 2000)
	in := *e
	var cancel context.CancelFunc
	in.ctx, cancel = context.WithCancel(e.ctx)
	n := 0
	err := each(&in, models.Books.Using(e.s), func(*env, *models.Book) error {
		if n++; n == 300 {
			cancel()
		}
		return nil
	})
	require.ErrorIs(e, err, context.Canceled)
	require.Less(e, n, 2060)
	n = 0
	require.ErrorIs(e, each(&in, models.Books.Using(e.s), func(*env, *models.Book) error { n++; return nil }), context.Canceled)
	require.Zero(e, n)
}

func iterateNothing(e *env) {
	b := &models.Books
	no := func(*env, *models.Book) error { return errors.New("a row") }
	require.NoError(e, each(e, b.Using(e.s).None(), no))
	require.NoError(e, each(e, b.Using(e.s).Limit(0), no))
	e.queries(0)
	require.NoError(e, each(e, b.Using(e.s).Filter(b.ID.Lt(0)).PrefetchRelated(b.Tags), no))
	e.queries(1)
	require.ErrorIs(e, each(e, b.Using(nil), no), orm.ErrNoSession)
}
