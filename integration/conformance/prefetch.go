package conformance

import (
	"encoding/json"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/query"
)

// Relations of one level.
var prefetchTests = []test{
	{"ToMany", prefetchToMany},
	{"ToOne", prefetchToOne},
	{"OneToOne", prefetchOneToOne},
	{"ManyToMany", prefetchManyToMany},
	{"Filtered", prefetchFiltered},
	{"Limited", prefetchLimited},
	{"CompositeKeys", prefetchCompositeKeys},
	{"Empty", prefetchEmpty},
	{"Twice", prefetchTwice},
	{"BothEnds", prefetchBothEnds},
	{"JSON", prefetchJSON},
}

// pairs is a line for each related row of each row, under the row's key.
func pairs[P, C any](parents []P, key func(P) any, children func(P) []C, line func(C) []string) [][]string {
	out := [][]string{}
	for _, p := range parents {
		for _, c := range children(p) {
			out = append(out, append([]string{cell(key(p))}, line(c)...))
		}
	}
	return out
}

func bookID(b *models.Book) any     { return b.ID }
func authorID(a *models.Author) any { return a.ID }

func itself(line []string) []string { return line }

func prefetchToMany(e *env) {
	a, b := &models.Authors, &models.Books
	q := a.Using(e.s).PrefetchRelated(a.Books.OrderBy(b.ID.Desc())).OrderBy(a.ID.Asc())
	rows := must(e, q.All, q.AllAsync)
	e.queries(2)
	require.Len(e, rows, 20)
	same(e, "SELECT author_id, id, title FROM books ORDER BY author_id, id DESC",
		pairs(rows, authorID, func(a *models.Author) []*models.Book { return has(e, a.Books) },
			func(b *models.Book) []string { return cells(b.ID, b.Title) }), itself)
	none := has(e, rows[18].Books)
	require.NotNil(e, none)
	require.Empty(e, none)
	e.queries(0)
}

func prefetchToOne(e *env) {
	b := &models.Books
	q := b.Using(e.s).PrefetchRelated(b.Author, b.Publisher).OrderBy(b.ID.Asc())
	rows := must(e, q.All, q.AllAsync)
	e.queries(3)
	same(e, "SELECT b.id, a.name, p.name FROM books b JOIN authors a ON a.id = b.author_id LEFT JOIN publishers p ON p.id = b.publisher_id ORDER BY b.id",
		rows, func(b *models.Book) []string {
			return []string{cell(b.ID), has(e, b.Author).Name, nameOr(has(e, b.Publisher), publisherName)}
		})
	require.Same(e, has(e, rows[0].Author), has(e, rows[1].Author), "one author is one row")
}

func prefetchOneToOne(e *env) {
	b, d := &models.Books, &models.BookDetails
	q := b.Using(e.s).PrefetchRelated(b.BookDetail).OrderBy(b.ID.Asc())
	for _, book := range must(e, q.All, q.AllAsync) {
		detail := has(e, book.BookDetail)
		require.Equal(e, book.ID%2 == 1, detail != nil)
		if detail != nil {
			require.Same(e, book, has(e, detail.Book))
		}
	}
	e.queries(2)
	back := d.Using(e.s).PrefetchRelated(d.Book)
	for _, detail := range must(e, back.All, back.AllAsync) {
		require.Equal(e, detail.BookID, has(e, detail.Book).ID)
		require.Same(e, detail, has(e, has(e, detail.Book).BookDetail))
	}
	e.queries(2)
}

func prefetchManyToMany(e *env) {
	b, t := &models.Books, &models.Tags
	q := b.Using(e.s).PrefetchRelated(b.Tags.OrderBy(t.Name.Asc())).OrderBy(b.ID.Asc())
	rows := must(e, q.All, q.AllAsync)
	e.queries(2)
	same(e, "SELECT bt.book_id, t.name FROM book_tags bt JOIN tags t ON t.id = bt.tag_id ORDER BY bt.book_id, t.name",
		pairs(rows, bookID, func(b *models.Book) []*models.Tag { return has(e, b.Tags) }, func(t *models.Tag) []string { return cells(t.Name) }), itself)
	lacks(e, has(e, rows[0].Tags)[0].Books) // which has more books than this one
	back := t.Using(e.s).PrefetchRelated(t.Books.OrderBy(b.ID.Asc())).OrderBy(t.ID.Asc())
	same(e, "SELECT tag_id, book_id FROM book_tags ORDER BY tag_id, book_id",
		pairs(must(e, back.All, back.AllAsync), func(t *models.Tag) any { return t.ID }, func(t *models.Tag) []*models.Book { return has(e, t.Books) },
			func(b *models.Book) []string { return cells(b.ID) }), itself)
	e.queries(2)
	// Through a table that is more than a join table.
	readers := b.Using(e.s).PrefetchRelated(b.Customers.OrderBy(models.Customers.ID.Asc())).OrderBy(b.ID.Asc())
	same(e, "SELECT book_id, customer_id FROM reviews ORDER BY book_id, customer_id",
		pairs(must(e, readers.All, readers.AllAsync), bookID, func(b *models.Book) []*models.Customer { return has(e, b.Customers) },
			func(c *models.Customer) []string { return cells(c.ID) }), itself)
}

// prefetchFiltered: a relation that was loaded in part is what was asked for, until it is loaded whole.
func prefetchFiltered(e *env) {
	a, b := &models.Authors, &models.Books
	q := a.Using(e.s).PrefetchRelated(a.Books.Filter(b.Stock.Gt(10), b.Publisher.Where(models.Publishers.Country.Ne("France"))).
		Filter(b.Tags.Any()).OrderBy(query.Via(b.Publisher, models.Publishers.Name).Asc(), b.ID.Asc())).OrderBy(a.ID.Asc())
	rows := must(e, q.All, q.AllAsync)
	e.queries(2)
	same(e, `SELECT author_id, b.id FROM books b JOIN publishers p ON p.id = b.publisher_id WHERE stock > 10 AND p.country <> 'France'
		AND b.id IN (SELECT book_id FROM book_tags) ORDER BY author_id, p.name, b.id`,
		pairs(rows, authorID, func(a *models.Author) []*models.Book { return has(e, a.Books) }, func(b *models.Book) []string { return cells(b.ID) }), itself)
	whole := must(e, rows[0].LoadBooks, rows[0].LoadBooksAsync)
	require.Len(e, whole, 4)
	e.queries(1)
	require.Len(e, has(e, rows[3].Books), 4, "for the others, too")
	require.Len(e, must(e, rows[3].LoadBooks, rows[3].LoadBooksAsync), 4)
	e.queries(0)
}

func prefetchLimited(e *env) {
	a, b, t := &models.Authors, &models.Books, &models.Tags
	limited := func(where, order string, n int) string {
		return `SELECT author_id, id FROM (SELECT author_id, id, row_number() OVER (PARTITION BY author_id ORDER BY ` + order +
			`) AS n FROM books WHERE ` + where + `) AS x WHERE n <= ` + cell(n) + ` ORDER BY author_id, n`
	}
	for _, c := range []struct {
		p   *query.Prefetch[models.Author, models.Book]
		sql string
	}{
		{a.Books.OrderBy(b.Price.Desc(), b.ID.Asc()).Limit(2), limited("1 = 1", "price DESC, id", 2)},
		{a.Books.Limit(1), limited("1 = 1", "id", 1)},
		{a.Books.Filter(b.Stock.Gt(0)).OrderBy(b.Weight.Asc(), b.ID.Desc()).Limit(3), limited("stock > 0", "weight NULLS FIRST, id DESC", 3)},
		{a.Books.Limit(1000).OrderBy(b.Title.Desc()), limited("1 = 1", "title DESC", 1000)},
		{a.Books.OrderBy(query.Count(b.Tags).Desc(), b.ID.Asc()).Limit(2),
			limited("1 = 1", "(SELECT count(*) FROM book_tags bt WHERE bt.book_id = books.id) DESC, id", 2)},
	} {
		q := a.Using(e.s).PrefetchRelated(c.p).OrderBy(a.ID.Asc())
		rows := must(e, q.All, q.AllAsync)
		e.queries(2)
		same(e, c.sql, pairs(rows, authorID, func(a *models.Author) []*models.Book { return has(e, a.Books) },
			func(b *models.Book) []string { return cells(b.ID) }), itself)
	}
	// Many-to-many, with what the related rows have joined.
	q := b.Using(e.s).PrefetchRelated(b.Tags.OrderBy(t.Name.Desc()).Limit(2), b.Reviews.OrderBy(models.Reviews.ID.Asc()).Limit(1).SelectRelated(models.Reviews.Customer)).OrderBy(b.ID.Asc())
	rows := must(e, q.All, q.AllAsync)
	e.queries(3)
	same(e, `SELECT book_id, name FROM (SELECT bt.book_id, t.name, row_number() OVER (PARTITION BY bt.book_id ORDER BY t.name DESC) AS n
		FROM book_tags bt JOIN tags t ON t.id = bt.tag_id) AS x WHERE n <= 2 ORDER BY book_id, n`,
		pairs(rows, bookID, func(b *models.Book) []*models.Tag { return has(e, b.Tags) }, func(t *models.Tag) []string { return cells(t.Name) }), itself)
	same(e, `SELECT book_id, r.id, c.name FROM reviews r JOIN customers c ON c.id = r.customer_id
		WHERE r.id IN (SELECT min(id) FROM reviews GROUP BY book_id) ORDER BY book_id`,
		pairs(rows, bookID, func(b *models.Book) []*models.Review { return has(e, b.Reviews) },
			func(r *models.Review) []string { return cells(r.ID, has(e, r.Customer).Name) }), itself)
	// A limit of nothing asks for nothing.
	q = b.Using(e.s).PrefetchRelated(b.Tags.Limit(0))
	for _, row := range must(e, q.All, q.AllAsync) {
		require.Empty(e, has(e, row.Tags))
	}
	e.queries(1)
}

func prefetchCompositeKeys(e *env) {
	b, o := &models.Books, &models.Orders
	q := b.Using(e.s).PrefetchRelated(b.Editions.OrderBy(models.Editions.Format.Asc())).OrderBy(b.ID.Asc())
	same(e, "SELECT book_id, format, price, released_on FROM editions ORDER BY book_id, format",
		pairs(must(e, q.All, q.AllAsync), bookID, func(b *models.Book) []*models.Edition { return has(e, b.Editions) },
			func(x *models.Edition) []string { return cells(x.Format, x.Price, x.ReleasedOn) }), itself)
	e.queries(2)
	q = b.Using(e.s).PrefetchRelated(b.Editions.Limit(1)).OrderBy(b.ID.Asc())
	same(e, "SELECT book_id, min(format) FROM editions GROUP BY book_id ORDER BY book_id",
		pairs(must(e, q.All, q.AllAsync), bookID, func(b *models.Book) []*models.Edition { return has(e, b.Editions) },
			func(x *models.Edition) []string { return cells(x.Format) }), itself)
	e.queries(2)
	lines := o.Using(e.s).PrefetchRelated(o.OrderItems.OrderBy(models.OrderItems.BookID.Asc()).SelectRelated(models.OrderItems.Book)).OrderBy(o.ID.Asc())
	same(e, "SELECT order_id, book_id, quantity, b.title FROM order_items i JOIN books b ON b.id = i.book_id ORDER BY order_id, book_id",
		pairs(must(e, lines.All, lines.AllAsync), func(o *models.Order) any { return o.ID }, func(o *models.Order) []*models.OrderItem { return has(e, o.OrderItems) },
			func(i *models.OrderItem) []string { return cells(i.BookID, i.Quantity, has(e, i.Book).Title) }), itself)
	e.queries(2)
}

// prefetchEmpty: without rows there is nothing to ask for; without keys, neither.
func prefetchEmpty(e *env) {
	b, a := &models.Books, &models.Authors
	q := b.Using(e.s).Filter(b.ID.Lt(0)).PrefetchRelated(b.Tags, b.Author)
	require.Empty(e, must(e, q.All, q.AllAsync))
	e.queries(1)
	keyless := a.Using(e.s).Filter(a.MentorID.IsNull()).PrefetchRelated(a.Mentor, query.Through(a.Mentor, a.Publisher))
	for _, row := range must(e, keyless.All, keyless.AllAsync) {
		require.Nil(e, has(e, row.Mentor))
	}
	e.queries(1)
	childless := a.Using(e.s).Filter(a.ID.Eq(19)).PrefetchRelated(a.Books.Prefetch().PrefetchRelated(b.Tags, b.Reviews))
	row := must(e, childless.Get, childless.GetAsync)
	require.Empty(e, has(e, row.Books))
	e.queries(2)
}

func prefetchTwice(e *env) {
	b := &models.Books
	q := b.Using(e.s).PrefetchRelated(b.Tags, b.Tags.Limit(2))
	_, err := ask(e, q.All, q.AllAsync)
	var mistake *query.Error
	require.ErrorAs(e, err, &mistake)
	require.ErrorContains(e, err, "Book.Tags is prefetched twice")
}

// prefetchBothEnds: a related row knows the row that it was reached from, which is the same one and not a copy.
func prefetchBothEnds(e *env) {
	a, b := &models.Authors, &models.Books
	q := a.Using(e.s).PrefetchRelated(a.Books, a.MentorAuthors)
	for _, author := range must(e, q.All, q.AllAsync) {
		for _, book := range has(e, author.Books) {
			require.Same(e, author, has(e, book.Author))
		}
		for _, pupil := range has(e, author.MentorAuthors) {
			require.Same(e, author, has(e, pupil.Mentor))
		}
	}
	e.queries(3)
	// Also when the related row was joined with a copy of it.
	q = a.Using(e.s).PrefetchRelated(a.Books.Prefetch().SelectRelated(b.Author))
	for _, author := range must(e, q.All, q.AllAsync) {
		for _, book := range has(e, author.Books) {
			require.Equal(e, author.ID, has(e, book.Author).ID)
		}
	}
	e.queries(2)
}

// prefetchJSON: both ends know each other, and JSON goes downwards only.
func prefetchJSON(e *env) {
	a, b := &models.Authors, &models.Books
	q := a.Using(e.s).Filter(a.ID.Eq(1)).PrefetchRelated(a.Books.Filter(b.ID.Le(2)).OrderBy(b.ID.Asc()).PrefetchRelated(b.Editions.Limit(1)))
	text, err := json.Marshal(must(e, q.Get, q.GetAsync))
	require.NoError(e, err)
	var got struct {
		Name  string
		Books []map[string]any
	}
	require.NoError(e, json.Unmarshal(text, &got))
	require.Equal(e, "Rob Tallis", got.Name)
	require.Len(e, got.Books, 2)
	require.Equal(e, "The Go Way", got.Books[0]["title"])
	require.NotContains(e, got.Books[0], "author")
	require.Len(e, got.Books[0]["editions"], 1)
}
