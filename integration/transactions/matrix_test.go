package transactions

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/safety"
)

var errUndo = errors.New("undo")

// ending is how a function ends that has made its futures.
type ending struct {
	name string
	end  func(cancel context.CancelFunc) error
	is   func(t *testing.T, err error) // nil: it is committed, if its futures let it
}

var endings = []ending{
	{name: "commit", end: func(context.CancelFunc) error { return nil }},
	{name: "rollback", end: func(context.CancelFunc) error { return errUndo }, is: func(t *testing.T, err error) {
		t.Helper()
		require.Equal(t, errUndo, err, "as it is, whatever its futures do")
	}},
	{name: "panic", end: func(context.CancelFunc) error { panic("boom") }, is: func(t *testing.T, err error) {
		t.Helper()
		var crash crashed
		require.ErrorAs(t, err, &crash)
		require.Equal(t, "boom", crash.value)
	}},
	{name: "cancel", end: func(cancel context.CancelFunc) error { cancel(); return nil }, is: is(context.Canceled, safety.ErrOrphanFuture)},
	{name: "cancel and return", end: func(cancel context.CancelFunc) error { cancel(); return errUndo }, is: is(context.Canceled, errUndo)},
}

// crashed is a panic that was recovered.
type crashed struct{ value any }

func (c crashed) Error() string { return fmt.Sprint("panic: ", c.value) }

// recovered is f, with its panic as an error.
func recovered(f func() error) (err error) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case *safety.PanicError:
			err = crashed{p.Value}
		default:
			err = crashed{p}
		}
	}()
	return f()
}

// shape is where in a transaction the futures are made, and what it ends.
type shape struct {
	name string
	// run runs a transaction, in which inner makes futures and ends. The error is that of the savepoint that inner is in,
	// if it is, or of the transaction; around is what is kept beside.
	run func(c *cell, ctx context.Context, async bool, inner func(level) error) (around []string, err error)
}

var shapes = []shape{
	{"plain", func(c *cell, ctx context.Context, async bool, inner func(level) error) ([]string, error) {
		return nil, begin(ctx, c.db, async, inner)
	}},
	{"savepoint", func(c *cell, ctx context.Context, async bool, inner func(level) error) (around []string, err error) {
		return c.goesOn(ctx, begin(ctx, c.db, async, func(l level) error {
			if err := l.add("before"); err != nil {
				return err
			}
			err = recovered(func() error { return l.savepoint(inner) })
			return l.add("after")
		}), "before", "after"), err
	}},
	{"behind a savepoint", func(c *cell, ctx context.Context, async bool, inner func(level) error) ([]string, error) {
		return nil, begin(ctx, c.db, async, func(l level) error {
			if err := l.savepoint(func(l level) error { return l.add("inside") }); err != nil {
				return err
			}
			c.kept = append(c.kept, "inside")
			return inner(l)
		})
	}},
	{"two goroutines", func(c *cell, ctx context.Context, async bool, inner func(level) error) ([]string, error) {
		other := make(chan struct{})
		defer func() { <-other }()
		return nil, begin(ctx, c.db, async, func(l level) error {
			go func() {
				defer close(other)
				for range 5 { // its errors are told by what ends
					err := orm.Async(l.ctx, func(ac orm.AsyncContext) error {
						_, err := models.Tags.Using(l.tx).Filter(models.Tags.ID.Le(13)).CountAsync(ac).Await(ac)
						return err
					})
					if err != nil {
						return
					}
				}
			}()
			if err := inner(l); err != nil || c.long {
				return err
			}
			<-other
			return nil
		})
	}},
	{"two savepoints at once", func(c *cell, ctx context.Context, async bool, inner func(level) error) (around []string, err error) {
		return c.goesOn(ctx, begin(ctx, c.db, async, func(l level) error {
			inside, release, other := make(chan struct{}), make(chan struct{}), make(chan error)
			go func() {
				other <- l.savepoint(func(l level) error {
					close(inside)
					<-release
					return l.add("other")
				})
			}()
			<-inside
			refused := orm.Async(l.ctx, func(ac orm.AsyncContext) error {
				_, err := add(ac, l.tx, "refused").Await(ac)
				return err
			})
			require.ErrorIs(c, refused, orm.ErrSavepointOpen, "at once")
			if async { // siblings take turns
				time.AfterFunc(5*time.Millisecond, func() { close(release) })
			} else {
				require.ErrorIs(c, l.savepoint(func(level) error { return errUndo }), orm.ErrSavepointOpen, "at once")
				close(release)
				require.NoError(c, <-other)
			}
			err = recovered(func() error { return l.savepoint(inner) })
			if async {
				return <-other
			}
			return nil
		}), "other"), err
	}},
}

// goesOn checks that a transaction was committed whatever became of the savepoint inside of it, if its context let it, and
// gives what it did.
func (c *cell) goesOn(ctx context.Context, err error, did ...string) []string {
	c.Helper()
	if ctx.Err() != nil {
		require.ErrorIs(c, err, context.Canceled)
		return nil
	}
	require.NoError(c, err)
	return did
}

// TestMatrix: every way to end a transaction meets every state that its futures can be in. What is in the database
// afterwards, and what the transaction says of it, are the same on both databases and in both voices; the one
// connection is as good as new, and nothing runs on.
func TestMatrix(t *testing.T) {
	t.Parallel()
	for _, r := range rigs {
		for voice, async := range map[string]bool{"blocking": false, "async": true} {
			for _, s := range shapes {
				t.Run(r.name+"/"+voice+"/"+s.name, func(t *testing.T) {
					t.Parallel()
					r := r.open(t, 1)
					for _, e := range endings {
						for _, k := range kinds {
							t.Run(e.name+"/"+k.name, func(t *testing.T) { (&cell{T: t, rig: r, long: e.is != nil}).run(async, s, e, k) })
						}
					}
				})
			}
		}
	}
}

func (c *cell) run(async bool, s shape, e ending, k kind) {
	c.Cleanup(func() { require.NoError(c, orm.Script(context.Background(), c.db, "DELETE FROM tags WHERE id > 13")) })
	ctx, cancel := context.WithCancel(c.Context())
	defer cancel()
	check, keeps := e.is, e.is == nil && k.fails == nil
	if check == nil || k.early {
		check = k.fails
	}
	began := time.Now()
	var around []string
	hooked := 0
	got := recovered(func() error {
		var err error
		around, err = s.run(c, ctx, async, func(l level) error {
			l.tx.OnCommit(func(context.Context) { hooked++ })
			return l.scope(func(ac orm.AsyncContext) error {
				if err := k.make(c, ac, l.tx); err != nil {
					return err
				}
				return e.end(cancel)
			})
		})
		return err
	})
	c.Log(got)
	require.Less(c, time.Since(began), patient)
	if check == nil || c.well && e.is == nil {
		keeps = true
		require.NoError(c, got)
	} else {
		check(c.T, got)
	}
	c.quiet(c.T)
	if !keeps {
		c.kept = nil
	}
	require.ElementsMatch(c, append(around, c.kept...), c.names(c.T))
	require.Equal(c, keeps, hooked == 1, "OnCommit")
	require.NoError(c, begin(c.Context(), c.db, async, func(l level) error { return l.add("afterwards") }))
	require.Contains(c, c.names(c.T), "afterwards")
}
