package safety

import "context"

// Call describes a blocking call to the guard. All of it is constant at the call, so that describing it costs nothing.
type Call struct {
	On   string // what it is called on: "Books", "db", "tx"; may be empty
	Name string // "All"
	Twin string // "AllAsync"; empty when it has none
	Site Site   // where it was called
	// Async says that Twin, where it is empty, is Name with Async behind it: an error has it written out.
	Async bool
}

// Relation describes a relation to the guard.
type Relation struct {
	Package  string // "models"
	Table    string // "Books", the variable
	Model    string // "Book", the type
	Name     string // "Author"
	Receiver string // "book", what the fix calls a row
	Path     string // what to write inside SelectRelated where it is not Package.Table.Name; usually empty
	ToMany   bool
}

// Origin says where rows came from. The zero Origin is that of rows that no query loaded.
type Origin struct {
	Table string // "Books"
	Call  string // "All"
	At    Site
	Scope *Scope // the async scope that they came out of; nil for blocking code
}

// LazyLoad describes a lazy, blocking load of a relation to the guard.
type LazyLoad struct {
	Relation Relation
	Rows     Origin
	Site     Site // where the load was called
}

// Cause tells which rule of the guard a call broke.
type Cause int

// The causes.
const (
	CauseAsyncContext    Cause = iota + 1 // the nearest mark of the context is that of an async scope
	CauseCapturedContext                  // the context is from outside of an async scope that is open beneath it
	CauseAsyncRow                         // the row came out of an async scope that is still open, and the context does not know it
)

// CheckBlocking is the guard of a blocking call: nil, or what the policy makes of a *BlockingCallError when ctx carries
// an async mark as its nearest one (rule 1: context.WithoutCancel included, and whether or not that scope has ended), or when ctx came
// from a handler, Atomic or a bridge and async scopes are open beneath it (rule 2). It is called before anything is done.
//
// A check that passes allocates nothing and costs what ctx.Value does: some 35 ns with the mark ten contexts deep.
func CheckBlocking(ctx context.Context, p *Policy, c Call) error {
	if p.allows(RuleBlockingCall) {
		return nil
	}
	m := markOf(ctx)
	if m == nil {
		return nil
	}
	if cause, scope, unreasoned := judge(m); cause != 0 {
		if c.Async && c.Twin == "" {
			c.Twin = c.Name + "Async"
		}
		return p.Apply(ctx, RuleBlockingCall, &BlockingCallError{Call: c, Cause: cause, ScopeAt: scope.Site(), NoReason: unreasoned})
	}
	return nil
}

// CheckLazy is the guard of a lazy load: nil, or what the policy makes of a *LazyLoadError, by the two rules of CheckBlocking and
// by a third: the row came out of an async scope that is still open, and ctx has no mark (context.Background(), the classic
// escape), that scope's mark or an ancestor's. Under a synchronous mark beneath that scope, or in an unrelated tree, the row is free; so
// is every row of a scope that has ended. What the row holds never matters.
func CheckLazy(ctx context.Context, p *Policy, l LazyLoad) error {
	if p.allows(RuleLazyLoad) {
		return nil
	}
	m := markOf(ctx)
	if m == nil && l.Rows.Scope == nil {
		return nil
	}
	cause, scope, unreasoned := judge(m)
	if cause == 0 && l.Rows.Scope.Open() {
		// What judge passed because it was opened by hand is open for rows, too.
		if under := skipUnreasoned(m); under == nil || under.open == nil && l.Rows.Scope.beneath(under) {
			cause, scope = CauseAsyncRow, l.Rows.Scope
		}
	}
	if cause == 0 {
		return nil
	}
	return p.Apply(ctx, RuleLazyLoad, &LazyLoadError{LazyLoad: l, Cause: cause, ScopeAt: scope.Site(), NoReason: unreasoned})
}

// judge decides rules 1 and 2. unreasoned tells that an AllowUnsafe without a reason was passed over.
func judge(m *mark) (cause Cause, scope *Scope, unreasoned bool) {
	under := skipUnreasoned(m)
	unreasoned = under != m
	switch {
	case under == nil || under.open != nil:
		return 0, nil, unreasoned
	case under.scope != nil:
		return CauseAsyncContext, under.scope, unreasoned
	case under.cell.count.Load() > 0:
		return CauseCapturedContext, under.cell.first(), unreasoned
	}
	return 0, nil, unreasoned
}

// skipUnreasoned is the nearest mark that counts: an AllowUnsafe without a reason does not.
func skipUnreasoned(m *mark) *mark {
	for m != nil && m.open != nil && m.open.reason == "" {
		m = m.parent
	}
	return m
}
