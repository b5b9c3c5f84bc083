package conformance

import (
	"context"
	"errors"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/safety"
)

// What runs after a commit.
var onCommitTests = []test{
	{"Order", onCommit},
	{"Colour", onCommitColour},
}

func onCommit(e *env) {
	var ran []string
	note := func(name string) func(context.Context) {
		return func(context.Context) { ran = append(ran, name) }
	}
	require.NoError(e, e.atomic(func(e *env, tx *orm.Tx) error {
		tx.OnCommit(note("outer"))
		require.ErrorIs(e, e.atomic(func(_ *env, tx *orm.Tx) error {
			tx.OnCommit(note("undone"))
			return errUndo
		}), errUndo)
		require.NoError(e, e.atomic(func(_ *env, tx *orm.Tx) error {
			tx.OnCommit(note("inner"))
			return nil
		}))
		tx.OnCommit(note("last"))
		require.Empty(e, ran)
		return nil
	}))
	require.Equal(e, []string{"outer", "inner", "last"}, ran)
	require.ErrorIs(e, e.atomic(func(_ *env, tx *orm.Tx) error {
		tx.OnCommit(note("never"))
		return errUndo
	}), errUndo)
	require.Len(e, ran, 3)
	// It may use the DB, and sees what was committed.
	if !e.async {
		var n int64
		require.NoError(e, e.atomic(func(e *env, tx *orm.Tx) error {
			tx.OnCommit(func(ctx context.Context) { n, _ = models.Tags.Using(e.db).Count(ctx) })
			return addTag(e, "a")
		}))
		require.EqualValues(e, 14, n)
	}
}

// onCommitColour: what runs after an asynchronous transaction is not given a context in which the guard is off.
func onCommitColour(e *env) {
	if !e.async {
		return
	}
	err := errors.New("did not run")
	require.NoError(e, e.atomic(func(e *env, tx *orm.Tx) error {
		tx.OnCommit(func(ctx context.Context) {
			err = orm.Async(ctx, func(ac orm.AsyncContext) error {
				_, err := models.Tags.Using(e.db).Count(ac.Context())
				require.ErrorIs(e, err, safety.ErrBlockingCall, "guarded in a scope of its own")
				return nil
			})
			if err == nil {
				_, err = models.Tags.Using(e.db).Count(ctx)
			}
		})
		return nil
	}))
	if err != nil { // refused as a blocking call in async code, or allowed because its colour is synchronous: one of both
		require.ErrorIs(e, err, safety.ErrBlockingCall)
	}
}
