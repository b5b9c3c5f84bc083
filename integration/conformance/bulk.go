package conformance

import (
	"context"
	"fmt"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
)

var bulkTests = []test{
	{"Fills", bulkFills},
	{"AllOrNothing", bulkAllOrNothing},
	{"IgnoreConflicts", bulkIgnore},
	{"UpdateConflicts", bulkUpdate},
	{"Many", bulkMany},
	{"Nothing", bulkNothing},
	{"Siblings", bulkSiblings},
}

// bulk is BulkCreate in the voice of the test.
func bulk[M any](e *env, q *orm.Query[M], rows []*M, options ...orm.BulkOption[M]) error {
	return do(e, func(ctx context.Context) error { return q.BulkCreate(ctx, rows, options...) },
		func(ac orm.AsyncContext) *orm.Future[struct{}] { return q.BulkCreateAsync(ac, rows, options...) })
}

func draft(isbn string) *models.Book {
	return &models.Book{AuthorID: 1, Title: "T " + isbn, ISBN: isbn, Price: money("2.50"), Status: models.BookStatusDraft}
}

// bulkFills: rows that leave different columns to the database are one call.
func bulkFills(e *env) {
	rows := []*models.Book{draft("a"), draft("b"), draft("c"), draft("d")}
	rows[1].Status, rows[1].CreatedAt = "", day(2020, 1, 1)
	rows[2].ID, rows[2].Subtitle = 500, orm.Some("s")
	rows[3].Status = ""
	require.NoError(e, bulk(e, models.Books.Using(e.s), rows))
	for _, row := range rows {
		require.NotZero(e, row.ID)
		require.Equal(e, models.BookStatusDraft, row.Status)
		require.False(e, row.CreatedAt.IsZero())
		sameRow(e, "SELECT * FROM books WHERE isbn = '"+row.ISBN+"'", row)
	}
	require.EqualValues(e, 500, rows[2].ID)
}

// bulkAllOrNothing: one row that is refused refuses all, whether or not they are one statement.
func bulkAllOrNothing(e *env) {
	for name, rows := range map[string][]*models.Book{
		"one statement":  {draft("a"), draft("b"), draft("9781400079193")},
		"several":        {draft("a"), {AuthorID: 1, Title: "b", ISBN: "b", Price: money("1")}, draft("9781400079193")},
		"several, first": {draft("9781400079193"), {AuthorID: 1, Title: "b", ISBN: "b", Price: money("1")}},
		"by each other":  {draft("a"), draft("b"), draft("a")},
	} {
		err := bulk(e, models.Books.Using(e.s), rows)
		var violated *orm.ConstraintError
		require.ErrorAs(e, err, &violated, name)
		require.Equal(e, orm.Unique, violated.Kind, name)
		require.Equal(e, "60", e.number("SELECT count(*) FROM books"), name)
		// The same in a transaction that goes on.
		require.NoError(e, e.atomic(func(e *env, tx *orm.Tx) error {
			require.ErrorAs(e, e.atomic(func(e *env, tx *orm.Tx) error {
				return bulk(e, models.Books.Using(tx), rows)
			}), &violated, name)
			return create(e, models.Tags.Using(tx), &models.Tag{Name: "kept " + name})
		}), name)
		require.Equal(e, "60", e.number("SELECT count(*) FROM books"), name)
	}
	require.Equal(e, "17", e.number("SELECT count(*) FROM tags"))
}

func bulkIgnore(e *env) {
	rows := []*models.Book{draft("a"), draft("9781400079193"), draft("b"), draft("a")}
	require.NoError(e, bulk(e, models.Books.Using(e.s), rows, orm.IgnoreConflicts[models.Book]()))
	require.Equal(e, "62", e.number("SELECT count(*) FROM books"))
	require.NotZero(e, rows[0].ID)
	require.Zero(e, rows[1].ID, "a row that was skipped is not filled in")
	require.NotZero(e, rows[2].ID)
	require.Zero(e, rows[3].ID)
	sameRow(e, "SELECT * FROM books WHERE isbn = 'b'", rows[2])
	// Other mistakes are not ignored.
	bad := draft("c")
	bad.Price = money("-1")
	require.Error(e, bulk(e, models.Books.Using(e.s), []*models.Book{draft("d"), bad}, orm.IgnoreConflicts[models.Book]()))
	require.Equal(e, "62", e.number("SELECT count(*) FROM books"))
}

func bulkUpdate(e *env) {
	b := &models.Books
	onISBN := orm.UpdateConflicts([]orm.Column[models.Book]{b.ISBN}, b.Price, b.Title)
	rows := []*models.Book{draft("a"), draft("9781400079193")}
	require.NoError(e, bulk(e, b.Using(e.s), rows, onISBN))
	require.Equal(e, "61", e.number("SELECT count(*) FROM books"))
	require.EqualValues(e, 1, rows[1].ID)
	require.EqualValues(e, 60, rows[1].Stock, "a column that was not to be updated is as it was, also in the row")
	sameRow(e, "SELECT * FROM books WHERE id = 1", rows[1])
	require.Equal(e, "T 9781400079193", rows[1].Title)
	// A composite key.
	x := &models.Editions
	editions := []*models.Edition{{BookID: 1, Format: models.EditionFormatAudio, Price: money("1")}, {BookID: 1, Format: models.EditionFormatEbook, Price: money("2")}}
	require.NoError(e, bulk(e, x.Using(e.s), editions, orm.UpdateConflicts([]orm.Column[models.Edition]{x.BookID, x.Format}, x.Price)))
	require.Equal(e, [][]string{{"audio", "1"}, {"ebook", "2"}, {"paperback", "35.99"}}, e.plain("SELECT format, price FROM editions WHERE book_id = 1 ORDER BY format"))
	require.Equal(e, "2019-01-30", cell(editions[0].ReleasedOn))
	// Another constraint than the one named is an error, and so are columns that are not unique, or nothing to set.
	require.Error(e, bulk(e, b.Using(e.s), []*models.Book{{ID: 1, AuthorID: 1, Title: "T", ISBN: "new", Price: money("1"), Status: models.BookStatusDraft}}, onISBN))
	require.Error(e, bulk(e, b.Using(e.s), []*models.Book{draft("z")}, orm.UpdateConflicts([]orm.Column[models.Book]{b.Title}, b.Price)))
	var mistake *query.Error
	require.ErrorAs(e, bulk(e, b.Using(e.s), []*models.Book{draft("z")}, orm.UpdateConflicts([]orm.Column[models.Book]{b.ISBN})), &mistake)
}

func bulkMany(e *env) {
	rows := make([]*models.Book, 2000)
	for i := range rows {
		rows[i] = draft(fmt.Sprint("many-", i))
		if i%3 == 0 {
			rows[i].Subtitle = orm.Some(fmt.Sprint(i))
		}
	}
	require.NoError(e, bulk(e, models.Books.Using(e.s), rows))
	e.queries(1)
	same(e, "SELECT id, isbn, subtitle FROM books WHERE id > 60 ORDER BY id", rows, func(b *models.Book) []string { return cells(b.ID, b.ISBN, b.Subtitle) })
}

func bulkNothing(e *env) {
	require.NoError(e, bulk(e, models.Books.Using(e.s), nil))
	require.NoError(e, bulk(e, models.Books.Using(e.s), []*models.Book{}))
	e.queries(0)
	require.Error(e, bulk(e, models.Books.Using(e.s), []*models.Book{draft("a"), nil}))
	e.queries(0)
}

// bulkSiblings: rows that were created together load their relations together.
func bulkSiblings(e *env) {
	rows := make([]*models.Book, 100)
	for i := range rows {
		rows[i] = draft(fmt.Sprint("sibling-", i))
	}
	require.NoError(e, bulk(e, models.Books.Using(e.s), rows))
	e.queries(1)
	for _, row := range rows {
		require.EqualValues(e, 1, must(e, row.LoadAuthor, row.LoadAuthorAsync).ID)
	}
	e.queries(1)
}
