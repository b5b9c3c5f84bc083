package conformance

import (
	"context"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/safety"
)

// The guard, as far as a database is needed to show it.
var guardTests = []test{
	{"BlockingCalls", guardBlockingCalls},
	{"LazyLoads", guardLazyLoads},
	{"NotByData", guardNotByData},
	{"Atomic", guardAtomic},
}

// guardBlockingCalls: every blocking call is refused in async code, before anything is sent.
func guardBlockingCalls(e *env) {
	if !e.async {
		return
	}
	b := &models.Books
	q := b.Using(e.s)
	calls := map[string]func(ctx context.Context) error{
		"All":        func(ctx context.Context) error { _, err := q.All(ctx); return err },
		"Get":        func(ctx context.Context) error { _, err := q.Get(ctx); return err },
		"First":      func(ctx context.Context) error { _, err := q.First(ctx); return err },
		"Last":       func(ctx context.Context) error { _, err := q.Last(ctx); return err },
		"Count":      func(ctx context.Context) error { _, err := q.Count(ctx); return err },
		"Exists":     func(ctx context.Context) error { _, err := q.Exists(ctx); return err },
		"None":       func(ctx context.Context) error { _, err := q.None().All(ctx); return err },
		"Create":     func(ctx context.Context) error { return q.Create(ctx, draft("x")) },
		"BulkCreate": func(ctx context.Context) error { return q.BulkCreate(ctx, nil) },
		"Save":       func(ctx context.Context) error { return q.Save(ctx, draft("x")) },
		"Update":     func(ctx context.Context) error { _, err := q.AllRows().Update(ctx, b.Stock.Set(1)); return err },
		"Delete":     func(ctx context.Context) error { _, err := q.AllRows().Delete(ctx); return err },
		"GetOrCreate": func(ctx context.Context) error {
			_, err := q.GetOrCreate(ctx, draft("x"))
			return err
		},
		"UpdateOrCreate": func(ctx context.Context) error {
			_, err := q.UpdateOrCreate(ctx, draft("x"), b.Stock.Set(1))
			return err
		},
		"InBulk":    func(ctx context.Context) error { _, err := orm.InBulk(ctx, q, b.ID, 1); return err },
		"Project":   func(ctx context.Context) error { _, err := orm.Project(q, bindTotals).All(ctx); return err },
		"Aggregate": func(ctx context.Context) error { _, err := orm.Aggregate(ctx, q, bindTotals); return err },
		"Load":      func(ctx context.Context) error { return orm.Load(ctx, e.s, []*models.Book{{ID: 1}}, b.Author) },
		"Atomic": func(ctx context.Context) error {
			return e.db.Atomic(ctx, func(context.Context, *orm.Tx) error { return nil })
		},
		"Script": func(ctx context.Context) error { return orm.Script(ctx, e.db, "DELETE FROM reviews") },
		"Iterate": func(ctx context.Context) error {
			for _, err := range q.Iterate(ctx) {
				return err
			}
			return nil
		},
	}
	for name, call := range calls {
		require.NoError(e, e.scope(func(ac orm.AsyncContext) error {
			err := call(ac.Context())
			require.ErrorIs(e, err, safety.ErrBlockingCall, name)
			require.ErrorContains(e, err, "Async", name)
			require.ErrorIs(e, call(context.WithoutCancel(ac.Context())), safety.ErrBlockingCall, name)
			return nil
		}))
	}
	e.queries(0)
}

func guardLazyLoads(e *env) {
	if !e.async {
		return
	}
	b := &models.Books
	var kept *models.Book
	require.NoError(e, e.scope(func(ac orm.AsyncContext) error {
		row, err := b.Using(e.s).Filter(b.ID.Eq(1)).GetAsync(ac).Await(ac)
		if err != nil {
			return err
		}
		kept = row
		for _, ctx := range []context.Context{ac.Context(), context.Background(), e.ctx} {
			_, err = row.LoadAuthor(ctx)
			require.ErrorIs(e, err, safety.ErrLazyLoad)
			require.ErrorContains(e, err, "SelectRelated(models.Books.Author)")
			_, err = row.LoadTags(ctx)
			require.ErrorIs(e, err, safety.ErrLazyLoad)
			require.ErrorContains(e, err, "PrefetchRelated(models.Books.Tags)")
		}
		tags, err := row.LoadTagsAsync(ac).Await(ac)
		require.Len(e, tags, 6)
		_, lazy := tags[0].LoadBooks(context.Background())
		require.ErrorIs(e, lazy, safety.ErrLazyLoad, "rows that were loaded by rows, too")
		return err
	}))
	author, err := kept.LoadAuthor(context.Background()) // a row that was kept, used later
	require.NoError(e, err)
	require.EqualValues(e, 1, author.ID)
}

// guardNotByData: a relation that happens to be loaded, or to be absent, is refused like any other.
func guardNotByData(e *env) {
	if !e.async {
		return
	}
	a := &models.Authors
	require.NoError(e, e.scope(func(ac orm.AsyncContext) error {
		rows, err := a.Using(e.s).OrderBy(a.ID.Asc()).SelectRelated(a.Publisher).AllAsync(ac).Await(ac)
		require.False(e, rows[0].MentorID.Valid)
		_, lazy := rows[0].LoadMentor(context.Background())
		require.ErrorIs(e, lazy, safety.ErrLazyLoad)
		_, lazy = rows[0].LoadPublisher(context.Background())
		require.ErrorIs(e, lazy, safety.ErrLazyLoad)
		require.NotNil(e, has(e, rows[0].Publisher), "the accessor is free")
		return err
	}))
}

// guardAtomic: a blocking transaction in async code, and blocking calls in an asynchronous one.
func guardAtomic(e *env) {
	if !e.async {
		return
	}
	require.NoError(e, e.atomic(func(in *env, tx *orm.Tx) error {
		_, err := models.Tags.Using(tx).All(in.ctx)
		require.ErrorIs(e, err, safety.ErrBlockingCall)
		err = tx.Atomic(in.ctx, func(context.Context, *orm.Tx) error { return nil })
		require.ErrorIs(e, err, safety.ErrBlockingCall)
		return nil
	}))
	// A blocking transaction may open a scope, in which its own context is guarded.
	require.NoError(e, e.db.Atomic(e.ctx, func(ctx context.Context, tx *orm.Tx) error {
		return orm.Async(ctx, func(ac orm.AsyncContext) error {
			_, err := models.Tags.Using(tx).All(ctx)
			require.ErrorIs(e, err, safety.ErrBlockingCall)
			n, err := models.Tags.Using(tx).CountAsync(ac).Await(ac)
			require.EqualValues(e, 13, n)
			return err
		})
	}))
}
