package conformance

import (
	"context"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
	"github.com/seed83105465/duet/safety"
)

// Rows of which only some columns were loaded.
var fieldTests = []test{
	{"Only", only},
	{"Defer", deferred},
	{"Save", saveLoaded},
	{"SelectRelated", onlySelectRelated},
	{"RelationsWithoutKey", relationsWithoutKey},
}

func only(e *env) {
	b := &models.Books
	q := b.Using(e.s).Only(b.Title, b.Price).OrderBy(b.ID.Asc())
	rows := must(e, q.All, q.AllAsync)
	e.queries(1)
	same(e, "SELECT id, title, price, 0, '' FROM books ORDER BY id", rows, func(b *models.Book) []string { return cells(b.ID, b.Title, b.Price, b.Stock, b.ISBN) })
	row := rows[0]
	require.NoError(e, orm.Loaded(row, b.ID))
	require.NoError(e, orm.Loaded(row, b.Title))
	err := orm.Loaded(row, b.Stock)
	require.ErrorIs(e, err, safety.ErrNotLoaded)
	require.ErrorContains(e, err, "Stock")
	// Later ones take the place of earlier ones.
	q = b.Using(e.s).Only(b.Title).Only(b.Stock).Filter(b.ID.Eq(1))
	row = must(e, q.Get, q.GetAsync)
	require.Empty(e, row.Title)
	require.EqualValues(e, 60, row.Stock)
	// The key alone.
	row = must(e, b.Using(e.s).Only().First, b.Using(e.s).Only().FirstAsync)
	require.EqualValues(e, 1, row.ID)
	require.ErrorIs(e, orm.Loaded(row, b.Title), safety.ErrNotLoaded)
	require.NoError(e, orm.Loaded(&models.Book{}, b.Title), "a row made by hand has all its fields")
}

func deferred(e *env) {
	b := &models.Books
	q := b.Using(e.s).Defer(b.Cover, b.Metadata, b.ID).Filter(b.ID.Eq(1))
	row := must(e, q.Get, q.GetAsync)
	require.EqualValues(e, 1, row.ID, "the key is always loaded")
	require.Equal(e, "The Go Way", row.Title)
	require.False(e, row.Cover.Valid)
	require.ErrorIs(e, orm.Loaded(row, b.Cover), safety.ErrNotLoaded)
	require.NoError(e, orm.Loaded(row, b.Title))
	q = b.Using(e.s).Only(b.Title, b.Stock).Defer(b.Stock).Filter(b.ID.Eq(1))
	row = must(e, q.Get, q.GetAsync)
	require.NoError(e, orm.Loaded(row, b.Title))
	require.ErrorIs(e, orm.Loaded(row, b.Stock), safety.ErrNotLoaded)
}

// saveLoaded: saving a row writes what was loaded of it, and nothing else.
func saveLoaded(e *env) {
	b := &models.Books
	before := e.plain("SELECT * FROM books WHERE id = 1")[0]
	q := b.Using(e.s).Only(b.Title, b.Stock).Filter(b.ID.Eq(1))
	row := must(e, q.Get, q.GetAsync)
	row.Title, row.Stock, row.ISBN = "New", 3, "not loaded, not written"
	save := func(row *models.Book, columns ...orm.Column[models.Book]) error {
		return do(e, func(ctx context.Context) error { return b.Using(e.s).Save(ctx, row, columns...) },
			func(ac orm.AsyncContext) *orm.Future[struct{}] { return b.Using(e.s).SaveAsync(ac, row, columns...) })
	}
	require.NoError(e, save(row))
	e.queries(2)
	before[4], before[10] = "New", "3"
	require.Equal(e, before, e.plain("SELECT * FROM books WHERE id = 1")[0])
	// A column that is named is written although it was not loaded.
	row.Subtitle = orm.Some("named")
	require.NoError(e, save(row, b.Subtitle))
	before[5] = "named"
	require.Equal(e, before, e.plain("SELECT * FROM books WHERE id = 1")[0])
	key := must(e, b.Using(e.s).Only().First, b.Using(e.s).Only().FirstAsync)
	var mistake *query.Error
	require.ErrorAs(e, save(key), &mistake)
}

// onlySelectRelated: what is joined is whole.
func onlySelectRelated(e *env) {
	b := &models.Books
	q := b.Using(e.s).Only(b.Title).SelectRelated(b.Author, b.Publisher).OrderBy(b.ID.Asc())
	rows := must(e, q.All, q.AllAsync)
	same(e, "SELECT books.id, title, a.bio, p.country FROM books JOIN authors a ON a.id = author_id LEFT JOIN publishers p ON p.id = books.publisher_id ORDER BY books.id",
		rows, func(b *models.Book) []string {
			return []string{cell(b.ID), b.Title, cell(has(e, b.Author).Bio), nameOr(has(e, b.Publisher), func(p *models.Publisher) any { return p.Country })}
		})
	e.queries(1)
}

// relationsWithoutKey: a relation cannot be loaded by a key that was not, and must not come out as absent.
func relationsWithoutKey(e *env) {
	b := &models.Books
	q := b.Using(e.s).Only(b.Title).Filter(b.ID.Eq(1))
	row := must(e, q.Get, q.GetAsync)
	e.queries(1)
	lacks(e, row.Author)
	_, err := ask(e, row.LoadAuthor, row.LoadAuthorAsync)
	require.ErrorIs(e, err, safety.ErrNotLoaded)
	var not *safety.NotLoadedError
	require.ErrorAs(e, err, &not)
	require.True(e, not.Field)
	require.Equal(e, "AuthorID", not.Relation.Name)
	e.queries(0)
	require.Len(e, must(e, row.LoadTags, row.LoadTagsAsync), 6) // by the key, which is always loaded
	e.queries(1)

	for name, q := range map[string]*orm.Query[models.Book]{
		"to-one":     q.PrefetchRelated(b.Author),
		"nullable":   q.PrefetchRelated(b.Publisher),
		"on the way": q.PrefetchRelated(query.Through(b.Author, models.Authors.Publisher)),
	} {
		row, err := ask(e, q.Get, q.GetAsync)
		if err == nil { // refused, or known as not loaded: anything but a book without an author
			_, err = row.Author()
			if name == "nullable" {
				_, err = row.Publisher()
			}
		}
		require.ErrorIs(e, err, safety.ErrNotLoaded, "PrefetchRelated, "+name)
	}
	err = do(e, func(ctx context.Context) error { return orm.Load(ctx, e.s, []*models.Book{row}, b.Author) },
		func(ac orm.AsyncContext) *orm.Future[struct{}] {
			return orm.LoadAsync(ac, e.s, []*models.Book{row}, b.Author)
		})
	if err == nil {
		_, err = row.Author()
	}
	require.ErrorIs(e, err, safety.ErrNotLoaded, "orm.Load")
}
