package conformance

import (
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
)

// What a constraint refuses says which one, and what it is about, as far as the database tells.
var constraintTests = []test{
	{"Unique", uniqueViolated},
	{"ForeignKey", foreignKeyViolated},
	{"Check", checkViolated},
	{"NotNull", notNullViolated},
}

func violated(e *env, err error, kind orm.ConstraintKind) *orm.ConstraintError {
	e.Helper()
	var c *orm.ConstraintError
	require.ErrorAs(e, err, &c)
	require.Equal(e, kind, c.Kind)
	require.Error(e, c.Err, "the database's own error")
	return c
}

func uniqueViolated(e *env) {
	c := violated(e, create(e, models.Books.Using(e.s), draft("9781400079193")), orm.Unique)
	require.Equal(e, "books", c.Table)
	require.Equal(e, []string{"isbn"}, c.Columns)
	c = violated(e, create(e, models.Tags.Using(e.s), &models.Tag{ID: 1, Name: "x"}), orm.Unique)
	require.Equal(e, "tags", c.Table)
	require.Equal(e, []string{"id"}, c.Columns)
	c = violated(e, create(e, models.BookTags.Using(e.s), &models.BookTag{BookID: 1, TagID: 1}), orm.Unique)
	require.Equal(e, []string{"book_id", "tag_id"}, c.Columns)
	c = violated(e, create(e, models.Reviews.Using(e.s), &models.Review{BookID: 23, CustomerID: 27, Rating: 1}), orm.Unique)
	require.Equal(e, []string{"book_id", "customer_id"}, c.Columns)
	violated(e, create(e, models.Addresses.Using(e.s), &models.Address{CustomerID: 1, IsDefault: true}), orm.Unique)
	_, err := update(e, models.Tags.Using(e.s).Filter(models.Tags.ID.Eq(2)), models.Tags.Name.Set("go"))
	violated(e, err, orm.Unique)
	require.ErrorContains(e, err, "Tags.Update: ")
	require.ErrorContains(e, err, "unique")
	tag := &models.Tag{ID: 2, Name: "go"}
	violated(e, save(e, models.Tags.Using(e.s), tag), orm.Unique)
}

func foreignKeyViolated(e *env) {
	row := draft("new")
	row.AuthorID = 999
	violated(e, create(e, models.Books.Using(e.s), row), orm.ForeignKey)
	_, err := update(e, models.Books.Using(e.s).Filter(models.Books.ID.Eq(1)), models.Books.PublisherID.Set(999))
	violated(e, err, orm.ForeignKey)
	q := models.Authors.Using(e.s).Filter(models.Authors.ID.Eq(1))
	_, err = ask(e, q.Delete, q.DeleteAsync)
	violated(e, err, orm.ForeignKey)
	require.Equal(e, "1", e.number("SELECT count(*) FROM authors WHERE id = 1"))
}

func checkViolated(e *env) {
	row := draft("new")
	row.Price = money("-0.01")
	c := violated(e, create(e, models.Books.Using(e.s), row), orm.Check)
	require.Equal(e, "books_price_not_negative", c.Constraint)
	require.Error(e, row.Validate(), "which can be known without asking")
	_, err := update(e, models.Books.Using(e.s).Filter(models.Books.ID.Eq(1)), query.Assign(models.Books.Stock, query.Minus(models.Books.Stock, 1000)))
	c = violated(e, err, orm.Check)
	require.Equal(e, "books_stock_not_negative", c.Constraint)
	_, err = update(e, models.Books.Using(e.s).Filter(models.Books.ID.Eq(1)), models.Books.Status.Set("unheard of"))
	violated(e, err, orm.Check)
	violated(e, create(e, models.Reviews.Using(e.s), &models.Review{BookID: 58, CustomerID: 30, Rating: 6}), orm.Check)
	author := &models.Author{ID: 5, Name: "x", MentorID: orm.Some(int64(5)), CreatedAt: day(2020, 1, 1)}
	violated(e, save(e, models.Authors.Using(e.s), author), orm.Check)
}

// notNullViolated: by an expression, since a plain NULL is refused before.
func notNullViolated(e *env) {
	a, b := &models.Authors, &models.Books
	_, err := update(e, b.Using(e.s).Filter(b.ID.Eq(1)), query.Assign(b.Stock, b.PublisherID), query.Assign(b.Version, query.MaxOf(b.Reviews, models.Reviews.Rating, models.Reviews.ID.Lt(0))))
	c := violated(e, err, orm.NotNull)
	require.Equal(e, "books", c.Table)
	require.Equal(e, []string{"version"}, c.Columns)
	_, err = update(e, a.Using(e.s).Filter(a.ID.Eq(7)), query.Assign(a.Name, a.Bio))
	c = violated(e, err, orm.NotNull)
	require.Equal(e, "authors", c.Table)
	require.Equal(e, []string{"name"}, c.Columns)
}
