package ormtest_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/ormtest"
)

// fakeT is a test that notes what it is told.
type fakeT struct {
	testing.TB
	errors []string
}

func (t *fakeT) Helper() {}

func (t *fakeT) Errorf(format string, args ...any) {
	t.errors = append(t.errors, fmt.Sprintf(format, args...))
}

func TestExpectQueries(t *testing.T) {
	t.Parallel()
	db := shop(t)
	perRow := func(ctx context.Context) { // the mistake that the function is there to find
		authors, err := models.Authors.Using(db).Limit(2).All(ctx)
		require.NoError(t, err)
		for _, a := range authors {
			_, err := models.Books.Using(db).Filter(models.Books.AuthorID.Eq(a.ID)).Count(ctx)
			require.NoError(t, err)
		}
	}
	ormtest.ExpectQueries(t, t.Context(), 3, perRow)

	fake := &fakeT{}
	ormtest.ExpectQueries(fake, t.Context(), 1, perRow)
	require.Len(t, fake.errors, 1)
	require.Contains(t, fake.errors[0], "ormtest: expected 1 queries, got 3 statements\n   1. SELECT")
	require.Contains(t, fake.errors[0], "\n   3. SELECT COUNT(*)")

	ormtest.ExpectQueries(t, t.Context(), 2, func(ctx context.Context) {
		err := orm.Async(ctx, func(ac orm.AsyncContext) error {
			_, err := orm.Gather(ac, models.Books.Using(db).CountAsync(ac), models.Tags.Using(db).CountAsync(ac))
			return err
		})
		require.NoError(t, err)
	})
}
