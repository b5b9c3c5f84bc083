package conformance

import (
	"context"
	"encoding/json"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
)

// orm.Load, for rows wherever they come from.
var loadTests = []test{
	{"HandMade", loadHandMade},
	{"Mixed", loadMixed},
	{"Repeated", loadRepeated},
	{"SharedTargets", loadSharedTargets},
	{"PartOfSome", loadPartOfSome},
	{"Nested", loadNested},
	{"Nothing", loadNothing},
}

// load is orm.Load in the voice of the test.
func load[M any](e *env, rows []*M, relations ...query.Prefetchable[M]) error {
	return do(e, func(ctx context.Context) error { return orm.Load(ctx, e.s, rows, relations...) },
		func(ac orm.AsyncContext) *orm.Future[struct{}] { return orm.LoadAsync(ac, e.s, rows, relations...) })
}

func loadHandMade(e *env) {
	b := &models.Books
	var decoded models.Book
	require.NoError(e, json.Unmarshal([]byte(`{"id": 3, "author_id": 4, "title": "decoded"}`), &decoded))
	rows := []*models.Book{{ID: 1, AuthorID: 1, PublisherID: orm.Some(int64(4))}, {ID: 2, AuthorID: 1}, &decoded}
	require.NoError(e, load(e, rows, b.Author, b.Publisher, b.Tags.Limit(2), b.BookDetail))
	e.queries(4)
	require.Equal(e, "Rob Tallis", has(e, rows[0].Author).Name)
	require.Same(e, has(e, rows[0].Author), has(e, rows[1].Author))
	require.Equal(e, "Rob Nakamura", has(e, rows[2].Author).Name)
	require.Nil(e, has(e, rows[1].Publisher))
	require.Len(e, has(e, rows[0].Tags), 2)
	require.Nil(e, has(e, rows[1].BookDetail))
	require.Same(e, rows[2], has(e, has(e, rows[2].BookDetail).Book))
	e.queries(0)
	// Now they belong together, and to the session.
	require.Equal(e, e.number("SELECT count(*) FROM reviews WHERE book_id = 1"), cell(len(must(e, rows[0].LoadReviews, rows[0].LoadReviewsAsync))))
	has(e, rows[2].Reviews)
	e.queries(1)
}

// loadMixed loads rows of several queries, and by hand, together; they keep what they had.
func loadMixed(e *env) {
	b := &models.Books
	q := b.Using(e.s).SelectRelated(b.Author).OrderBy(b.ID.Asc()).Limit(3)
	first, second := must(e, q.All, q.AllAsync), must(e, q.Offset(3).All, q.Offset(3).AllAsync)
	e.queries(2)
	rows := []*models.Book{second[2], first[0], {ID: 10, AuthorID: 7}, second[0]}
	require.NoError(e, load(e, rows, b.Tags.OrderBy(models.Tags.ID.Asc())))
	e.queries(1)
	same(e, "SELECT book_id, tag_id FROM book_tags WHERE book_id IN (6, 1, 10, 4) ORDER BY CASE book_id WHEN 6 THEN 1 WHEN 1 THEN 2 WHEN 10 THEN 3 ELSE 4 END, tag_id",
		pairs(rows, bookID, func(b *models.Book) []*models.Tag { return has(e, b.Tags) }, func(t *models.Tag) []string { return cells(t.ID) }), itself)
	require.Equal(e, "Rob Tallis", has(e, first[0].Author).Name)
	lacks(e, first[1].Tags)
	lacks(e, second[1].Tags)
}

// loadRepeated: naming a row twice says nothing of its siblings.
func loadRepeated(e *env) {
	b := &models.Books
	q := b.Using(e.s).OrderBy(b.ID.Asc()).Limit(3)
	rows := must(e, q.All, q.AllAsync)
	require.NoError(e, load(e, []*models.Book{rows[0], rows[0], rows[0]}, b.Tags, b.Author))
	e.queries(3)
	require.Len(e, has(e, rows[0].Tags), 6)
	lacks(e, rows[1].Tags)
	lacks(e, rows[2].Author)
	require.Len(e, must(e, rows[1].LoadTags, rows[1].LoadTagsAsync), 3)
	hand := &models.Book{ID: 1, AuthorID: 1}
	require.NoError(e, load(e, []*models.Book{hand, hand}, b.Tags))
	require.Len(e, has(e, hand.Tags), 6)
}

// loadSharedTargets: many rows lead to few related ones, whose own relations are loaded for them and no others.
func loadSharedTargets(e *env) {
	b, a := &models.Books, &models.Authors
	q := b.Using(e.s).PrefetchRelated(b.Author).OrderBy(b.ID.Asc())
	rows := must(e, q.All, q.AllAsync)
	e.queries(2)
	require.NoError(e, load(e, rows[:58], query.ThroughMany(b.Author, a.Books))) // all but those of author 20
	e.queries(1)
	require.Len(e, has(e, has(e, rows[0].Author).Books), 4)
	lacks(e, has(e, rows[58].Author).Books)
	author := has(e, rows[58].Author)
	require.Len(e, must(e, author.LoadBooks, author.LoadBooksAsync), 2)
}

func loadNested(e *env) {
	a, b := &models.Authors, &models.Books
	rows := []*models.Author{{ID: 4}, {ID: 1}, {ID: 19}, {ID: 12345}}
	require.NoError(e, load(e, rows, a.Books.OrderBy(b.ID.Asc()).SelectRelated(b.Publisher).PrefetchRelated(b.Tags)))
	e.queries(2)
	same(e, "SELECT author_id, b.id, p.name, (SELECT count(*) FROM book_tags bt WHERE bt.book_id = b.id) FROM books b JOIN publishers p ON p.id = b.publisher_id WHERE author_id IN (1, 4) ORDER BY author_id DESC, b.id",
		pairs(rows, authorID, func(a *models.Author) []*models.Book { return has(e, a.Books) },
			func(b *models.Book) []string { return cells(b.ID, has(e, b.Publisher).Name, len(has(e, b.Tags))) }), itself)
}

func loadNothing(e *env) {
	require.NoError(e, load[models.Book](e, nil, models.Books.Tags))
	require.NoError(e, load(e, []*models.Book{{ID: 1}}))
	e.queries(0)
	require.NotPanics(e, func() {
		require.Error(e, load(e, []*models.Book{nil}, models.Books.Tags), "a nil row is a mistake, as it is for Create")
	})
}

// loadPartOfSome: that a relation was loaded whole for one row says nothing of rows for which it was loaded in part.
func loadPartOfSome(e *env) {
	b := &models.Books
	q := b.Using(e.s).PrefetchRelated(b.Tags.Limit(1)).OrderBy(b.ID.Asc()).Limit(3)
	rows := must(e, q.All, q.AllAsync)
	require.NoError(e, load(e, rows[:1], b.Tags))
	e.queries(3)
	require.Len(e, has(e, rows[0].Tags), 6)
	require.Len(e, must(e, rows[1].LoadTags, rows[1].LoadTagsAsync), 3)
	// And the other way round: a part does not take the whole away.
	whole := b.Using(e.s).PrefetchRelated(b.Tags).OrderBy(b.ID.Asc()).Limit(3)
	rows = must(e, whole.All, whole.AllAsync)
	require.NoError(e, load(e, rows[:1], b.Tags.Limit(1)))
	require.Len(e, has(e, rows[0].Tags), 1)
	require.Len(e, has(e, rows[1].Tags), 3)
	require.Len(e, must(e, rows[0].LoadTags, rows[0].LoadTagsAsync), 6)
}
