package conformance

import (
	"context"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
)

var saveTests = []test{
	{"All", saveAll},
	{"Named", saveNamed},
	{"New", saveNew},
	{"Gone", saveGone},
	{"CompositeKey", saveCompositeKey},
	{"Optimistic", saveOptimistic},
}

// save is Save in the voice of the test.
func save[M any](e *env, q *orm.Query[M], row *M, columns ...orm.Column[M]) error {
	return do(e, func(ctx context.Context) error { return q.Save(ctx, row, columns...) },
		func(ac orm.AsyncContext) *orm.Future[struct{}] { return q.SaveAsync(ac, row, columns...) })
}

func oneBook(e *env, id int64) *models.Book {
	e.Helper()
	q := models.Books.Using(e.s).Filter(models.Books.ID.Eq(id))
	row := must(e, q.Get, q.GetAsync)
	e.queries(1)
	return row
}

func saveAll(e *env) {
	row := oneBook(e, 7)
	row.Title, row.Subtitle, row.Price, row.PublishedOn = "New", orm.Null[string]{}, money("0.10"), orm.Some(day(2000, 1, 2))
	row.Cover, row.Weight, row.InPrint = orm.Some([]byte{}), orm.Null[float64]{}, false
	require.NoError(e, save(e, models.Books.Using(e.s), row))
	e.queries(1)
	sameRow(e, "SELECT * FROM books WHERE id = 7", row)
	require.Equal(e, "1", e.number("SELECT count(*) FROM books WHERE title = 'New'"))
	// A row by hand is written whole.
	hand := &models.Tag{ID: 13, Name: "renamed"}
	require.NoError(e, save(e, models.Tags.Using(e.s), hand))
	sameRow(e, "SELECT * FROM tags WHERE id = 13", hand)
	require.Empty(e, must(e, hand.LoadBooks, hand.LoadBooksAsync), "now it is a row of the database")
}

func saveNamed(e *env) {
	row := oneBook(e, 7)
	row.Title, row.Stock = "named", 999
	require.NoError(e, save(e, models.Books.Using(e.s), row, models.Books.Title))
	require.Equal(e, [][]string{{"named", "12"}}, e.plain("SELECT title, stock FROM books WHERE id = 7"))
	var mistake *query.Error
	require.ErrorAs(e, save(e, models.Books.Using(e.s), row, models.Books.ID), &mistake)
	require.ErrorAs(e, save(e, models.Books.Using(e.s), nil), &mistake)
}

func saveNew(e *env) {
	row := draft("saved")
	require.NoError(e, save(e, models.Books.Using(e.s), row))
	e.queries(1)
	require.EqualValues(e, 61, row.ID)
	row.Title = "again"
	require.NoError(e, save(e, models.Books.Using(e.s), row))
	sameRow(e, "SELECT * FROM books WHERE id = 61", row)
}

func saveGone(e *env) {
	err := save(e, models.Tags.Using(e.s), &models.Tag{ID: 99, Name: "x"})
	require.ErrorIs(e, err, orm.ErrNotFound)
	require.EqualError(e, err, "Tags.Save: no row matches")
	require.Equal(e, "13", e.number("SELECT count(*) FROM tags"))
}

func saveCompositeKey(e *env) {
	x := &models.Editions
	q := x.Using(e.s).Filter(x.BookID.Eq(1), x.Format.Eq(models.EditionFormatAudio))
	row := must(e, q.Get, q.GetAsync)
	row.Price = money("99")
	require.NoError(e, save(e, x.Using(e.s), row))
	require.Equal(e, [][]string{{"audio", "99"}, {"paperback", "35.99"}}, e.plain("SELECT format, price FROM editions WHERE book_id = 1 ORDER BY format"))
	// The key says which row: with another key it is another row.
	row.Format = models.EditionFormatHardcover
	require.ErrorIs(e, save(e, x.Using(e.s), row), orm.ErrNotFound)
	require.ErrorIs(e, save(e, x.Using(e.s), &models.Edition{BookID: 1, Format: "", Price: money("1")}), orm.ErrNotFound)
}

// saveOptimistic is the pattern without locks: write where the version is still the one that was read.
func saveOptimistic(e *env) {
	b := &models.Books
	first, second := oneBook(e, 7), oneBook(e, 7)
	write := func(row *models.Book, title string) int64 {
		q := b.Using(e.s).Filter(b.ID.Eq(row.ID), b.Version.Eq(row.Version))
		sets := []query.Assignment[models.Book]{b.Title.Set(title), query.Assign(b.Version, query.Plus(b.Version, 1))}
		return must(e, func(ctx context.Context) (int64, error) { return q.Update(ctx, sets...) },
			func(ac orm.AsyncContext) *orm.Future[int64] { return q.UpdateAsync(ac, sets...) })
	}
	require.EqualValues(e, 1, write(first, "first"))
	require.EqualValues(e, 0, write(second, "second"))
	require.Equal(e, [][]string{{"first", "6"}}, e.plain("SELECT title, version FROM books WHERE id = 7"))
}
