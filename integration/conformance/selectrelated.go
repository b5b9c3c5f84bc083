package conformance

import (
	"encoding/json"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/query"
	"github.com/seed83105465/duet/safety"
)

var selectRelatedTests = []test{
	{"Required", selectRequired},
	{"Optional", selectOptional},
	{"TwoLevels", selectTwoLevels},
	{"OneToOne", selectOneToOne},
	{"SelfReference", selectSelf},
	{"TwoKeysToOneTable", selectTwoKeys},
	{"WithConditions", selectWithConditions},
	{"Chunks", selectChunks},
	{"JSON", selectJSON},
}

// has is what an accessor holds; the test fails when it was not loaded.
func has[T any](e *env, accessor func() (T, error)) T {
	e.Helper()
	v, err := accessor()
	require.NoError(e, err)
	return v
}

// lacks checks that an accessor says what was not loaded, without asking the database.
func lacks[T any](e *env, accessor func() (T, error)) *safety.NotLoadedError {
	e.Helper()
	_, err := accessor()
	require.ErrorIs(e, err, safety.ErrNotLoaded)
	var not *safety.NotLoadedError
	require.ErrorAs(e, err, &not)
	e.queries(0)
	return not
}

// nameOr is a related row's column, or "NULL" for an absent row.
func nameOr[T any](row *T, column func(*T) any) string {
	if row == nil {
		return "NULL"
	}
	return cell(column(row))
}

func authorName(a *models.Author) any       { return a.Name }
func publisherName(p *models.Publisher) any { return p.Name }

func selectRequired(e *env) {
	b := &models.Books
	q := b.Using(e.s).SelectRelated(b.Author).OrderBy(b.ID.Asc())
	rows := must(e, q.All, q.AllAsync)
	same(e, `SELECT books.*, a.* FROM books JOIN authors a ON a.id = author_id ORDER BY books.id`, rows,
		func(b *models.Book) []string { return append(columns(b), columns(has(e, b.Author))...) })
	e.queries(1)
	not := lacks(e, rows[0].Publisher)
	require.Equal(e, "Publisher", not.Relation.Name)
	require.Contains(e, not.Error(), "SelectRelated(models.Books.Publisher)")
	lacks(e, rows[0].Tags)
	lacks(e, has(e, rows[0].Author).Books) // a book's author knows nothing of the author's books
}

func selectOptional(e *env) {
	b := &models.Books
	q := b.Using(e.s).SelectRelated(b.Publisher, b.Category).OrderBy(b.ID.Asc())
	same(e, `SELECT books.id, p.name, c.name FROM books LEFT JOIN publishers p ON p.id = publisher_id
		LEFT JOIN categories c ON c.id = category_id ORDER BY books.id`, must(e, q.All, q.AllAsync),
		func(b *models.Book) []string {
			return []string{cell(b.ID), nameOr(has(e, b.Publisher), publisherName),
				nameOr(has(e, b.Category), func(c *models.Category) any { return c.Name })}
		})
	e.queries(1)
}

func selectTwoLevels(e *env) {
	b, a := &models.Books, &models.Authors
	q := b.Using(e.s).SelectRelated(query.Through(b.Author, a.Publisher), query.Through(query.Through(b.Author, a.Mentor), a.Publisher), b.Publisher).OrderBy(b.ID.Asc())
	rows := must(e, q.All, q.AllAsync)
	same(e, `SELECT books.id, a.name, ap.name, m.name, mp.name, p.name FROM books JOIN authors a ON a.id = books.author_id
		LEFT JOIN publishers ap ON ap.id = a.publisher_id LEFT JOIN authors m ON m.id = a.mentor_id
		LEFT JOIN publishers mp ON mp.id = m.publisher_id LEFT JOIN publishers p ON p.id = books.publisher_id ORDER BY books.id`, rows,
		func(b *models.Book) []string {
			author := has(e, b.Author)
			mentor, of := has(e, author.Mentor), "NULL"
			if mentor != nil {
				of = nameOr(has(e, mentor.Publisher), publisherName)
			}
			return []string{cell(b.ID), author.Name, nameOr(has(e, author.Publisher), publisherName), nameOr(mentor, authorName), of,
				nameOr(has(e, b.Publisher), publisherName)}
		})
	e.queries(1)
}

// selectOneToOne goes both ways: each end knows the other, which is the same row.
func selectOneToOne(e *env) {
	b, d := &models.Books, &models.BookDetails
	q := b.Using(e.s).SelectRelated(b.BookDetail).OrderBy(b.ID.Asc())
	rows := must(e, q.All, q.AllAsync)
	same(e, "SELECT books.id, d.pages, d.summary FROM books LEFT JOIN book_details d ON d.book_id = books.id ORDER BY books.id", rows,
		func(b *models.Book) []string {
			detail := has(e, b.BookDetail)
			if detail == nil {
				return cells(b.ID, nil, nil)
			}
			require.Same(e, b, has(e, detail.Book))
			return cells(b.ID, detail.Pages, detail.Summary)
		})
	e.queries(1)
	back := d.Using(e.s).SelectRelated(d.Book, query.Through(d.Book, b.Author)).OrderBy(d.BookID.Asc())
	same(e, "SELECT b.title, a.name FROM book_details d JOIN books b ON b.id = d.book_id JOIN authors a ON a.id = b.author_id ORDER BY d.book_id",
		must(e, back.All, back.AllAsync), func(d *models.BookDetail) []string {
			book := has(e, d.Book)
			require.Same(e, d, has(e, book.BookDetail))
			return cells(book.Title, has(e, book.Author).Name)
		})
	e.queries(1)
}

func selectSelf(e *env) {
	c := &models.Categories
	q := c.Using(e.s).SelectRelated(query.Through(c.Parent, c.Parent)).OrderBy(c.ID.Asc())
	same(e, `SELECT c.name, p.name, g.name FROM categories c LEFT JOIN categories p ON p.id = c.parent_id
		LEFT JOIN categories g ON g.id = p.parent_id ORDER BY c.id`, must(e, q.All, q.AllAsync),
		func(c *models.Category) []string {
			parent := has(e, c.Parent)
			if parent == nil {
				return cells(c.Name, nil, nil)
			}
			return []string{c.Name, parent.Name, nameOr(has(e, parent.Parent), func(c *models.Category) any { return c.Name })}
		})
	e.queries(1)
}

func selectTwoKeys(e *env) {
	o := &models.Orders
	q := o.Using(e.s).SelectRelated(o.BillingAddress, o.ShippingAddress, query.Through(o.ShippingAddress, models.Addresses.Customer)).OrderBy(o.ID.Asc())
	rows := must(e, q.All, q.AllAsync)
	e.queries(1)
	same(e, `SELECT o.id, b.street, s.street, c.name FROM orders o JOIN addresses b ON b.id = o.billing_address_id
		LEFT JOIN addresses s ON s.id = o.shipping_address_id LEFT JOIN customers c ON c.id = s.customer_id ORDER BY o.id`,
		rows, func(o *models.Order) []string {
			shipping := has(e, o.ShippingAddress)
			out := []string{cell(o.ID), has(e, o.BillingAddress).Street, nameOr(shipping, func(a *models.Address) any { return a.Street }), "NULL"}
			if shipping != nil {
				out[3] = has(e, shipping.Customer).Name
				lacks(e, has(e, o.BillingAddress).Customer)
			}
			return out
		})
}

// selectWithConditions joins once what is loaded, filtered and sorted by, and leaves counts alone.
func selectWithConditions(e *env) {
	b, a := &models.Books, &models.Authors
	q := b.Using(e.s).SelectRelated(b.Author).Filter(b.Author.Where(a.Name.StartsWith("Rob")), b.Publisher.Where(), b.Tags.Any()).
		OrderBy(query.Via(b.Author, a.Name).Desc(), b.ID.Asc())
	same(e, `SELECT books.id, a.name FROM books JOIN authors a ON a.id = author_id WHERE author_id IN (1, 4)
		AND books.id IN (SELECT book_id FROM book_tags) AND books.publisher_id IS NOT NULL ORDER BY a.name DESC, books.id`,
		must(e, q.All, q.AllAsync), func(b *models.Book) []string { return cells(b.ID, has(e, b.Author).Name) })
	e.queries(1)
	require.EqualValues(e, 8, must(e, q.Count, q.CountAsync))
	require.EqualValues(e, 3, must(e, q.Limit(3).Count, q.Limit(3).CountAsync))
	require.Len(e, must(e, q.Only(b.Title).Limit(3).All, q.Only(b.Title).Limit(3).AllAsync), 3)
}

// selectChunks reads more rows than share a chunk, with an optional relation that few have.
func selectChunks(e *env) {
	makeBooks(e, 700)
	b := &models.Books
	q := b.Using(e.s).SelectRelated(b.Author, b.Publisher, b.BookDetail).OrderBy(b.ID.Asc())
	rows := must(e, q.All, q.AllAsync)
	e.queries(1)
	same(e, `SELECT b.id, a.id, p.id, d.book_id FROM books b JOIN authors a ON a.id = b.author_id LEFT JOIN publishers p ON p.id = b.publisher_id
		LEFT JOIN book_details d ON d.book_id = b.id ORDER BY b.id`, rows, func(b *models.Book) []string {
		return []string{cell(b.ID), cell(has(e, b.Author).ID), nameOr(has(e, b.Publisher), func(p *models.Publisher) any { return p.ID }),
			nameOr(has(e, b.BookDetail), func(d *models.BookDetail) any { return d.BookID })}
	})
}

// makeBooks inserts n books, past what is counted. Book i of them is of author 1 + i%20.
func makeBooks(e *env, n int) []*models.Book {
	e.Helper()
	rows := make([]*models.Book, n)
	for i := range rows {
		rows[i] = &models.Book{AuthorID: int64(1 + i%20), Title: "Book " + cell(i), ISBN: "made-" + cell(i), Price: money("9.99"), Status: models.BookStatusDraft}
	}
	require.NoError(e, models.Books.Using(e.db).BulkCreate(e.T.Context(), rows))
	return rows
}

// selectJSON: JSON follows what was loaded, and ends.
func selectJSON(e *env) {
	b := &models.Books
	q := b.Using(e.s).SelectRelated(b.Author, b.Publisher, b.BookDetail).Filter(b.ID.In(1, 30)).OrderBy(b.ID.Asc())
	rows := must(e, q.All, q.AllAsync)
	e.queries(1)
	var got []map[string]any
	text, err := json.Marshal(rows)
	require.NoError(e, err)
	require.NoError(e, json.Unmarshal(text, &got))
	require.Equal(e, "Rob Tallis", got[0]["author"].(map[string]any)["name"])
	require.Equal(e, 705.0, got[0]["book_detail"].(map[string]any)["pages"])
	require.NotContains(e, got[0]["book_detail"], "book")
	require.Contains(e, got[1], "publisher")
	require.Nil(e, got[1]["publisher"])
	require.NotContains(e, got[1], "category")
	require.NotContains(e, got[1], "tags")
	e.queries(0)
}
