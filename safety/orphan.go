package safety

import (
	"context"
	"errors"
	"fmt"
	"strconv"
)

// OrphanState is what became of a future that nobody saw to. Whoever retries must know.
type OrphanState int

// The states.
const (
	NotSent  OrphanState = iota // the database never saw it
	Executed                    // it was carried out, or failed there
	Unknown                     // it was sent, and no answer came
)

// String is the state as the error prints it.
func (s OrphanState) String() string {
	switch s {
	case NotSent:
		return "not sent"
	case Executed:
		return "executed"
	}
	return "unknown"
}

// Orphan is a future that nobody awaited, gathered, raced, cancelled or discarded before its scope ended.
type Orphan struct {
	Call  string // "Books.Create"
	Site  Site   // where it was created
	State OrphanState
	Err   error // its error, where it had one; ErrNotSent for one that was dropped
}

// OrphanFutureError is what a scope returns whose function ended well and left futures behind. It matches ErrOrphanFuture,
// and the errors of the orphans with errors.Is and errors.As.
type OrphanFutureError struct {
	Orphans []Orphan // in the order in which they were created
	ScopeAt Site
}

// mostOrphans is how many are printed.
const mostOrphans = 10

// Error lists the futures, ten at most, with the line that created each and what became of it.
func (e *OrphanFutureError) Error() string {
	n := len(e.Orphans)
	r := report{headline: "1 future was never awaited"}
	if n != 1 {
		r.headline = strconv.Itoa(n) + " futures were never awaited"
	}
	for _, o := range e.Orphans[:min(n, mostOrphans)] {
		text := o.State.String()
		if o.Err != nil && o.State != NotSent {
			text += ", " + o.reason()
		}
		r.line(o.Call, "created at "+o.Site.String()+": "+text)
	}
	if n > mostOrphans {
		r.line("...", "and "+strconv.Itoa(n-mostOrphans)+" more")
	}
	r.site("scope opened at", e.ScopeAt, "")
	r.fix = []string{"await each of them (Await, Gather), or say that its answer is not needed:",
		"Discard has it done, Cancel (or defer f.Cancel()) drops it"}
	return r.String()
}

// Is matches ErrOrphanFuture.
func (e *OrphanFutureError) Is(target error) bool { return target == ErrOrphanFuture }

// Unwrap is the errors of the orphans.
func (e *OrphanFutureError) Unwrap() []error {
	var errs []error
	for _, o := range e.Orphans {
		if o.Err != nil {
			errs = append(errs, o.Err)
		}
	}
	return errs
}

// reason is the orphan's error without the stacks of a panic.
func (o Orphan) reason() string {
	if p := (*PanicError)(nil); errors.As(o.Err, &p) {
		return fmt.Sprintf("panic: %v", p.Value)
	}
	return o.Err.Error()
}

// Policed is implemented by a Sender whose session has a policy: RuleOrphanFuture is applied to the futures of that session, whichever
// way they ended. A future that was dropped stays dropped under Warn and Allow.
type Policed interface {
	Policy() *Policy
}

// orphaned is an orphan and the sender whose policy judges it.
type orphaned struct {
	Orphan
	sender Sender
}

// policy is that of the orphan's session; nil, which rejects, where there is none.
func (o orphaned) policy() *Policy {
	if p, ok := o.sender.(Policed); ok {
		return p.Policy()
	}
	return nil
}

// judgeOrphans lets each session's policy judge its orphans. What is rejected becomes one error.
func judgeOrphans(ctx context.Context, at Site, orphans []orphaned) error {
	var policies []*Policy
	byPolicy := map[*Policy][]Orphan{}
	for _, o := range orphans {
		p := o.policy()
		if _, known := byPolicy[p]; !known {
			policies = append(policies, p)
		}
		byPolicy[p] = append(byPolicy[p], o.Orphan)
	}
	var rejected []Orphan
	var others []error
	for _, p := range policies {
		err := &OrphanFutureError{Orphans: byPolicy[p], ScopeAt: at}
		judged := p.Apply(ctx, RuleOrphanFuture, err)
		switch same, ok := judged.(*OrphanFutureError); { //nolint:errorlint // the very error, and not one that a policy wrapped it in
		case judged == nil:
		case ok && same == err:
			rejected = append(rejected, err.Orphans...)
		default:
			others = append(others, judged)
		}
	}
	if len(rejected) > 0 {
		others = append([]error{&OrphanFutureError{Orphans: rejected, ScopeAt: at}}, others...)
	}
	return joined(others)
}
