package integration

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/pgtest"
	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/postgres"
	"github.com/seed83105465/duet/query"
	"github.com/seed83105465/duet/testdata"
)

// A database whose columns are of other types than the models were made of says so at the first query that reads them,
// in both voices, naming the column and what to do; no value is read as something else. Queries that do not read the
// column work.
func TestDatabaseOfOtherTypes(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ change, column, found string }{
		"price is text":       {`ALTER price TYPE text`, "books.price", "text"},
		"price is a float":    {`ALTER price TYPE double precision`, "books.price", "float8"},
		"title is a number":   {`ALTER title TYPE integer USING 1`, "books.title", "int4"},
		"title is bytes":      {`ALTER title TYPE bytea USING convert_to(title, 'UTF8')`, "books.title", "bytea"},
		"published is a text": {`ALTER published_on TYPE text`, "books.published_on", "text"},
		"stock is a uuid":     {`ALTER stock DROP DEFAULT, ALTER stock TYPE uuid USING gen_random_uuid()`, "books.stock", "uuid"},
		"stock is an array":   {`ALTER stock DROP DEFAULT, ALTER stock TYPE int[] USING ARRAY[stock]`, "books.stock", "int4"},
		"id is a uuid":        {`ALTER id DROP IDENTITY; ALTER TABLE books ALTER id TYPE uuid USING gen_random_uuid()`, "books.id", "uuid"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dsn := pgtest.DatabaseFrom(t, "bookshop", testdata.PostgresSchema, testdata.PostgresSeed())
			db, err := postgres.Open(t.Context(), dsn)
			require.NoError(t, err)
			t.Cleanup(func() { require.NoError(t, db.Close()) })
			require.NoError(t, orm.Script(t.Context(), db, `ALTER TABLE books DROP CONSTRAINT books_price_not_negative,
				DROP CONSTRAINT books_stock_not_negative, DROP CONSTRAINT books_pkey CASCADE; ALTER TABLE books `+test.change))

			books := models.Books.Using(db)
			check := func(err error) {
				t.Helper()
				require.ErrorContains(t, err, test.column)
				require.ErrorContains(t, err, test.found)
				require.ErrorContains(t, err, "ormgen")
			}
			_, err = books.All(t.Context())
			check(err)
			check(orm.Async(t.Context(), func(ac orm.AsyncContext) error {
				_, err := books.AllAsync(ac).Await(ac)
				return err
			}))
			for _, err := range books.Iterate(t.Context()) {
				check(err)
			}
			_, err = models.Authors.Using(db).PrefetchRelated(models.Authors.Books).All(t.Context())
			check(err)
			_, err = orm.Project(books, func(isbn *string) []query.Bind[models.Book] {
				return []query.Bind[models.Book]{models.Books.ISBN.Into(isbn)}
			}).All(t.Context())
			require.NoError(t, err)
			n, err := books.Count(t.Context())
			require.NoError(t, err)
			require.Positive(t, n)
		})
	}
}

// A table, or a column, that is not there is an error that names it.
func TestDatabaseWithoutWhatModelsHave(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ change, want string }{
		"table":  {`DROP TABLE books CASCADE`, "books"},
		"column": {`ALTER TABLE books DROP COLUMN price CASCADE`, "price"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db, err := postgres.Open(t.Context(), pgtest.DatabaseFrom(t, "bookshop", testdata.PostgresSchema, testdata.PostgresSeed()))
			require.NoError(t, err)
			t.Cleanup(func() { require.NoError(t, db.Close()) })
			require.NoError(t, orm.Script(context.Background(), db, test.change))
			_, err = models.Books.Using(db).All(t.Context())
			require.ErrorContains(t, err, test.want)
			require.True(t, strings.HasPrefix(err.Error(), "Books.All: "), err)
		})
	}
}
