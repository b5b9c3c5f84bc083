package safety_test

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/safety"
)

// here and there are two sites of this file; their line numbers are printed as 1 and 2.
var here = safety.Caller(0)
var there = safety.Caller(0)

func golden(t *testing.T, err error, want string) {
	t.Helper()
	got := err.Error()
	got = strings.ReplaceAll(got, here.String(), "shop/list.go:44")
	got = strings.ReplaceAll(got, there.String(), "shop/list.go:41")
	got = regexp.MustCompile(`safety/errors_test\.go:\d+`).ReplaceAllString(got, "shop/list.go:?")
	if diff := cmp.Diff(strings.TrimSpace(want), got); diff != "" {
		t.Errorf("text differs (-want +got):\n%s", diff)
	}
}

var loaded = safety.Origin{Table: "Books", Call: "All", At: here}

func TestErrorTexts(t *testing.T) {
	t.Parallel()
	tags := safety.Relation{Package: "models", Table: "Books", Model: "Book", Name: "Tags", Receiver: "book", ToMany: true}
	deepPath := safety.Relation{Model: "Author", Name: "Publisher", Receiver: "author",
		Path: "query.Through(models.Books.Author, models.Authors.Publisher)"}
	for name, c := range map[string]struct {
		err  error
		is   error
		want string
	}{
		"lazy load": {
			&safety.LazyLoadError{LazyLoad: safety.LazyLoad{Relation: authorLoad, Rows: loaded}, Cause: safety.CauseAsyncContext, ScopeAt: there},
			safety.ErrLazyLoad, `
safety: lazy load of Book.Author in an async context
    rows loaded at  shop/list.go:44 (Books.All)
    scope opened at shop/list.go:41
  fix: add SelectRelated(models.Books.Author) to the query at shop/list.go:44,
       or await book.LoadAuthorAsync(ac)`},
		"lazy load, to-many, escaped context": {
			&safety.LazyLoadError{LazyLoad: safety.LazyLoad{Relation: tags, Rows: loaded}, Cause: safety.CauseAsyncRow, ScopeAt: there},
			safety.ErrLazyLoad, `
safety: lazy load of Book.Tags in an async context
    rows loaded at  shop/list.go:44 (Books.All)
    scope opened at shop/list.go:41
    context         does not belong to the scope that the rows came out of
  fix: add PrefetchRelated(models.Books.Tags) to the query at shop/list.go:44,
       or await book.LoadTagsAsync(ac)`},
		"lazy load of a hand-made row": {
			&safety.LazyLoadError{LazyLoad: safety.LazyLoad{Relation: authorLoad, Site: here}, Cause: safety.CauseAsyncContext, ScopeAt: there},
			safety.ErrLazyLoad, `
safety: lazy load of Book.Author in an async context
    rows            were not loaded by a query
    loaded at       shop/list.go:44
    scope opened at shop/list.go:41
  fix: await orm.LoadAsync(ac, db, rows, models.Books.Author)`},
		"lazy load, longer path": {
			&safety.LazyLoadError{LazyLoad: safety.LazyLoad{Relation: deepPath, Rows: loaded}, Cause: safety.CauseAsyncContext, ScopeAt: there},
			safety.ErrLazyLoad, `
safety: lazy load of Author.Publisher in an async context
    rows loaded at  shop/list.go:44 (Books.All)
    scope opened at shop/list.go:41
  fix: add SelectRelated(query.Through(models.Books.Author, models.Authors.Publisher)) to the query at shop/list.go:44,
       or await author.LoadPublisherAsync(ac)`},
		"blocking call": {
			&safety.BlockingCallError{Call: safety.Call{On: "Books", Name: "All", Twin: "AllAsync", Site: here}, Cause: safety.CauseAsyncContext, ScopeAt: there},
			safety.ErrBlockingCall, `
safety: blocking call Books.All in an async context
    called at       shop/list.go:44
    scope opened at shop/list.go:41
  fix: use AllAsync(ac) instead of All, and await its future`},
		"blocking call, captured context, no reason": {
			&safety.BlockingCallError{Call: safety.Call{On: "db", Name: "Ping", Site: here}, Cause: safety.CauseCapturedContext, ScopeAt: there, NoReason: true},
			safety.ErrBlockingCall, `
safety: blocking call db.Ping in an async context
    called at       shop/list.go:44
    scope opened at shop/list.go:41
    context         from outside of the scope, which is still open beneath it
    AllowUnsafe     was given no reason, so it opened nothing
  fix: make the call outside of the async scope`},
		"not loaded": {
			&safety.NotLoadedError{Relation: authorLoad, Rows: loaded},
			safety.ErrNotLoaded, `
safety: Book.Author is not loaded
    rows loaded at shop/list.go:44 (Books.All)
  fix: add SelectRelated(models.Books.Author) to the query at shop/list.go:44,
       or call book.LoadAuthor(ctx)`},
		"not loaded, to-many": {
			&safety.NotLoadedError{Relation: tags, Rows: loaded},
			safety.ErrNotLoaded, `
safety: Book.Tags is not loaded
    rows loaded at shop/list.go:44 (Books.All)
  fix: add PrefetchRelated(models.Books.Tags) to the query at shop/list.go:44,
       or call book.LoadTags(ctx)`},
		"not loaded, hand-made": {
			&safety.NotLoadedError{Relation: authorLoad},
			safety.ErrNotLoaded, `
safety: Book.Author is not loaded
  fix: the row was not loaded by a query: use orm.Load(ctx, db, rows, models.Books.Author),
       or await orm.LoadAsync(ac, db, rows, models.Books.Author)`},
		"not loaded, field": {
			&safety.NotLoadedError{Relation: safety.Relation{Package: "models", Table: "Books", Model: "Book", Name: "Price"}, Field: true, Rows: loaded},
			safety.ErrNotLoaded, `
safety: Book.Price is not loaded
    rows loaded at shop/list.go:44 (Books.All)
  fix: add models.Books.Price to Only, or take it out of Defer, in the query at shop/list.go:44`},
		"stale": {
			&safety.StaleRelationError{Relation: authorLoad, Key: "AuthorID", Rows: loaded},
			safety.ErrStaleRelation, `
safety: Book.Author is stale: Book.AuthorID was changed after it was loaded
    rows loaded at shop/list.go:44 (Books.All)
  fix: call book.LoadAuthor(ctx) after the change`},
		"stale, hand-made": {
			&safety.StaleRelationError{Relation: authorLoad, Key: "AuthorID"},
			safety.ErrStaleRelation, `
safety: Book.Author is stale: Book.AuthorID was changed after it was loaded
  fix: the row was not loaded by a query: use orm.Load(ctx, db, rows, models.Books.Author)`},
		"orphans": {
			&safety.OrphanFutureError{ScopeAt: there, Orphans: []safety.Orphan{
				{Call: "Books.Create", Site: here, State: safety.NotSent, Err: safety.ErrNotSent},
				{Call: "Books.All", Site: here, State: safety.Executed},
				{Call: "Books.Save", Site: here, State: safety.Executed, Err: errTest},
				{Call: "Books.Delete", Site: here, State: safety.Unknown, Err: &safety.PanicError{Value: "boom"}},
			}},
			safety.ErrOrphanFuture, `
safety: 4 futures were never awaited
    Books.Create    created at shop/list.go:44: not sent
    Books.All       created at shop/list.go:44: executed
    Books.Save      created at shop/list.go:44: executed, test error
    Books.Delete    created at shop/list.go:44: unknown, panic: boom
    scope opened at shop/list.go:41
  fix: await each of them (Await, Gather), or say that its answer is not needed:
       Discard has it done, Cancel (or defer f.Cancel()) drops it`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.ErrorIs(t, c.err, c.is)
			require.NotErrorIs(t, c.err, context.Canceled)
			golden(t, c.err, c.want)
		})
	}
}

func TestManyOrphansAreNotAllPrinted(t *testing.T) {
	t.Parallel()
	e := &safety.OrphanFutureError{Orphans: make([]safety.Orphan, 10_000)}
	require.Contains(t, e.Error(), "10000 futures were never awaited")
	require.Contains(t, e.Error(), "and 9990 more")
	require.Less(t, len(e.Error()), 2000)
}

func TestAsyncRowsGetTheAsyncFix(t *testing.T) {
	t.Parallel()
	require.NoError(t, safety.Async(t.Context(), func(ac safety.AsyncContext) error {
		rows := loaded
		rows.Scope = safety.ScopeOf(ac)
		require.ErrorContains(t, &safety.NotLoadedError{Relation: authorLoad, Rows: rows}, "or await book.LoadAuthorAsync(ac)")
		require.ErrorContains(t, &safety.StaleRelationError{Relation: authorLoad, Rows: rows}, "fix: await book.LoadAuthorAsync(ac)")
		return nil
	}))
}

func TestSite(t *testing.T) {
	t.Parallel()
	require.Equal(t, "unknown", safety.Site(0).String())
	require.Regexp(t, `^safety/errors_test\.go:\d+$`, here.String())
	require.NotEqual(t, here.String(), there.String())
	require.Zero(t, safety.Caller(1000))
	var scope *safety.Scope
	require.NoError(t, safety.Async(t.Context(), func(ac safety.AsyncContext) error {
		scope = safety.ScopeOf(ac)
		return nil
	}))
	require.Regexp(t, `^safety/errors_test\.go:\d+$`, scope.Site().String())
	require.True(t, errors.Is(safety.ErrCancelled, context.Canceled))
}
