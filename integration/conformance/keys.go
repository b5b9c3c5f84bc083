package conformance

import (
	"context"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/safety"
)

// Rows whose keys were changed, and rows that were copied.
var keyTests = []test{
	{"Stale", stale},
	{"LoadAfterChange", loadAfterChange},
	{"SiblingsGoOn", siblingsGoOn},
	{"Copies", copies},
	{"SaveAfterChange", saveAfterChange},
	{"OtherRelationsStay", otherRelationsStay},
}

func bookWith(e *env, id int64) *models.Book {
	b := &models.Books
	q := b.Using(e.s).SelectRelated(b.Author, b.Publisher).PrefetchRelated(b.Tags).Filter(b.ID.Eq(id))
	row := must(e, q.Get, q.GetAsync)
	e.queries(2)
	return row
}

// stale: a relation that was loaded by another key than the row has now is not the row's.
func stale(e *env) {
	row := bookWith(e, 1)
	row.AuthorID = 5
	_, err := row.Author()
	require.ErrorIs(e, err, safety.ErrStaleRelation)
	var stale *safety.StaleRelationError
	require.ErrorAs(e, err, &stale)
	require.Equal(e, "AuthorID", stale.Key)
	require.Equal(e, "Author", stale.Relation.Name)
	require.EqualValues(e, 4, has(e, row.Publisher).ID, "others are as they were")
	require.Len(e, has(e, row.Tags), 6)
	row.AuthorID = 1
	require.EqualValues(e, 1, has(e, row.Author).ID)
	row.PublisherID = orm.Null[int64]{}
	_, err = row.Publisher()
	require.ErrorIs(e, err, safety.ErrStaleRelation)
	row.ID = 2
	_, err = row.Tags()
	require.ErrorIs(e, err, safety.ErrStaleRelation)
	e.queries(0)
}

func loadAfterChange(e *env) {
	row := bookWith(e, 1)
	row.AuthorID = 5
	require.EqualValues(e, 5, must(e, row.LoadAuthor, row.LoadAuthorAsync).ID)
	e.queries(1)
	require.EqualValues(e, 5, has(e, row.Author).ID)
	row.PublisherID = orm.Null[int64]{}
	require.Nil(e, must(e, row.LoadPublisher, row.LoadPublisherAsync))
	require.Nil(e, has(e, row.Publisher))
	row.PublisherID = orm.Some(int64(2))
	lantern := must(e, row.LoadPublisher, row.LoadPublisherAsync)
	require.NotNil(e, lantern, "from NULL to a key")
	require.EqualValues(e, 2, lantern.ID)
	row.AuthorID = 999
	require.Nil(e, must(e, row.LoadAuthor, row.LoadAuthorAsync))
}

func siblingsGoOn(e *env) {
	b := &models.Books
	q := b.Using(e.s).OrderBy(b.ID.Asc())
	rows := must(e, q.All, q.AllAsync)
	rows[0].AuthorID = 5
	require.EqualValues(e, 1, must(e, rows[1].LoadAuthor, rows[1].LoadAuthorAsync).ID)
	require.EqualValues(e, 5, must(e, rows[0].LoadAuthor, rows[0].LoadAuthorAsync).ID)
	e.queries(3)
	for _, row := range rows[1:] {
		require.Equal(e, row.AuthorID, has(e, row.Author).ID)
	}
}

// copies: a copy of a row is the same row, until its own key is changed.
func copies(e *env) {
	row := bookWith(e, 1)
	twin := *row
	require.Same(e, has(e, row.Author), has(e, twin.Author))
	require.Len(e, has(e, twin.Tags), 6)
	twin.AuthorID = 5
	_, err := twin.Author()
	require.ErrorIs(e, err, safety.ErrStaleRelation)
	require.EqualValues(e, 1, has(e, row.Author).ID)
	require.EqualValues(e, 5, must(e, twin.LoadAuthor, twin.LoadAuthorAsync).ID)
	require.EqualValues(e, 1, has(e, row.Author).ID)
	// What points back at a copy that went its own way is the copy.
	other := *row
	other.ID = 3
	detail := must(e, other.LoadBookDetail, other.LoadBookDetailAsync)
	require.EqualValues(e, 3, detail.BookID)
	require.EqualValues(e, 3, has(e, detail.Book).ID)
	// A slice of rows instead of pointers.
	rows := must(e, models.Books.Using(e.s).OrderBy(models.Books.ID.Asc()).Limit(3).All, models.Books.Using(e.s).OrderBy(models.Books.ID.Asc()).Limit(3).AllAsync)
	values := []models.Book{*rows[2], *rows[0]}
	e.queries(3)
	require.EqualValues(e, 1, must(e, values[0].LoadAuthor, values[0].LoadAuthorAsync).ID)
	require.EqualValues(e, 1, must(e, values[1].LoadAuthor, values[1].LoadAuthorAsync).ID)
	e.queries(1)
}

func saveAfterChange(e *env) {
	row := bookWith(e, 1)
	row.AuthorID = 5
	require.NoError(e, do(e, func(ctx context.Context) error { return models.Books.Using(e.s).Save(ctx, row) },
		func(ac orm.AsyncContext) *orm.Future[struct{}] { return models.Books.Using(e.s).SaveAsync(ac, row) }))
	author, err := row.Author()
	require.Error(e, err, "the old author must not be taken for the new one: %v", author)
	require.EqualValues(e, 5, must(e, row.LoadAuthor, row.LoadAuthorAsync).ID)
}

// otherRelationsStay: loading one relation by its new key does not take the others away.
func otherRelationsStay(e *env) {
	row := bookWith(e, 1)
	row.AuthorID = 5
	require.EqualValues(e, 5, must(e, row.LoadAuthor, row.LoadAuthorAsync).ID)
	require.EqualValues(e, 4, has(e, row.Publisher).ID)
	require.Len(e, has(e, row.Tags), 6)
}
