package safety

import (
	"context"
	"log/slog"
	"os"
	"strconv"
)

// Rule is one of the things that the guard watches over.
type Rule int

// The rules.
const (
	RuleBlockingCall Rule = iota // a blocking call in async code
	RuleLazyLoad                 // a lazy load in async code
	RuleNPlusOne                 // a relation loaded lazily for row after row
	RuleOrphanFuture             // a future that nobody saw to
	RuleStaleRow                 // a relation read after its key was changed
	rules
)

// String is the rule's name as the log prints it.
func (r Rule) String() string {
	names := [rules]string{"blocking call", "lazy load", "n+1", "orphan future", "stale row"}
	if r < 0 || r >= rules {
		return "rule " + strconv.Itoa(int(r))
	}
	return names[r]
}

// async tells whether the rule is one of those that DUET_ALLOW_ASYNC_UNSAFE turns to Warn.
func (r Rule) async() bool {
	return r == RuleBlockingCall || r == RuleLazyLoad || r == RuleOrphanFuture
}

// Action is what happens when a rule is broken.
type Action uint8

// The actions.
const (
	Reject Action = iota // the error is returned, and the call is not made; the default
	Warn                 // the error is logged, and the call is made
	Allow                // nothing
)

// String is the action's name.
func (a Action) String() string {
	switch a {
	case Reject:
		return "reject"
	case Warn:
		return "warn"
	case Allow:
		return "allow"
	}
	return "action " + strconv.Itoa(int(a))
}

// Policy says, for each rule, what happens when it is broken. The zero Policy, and a nil one, rejects everything. A Policy is a
// value: With and WithFunc return a changed copy. It may be used by any number of goroutines.
type Policy struct {
	// Logger receives what is only warned of; nil means slog.Default().
	Logger *slog.Logger

	actions [rules]Action
	funcs   [rules]func(context.Context, error) error
}

// With returns the policy with action a for rule r, in place of an action or a function set before. It panics when there is
// no such rule.
func (p Policy) With(r Rule, a Action) Policy {
	p.actions[r], p.funcs[r] = a, nil
	return p
}

// WithFunc returns the policy with f deciding on rule r: f is given the call's context and the guard's error, and what it
// returns is the answer; nil lets the call pass. f runs on the goroutine of the call and may be called by several at once. A
// nil f rejects. It panics when there is no such rule.
func (p Policy) WithFunc(r Rule, f func(ctx context.Context, err error) error) Policy {
	p.actions[r], p.funcs[r] = Reject, f
	return p
}

// EnvAllowUnsafe is the environment variable that FromEnv reads.
const EnvAllowUnsafe = "DUET_ALLOW_ASYNC_UNSAFE"

// FromEnv returns the policy as the environment would have it: with DUET_ALLOW_ASYNC_UNSAFE=1 the async rules (blocking call, lazy
// load, orphan future) that would reject, or ask a function, only warn, and that is said once in the log, now. It is read
// here and never again; orm calls FromEnv when a database is opened.
func (p Policy) FromEnv() Policy {
	if on, err := strconv.ParseBool(os.Getenv(EnvAllowUnsafe)); err != nil || !on {
		return p
	}
	for r := range rules {
		if r.async() && p.actions[r] == Reject {
			p = p.With(r, Warn)
		}
	}
	p.logger().Warn("safety: " + EnvAllowUnsafe + " is set: blocking calls, lazy loads and orphan futures in async code are only warned of")
	return p
}

// Action returns what is set for rule r, and whether a function decides instead.
func (p *Policy) Action(r Rule) (a Action, byFunc bool) {
	if p == nil {
		return Reject, false
	}
	return p.actions[r], p.funcs[r] != nil
}

// Apply does what the policy says about err, which breaks rule r: it returns err, or what the function set for the rule
// makes of it, or nil after logging it or where the rule is allowed. A nil err is nil.
func (p *Policy) Apply(ctx context.Context, r Rule, err error) error {
	if p == nil || err == nil {
		return err
	}
	if f := p.funcs[r]; f != nil {
		return f(ctx, err)
	}
	switch p.actions[r] {
	case Allow:
		return nil
	case Warn:
		p.logger().WarnContext(ctx, "safety: rule broken", "rule", r.String(), "error", err)
		return nil
	}
	return err
}

// allows tells whether rule r need not be looked at at all.
func (p *Policy) allows(r Rule) bool { return p != nil && p.actions[r] == Allow }

func (p *Policy) logger() *slog.Logger {
	if p.Logger != nil {
		return p.Logger
	}
	return slog.Default()
}
