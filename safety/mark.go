package safety

import (
	"context"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// Scope is what a row remembers of the async scope that it came out of: whether it is still open, and where it was
// opened. It is small and holds on to nothing of the scope's work, so that keeping rows keeps no request alive.
type Scope struct {
	mark   mark
	site   Site
	closed atomic.Bool
}

// ScopeOf returns the scope of ac; nil for the zero AsyncContext.
func ScopeOf(ac AsyncContext) *Scope {
	if ac.g == nil {
		return nil
	}
	return ac.g.n.scope
}

// Open tells whether the scope has not ended yet. A nil Scope is not open.
func (s *Scope) Open() bool { return s != nil && !s.closed.Load() }

// Site is where the scope was opened; 0 for nil.
func (s *Scope) Site() Site {
	if s == nil {
		return 0
	}
	return s.site
}

// mark is the colour of a context: a node of the tree of marks. Exactly one of scope, cell and open says what it is.
type mark struct {
	parent *mark
	scope  *Scope // asynchronous: the mark of this scope
	cell   *cell  // synchronous, and counts the scopes beneath
	open   *opened
}

// opened is a mark under which the guard lets everything pass.
type opened struct {
	reason string // empty: AllowUnsafe was given none, and opens nothing
}

// cell knows the async scopes that are open beneath a synchronous mark.
type cell struct {
	count atomic.Int32
	mu    sync.Mutex
	open  []*Scope
}

type markKey struct{}

// markOf is the nearest mark of ctx, or nil.
func markOf(ctx context.Context) *mark {
	m, _ := ctx.Value(markKey{}).(*mark)
	return m
}

// WithCell returns a context whose colour is synchronous and that counts the async scopes opened beneath it, so that the
// guard catches a blocking call made with it (a captured outer context) while one of them is open. It is for those who
// call a user's blocking code: handlers, Atomic, bridges. Ordinary code never needs it.
func WithCell(ctx context.Context) context.Context {
	return context.WithValue(ctx, markKey{}, &mark{parent: markOf(ctx), cell: new(cell)})
}

// AllowUnsafe returns a context with which blocking calls and lazy loads pass the guard wherever they are made: an escape
// for one call, not for a program. A reason must be given; without one the context opens nothing, and the error of a call
// that the guard rejects says so.
func AllowUnsafe(ctx context.Context, reason string) context.Context {
	return withOpened(ctx, markOf(ctx), strings.TrimSpace(reason))
}

func withOpened(ctx context.Context, parent *mark, reason string) context.Context {
	return context.WithValue(ctx, markKey{}, &mark{parent: parent, open: &opened{reason: reason}})
}

// newScope makes a scope under the nearest mark of ctx and counts it in every cell above.
func newScope(parent *mark, site Site) *Scope {
	s := &Scope{site: site}
	s.mark = mark{parent: parent, scope: s}
	for m := parent; m != nil; m = m.parent {
		if m.cell != nil {
			m.cell.add(s)
		}
	}
	return s
}

// close ends the scope for the guard: its rows are free, and the cells above count it no more.
func (s *Scope) close() {
	if s.closed.Swap(true) {
		return
	}
	for m := s.mark.parent; m != nil; m = m.parent {
		if m.cell != nil {
			m.cell.remove(s)
		}
	}
}

// beneath tells whether the scope was opened under m.
func (s *Scope) beneath(m *mark) bool {
	for p := s.mark.parent; p != nil; p = p.parent {
		if p == m {
			return true
		}
	}
	return false
}

func (c *cell) add(s *Scope) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.open = append(c.open, s)
	c.count.Store(int32(len(c.open)))
}

func (c *cell) remove(s *Scope) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if i := slices.Index(c.open, s); i >= 0 {
		c.open = slices.Delete(c.open, i, i+1)
	}
	c.count.Store(int32(len(c.open)))
}

// first is the scope that has been open longest, for a message; nil when the last one has just ended.
func (c *cell) first() *Scope {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.open) == 0 {
		return nil
	}
	return c.open[0]
}
