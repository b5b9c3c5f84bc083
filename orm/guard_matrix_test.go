package orm_test

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/safety"
)

// room is where the matrix makes its calls: inside of an open scope, with everything that a call can be given.
type room struct {
	db       *orm.DB
	sent     *atomic.Int64 // statements
	contexts map[string]context.Context
	rows     map[string]func() (*models.Book, error)
}

// verdicts say, by the rules of design section 5.2, why the guard rejects a context; 0 is that it does not.
var verdicts = map[string]safety.Cause{
	"unmarked":                   0,
	"the scope's":                safety.CauseAsyncContext,
	"derived from the scope's":   safety.CauseAsyncContext,
	"the scope's WithoutCancel":  safety.CauseAsyncContext,
	"captured from outside":      safety.CauseCapturedContext,
	"synchronous in the scope":   0,
	"of another handler":         0,
	"a closed scope's":           safety.CauseAsyncContext,
	"around a closed scope":      0,
	"child scope's":              safety.CauseAsyncContext,
	"captured, with a child one": safety.CauseCapturedContext,
}

// cancelled are the contexts with which a call that passes sends nothing: their scope has ended.
var cancelled = map[string]bool{"a closed scope's": true}

// verdict adds the rule of rows: one of an open scope is refused to a context that has nothing to do with that scope.
func verdict(lazy bool, ctx, row string) safety.Cause {
	if cause := verdicts[ctx]; cause != 0 || !lazy {
		return cause
	}
	if row == "of the open scope" && ctx == "unmarked" {
		return safety.CauseAsyncRow
	}
	return 0
}

// TestGuardMatrix makes every call with every context, from rows of every origin, under every policy. What is rejected sends nothing;
// what is only warned of is said once.
func TestGuardMatrix(t *testing.T) {
	t.Parallel()
	for _, action := range []safety.Action{safety.Reject, safety.Warn, safety.Allow} {
		t.Run(action.String(), func(t *testing.T) {
			t.Parallel()
			var warnings atomic.Int64
			policy := safety.Policy{Logger: slog.New(slog.NewTextHandler(counter{&warnings}, nil))}
			policy = policy.With(safety.RuleBlockingCall, action).With(safety.RuleLazyLoad, action)
			db, _ := seeded(t, orm.WithPolicy(policy))
			cells := 0
			inRoom(t, db, func(r *room) {
				for _, g := range guardedCalls() {
					for name := range r.contexts {
						for row := range r.rows {
							if !g.lazy && row != "of blocking code" {
								continue // it starts from no row
							}
							cells++
							r.cell(t, action, &warnings, g, name, row)
						}
					}
				}
			})
			t.Logf("%d cells", cells)
		})
	}
}

func (r *room) cell(t *testing.T, action safety.Action, warnings *atomic.Int64, g guarded, name, row string) {
	book, err := r.rows[row]()
	if err != nil {
		t.Fatal(err)
	}
	where := g.name + ", context " + name
	if g.lazy {
		where += ", row " + row
	}
	want := verdict(g.lazy, name, row)
	sent, warned := r.sent.Load(), warnings.Load()
	err = g.call(r.contexts[name], r.db, book)
	sent, warned = r.sent.Load()-sent, warnings.Load()-warned

	cause := causeOf(t, where, g, err)
	switch {
	case want != 0 && action == safety.Reject:
		if cause != want || sent != 0 {
			t.Errorf("%s: cause %d and %d statements, want cause %d and none: %v", where, cause, sent, want, err)
		}
	case cause != 0:
		t.Errorf("%s: rejected: %v", where, err)
	case !cancelled[name] && err != nil:
		t.Errorf("%s: %v", where, err)
	case !cancelled[name] && sent == 0:
		t.Errorf("%s: passed, and nothing was sent", where)
	}
	wantWarned := int64(0)
	if want != 0 && action == safety.Warn {
		wantWarned = 1
	}
	if warned != wantWarned {
		t.Errorf("%s: %d warnings, want %d", where, warned, wantWarned)
	}
}

// causeOf is why the guard rejected a call, 0 when it did not. The twin that the error names must be one.
func causeOf(t *testing.T, where string, g guarded, err error) safety.Cause {
	var blocking *safety.BlockingCallError
	var lazy *safety.LazyLoadError
	switch {
	case errors.As(err, &blocking):
		twin := g.name[strings.LastIndexByte(g.name, '.')+1:] + "Async"
		if g.lazy || blocking.Call.Twin != twin {
			t.Errorf("%s: %T tells to use %s, want %s", where, err, blocking.Call.Twin, twin)
		}
		return blocking.Cause
	case errors.As(err, &lazy):
		if !g.lazy || "Load"+lazy.Relation.Name != strings.TrimPrefix(g.name, "Book.") {
			t.Errorf("%s: %T of %s", where, err, lazy.Relation.Name)
		}
		return lazy.Cause
	}
	return 0
}

// inRoom opens the scopes and calls f while they are as their names in verdicts say.
func inRoom(t *testing.T, db *orm.DB, f func(r *room)) {
	t.Helper()
	var sent atomic.Int64
	base := orm.Observe(t.Context(), func(orm.Event) { sent.Add(1) })
	q := models.Books.Using(db).Filter(models.Books.ID.Eq(target))

	around := safety.WithCell(base)
	var closed context.Context
	var closedRow func() (*models.Book, error)
	noError(t, orm.Async(around, func(ac orm.AsyncContext) error {
		closed = ac.Context()
		return nil
	}))
	closedRow = func() (book *models.Book, err error) {
		err = orm.Async(base, func(ac orm.AsyncContext) error {
			book, err = q.GetAsync(ac).Await(ac)
			return err
		})
		return book, err
	}

	outer, outest := safety.WithCell(base), safety.WithCell(base)
	noError(t, orm.Async(outer, func(ac orm.AsyncContext) error {
		type key struct{}
		derived, cancel := context.WithCancel(context.WithValue(ac.Context(), key{}, 1))
		defer cancel()
		return orm.Async(outest, func(parent orm.AsyncContext) error {
			return orm.Async(parent.Context(), func(child orm.AsyncContext) error {
				f(&room{db: db, sent: &sent,
					contexts: map[string]context.Context{
						"unmarked":                   base,
						"the scope's":                ac.Context(),
						"derived from the scope's":   derived,
						"the scope's WithoutCancel":  context.WithoutCancel(derived),
						"captured from outside":      outer,
						"synchronous in the scope":   safety.WithCell(ac.Context()),
						"of another handler":         safety.WithCell(base),
						"a closed scope's":           closed,
						"around a closed scope":      around,
						"child scope's":              child.Context(),
						"captured, with a child one": outest,
					},
					rows: map[string]func() (*models.Book, error){
						"of blocking code":  func() (*models.Book, error) { return q.Get(base) },
						"of the open scope": func() (*models.Book, error) { return q.GetAsync(ac).Await(ac) },
						"of a closed scope": closedRow,
					},
				})
				return nil
			})
		})
	}))
}

func noError(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// counter counts the records of a log.
type counter struct{ n *atomic.Int64 }

// Write implements io.Writer.
func (c counter) Write(p []byte) (int, error) {
	c.n.Add(1)
	return io.Discard.Write(p)
}
