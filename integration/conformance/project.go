package conformance

import (
	"encoding/json"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
)

var projectTests = []test{
	{"Columns", projectColumns},
	{"Paths", projectPaths},
	{"Computed", projectComputed},
	{"PlainDestination", projectPlainDestination},
	{"NullExpression", projectNullExpression},
	{"Slices", projectSlices},
	{"Mistakes", projectMistakes},
}

// project is All of a projection in the voice of the test.
func project[R any](e *env, q *orm.Query[models.Book], bind func(*R) []query.Bind[models.Book]) ([]R, error) {
	p := orm.Project(q, bind)
	return ask(e, p.All, p.AllAsync)
}

// projectColumns reads columns of every kind.
func projectColumns(e *env) {
	b := &models.Books
	type all struct {
		ID        int64
		Publisher query.Null[int64]
		Title     string
		Subtitle  query.Null[string]
		Price     decimal.Decimal
		Weight    query.Null[float64]
		Published query.Null[time.Time]
		Status    models.BookStatus
		InPrint   bool
		Cover     query.Null[[]byte]
		Metadata  query.Null[json.RawMessage]
		Created   time.Time
		Updated   query.Null[time.Time]
	}
	rows, err := project(e, b.Using(e.s).OrderBy(b.ID.Asc()), func(r *all) []query.Bind[models.Book] {
		return []query.Bind[models.Book]{b.ID.Into(&r.ID), query.IntoNull(b.PublisherID, &r.Publisher), b.Title.Into(&r.Title),
			query.IntoNull(b.Subtitle, &r.Subtitle), b.Price.Into(&r.Price), query.IntoNull(b.Weight, &r.Weight),
			query.IntoNull(b.PublishedOn, &r.Published), b.Status.Into(&r.Status), b.InPrint.Into(&r.InPrint), query.IntoNull(b.Cover, &r.Cover),
			query.IntoNull(b.Metadata, &r.Metadata), b.CreatedAt.Into(&r.Created), query.IntoNull(b.UpdatedAt, &r.Updated)}
	})
	require.NoError(e, err)
	e.queries(1)
	same(e, "SELECT id, publisher_id, title, subtitle, price, weight, published_on, status, in_print, cover, metadata, created_at, updated_at FROM books ORDER BY id",
		rows, func(r all) []string { return columns(&r) })
}

func projectPaths(e *env) {
	b := &models.Books
	type line struct {
		Title, Author string
		Publisher     query.Null[string]
		Mentor        query.Null[string]
	}
	rows, err := project(e, b.Using(e.s).Filter(b.Stock.Gt(0)).OrderBy(b.ID.Asc()), func(r *line) []query.Bind[models.Book] {
		return []query.Bind[models.Book]{b.Title.Into(&r.Title), query.Via(b.Author, models.Authors.Name).Into(&r.Author),
			query.IntoNull(query.Via(b.Publisher, models.Publishers.Name), &r.Publisher),
			query.IntoNull(query.Via(query.Through(b.Author, models.Authors.Mentor), models.Authors.Name), &r.Mentor)}
	})
	require.NoError(e, err)
	e.queries(1)
	same(e, `SELECT b.title, a.name, p.name, m.name FROM books b JOIN authors a ON a.id = b.author_id LEFT JOIN publishers p ON p.id = b.publisher_id
		LEFT JOIN authors m ON m.id = a.mentor_id WHERE stock > 0 ORDER BY b.id`, rows, func(r line) []string { return columns(&r) })
}

func projectComputed(e *env) {
	b := &models.Books
	type line struct {
		ID, Double, Reviews, Year int64
		Rating                    query.Null[float64]
		Upper                     string
		Weight                    float64
	}
	rows, err := project(e, b.Using(e.s).Filter(b.PublishedOn.Gt(day(1900, 1, 1))).OrderBy(b.ID.Asc()), func(r *line) []query.Bind[models.Book] {
		return []query.Bind[models.Book]{b.ID.Into(&r.ID), query.Times(b.Stock, 2).Into(&r.Double), query.Count(b.Reviews).Into(&r.Reviews),
			query.Coalesce(query.Year(b.PublishedOn), 0).Into(&r.Year), query.IntoNull(query.AvgOf(b.Reviews, models.Reviews.Rating), &r.Rating),
			query.Upper(b.ISBN).Into(&r.Upper), query.Coalesce(b.Weight, -1).Into(&r.Weight)}
	})
	require.NoError(e, err)
	e.queries(1)
	dates := e.raw("SELECT id, published_on FROM books WHERE published_on IS NOT NULL ORDER BY id")
	for i, row := range rows {
		require.EqualValues(e, dates[i][1].(time.Time).Year(), row.Year)
		rows[i].Year = 0
	}
	same(e, `SELECT id, stock * 2, (SELECT count(*) FROM reviews r WHERE r.book_id = books.id), 0,
		(SELECT avg(rating) FROM reviews r WHERE r.book_id = books.id), isbn, coalesce(weight, -1) FROM books WHERE published_on IS NOT NULL ORDER BY id`,
		rows, func(r line) []string { return columns(&r) })
}

// projectPlainDestination: what can be NULL needs a Null to be read into, whether or not a row has a NULL today.
func projectPlainDestination(e *env) {
	b := &models.Books
	full := b.Using(e.s).Filter(b.ID.Eq(1)) // has everything
	type line struct {
		Text  string
		Int   int64
		Float float64
		Time  time.Time
		Bytes []byte
		JSON  json.RawMessage
	}
	for name, bind := range map[string]func(*line) query.Bind[models.Book]{
		"Subtitle":     func(r *line) query.Bind[models.Book] { return b.Subtitle.Into(&r.Text) },
		"PublisherID":  func(r *line) query.Bind[models.Book] { return b.PublisherID.Into(&r.Int) },
		"Weight":       func(r *line) query.Bind[models.Book] { return b.Weight.Into(&r.Float) },
		"PublishedOn":  func(r *line) query.Bind[models.Book] { return b.PublishedOn.Into(&r.Time) },
		"UpdatedAt":    func(r *line) query.Bind[models.Book] { return b.UpdatedAt.Into(&r.Time) },
		"Cover":        func(r *line) query.Bind[models.Book] { return b.Cover.Into(&r.Bytes) },
		"Metadata":     func(r *line) query.Bind[models.Book] { return b.Metadata.Into(&r.JSON) },
		"Via nullable": func(r *line) query.Bind[models.Book] { return query.Via(b.Author, models.Authors.Bio).Into(&r.Text) },
		"Via, absent row": func(r *line) query.Bind[models.Book] {
			return query.Via(b.Publisher, models.Publishers.Name).Into(&r.Text)
		},
		"Upper": func(r *line) query.Bind[models.Book] { return query.Upper(b.Subtitle).Into(&r.Text) },
		"Plus":  func(r *line) query.Bind[models.Book] { return query.Plus(b.Weight, 1).Into(&r.Float) },
	} {
		_, err := project(e, full, func(r *line) []query.Bind[models.Book] { return []query.Bind[models.Book]{bind(r)} })
		if err == nil {
			e.Errorf("%s: NULL is refused only when a row has one", name)
			continue
		}
		require.ErrorContains(e, err, "IntoNull", name)
	}
}

func projectNullExpression(e *env) {
	b := &models.Books
	type line struct{ Name string }
	_, err := project(e, b.Using(e.s), func(r *line) []query.Bind[models.Book] {
		return []query.Bind[models.Book]{query.Via(b.Publisher, models.Publishers.Name).Into(&r.Name)}
	})
	require.ErrorContains(e, err, "IntoNull")
	require.ErrorContains(e, err, "Books.Project")
}

func projectSlices(e *env) {
	b := &models.Books
	type line struct{ Title string }
	titles := func(q *orm.Query[models.Book]) []line {
		rows, err := project(e, q, func(r *line) []query.Bind[models.Book] { return []query.Bind[models.Book]{b.Title.Into(&r.Title)} })
		require.NoError(e, err)
		require.NotNil(e, rows)
		return rows
	}
	text := func(r line) []string { return cells(r.Title) }
	same(e, "SELECT title FROM books ORDER BY stock DESC, id LIMIT 7 OFFSET 3", titles(b.Using(e.s).OrderBy(b.Stock.Desc(), b.ID.Asc()).Limit(7).Offset(3)), text)
	same(e, "SELECT title FROM books ORDER BY id DESC", titles(b.Using(e.s).Reverse()), text)
	e.queries(2)
	require.Empty(e, titles(b.Using(e.s).None()))
	require.Empty(e, titles(b.Using(e.s).Limit(0)))
	e.queries(0)
}

func projectMistakes(e *env) {
	b := &models.Books
	type line struct{ N int64 }
	_, err := project(e, b.Using(e.s), func(*line) []query.Bind[models.Book] { return nil })
	var mistake *query.Error
	require.ErrorAs(e, err, &mistake)
	// An aggregate chooses among groups; where there are none it has no meaning, and must not quietly make one row of all.
	count := query.CountOf(b.ID)
	for name, q := range map[string]*orm.Query[models.Book]{
		"Filter":  b.Using(e.s).Filter(count.Gt(1)),
		"OrderBy": b.Using(e.s).OrderBy(count.Asc()),
	} {
		rows, err := ask(e, q.All, q.AllAsync)
		if err == nil {
			e.Errorf("%s by an aggregate in a query for rows: no error, and %d of 60 rows", name, len(rows))
		}
		_, err = project(e, q, func(r *line) []query.Bind[models.Book] { return []query.Bind[models.Book]{b.ID.Into(&r.N)} })
		if err == nil {
			e.Errorf("%s by an aggregate in a projection without groups: no error", name)
		}
	}
	n, err := ask(e, b.Using(e.s).Filter(count.Gt(100)).Count, b.Using(e.s).Filter(count.Gt(100)).CountAsync)
	if err == nil {
		e.Errorf("Filter by an aggregate in Count: no error, and %d", n)
	}
}
