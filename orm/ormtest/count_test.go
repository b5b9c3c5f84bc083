package ormtest_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/ormtest"
)

func TestBlockingVoiceIsCounted(t *testing.T) {
	t.Parallel()
	db := shop(t)
	ctx, counter := ormtest.CountQueries(t.Context())
	require.Zero(t, counter.N())
	require.Equal(t, "0 statements", counter.String())

	_, err := models.Books.Using(db).SelectRelated(models.Books.Author).PrefetchRelated(models.Books.Tags, models.Books.Reviews).All(ctx)
	require.NoError(t, err)
	require.Equal(t, 3, counter.N(), "%s", counter)
	statements := counter.Statements()
	require.Contains(t, statements[0].SQL, `FROM "books"`)
	require.EqualValues(t, 60, statements[0].Rows)

	counter.Reset()
	require.Zero(t, counter.N())
	require.Len(t, statements, 3, "what was handed out is the caller's")

	_, err = models.Books.Using(db).Limit(0).All(ctx)
	require.NoError(t, err)
	require.Zero(t, counter.N(), "an answer that is known to be empty is not asked for")

	_, err = models.Books.Using(db).Count(t.Context())
	require.NoError(t, err)
	require.Zero(t, counter.N(), "another context is not counted")
}

func TestAsynchronousVoiceIsCounted(t *testing.T) {
	t.Parallel()
	db := shop(t)
	ctx, counter := ormtest.CountQueries(t.Context())
	err := orm.Async(ctx, func(ac orm.AsyncContext) error {
		dropped := models.Books.Using(db).AllAsync(ac)
		dropped.Cancel()
		books := models.Books.Using(db).AllAsync(ac)
		count := models.Authors.Using(db).CountAsync(ac)
		if err := orm.WaitAll(ac, books, count); err != nil {
			return err
		}
		rows, err := books.Await(ac)
		if err != nil {
			return err
		}
		_, err = rows[0].LoadAuthorAsync(ac).Await(ac)
		return err
	})
	require.NoError(t, err)
	require.Equal(t, 3, counter.N(), "%s", counter)
}

func TestWritesAreCountedOnceWhateverTheRows(t *testing.T) {
	t.Parallel()
	db := shop(t)
	ctx, counter := ormtest.CountQueries(t.Context())
	err := db.Atomic(ctx, func(ctx context.Context, tx *orm.Tx) error {
		tags := []*models.Tag{{Name: "one"}, {Name: "two"}, {Name: "three"}}
		if err := models.Tags.Using(tx).BulkCreate(ctx, tags); err != nil {
			return err
		}
		return tx.Atomic(ctx, func(ctx context.Context, tx *orm.Tx) error {
			_, err := models.Tags.Using(tx).Filter(models.Tags.Name.Eq("one")).Delete(ctx)
			return err
		})
	})
	require.NoError(t, err)
	require.Equal(t, 2, counter.N(), "%s", counter)
	require.True(t, counter.Statements()[0].Write)
}

func TestFailedStatementsAreListedWithTheirError(t *testing.T) {
	t.Parallel()
	db := shop(t)
	ctx, counter := ormtest.CountQueries(t.Context())
	err := models.Tags.Using(db).Create(ctx, &models.Tag{ID: 1, Name: "again"})
	var refused *orm.ConstraintError
	require.ErrorAs(t, err, &refused)
	require.Equal(t, 1, counter.N())
	text := counter.String()
	require.True(t, strings.HasPrefix(text, "1 statement\n   1. INSERT INTO \"tags\""), text)
	require.Contains(t, text, "error: unique constraint violated on tags (id)")
}

func TestCountersNest(t *testing.T) {
	t.Parallel()
	db := shop(t)
	ctx, outer := ormtest.CountQueries(t.Context())
	_, err := models.Books.Using(db).Count(ctx)
	require.NoError(t, err)
	inner, counter := ormtest.CountQueries(ctx)
	_, err = models.Books.Using(db).Count(inner)
	require.NoError(t, err)
	require.Equal(t, 1, counter.N())
	require.Equal(t, 2, outer.N())
}
