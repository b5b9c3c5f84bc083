package safety

// NotLoadedError is what the accessor of a relation or of a deferred field answers when that was not loaded. Accessors never do I/O, in
// either colour. It matches ErrNotLoaded.
type NotLoadedError struct {
	Relation Relation // the relation; for a field, Name is that of the field
	Field    bool     // a deferred field, not a relation
	Rows     Origin
}

// Error says what is not loaded, where the rows were loaded, and what to write.
func (e *NotLoadedError) Error() string {
	rel := e.Relation
	r := report{headline: dotted(rel.Model, rel.Name) + " is not loaded"}
	switch {
	case !e.Rows.known() && e.Field:
		r.fix = []string{"the row was not loaded by a query: read the field itself"}
	case !e.Rows.known():
		r.fix = []string{"the row was not loaded by a query: use orm.Load(ctx, db, rows, " + rel.path() + "),",
			"or await orm.LoadAsync(ac, db, rows, " + rel.path() + ")"}
	case e.Field:
		r.site("rows loaded at", e.Rows.At, e.Rows.query())
		r.fix = []string{"add " + rel.path() + " to Only, or take it out of Defer, in " + e.Rows.theQuery()}
	default:
		r.site("rows loaded at", e.Rows.At, e.Rows.query())
		r.fix = []string{"add " + rel.eager() + " to " + e.Rows.theQuery() + ",", "or " + e.Rows.load(rel)}
	}
	return r.String()
}

// Is matches ErrNotLoaded.
func (e *NotLoadedError) Is(target error) bool { return target == ErrNotLoaded }

// load is the call that loads the relation, in the colour that the rows were loaded in.
func (o Origin) load(rel Relation) string {
	if o.Scope.Open() {
		return "await " + rel.asyncLoad()
	}
	return "call " + rel.blockingLoad()
}

// StaleRelationError is what the accessor of a relation answers when the key that it was loaded by has been changed since. It
// matches ErrStaleRelation.
type StaleRelationError struct {
	Relation Relation
	Key      string // the field that was changed: "AuthorID"; for a composite key the first that differs
	Rows     Origin
}

// Error says the relation, the field that was changed, where the rows were loaded, and what to write.
func (e *StaleRelationError) Error() string {
	rel := e.Relation
	r := report{headline: dotted(rel.Model, rel.Name) + " is stale: " + dotted(rel.Model, e.Key) + " was changed after it was loaded"}
	if e.Rows.known() {
		r.site("rows loaded at", e.Rows.At, e.Rows.query())
		r.fix = []string{e.Rows.load(rel) + " after the change"}
	} else {
		r.fix = []string{"the row was not loaded by a query: use orm.Load(ctx, db, rows, " + rel.path() + ")"}
	}
	return r.String()
}

// Is matches ErrStaleRelation.
func (e *StaleRelationError) Is(target error) bool { return target == ErrStaleRelation }
