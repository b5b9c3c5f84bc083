package safety

import (
	"cmp"
	"context"
	"slices"
	"sync"
)

// nursery is the machinery of a scope: what must have ended before it ends. One lock guards it and all of its futures, so that
// what is sent, seen and ended is decided in one place. Nothing of a user's, and nothing that waits, runs under the lock.
type nursery struct {
	scope  *Scope
	root   *group
	fail   context.CancelCauseFunc
	parent *nursery // of a scope opened directly with another's AsyncContext
	hooks  sync.WaitGroup

	mu       sync.Mutex
	state    nurseryState
	live     int           // futures that have not ended, and child scopes
	idle     chan struct{} // made by who waits for live == 0
	made     uint64        // futures made so far
	children map[*group]struct{}
	panics   []*future // futures that panicked

	sendersMu sync.Mutex
	senders   map[any]Sender
	sending   []Sender // in the order of their making
}

type nurseryState uint8

const (
	open   nurseryState = iota
	ending              // its function has returned: no new futures
	closed
)

// newNursery opens a scope under ctx.
func newNursery(ctx context.Context, site Site) (*nursery, error) {
	above := markOf(ctx)
	n := &nursery{}
	if above != nil && above.scope != nil {
		if p, ok := ctx.Value(nurseryKey{}).(*nursery); ok && p.scope == above.scope {
			if err := p.enter(); err != nil {
				return nil, err
			}
			n.parent = p
		}
	}
	n.scope = newScope(above, site)
	// What runs inside of a future is Duet's own: its blocking parts must not reject themselves.
	opened := withOpened(ctx, &n.scope.mark, "the inside of a future")
	run, fail := context.WithCancelCause(context.WithValue(opened, nurseryKey{}, n))
	n.fail = fail
	n.root = &group{n: n, run: run, marked: context.WithValue(run, markKey{}, &n.scope.mark)}
	n.root.hook()
	return n, nil
}

type nurseryKey struct{}

// enter counts a child scope, which the nursery waits for.
func (n *nursery) enter() error {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.state != open {
		return ErrScopeClosed
	}
	n.live++
	return nil
}

// leave is the end of a child scope.
func (n *nursery) leave() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.ended()
}

// ended counts one thing less to wait for. The lock is held.
func (n *nursery) ended() {
	n.live--
	if n.live == 0 && n.idle != nil {
		close(n.idle)
		n.idle = nil
	}
}

// wait returns when nothing is live.
func (n *nursery) wait() {
	n.mu.Lock()
	if n.live == 0 {
		n.mu.Unlock()
		return
	}
	if n.idle == nil {
		n.idle = make(chan struct{})
	}
	idle := n.idle
	n.mu.Unlock()
	<-idle
}

// link adds a future that has not ended. It fails when the scope takes none any more.
func (n *nursery) link(f *future) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.state != open {
		return ErrScopeClosed
	}
	n.live++
	n.made++
	f.number = n.made
	g := f.g
	f.prev = g.last
	if g.last != nil {
		g.last.next = f
	} else {
		g.first = f
	}
	g.last, f.linked = f, true
	return nil
}

// unlink lets go of a future that has ended and was seen to, so that a long scope keeps no answers. The lock is held.
func (n *nursery) unlink(f *future) {
	if !f.linked || f.state != settled || !(f.seen || f.adopters > 0) {
		return
	}
	g := f.g
	if f.prev != nil {
		f.prev.next = f.next
	} else {
		g.first = f.next
	}
	if f.next != nil {
		f.next.prev = f.prev
	} else {
		g.last = f.prev
	}
	f.prev, f.next, f.linked = nil, nil, false
	n.forget(g)
}

// forget lets go of a group with a deadline that has passed and that has no futures left. The lock is held.
func (n *nursery) forget(g *group) {
	if g.ended && g.first == nil && g != n.root {
		delete(n.children, g)
	}
}

// groups is the root and the children. The lock is held.
func (n *nursery) groups() []*group {
	gs := append(make([]*group, 0, 1+len(n.children)), n.root)
	for g := range n.children {
		gs = append(gs, g)
	}
	return gs
}

// futures is everything that is linked, in the order of creation. The lock is held.
func (n *nursery) futures() []*future {
	var fs []*future
	for _, g := range n.groups() {
		for f := g.first; f != nil; f = f.next {
			fs = append(fs, f)
		}
	}
	slices.SortFunc(fs, func(a, b *future) int { return cmp.Compare(a.number, b.number) })
	return fs
}

// sender returns the sender for key, made on first use.
func (n *nursery) sender(key any, newSender func() Sender) (Sender, error) {
	n.sendersMu.Lock()
	defer n.sendersMu.Unlock()
	n.mu.Lock()
	state := n.state
	n.mu.Unlock()
	if state != open {
		return nil, ErrScopeClosed
	}
	if s, ok := n.senders[key]; ok {
		return s, nil
	}
	if n.senders == nil {
		n.senders = map[any]Sender{}
	}
	s := newSender()
	n.senders[key] = s
	n.sending = append(n.sending, s)
	return s, nil
}

// allSenders is a copy of the senders in the order of their making.
func (n *nursery) allSenders() []Sender {
	n.sendersMu.Lock()
	defer n.sendersMu.Unlock()
	return slices.Clone(n.sending)
}
