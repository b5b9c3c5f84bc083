package conformance

import (
	"context"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/orm"
)

// Raw asks the database without Duet. It fails the test when it cannot.
type Raw = func(sql string, args ...any) [][]any

// Open opens a fresh bookshop. What it opens is closed when the test ends.
type Open = func(t *testing.T) (db *orm.DB, raw Raw)

// Run runs the whole suite in both voices.
func Run(t *testing.T, open Open) {
	for _, group := range groups {
		t.Run(group.name, func(t *testing.T) {
			t.Parallel()
			for _, c := range group.tests {
				t.Run(c.name, func(t *testing.T) {
					t.Parallel()
					for _, voice := range []string{"blocking", "async"} {
						t.Run(voice, func(t *testing.T) {
							t.Parallel()
							c.run(newEnv(t, open, voice == "async"))
						})
					}
				})
			}
		})
	}
}

// test is one test of the suite.
type test struct {
	name string
	run  func(e *env)
}

// env is what a test works with: a fresh bookshop, and a voice.
type env struct {
	*testing.T
	db    *orm.DB
	s     orm.Session // db, or the transaction that this env is inside of
	raw   Raw
	async bool
	ctx   context.Context   // observed
	ac    *orm.AsyncContext // of the scope that this env is inside of; nil outside
	sent  *statements
}

// statements are those that were sent and not yet asked about.
type statements struct {
	mu  sync.Mutex
	sql []string
}

func newEnv(t *testing.T, open Open, async bool) *env {
	db, raw := open(t)
	e := &env{T: t, db: db, s: db, raw: raw, async: async, sent: &statements{}}
	e.ctx = orm.Observe(t.Context(), func(ev orm.Event) {
		e.sent.mu.Lock()
		defer e.sent.mu.Unlock()
		e.sent.sql = append(e.sent.sql, ev.SQL)
	})
	return e
}

// queries checks how many statements were sent since it was last called.
func (e *env) queries(want int, about ...any) {
	e.Helper()
	e.sent.mu.Lock()
	defer e.sent.mu.Unlock()
	require.Len(e, e.sent.sql, want, append([]any{strings.Join(e.sent.sql, "\n")}, about...)...)
	e.sent.sql = nil
}

// ask makes a call in the voice of the test: the same call, in its two forms.
func ask[T any](e *env, blocking func(context.Context) (T, error), async func(orm.AsyncContext) *orm.Future[T]) (T, error) {
	if !e.async {
		return blocking(e.ctx)
	}
	var answer T
	err := e.scope(func(ac orm.AsyncContext) error {
		var err error
		answer, err = async(ac).Await(ac)
		return err
	})
	return answer, err
}

// do is ask for calls without an answer.
func do(e *env, blocking func(context.Context) error, async func(orm.AsyncContext) *orm.Future[struct{}]) error {
	_, err := ask(e, func(ctx context.Context) (struct{}, error) { return struct{}{}, blocking(ctx) }, async)
	return err
}

// must is ask for a call that must succeed.
func must[T any](e *env, blocking func(context.Context) (T, error), async func(orm.AsyncContext) *orm.Future[T]) T {
	e.Helper()
	answer, err := ask(e, blocking, async)
	require.NoError(e, err)
	return answer
}

// scope runs f in an async scope: the one that e is inside of, or one of its own.
func (e *env) scope(f func(ac orm.AsyncContext) error) error {
	if e.ac != nil {
		return f(*e.ac)
	}
	return orm.Async(e.ctx, f)
}

// transactor is a DB or a Tx.
type transactor interface {
	Atomic(ctx context.Context, f func(context.Context, *orm.Tx) error, options ...orm.TxOption) error
	AtomicAsync(ac orm.AsyncContext, f func(orm.AsyncContext, *orm.Tx) error, options ...orm.TxOption) *orm.Future[struct{}]
}

// atomic runs f in a transaction, or inside of one in a savepoint, in the voice of the test.
func (e *env) atomic(f func(e *env, tx *orm.Tx) error, options ...orm.TxOption) error {
	var t transactor = e.db
	if tx, ok := e.s.(*orm.Tx); ok {
		t = tx
	}
	return do(e, func(ctx context.Context) error {
		return t.Atomic(ctx, func(ctx context.Context, tx *orm.Tx) error {
			in := *e
			in.ctx, in.s = ctx, tx
			return f(&in, tx)
		}, options...)
	}, func(ac orm.AsyncContext) *orm.Future[struct{}] {
		return t.AtomicAsync(ac, func(ac orm.AsyncContext, tx *orm.Tx) error {
			in := *e
			in.ctx, in.ac, in.s = ac.Context(), &ac, tx
			return f(&in, tx)
		}, options...)
	})
}

// outside is e with the DB instead of the transaction, in the same context.
func (e *env) outside() *env {
	out := *e
	out.s = e.db
	return &out
}
