package ormtest_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/ormtest"
)

// TestRoundTripsOfSQLite: each statement is one, and so are BEGIN, COMMIT and savepoints.
func TestRoundTripsOfSQLite(t *testing.T) {
	t.Parallel()
	db := shop(t)
	tags := []*models.Tag{{Name: "one"}, {Name: "two"}, {Name: "three"}}
	ormtest.ExpectRoundTrips(t, t.Context(), 6, func(ctx context.Context) {
		require.NoError(t, db.Atomic(ctx, func(ctx context.Context, tx *orm.Tx) error {
			if err := models.Tags.Using(tx).BulkCreate(ctx, tags); err != nil {
				return err
			}
			return tx.Atomic(ctx, func(ctx context.Context, tx *orm.Tx) error {
				_, err := models.Tags.Using(tx).Filter(models.Tags.Name.Eq("one")).Delete(ctx)
				return err
			})
		}))
	})
	ormtest.ExpectRoundTrips(t, t.Context(), 2, func(ctx context.Context) {
		require.NoError(t, orm.Async(ctx, func(ac orm.AsyncContext) error {
			return orm.WaitAll(ac, models.Books.Using(db).CountAsync(ac), models.Tags.Using(db).CountAsync(ac))
		}))
	})
	ormtest.ExpectRoundTrips(t, t.Context(), 1, func(ctx context.Context) {
		for _, err := range models.Books.Using(db).Iterate(ctx) {
			require.NoError(t, err)
		}
	})

	ctx, counter := ormtest.CountQueries(t.Context())
	_, err := models.Books.Using(db).Limit(0).All(ctx)
	require.NoError(t, err)
	require.Zero(t, counter.RoundTrips(), "nothing is asked")
	inner, innermost := ormtest.CountQueries(ctx)
	_, err = models.Books.Using(db).Count(inner)
	require.NoError(t, err)
	require.Equal(t, 1, counter.RoundTrips())
	require.Equal(t, 1, innermost.RoundTrips())
	counter.Reset()
	require.Zero(t, counter.RoundTrips())
}

// TestExpectRoundTrips: a failure lists what travelled, and with what.
func TestExpectRoundTrips(t *testing.T) {
	t.Parallel()
	db := shop(t)
	fake := &fakeT{}
	ormtest.ExpectRoundTrips(fake, t.Context(), 1, func(ctx context.Context) {
		_ = db.Atomic(ctx, func(ctx context.Context, tx *orm.Tx) error {
			return models.Tags.Using(tx).Create(ctx, &models.Tag{ID: 1, Name: "again"})
		})
	})
	require.Len(t, fake.errors, 1)
	require.Regexp(t, `^ormtest: expected 1 round trip, got 3 round trips
   1\. BEGIN
   2\. INSERT INTO "tags" .*  -- ormtest/roundtrips_test\.go:\d+, rows: 0, error: unique constraint violated on tags .*
   3\. ROLLBACK$`, fake.errors[0])
}
