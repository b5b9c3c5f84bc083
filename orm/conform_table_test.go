package orm_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
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

// TestWritesNeedACondition: a condition that is true whatever the row is none.
func TestWritesNeedACondition(t *testing.T) {
	t.Parallel()
	db := shop(t)
	b := &models.Books
	for name, c := range map[string]query.Condition[models.Book]{
		"and of nothing":         query.And[models.Book](),
		"not of or of nothing":   query.Not(query.Or[models.Book]()),
		"a required related row": b.Author.Where(),
		"or with one of them":    query.Or(b.ID.Eq(1), query.And[models.Book]()),
	} {
		_, err := b.Using(db).Filter(c).Delete(t.Context())
		require.ErrorIs(t, err, orm.ErrAllRows, name)
	}
	n, err := b.Using(db).Filter(query.Or[models.Book]()).Delete(t.Context())
	require.NoError(t, err)
	require.Zero(t, n)
}

// TestSaveKeepsWhatWasNotLoaded: a changed key makes a row a chunk of its own, which still knows what was loaded of it.
func TestSaveKeepsWhatWasNotLoaded(t *testing.T) {
	t.Parallel()
	db := shop(t)
	b := &models.Books
	before, err := b.Using(db).Filter(b.ID.Eq(1)).Get(t.Context())
	require.NoError(t, err)
	row, err := b.Using(db).Only(b.AuthorID, b.Stock).Filter(b.ID.Eq(1)).Get(t.Context())
	require.NoError(t, err)
	row.AuthorID = 3
	require.NoError(t, b.Using(db).Save(t.Context(), row))
	row.Stock = 77
	require.NoError(t, b.Using(db).Save(t.Context(), row))
	after, err := b.Using(db).Filter(b.ID.Eq(1)).Get(t.Context())
	require.NoError(t, err)
	before.AuthorID, before.Stock = 3, 77
	require.True(t, before.Equal(after), "%+v became %+v", before, after)
}

// TestRefusedInsertLeavesRowsAlone: rows of an insert that failed have no keys, and can be given to another one.
func TestRefusedInsertLeavesRowsAlone(t *testing.T) {
	t.Parallel()
	db := shop(t)
	rows := []*models.Tag{{Name: "new 1"}, {Name: "new 2"}, {Name: "new 1"}}
	require.Error(t, models.Tags.Using(db).BulkCreate(t.Context(), rows))
	require.Zero(t, rows[0].ID)
	rows[2].Name = "new 3"
	require.NoError(t, models.Tags.Using(db).BulkCreate(t.Context(), rows))
	require.NotZero(t, rows[2].ID)
}

// TestIterateEvent: a statement that is read piece by piece is one event, told of when it has ended.
func TestIterateEvent(t *testing.T) {
	t.Parallel()
	db := shop(t)
	var events []orm.Event
	ctx := orm.Observe(t.Context(), func(e orm.Event) { events = append(events, e) })
	for _, err := range models.Books.Using(db).Iterate(ctx) {
		require.NoError(t, err)
		require.Empty(t, events)
	}
	require.Len(t, events, 1)
	require.EqualValues(t, 60, events[0].Rows)
}
