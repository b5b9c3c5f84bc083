package compilefail

import "testing"

// TestColour shows that the colour of code is in its types: neither voice takes the other's context.
func TestColour(t *testing.T) {
	t.Parallel()
	const notContext = "AsyncContext does not implement context.Context (missing method Deadline)"
	const notAsync = "cannot use ctx (variable of interface type context.Context) as"
	check(t, builds{
		`_, _ = q.All(ctx)`,
		`_ = q.AllAsync(ac)`,
		`_, _ = q.All(ac.Context())`, // the guard's, not the compiler's
		`_, _ = book.LoadAuthor(ctx)`,
		`_ = book.LoadAuthorAsync(ac)`,
		`_, _ = book.LoadAuthorAsync(ac).Await(ac)`,
		`_ = db.Atomic(ctx, func(ctx context.Context, tx *orm.Tx) error { return nil })`,
		`_ = db.AtomicAsync(ac, func(ac orm.AsyncContext, tx *orm.Tx) error { return nil })`,
		`for range q.Iterate(ctx) {}; for range q.IterateAsync(ac) {}`,
		`_ = orm.Async(ctx, func(ac orm.AsyncContext) error { return nil })`,
		`var _ safety.AsyncContext = ac`,
	}, fails{
		{`_, _ = q.All(ac)`, notContext},
		{`_, _ = q.Get(ac)`, notContext},
		{`_, _ = q.Count(ac)`, notContext},
		{`_ = q.Create(ac, book)`, notContext},
		{`for range q.Iterate(ac) {}`, notContext},
		{`_, _ = orm.InBulk(ac, q, models.Books.ID, 1)`, notContext},
		{`_ = orm.Load(ac, db, books, models.Books.Author)`, notContext},
		{`_ = orm.Script(ac, db, "")`, notContext},
		{`_, _ = book.LoadAuthor(ac)`, notContext},
		{`_, _ = book.LoadTags(ac)`, notContext},
		{`_ = db.Atomic(ac, nil)`, notContext},
		{`_ = tx.Atomic(ac, nil)`, notContext},
		{`_ = orm.Async(ac, nil)`, notContext},
		{`var _ context.Context = ac`, notContext},
		{`_, _ = context.WithCancel(ac)`, notContext},
		{`_ = q.AllAsync(ctx)`, notAsync},
		{`_ = book.LoadAuthorAsync(ctx)`, notAsync},
		{`_, _ = q.AllAsync(ac).Await(ctx)`, notAsync},
		{`_ = db.Atomic(ctx, func(ac orm.AsyncContext, tx *orm.Tx) error { return nil })`, "cannot use (func(ac orm.AsyncContext"},
		{`_ = orm.Async(ctx, func(ctx context.Context) error { return nil })`, "cannot use (func(ctx context.Context) error"},
		{`_ = safety.AsyncContext(ctx)`, "cannot convert ctx"},
	})
}

// TestFutures shows that a future is no answer.
func TestFutures(t *testing.T) {
	t.Parallel()
	check(t, builds{
		`var _ *orm.Future[[]*models.Book] = q.AllAsync(ac)`,
		`var _ *orm.Future[bool] = q.GetOrCreateAsync(ac, book)`,
		`_, _ = orm.Gather(ac, q.CountAsync(ac), q.CountAsync(ac))`,
		`_ = orm.WaitAll(ac, q.CountAsync(ac), q.AllAsync(ac))`,
	}, fails{
		{`for range q.AllAsync(ac) {}`, "cannot range over q.AllAsync(ac)"},
		{`var _ []*models.Book = q.AllAsync(ac)`, "cannot use q.AllAsync(ac)"},
		{`_, _ = q.AllAsync(ac)`, "assignment mismatch"},
		{`_, _ = orm.Gather(ac, q.CountAsync(ac), q.AllAsync(ac))`, "does not match inferred type"},
		{`_ = orm.WaitAll(ac, ac)`, "does not implement safety.Awaitable"},
	})
}
