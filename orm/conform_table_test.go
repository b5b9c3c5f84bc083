package orm_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
)

// TestTableCopy: a table's variable is a struct, and "b := models.Books" copies it. The copy must work as the original
// does, or not compile.
func TestTableCopy(t *testing.T) {
	t.Parallel()
	db := shop(t)
	b := models.Books
	rows, err := b.Using(db).Filter(b.Stock.Gt(0)).OrderBy(b.ID.Asc()).SelectRelated(b.Author).PrefetchRelated(b.Tags).All(t.Context())
	require.NoError(t, err)
	require.Len(t, rows, 41)
	_, err = rows[0].LoadReviews(t.Context())
	require.NoError(t, err)
	row := &models.Book{AuthorID: 1, Title: "T", ISBN: "x"}
	require.NoError(t, b.Using(db).Create(t.Context(), row))
	require.NoError(t, models.Books.Using(db).Save(t.Context(), row))
}

// TestLoadWithoutSession: a mistake that is reported leaves rows as they were.
func TestLoadWithoutSession(t *testing.T) {
	t.Parallel()
	row := &models.Book{ID: 1, AuthorID: 1}
	require.ErrorIs(t, orm.Load(t.Context(), nil, []*models.Book{row}, models.Books.Tags), orm.ErrNoSession)
	require.NotPanics(t, func() {
		_, err := row.Author()
		require.Error(t, err)
		_, err = row.LoadAuthor(t.Context())
		require.Error(t, err)
		require.Error(t, orm.Async(t.Context(), func(ac orm.AsyncContext) error {
			_, err := row.LoadTagsAsync(ac).Await(ac)
			return err
		}))
	})
}
