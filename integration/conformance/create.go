package conformance

import (
	"context"
	"encoding/json"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
	"github.com/seed83105465/duet/safety"
)

var createTests = []test{
	{"Defaults", createDefaults},
	{"Values", createValues},
	{"CompositeKey", createCompositeKey},
	{"Row", createRow},
	{"Mistakes", createMistakes},
}

// creating is Create of a row, to be called in the blocking voice; creatingAsync its twin.
func creating[M any](q *orm.Query[M], row *M) func(context.Context) error {
	return func(ctx context.Context) error { return q.Create(ctx, row) }
}

func creatingAsync[M any](q *orm.Query[M], row *M) func(orm.AsyncContext) *orm.Future[struct{}] {
	return func(ac orm.AsyncContext) *orm.Future[struct{}] { return q.CreateAsync(ac, row) }
}

// create inserts a row in the voice of the test.
func create[M any](e *env, q *orm.Query[M], row *M) error {
	return do(e, creating(q, row), creatingAsync(q, row))
}

// sameRow checks a row against what the database has.
func sameRow[M any](e *env, sql string, row *M) {
	e.Helper()
	same(e, sql, []*M{row}, columns[M])
}

// createDefaults: the database's own values come back with the row.
func createDefaults(e *env) {
	row := &models.Book{AuthorID: 1, Title: "New", ISBN: "new", Price: money("1.50")}
	before := time.Now().Add(-time.Minute)
	require.NoError(e, create(e, models.Books.Using(e.s), row))
	e.queries(1)
	require.EqualValues(e, 61, row.ID)
	require.Equal(e, models.BookStatusDraft, row.Status)
	require.WithinRange(e, row.CreatedAt, before, time.Now().Add(time.Minute))
	require.False(e, row.UpdatedAt.Valid)
	sameRow(e, "SELECT * FROM books WHERE id = 61", row)
	// What says something is written as it is: false, zero.
	require.False(e, row.InPrint)
	require.Zero(e, row.Stock)
	require.Zero(e, row.Version)
	tag := &models.Tag{Name: "x"}
	require.NoError(e, create(e, models.Tags.Using(e.s), tag))
	require.EqualValues(e, 14, tag.ID)
}

func createValues(e *env) {
	at := time.Date(2020, 2, 29, 12, 30, 0, 123456000, time.FixedZone("east", 3600))
	row := &models.Customer{ID: 1000, Email: "a@b", Name: "N", Phone: orm.Some(""), Vip: true, Credit: money("-0.05"),
		Preferences: orm.Some(json.RawMessage(`{"a":[1,null,"ü"]}`)), CreatedAt: at, LastSeenAt: orm.Some(at)}
	require.NoError(e, create(e, models.Customers.Using(e.s), row))
	require.EqualValues(e, 1000, row.ID)
	require.True(e, at.Equal(row.CreatedAt))
	sameRow(e, "SELECT * FROM customers WHERE id = 1000", row)
}

func createCompositeKey(e *env) {
	row := &models.Edition{BookID: 12, Format: models.EditionFormatEbook, Price: money("3")}
	require.NoError(e, create(e, models.Editions.Using(e.s), row))
	sameRow(e, "SELECT * FROM editions WHERE book_id = 12", row)
	item := &models.OrderItem{OrderID: 50, BookID: 1, Quantity: 2, UnitPrice: money("35.99")}
	require.NoError(e, create(e, models.OrderItems.Using(e.s), item))
	sameRow(e, "SELECT * FROM order_items WHERE order_id = 50 AND book_id = 1", item)
	detail := &models.BookDetail{BookID: 2, Summary: "S", Language: "en"}
	require.NoError(e, create(e, models.BookDetails.Using(e.s), detail))
	sameRow(e, "SELECT * FROM book_details WHERE book_id = 2", detail)
}

// createRow: a row that was created is one of the database: its relations can be loaded.
func createRow(e *env) {
	row := &models.Review{BookID: 58, CustomerID: 30, Rating: 5}
	require.NoError(e, create(e, models.Reviews.Using(e.s), row))
	e.queries(1)
	lacks(e, row.Book)
	require.Equal(e, "Untitled Lindqvist Project", must(e, row.LoadBook, row.LoadBookAsync).Title)
	require.Equal(e, "陈美玲", must(e, row.LoadCustomer, row.LoadCustomerAsync).Name)
	e.queries(2)
	if !e.async {
		return
	}
	// In async code it is guarded as a row that was read is.
	require.NoError(e, e.scope(func(ac orm.AsyncContext) error {
		tag := &models.Tag{Name: "guarded"}
		if _, err := models.Tags.Using(e.s).CreateAsync(ac, tag).Await(ac); err != nil {
			return err
		}
		_, err := tag.LoadBooks(context.Background())
		require.ErrorIs(e, err, safety.ErrLazyLoad)
		tags, err := models.Tags.Using(e.s).AllAsync(ac).Await(ac)
		require.NoError(e, err)
		_, err = tags[0].LoadBooks(context.Background())
		require.ErrorIs(e, err, safety.ErrLazyLoad)
		return nil
	}))
}

func createMistakes(e *env) {
	var mistake *query.Error
	require.ErrorAs(e, create(e, models.Books.Using(e.s), nil), &mistake)
	e.queries(0)
	row := &models.Book{AuthorID: 1, Title: "T", ISBN: "9781400079193", Price: money("1"), Status: models.BookStatusDraft}
	before := columns(row)
	err := create(e, models.Books.Using(e.s), row)
	var violated *orm.ConstraintError
	require.ErrorAs(e, err, &violated)
	require.ErrorContains(e, err, "Books.Create: ")
	require.Equal(e, before, columns(row), "a row that was refused is as it was")
	e.queries(1)
	lacks(e, row.Author)
}
