package integration

import (
	"context"
	"math"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
)

// TestLookupsByKeyAreAskedAsOne: each has a row of its own, or ErrNotFound, whatever stands beside it; a write between two
// keeps them apart.
func TestLookupsByKeyAreAskedAsOne(t *testing.T) {
	t.Parallel()
	db, trips := distant(t)
	get := func(s orm.Session, ac orm.AsyncContext, id int64) *orm.Future[*models.Book] {
		return models.Books.Using(s).Filter(models.Books.ID.Eq(id)).SelectRelated(models.Books.Author).GetAsync(ac)
	}
	many := func() {
		require.NoError(t, orm.Async(t.Context(), func(ac orm.AsyncContext) error {
			var books []*orm.Future[*models.Book]
			for id := range int64(50) {
				books = append(books, get(db, ac, id))
			}
			books = append(books, get(db, ac, 7), get(db, ac, math.MaxInt64), get(db, ac, -1))
			for id, f := range books[:50] {
				b, err := f.Await(ac)
				if id == 0 {
					require.ErrorIs(t, err, orm.ErrNotFound)
					continue
				}
				require.NoError(t, err)
				require.EqualValues(t, id, b.ID)
				a, err := b.Author()
				require.NoError(t, err)
				require.Equal(t, b.AuthorID, a.ID)
			}
			again, err := books[50].Await(ac)
			require.NoError(t, err)
			first, err := books[7].Await(ac)
			require.NoError(t, err)
			require.True(t, first.Equal(again))
			require.NotSame(t, first, again)
			for _, f := range books[51:] {
				_, err := f.Await(ac)
				require.ErrorIs(t, err, orm.ErrNotFound)
			}
			return nil
		}))
	}
	costs(t, 1, trips, many)

	for _, in := range []struct {
		name string
		run  func(f func(ac orm.AsyncContext, s orm.Session) error) error
	}{
		{"database", func(f func(orm.AsyncContext, orm.Session) error) error {
			return orm.Async(t.Context(), func(ac orm.AsyncContext) error { return f(ac, db) })
		}},
		{"transaction", func(f func(orm.AsyncContext, orm.Session) error) error {
			return orm.Async(t.Context(), func(ac orm.AsyncContext) error {
				_, err := db.AtomicAsync(ac, func(ac orm.AsyncContext, tx *orm.Tx) error { return f(ac, tx) }).Await(ac)
				return err
			})
		}},
	} {
		for range 4 {
			require.NoError(t, in.run(func(ac orm.AsyncContext, s orm.Session) error {
				tags := models.Tags.Using(s)
				one := func(id int64) *orm.Future[*models.Tag] { return tags.Filter(models.Tags.ID.Eq(id)).GetAsync(ac) }
				a, b := one(1), one(2)
				write := tags.Filter(models.Tags.ID.Eq(1)).UpdateAsync(ac, models.Tags.Name.Set("first"))
				c, d, e := one(1), one(2), one(999)
				for i, f := range []*orm.Future[*models.Tag]{a, b, c, d} {
					row, err := f.Await(ac)
					require.NoError(t, err, in.name)
					require.EqualValues(t, i%2+1, row.ID)
				}
				_, err := e.Await(ac)
				require.ErrorIs(t, err, orm.ErrNotFound)
				_, err = write.Await(ac)
				return err
			}))
		}
	}
}

// TestLookupsSeeWhatIsWrittenBefore: those behind a write see it, those before do not.
func TestLookupsSeeWhatIsWrittenBefore(t *testing.T) {
	t.Parallel()
	db, _ := distant(t)
	for i := range 12 {
		old, name := "one", "two"
		if i%2 > 0 {
			old, name = name, old
		}
		_, err := models.Tags.Using(db).Filter(models.Tags.ID.Eq(3)).Update(t.Context(), models.Tags.Name.Set(old))
		require.NoError(t, err)
		require.NoError(t, orm.Async(context.Background(), func(ac orm.AsyncContext) error {
			one := func() *orm.Future[*models.Tag] {
				return models.Tags.Using(db).Filter(models.Tags.ID.Eq(3)).GetAsync(ac)
			}
			before := []*orm.Future[*models.Tag]{one(), one()}
			write := models.Tags.Using(db).Filter(models.Tags.ID.Eq(3)).UpdateAsync(ac, models.Tags.Name.Set(name))
			after := []*orm.Future[*models.Tag]{one(), one()}
			for _, f := range before {
				row, err := f.Await(ac)
				require.NoError(t, err)
				require.Equal(t, old, row.Name)
			}
			for _, f := range after {
				row, err := f.Await(ac)
				require.NoError(t, err)
				require.Equal(t, name, row.Name)
			}
			_, err := write.Await(ac)
			return err
		}))
	}
}
