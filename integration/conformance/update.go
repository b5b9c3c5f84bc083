package conformance

import (
	"context"
	"encoding/json"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
)

var updateTests = []test{
	{"Values", updateValues},
	{"Expressions", updateExpressions},
	{"Rows", updateRows},
	{"Mistakes", updateMistakes},
}

// update is Update in the voice of the test.
func update[M any](e *env, q *orm.Query[M], sets ...query.Assignment[M]) (int64, error) {
	return ask(e, func(ctx context.Context) (int64, error) { return q.Update(ctx, sets...) },
		func(ac orm.AsyncContext) *orm.Future[int64] { return q.UpdateAsync(ac, sets...) })
}

// updates checks how many rows an update says it changed, and which did.
func updates(e *env, q *orm.Query[models.Book], where string) {
	e.Helper()
	require.NoError(e, orm.Script(e.T.Context(), e.db, "UPDATE books SET version = 1"))
	n, err := update(e, q, models.Books.Version.Set(1000))
	require.NoError(e, err, where)
	e.queries(1, where)
	want := e.plain("SELECT id FROM books WHERE " + where + " ORDER BY id")
	require.NotEmpty(e, want)
	require.Equal(e, want, e.plain("SELECT id FROM books WHERE version = 1000 ORDER BY id"), where)
	require.EqualValues(e, len(want), n, where)
}

func updateValues(e *env) {
	b := &models.Books
	at := time.Date(2020, 1, 1, 1, 1, 1, 0, time.FixedZone("east", 3600))
	n, err := update(e, b.Using(e.s).Filter(b.ID.Eq(3)), b.Title.Set("it's ?"), b.Subtitle.Set(""), b.Price.Set(money("7.25")), b.Weight.Set(1.5),
		b.PublishedOn.Set(at), b.Stock.Set(0), b.Status.Set(models.BookStatusDraft), b.InPrint.Set(false), b.Cover.Set([]byte("?")),
		b.Metadata.Set(json.RawMessage(`[1]`)), b.CreatedAt.Set(at), query.SetOptional(b.PublisherID, orm.Null[int64]{}), query.SetOptional(b.CategoryID, orm.Some(int64(2))))
	require.NoError(e, err)
	require.EqualValues(e, 1, n)
	require.Equal(e, [][]string{{"it's ?", "", "7.25", "1.5", "2020-01-01", "0", "draft", "0", "x3f", "[1]", "2020-01-01T00:01:01.000000Z", "NULL", "2"}},
		e.plain("SELECT title, subtitle, price, weight, published_on, stock, status, in_print, cover, metadata, created_at, publisher_id, category_id FROM books WHERE id = 3"))
	n, err = update(e, b.Using(e.s).Filter(b.ID.Le(3)), query.SetNull(b.Subtitle), query.SetNull(b.Weight), query.SetNull(b.Cover))
	require.NoError(e, err)
	require.EqualValues(e, 3, n)
	require.Equal(e, "3", e.number("SELECT count(*) FROM books WHERE id <= 3 AND subtitle IS NULL AND weight IS NULL AND cover IS NULL"))
	n, err = update(e, b.Using(e.s).Filter(b.ID.Eq(-1)), b.Stock.Set(1))
	require.NoError(e, err)
	require.Zero(e, n)
}

func updateExpressions(e *env) {
	b := &models.Books
	before := e.plain("SELECT id, stock + 5, price * 2, (SELECT count(*) FROM reviews r WHERE r.book_id = books.id), coalesce(subtitle, 'none') FROM books WHERE id <= 20 ORDER BY id")
	_, err := update(e, b.Using(e.s).Filter(b.ID.Le(20)), query.Assign(b.Stock, query.Plus(b.Stock, 5)), query.Assign(b.Price, query.Times(b.Price, money("2"))),
		query.Assign(b.Version, query.Count(b.Reviews)), query.Assign(b.Subtitle, query.Coalesce(b.Subtitle, "none")))
	require.NoError(e, err)
	e.queries(1)
	require.Equal(e, before, e.plain("SELECT id, stock, price, version, subtitle FROM books WHERE id <= 20 ORDER BY id"))
	// Columns take each other's values from before the update.
	before = e.plain("SELECT version, stock FROM books WHERE id <= 20 ORDER BY id")
	_, err = update(e, b.Using(e.s).Filter(b.ID.Le(20)), query.Assign(b.Stock, b.Version), query.Assign(b.Version, b.Stock))
	require.NoError(e, err)
	require.Equal(e, before, e.plain("SELECT stock, version FROM books WHERE id <= 20 ORDER BY id"))
	// A condition on stock takes it, or does not.
	take := func(n int64) int64 {
		rows, err := update(e, b.Using(e.s).Filter(b.ID.Eq(60), b.Stock.Ge(n)), query.Assign(b.Stock, query.Minus(b.Stock, n)))
		require.NoError(e, err)
		return rows
	}
	require.EqualValues(e, 1, take(2))
	require.EqualValues(e, 0, take(2))
	require.Equal(e, "1", e.number("SELECT stock FROM books WHERE id = 60"))
}

// updateRows chooses rows in every way that Filter can.
func updateRows(e *env) {
	b, a := &models.Books, &models.Authors
	q := b.Using(e.s)
	updates(e, q.Filter(b.Stock.Gt(5), b.InPrint.Eq(true)), "stock > 5 AND in_print")
	updates(e, q.Exclude(b.Weight.Lt(1)), "(weight < 1) IS NOT TRUE")
	updates(e, q.Filter(b.Author.Where(a.Name.StartsWith("Rob"))), "author_id IN (1, 4)")
	updates(e, q.Exclude(b.Publisher.Where(models.Publishers.Country.Eq("France"))), "(publisher_id = 3) IS NOT TRUE")
	updates(e, q.Filter(b.Tags.Any(models.Tags.Name.Eq("sea"))), "id IN (SELECT book_id FROM book_tags WHERE tag_id = 5)")
	updates(e, q.Filter(b.Tags.None(), b.Category.Where()), "id IN (20)")
	updates(e, q.Filter(query.Via(b.Author, a.BornOn).IsNull()), "author_id IN (SELECT id FROM authors WHERE born_on IS NULL)")
	updates(e, q.Filter(query.Count(b.Reviews).Gt(3)), "(SELECT count(*) FROM reviews r WHERE r.book_id = books.id) > 3")
	updates(e, q.Filter(b.ID.In(1, 2, 3)), "id IN (1, 2, 3)")
	updates(e, q.AllRows(), "1 = 1")
	updates(e, q.OrderBy(b.Price.Desc(), b.ID.Asc()).Limit(7), "id IN (SELECT id FROM books ORDER BY price DESC, id LIMIT 7)")
	updates(e, q.Filter(b.InPrint.Eq(true)).OrderBy(b.ID.Asc()).Offset(3).Limit(2), "id IN (SELECT id FROM books WHERE in_print ORDER BY id LIMIT 2 OFFSET 3)")
	updates(e, q.Reverse().Limit(2), "id IN (59, 60)")
	// Ordered by what is joined, with a slice.
	updates(e, q.OrderBy(query.Via(b.Author, a.Name).Asc(), b.ID.Asc()).Limit(4),
		"id IN (SELECT books.id FROM books JOIN authors a ON a.id = author_id ORDER BY a.name, books.id LIMIT 4)")
	// A composite key.
	i := &models.OrderItems
	n, err := update(e, i.Using(e.s).OrderBy(i.UnitPrice.Desc(), i.OrderID.Asc(), i.BookID.Asc()).Limit(3), i.GiftNote.Set("dear"))
	require.NoError(e, err)
	require.EqualValues(e, 3, n)
	require.Equal(e, e.plain("SELECT order_id, book_id FROM order_items ORDER BY unit_price DESC, order_id, book_id LIMIT 3"),
		e.plain("SELECT order_id, book_id FROM order_items WHERE gift_note = 'dear' ORDER BY unit_price DESC, order_id, book_id"))
}

func updateMistakes(e *env) {
	b := &models.Books
	q := b.Using(e.s)
	_, err := update(e, q, b.Stock.Set(0))
	require.ErrorIs(e, err, orm.ErrAllRows)
	require.ErrorContains(e, err, "AllRows()")
	var mistake *query.Error
	for name, sets := range map[string][]query.Assignment[models.Book]{
		"nothing":             nil,
		"NULL":                {query.SetNull(b.Title)},
		"NULL by SetOptional": {query.SetOptional(b.Title, orm.Null[string]{})},
		"an expression":       {query.Assign(query.Plus(b.Stock, 1), query.Plus(b.Stock, 0))},
		"a path":              {query.Assign(b.Title, query.Via(b.Author, models.Authors.Name))},
		"an aggregate":        {query.Assign(b.Stock, query.Max(b.Stock))},
		"one column twice":    {b.Stock.Set(1), b.Stock.Set(2)},
	} {
		_, err := update(e, q.Filter(b.ID.Eq(1)), sets...)
		assert.ErrorAs(e, err, &mistake, name)
	}
	e.queries(0, "a mistake is found before anything is sent")
	n, err := update(e, q.None(), b.Stock.Set(0))
	require.NoError(e, err)
	require.Zero(e, n)
	n, err = update(e, q.Filter(b.ID.In()), b.Stock.Set(0))
	require.NoError(e, err)
	require.Zero(e, n)
}
