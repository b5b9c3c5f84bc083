package conformance

import (
	"context"
	"errors"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/safety"
)

// Transactions of a DB.
var atomicTests = []test{
	{"Commit", atomicCommit},
	{"Rollback", atomicRollback},
	{"Panic", atomicPanic},
	{"Isolation", atomicIsolation},
	{"RootInside", rootInAtomic},
	{"RootAtomicInside", rootAtomicInAtomic},
	{"Cancelled", atomicCancelled},
	{"ReadOnly", atomicReadOnly},
	{"AfterEnd", txAfterEnd},
	{"AfterFailure", txAfterFailure},
	{"Orphan", atomicOrphan},
	{"Concurrent", txConcurrent},
}

var errUndo = errors.New("undo")

// addTag inserts a tag on e's session.
func addTag(e *env, name string) error {
	return create(e, models.Tags.Using(e.s), &models.Tag{Name: name})
}

// tagNames are the names of the tags that tests added.
func tagNames(e *env) []string {
	e.Helper()
	out := []string{}
	for _, r := range e.plain("SELECT name FROM tags WHERE id > 13 ORDER BY id") {
		out = append(out, r[0])
	}
	return out
}

func atomicCommit(e *env) {
	require.NoError(e, e.atomic(func(e *env, tx *orm.Tx) error {
		if err := addTag(e, "a"); err != nil {
			return err
		}
		q := models.Tags.Using(tx)
		require.EqualValues(e, 14, must(e, q.Count, q.CountAsync), "it sees what it did")
		return addTag(e, "b")
	}))
	require.Equal(e, []string{"a", "b"}, tagNames(e))
	require.NoError(e, e.atomic(func(*env, *orm.Tx) error { return nil }))
}

func atomicRollback(e *env) {
	err := e.atomic(func(e *env, _ *orm.Tx) error {
		require.NoError(e, addTag(e, "a"))
		return errUndo
	})
	require.ErrorIs(e, err, errUndo)
	require.Empty(e, tagNames(e))
	require.NoError(e, addTag(e, "after"))
	require.Equal(e, []string{"after"}, tagNames(e))
}

// atomicPanic: a panic rolls back and goes on.
func atomicPanic(e *env) {
	func() {
		defer func() {
			got := recover()
			require.NotNil(e, got)
			if p, ok := got.(*safety.PanicError); ok { // of a future, with both stacks
				got = p.Value
			}
			require.Equal(e, "boom", got)
		}()
		_ = e.atomic(func(e *env, _ *orm.Tx) error {
			require.NoError(e, addTag(e, "a"))
			panic("boom")
		})
	}()
	require.Empty(e, tagNames(e))
	require.NoError(e, addTag(e, "after"))
}

// atomicIsolation: nobody else sees what is not committed, where somebody else can look.
func atomicIsolation(e *env) {
	started, looked := make(chan struct{}), make(chan struct{})
	done := make(chan error, 1)
	go func() {
		done <- e.atomic(func(e *env, _ *orm.Tx) error {
			err := addTag(e, "a")
			close(started)
			<-looked
			return err
		})
	}()
	<-started
	ctx, cancel := context.WithTimeout(e.ctx, time.Second)
	n, err := models.Tags.Using(e.db).Count(ctx)
	cancel()
	close(looked)
	if err == nil {
		require.EqualValues(e, 13, n)
	} else { // one connection for everything: it waits
		require.ErrorIs(e, err, context.DeadlineExceeded)
	}
	require.NoError(e, <-done)
	require.EqualValues(e, 14, must(e, models.Tags.Using(e.db).Count, models.Tags.Using(e.db).CountAsync))
}

// rootInAtomic: with a small pool the DB, inside of its own transaction, would wait for itself.
func rootInAtomic(e *env) {
	require.NoError(e, e.atomic(func(e *env, tx *orm.Tx) error {
		out := e.outside()
		q := models.Tags.Using(e.db)
		_, err := ask(out, q.All, q.AllAsync)
		require.ErrorIs(e, err, orm.ErrRootInAtomic)
		_, err = ask(out, q.Count, q.CountAsync)
		require.ErrorIs(e, err, orm.ErrRootInAtomic)
		require.ErrorIs(e, create(out, q, &models.Tag{Name: "x"}), orm.ErrRootInAtomic)
		require.ErrorIs(e, each(out, q, func(*env, *models.Tag) error { return nil }), orm.ErrRootInAtomic)
		e.queries(0, "nothing was sent")
		require.EqualValues(e, 13, must(e, q.Using(tx).Count, q.Using(tx).CountAsync))
		return nil
	}))
}

// rootAtomicInAtomic: a second transaction inside of one would wait for the first for ever.
func rootAtomicInAtomic(e *env) {
	in := *e
	var cancel context.CancelFunc
	in.ctx, cancel = context.WithTimeout(e.ctx, 5*time.Second)
	defer cancel()
	require.NoError(e, in.atomic(func(e *env, _ *orm.Tx) error {
		err := e.outside().atomic(func(*env, *orm.Tx) error { return nil })
		require.ErrorIs(e, err, orm.ErrRootInAtomic)
		return nil
	}))
}

// atomicCancelled: when the context ends inside, nothing is committed.
func atomicCancelled(e *env) {
	in := *e
	var cancel context.CancelFunc
	in.ctx, cancel = context.WithCancel(e.ctx)
	err := in.atomic(func(e *env, _ *orm.Tx) error {
		require.NoError(e, addTag(e, "a"))
		cancel()
		return nil
	})
	require.ErrorIs(e, err, context.Canceled)
	require.Empty(e, tagNames(e))
	require.ErrorIs(e, in.atomic(func(*env, *orm.Tx) error { return errors.New("ran") }), context.Canceled)
	in.ctx, cancel = context.WithCancel(e.ctx)
	err = in.atomic(func(e *env, tx *orm.Tx) error {
		cancel()
		q := models.Tags.Using(tx)
		_, err := ask(e, q.All, q.AllAsync)
		require.ErrorIs(e, err, context.Canceled)
		return err
	})
	require.ErrorIs(e, err, context.Canceled)
	require.NoError(e, addTag(e, "after"))
}

func atomicReadOnly(e *env) {
	require.ErrorIs(e, e.atomic(func(e *env, tx *orm.Tx) error {
		q := models.Tags.Using(tx)
		require.EqualValues(e, 13, must(e, q.Count, q.CountAsync))
		return addTag(e, "a")
	}, orm.ReadOnly()), orm.ErrReadOnly)
	require.Empty(e, tagNames(e))
	require.NoError(e, addTag(e, "after"))
}

func txAfterEnd(e *env) {
	var kept *orm.Tx
	var row *models.Tag
	require.NoError(e, e.atomic(func(e *env, tx *orm.Tx) error {
		kept = tx
		q := models.Tags.Using(tx).Filter(models.Tags.ID.Eq(1))
		row = must(e, q.Get, q.GetAsync)
		return nil
	}))
	q := models.Tags.Using(kept)
	_, err := ask(e, q.All, q.AllAsync)
	require.ErrorIs(e, err, orm.ErrTxDone)
	require.ErrorIs(e, create(e, q, &models.Tag{Name: "x"}), orm.ErrTxDone)
	require.ErrorIs(e, each(e, q, func(*env, *models.Tag) error { return nil }), orm.ErrTxDone)
	late := *e
	late.s = kept
	require.ErrorIs(e, late.atomic(func(*env, *orm.Tx) error { return nil }), orm.ErrTxDone)
	// The rows of a transaction that has ended have nothing to load from.
	_, err = ask(e, row.LoadBooks, row.LoadBooksAsync)
	require.ErrorIs(e, err, orm.ErrTxDone)
}

// txAfterFailure: after a statement that was refused nothing more is done, and nothing is committed, whether or not
// anybody looked at its error; but a savepoint around it leaves the rest of the transaction as it was.
func txAfterFailure(e *env) {
	require.ErrorIs(e, e.atomic(func(e *env, _ *orm.Tx) error {
		require.NoError(e, addTag(e, "a"))
		require.Error(e, addTag(e, "go"))
		require.ErrorIs(e, addTag(e, "b"), orm.ErrTxFailed)
		return nil
	}), orm.ErrTxFailed)
	require.Empty(e, tagNames(e))
	require.NoError(e, e.atomic(func(e *env, _ *orm.Tx) error {
		require.NoError(e, addTag(e, "a"))
		var violated *orm.ConstraintError
		require.ErrorAs(e, e.atomic(func(e *env, _ *orm.Tx) error {
			require.NoError(e, addTag(e, "b"))
			return addTag(e, "go")
		}), &violated)
		return addTag(e, "c")
	}))
	require.Equal(e, []string{"a", "c"}, tagNames(e))
}

// atomicOrphan: a future that nobody awaited rolls the transaction back, and is named.
func atomicOrphan(e *env) {
	if !e.async {
		return
	}
	err := e.atomic(func(e *env, tx *orm.Tx) error {
		require.NoError(e, addTag(e, "a"))
		models.Tags.Using(tx).CreateAsync(*e.ac, &models.Tag{Name: "forgotten"})
		return nil
	})
	var orphans *safety.OrphanFutureError
	require.ErrorAs(e, err, &orphans)
	require.Len(e, orphans.Orphans, 1)
	require.Equal(e, "Tags.Create", orphans.Orphans[0].Call)
	require.Contains(e, orphans.Orphans[0].Site.String(), "atomic.go")
	require.Empty(e, tagNames(e))
}

// txConcurrent: any number of goroutines may use one transaction; its calls run one after another, also those that are
// several statements.
func txConcurrent(e *env) {
	require.NoError(e, e.atomic(func(e *env, tx *orm.Tx) error {
		t, b := &models.Tags, &models.Books
		errs := make(chan error, 60)
		for i := range 20 {
			go func() {
				q := b.Using(tx)
				n, err := ask(e, q.Count, q.CountAsync)
				if err == nil && n < 60 {
					err = errors.New("too few books")
				}
				errs <- err
			}()
			go func() {
				q := t.Using(tx).Filter(t.ID.Eq(1))
				_, err := updateOr(e, q, &models.Tag{Name: "x"}, t.Name.Set("name "+cell(i)))
				errs <- err
			}()
			go func() {
				errs <- bulk(e, b.Using(tx), []*models.Book{draft("one " + cell(i)), {AuthorID: 1, Title: "two", ISBN: "two " + cell(i), Price: money("1")}})
			}()
		}
		failed := map[string]int{}
		for range 60 {
			if err := <-errs; err != nil {
				failed[err.Error()]++
			}
		}
		require.Empty(e, failed)
		return nil
	}))
	require.Equal(e, "100", e.number("SELECT count(*) FROM books"))
}
