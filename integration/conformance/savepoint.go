package conformance

import (
	"errors"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
)

// Transactions inside of transactions.
var savepointTests = []test{
	{"Nested", savepointNested},
	{"ParentWhileOpen", savepointParent},
	{"Panic", savepointPanic},
	{"Siblings", savepointSiblings},
	{"Deep", savepointDeep},
}

func savepointNested(e *env) {
	require.NoError(e, e.atomic(func(e *env, _ *orm.Tx) error {
		require.NoError(e, addTag(e, "a"))
		require.NoError(e, e.atomic(func(e *env, _ *orm.Tx) error {
			require.NoError(e, addTag(e, "b"))
			require.ErrorIs(e, e.atomic(func(e *env, _ *orm.Tx) error {
				require.NoError(e, addTag(e, "c"))
				return errUndo
			}), errUndo)
			return addTag(e, "d")
		}))
		require.ErrorIs(e, e.atomic(func(e *env, _ *orm.Tx) error {
			require.NoError(e, e.atomic(func(e *env, _ *orm.Tx) error { return addTag(e, "e") }))
			return errUndo
		}), errUndo)
		return addTag(e, "f")
	}))
	require.Equal(e, []string{"a", "b", "d", "f"}, tagNames(e))
}

// savepointParent: while a savepoint is open, its parent refuses everything at once.
func savepointParent(e *env) {
	require.NoError(e, e.atomic(func(outer *env, tx *orm.Tx) error {
		return outer.atomic(func(e *env, inner *orm.Tx) error {
			mixed := *e // the inner context with the outer transaction
			mixed.s = tx
			q := models.Tags.Using(tx)
			_, err := ask(&mixed, q.All, q.AllAsync)
			require.ErrorIs(e, err, orm.ErrSavepointOpen)
			require.ErrorIs(e, addTag(&mixed, "x"), orm.ErrSavepointOpen)
			require.ErrorIs(e, each(&mixed, q, func(*env, *models.Tag) error { return nil }), orm.ErrSavepointOpen)
			if !e.async {
				require.ErrorIs(e, mixed.atomic(func(*env, *orm.Tx) error { return nil }), orm.ErrSavepointOpen)
			}
			return addTag(e, "in")
		})
	}))
	require.Equal(e, []string{"in"}, tagNames(e))
}

func savepointPanic(e *env) {
	require.NoError(e, e.atomic(func(e *env, _ *orm.Tx) error {
		require.NoError(e, addTag(e, "a"))
		require.Panics(e, func() {
			_ = e.atomic(func(e *env, _ *orm.Tx) error {
				require.NoError(e, addTag(e, "b"))
				panic("boom")
			})
		})
		return addTag(e, "c")
	}))
	require.Equal(e, []string{"a", "c"}, tagNames(e))
}

// savepointSiblings: asynchronous children of one transaction run one after another, and are kept or undone each by
// itself.
func savepointSiblings(e *env) {
	if !e.async {
		return
	}
	require.NoError(e, e.atomic(func(e *env, tx *orm.Tx) error {
		open := 0
		child := func(name string, err error) *orm.Future[struct{}] {
			return tx.AtomicAsync(*e.ac, func(ac orm.AsyncContext, tx *orm.Tx) error {
				open++
				defer func() { open-- }()
				if open > 1 {
					return errors.New("two at once")
				}
				if _, err := models.Tags.Using(tx).CreateAsync(ac, &models.Tag{Name: name}).Await(ac); err != nil {
					return err
				}
				time.Sleep(time.Millisecond)
				return err
			})
		}
		a, b, c := child("a", nil), child("b", errUndo), child("c", nil)
		_, err := orm.GatherAll(*e.ac, a, b, c)
		require.ErrorIs(e, err, errUndo)
		require.NotErrorIs(e, err, orm.ErrSavepointOpen)
		return nil
	}))
	require.ElementsMatch(e, []string{"a", "c"}, tagNames(e))
}

func savepointDeep(e *env) {
	var down func(e *env, n int) error
	down = func(e *env, n int) error {
		if err := addTag(e, "level "+cell(n)); err != nil || n == 30 {
			return err
		}
		return e.atomic(func(e *env, _ *orm.Tx) error { return down(e, n+1) })
	}
	require.NoError(e, e.atomic(func(e *env, _ *orm.Tx) error { return down(e, 1) }))
	require.Len(e, tagNames(e), 30)
}
