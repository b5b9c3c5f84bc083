package conformance

import (
	"context"
	"sync"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/safety"
)

// Relations that are loaded when they are asked for.
var lazyTests = []test{
	{"Siblings", lazySiblings},
	{"Thousand", lazyThousand},
	{"Kinds", lazyKinds},
	{"Concurrent", lazyConcurrent},
	{"WhileKeysAreWritten", lazyWhileKeysAreWritten},
	{"Failed", lazyFailed},
	{"HandMade", lazyHandMade},
}

// lazySiblings: one query loads the relation for every row that was read together.
func lazySiblings(e *env) {
	b := &models.Books
	q := b.Using(e.s).OrderBy(b.ID.Asc())
	rows := must(e, q.All, q.AllAsync)
	e.queries(1)
	for _, row := range rows {
		require.Equal(e, row.AuthorID, must(e, row.LoadAuthor, row.LoadAuthorAsync).ID)
	}
	e.queries(1)
	require.Same(e, has(e, rows[0].Author), has(e, rows[1].Author))
	same(e, "SELECT books.id, p.name FROM books LEFT JOIN publishers p ON p.id = publisher_id ORDER BY books.id", rows, func(b *models.Book) []string {
		return []string{cell(b.ID), nameOr(must(e, b.LoadPublisher, b.LoadPublisherAsync), publisherName)}
	})
	e.queries(1)
	// The authors are siblings, too.
	for _, row := range rows {
		author := has(e, row.Author)
		require.Equal(e, author.PublisherID.Valid, must(e, author.LoadPublisher, author.LoadPublisherAsync) != nil)
	}
	e.queries(1)
}

// lazyThousand: 1,000 books, every author touched lazily.
func lazyThousand(e *env) {
	makeBooks(e, 940)
	rows := must(e, models.Books.Using(e.s).All, models.Books.Using(e.s).AllAsync)
	require.Len(e, rows, 1000)
	for _, row := range rows {
		require.Equal(e, row.AuthorID, must(e, row.LoadAuthor, row.LoadAuthorAsync).ID)
	}
	e.queries(1 + 4)
}

func lazyKinds(e *env) {
	b, o := &models.Books, &models.Orders
	q := b.Using(e.s).OrderBy(b.ID.Asc())
	rows := must(e, q.All, q.AllAsync)
	e.queries(1)
	for _, c := range []struct {
		sql  string
		load func(*models.Book) int
	}{
		{"(SELECT count(*) FROM book_details x WHERE x.book_id = books.id)", func(b *models.Book) int {
			detail := must(e, b.LoadBookDetail, b.LoadBookDetailAsync)
			if detail == nil {
				return 0
			}
			require.Same(e, b, has(e, detail.Book))
			return 1
		}},
		{"(SELECT count(*) FROM editions x WHERE x.book_id = books.id)", func(b *models.Book) int {
			editions := must(e, b.LoadEditions, b.LoadEditionsAsync)
			require.NotNil(e, editions)
			for _, x := range editions {
				require.Same(e, b, has(e, x.Book))
			}
			return len(editions)
		}},
		{"(SELECT count(*) FROM book_tags x WHERE x.book_id = books.id)", func(b *models.Book) int { return len(must(e, b.LoadTags, b.LoadTagsAsync)) }},
		{"(SELECT count(*) FROM order_items x WHERE x.book_id = books.id)", func(b *models.Book) int { return len(must(e, b.LoadOrders, b.LoadOrdersAsync)) }},
	} {
		same(e, "SELECT id, "+c.sql+" FROM books ORDER BY id", rows, func(b *models.Book) []string { return cells(b.ID, c.load(b)) })
		e.queries(1, c.sql)
	}
	order := must(e, o.Using(e.s).Filter(o.ID.Eq(9)).Get, o.Using(e.s).Filter(o.ID.Eq(9)).GetAsync)
	require.EqualValues(e, 13, must(e, order.LoadBillingAddress, order.LoadBillingAddressAsync).ID)
	require.EqualValues(e, 14, must(e, order.LoadShippingAddress, order.LoadShippingAddressAsync).ID)
	e.queries(3)
	// A key that is NULL has no row, and nothing is asked.
	author := must(e, models.Authors.Using(e.s).Filter(models.Authors.ID.Eq(1)).Get, models.Authors.Using(e.s).Filter(models.Authors.ID.Eq(1)).GetAsync)
	require.Nil(e, must(e, author.LoadMentor, author.LoadMentorAsync))
	require.Nil(e, has(e, author.Mentor))
	e.queries(1)
}

// lazyConcurrent: loads of one relation at the same time share one query.
func lazyConcurrent(e *env) {
	rows := must(e, models.Books.Using(e.s).All, models.Books.Using(e.s).AllAsync)
	e.queries(1)
	got := make([]*models.Author, len(rows))
	if e.async {
		require.NoError(e, e.scope(func(ac orm.AsyncContext) error {
			fs := make([]*orm.Future[*models.Author], len(rows))
			for i, row := range rows {
				fs[i] = row.LoadAuthorAsync(ac)
			}
			var err error
			got, err = orm.Gather(ac, fs...)
			return err
		}))
	} else {
		var wg sync.WaitGroup
		for i, row := range rows {
			wg.Go(func() { got[i], _ = row.LoadAuthor(e.ctx) })
		}
		wg.Wait()
	}
	for i, row := range rows {
		require.Equal(e, row.AuthorID, got[i].ID)
		require.Same(e, got[i], has(e, row.Author))
	}
	e.queries(1)
}

// lazyWhileKeysAreWritten: loading siblings looks at no field that a program may be writing to (under -race).
func lazyWhileKeysAreWritten(e *env) {
	rows := must(e, models.Books.Using(e.s).OrderBy(models.Books.ID.Asc()).All, models.Books.Using(e.s).OrderBy(models.Books.ID.Asc()).AllAsync)
	var wg sync.WaitGroup
	stop := make(chan struct{})
	wg.Go(func() {
		for i := 0; ; i++ {
			select {
			case <-stop:
				return
			default:
				row := rows[1+i%59]
				row.AuthorID, row.PublisherID, row.Title = int64(i), orm.Some(int64(i)), "written"
			}
		}
	})
	require.EqualValues(e, 1, must(e, rows[0].LoadAuthor, rows[0].LoadAuthorAsync).ID)
	require.EqualValues(e, 4, must(e, rows[0].LoadPublisher, rows[0].LoadPublisherAsync).ID)
	require.Len(e, must(e, rows[0].LoadTags, rows[0].LoadTagsAsync), 6)
	close(stop)
	wg.Wait()
	e.queries(4)
}

// lazyFailed: a load that fails leaves the relation to be loaded by the next.
func lazyFailed(e *env) {
	rows := must(e, models.Books.Using(e.s).All, models.Books.Using(e.s).AllAsync)
	e.queries(1)
	ended, cancel := context.WithCancel(e.ctx)
	cancel()
	if e.async {
		require.ErrorIs(e, orm.Async(ended, func(ac orm.AsyncContext) error {
			_, err := rows[0].LoadAuthorAsync(ac).Await(ac)
			return err
		}), context.Canceled)
	} else {
		_, err := rows[0].LoadAuthor(ended)
		require.ErrorIs(e, err, context.Canceled)
	}
	lacks(e, rows[0].Author)
	require.NotNil(e, must(e, rows[1].LoadAuthor, rows[1].LoadAuthorAsync))
	e.queries(1)
}

// lazyHandMade: a row that came from nowhere has no session to load on.
func lazyHandMade(e *env) {
	row := &models.Book{ID: 1, AuthorID: 1}
	lacks(e, row.Author)
	lacks(e, row.Tags)
	_, err := ask(e, row.LoadAuthor, row.LoadAuthorAsync)
	require.ErrorIs(e, err, safety.ErrNotLoaded)
	_, err = ask(e, row.LoadTags, row.LoadTagsAsync)
	require.ErrorIs(e, err, safety.ErrNotLoaded)
	require.ErrorContains(e, err, "orm.Load")
	e.queries(0)
}
