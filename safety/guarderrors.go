package safety

// BlockingCallError is a blocking call that the guard rejected: it was made in async code, and was not carried out. It matches ErrBlockingCall.
type BlockingCallError struct {
	Call     Call
	Cause    Cause
	ScopeAt  Site // where the async scope was opened
	NoReason bool // AllowUnsafe was used without a reason, so it opened nothing
}

// Error says the call, where it was made, where the scope was opened, and the twin to use.
func (e *BlockingCallError) Error() string {
	r := report{headline: "blocking call " + dotted(e.Call.On, e.Call.Name) + " in an async context"}
	r.site("called at", e.Call.Site, "")
	r.cause(e.Cause, e.ScopeAt)
	if e.Call.Twin != "" {
		r.fix = append(r.fix, "use "+e.Call.Twin+"(ac) instead of "+e.Call.Name+", and await its future")
	} else {
		r.fix = append(r.fix, "make the call outside of the async scope")
	}
	r.noReason(e.NoReason)
	return r.String()
}

// Is matches ErrBlockingCall.
func (e *BlockingCallError) Is(target error) bool { return target == ErrBlockingCall }

// LazyLoadError is a lazy load that the guard rejected: it was made in async code, and nothing was sent. It matches ErrLazyLoad.
type LazyLoadError struct {
	LazyLoad
	Cause    Cause
	ScopeAt  Site // where the async scope was opened
	NoReason bool // AllowUnsafe was used without a reason, so it opened nothing
}

// Error says the relation, where the rows were loaded, where the scope was opened, and what to write instead.
func (e *LazyLoadError) Error() string {
	rel := e.Relation
	r := report{headline: "lazy load of " + dotted(rel.Model, rel.Name) + " in an async context"}
	if e.Rows.known() {
		r.site("rows loaded at", e.Rows.At, e.Rows.query())
		r.cause(e.Cause, e.ScopeAt)
		r.fix = []string{"add " + rel.eager() + " to " + e.Rows.theQuery() + ",", "or await " + rel.asyncLoad()}
	} else {
		r.line("rows", "were not loaded by a query")
		r.site("loaded at", e.Site, "")
		r.cause(e.Cause, e.ScopeAt)
		r.fix = []string{"await orm.LoadAsync(ac, db, rows, " + rel.path() + ")"}
	}
	r.noReason(e.NoReason)
	return r.String()
}

// Is matches ErrLazyLoad.
func (e *LazyLoadError) Is(target error) bool { return target == ErrLazyLoad }

// cause adds the lines that say why the guard holds the code to be async.
func (r *report) cause(c Cause, scopeAt Site) {
	r.site("scope opened at", scopeAt, "")
	switch c {
	case CauseCapturedContext:
		r.line("context", "from outside of the scope, which is still open beneath it")
	case CauseAsyncRow:
		r.line("context", "does not belong to the scope that the rows came out of")
	}
}

func (r *report) noReason(none bool) {
	if none {
		r.line("AllowUnsafe", "was given no reason, so it opened nothing")
	}
}
