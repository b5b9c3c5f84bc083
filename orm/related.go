package orm

import (
	"strings"

	"github.com/seed83105465/duet/query"
	"github.com/seed83105465/duet/safety"
)

// One is what was loaded of a to-one relation: the body of the accessors that ormgen writes. P is the pointer to the related model, key the row's present
// value of the columns that the relation goes by.
func One[P any](h *Handle, rel *query.Relation, key ...Value) (P, error) {
	return as[P](h.one(rel, key))
}

// Many is what was loaded of a to-many relation: an empty slice when there are no related rows, an error when they were
// not loaded. The slice is the caller's to read; sorting or changing it changes what the next call returns.
func Many[P any](h *Handle, rel *query.Relation, key ...Value) ([]P, error) {
	return manyOf[P](h.look(rel, key))
}

// manyOf is a row's part of a to-many relation.
func manyOf[P any](l *loaded, i int32, err error) ([]P, error) {
	if err != nil {
		return nil, err
	}
	all, _ := l.many.([]P)
	from, to := l.offsets[i], l.offsets[i+1]
	return all[from:to:to], nil
}

func (h *Handle) one(rel *query.Relation, key []Value) (any, error) {
	l, i, err := h.look(rel, key)
	if err != nil {
		return nil, err
	}
	return l.one[i].pointer(), nil
}

// look finds what was loaded of a relation. It does no I/O, in either colour.
func (h *Handle) look(rel *query.Relation, key []Value) (*loaded, int32, error) {
	c := h.chunk
	if c == nil {
		return nil, 0, &safety.NotLoadedError{Relation: describe(rel)}
	}
	l := c.slots[rel.Index].Load()
	if !l.has(h.index) {
		return nil, 0, &safety.NotLoadedError{Relation: describe(rel), Rows: c.origin.describe(rel.Table)}
	}
	if changed := h.changed(rel, key); changed >= 0 {
		err := &safety.StaleRelationError{Relation: describe(rel), Key: rel.Table.Columns[changed].Field,
			Rows: c.origin.describe(rel.Table)}
		if err := c.origin.session.root().policy.Apply(noContext, safety.RuleStaleRow, err); err != nil {
			return nil, 0, err
		}
	}
	return l, h.index, nil
}

// changed is the first column whose value is not the one that the relation was, or would be, loaded by; -1 when there
// is none.
func (h *Handle) changed(rel *query.Relation, key []Value) int {
	for i, col := range rel.Columns {
		if i < len(key) && !key[i].Equal(h.chunk.key(h.index, col)) {
			return col
		}
	}
	return -1
}

// describe is the relation for an error.
func describe(rel *query.Relation) safety.Relation {
	pkg, name := splitVar(rel.Table)
	return safety.Relation{Package: pkg, Table: name, Model: rel.Table.Model, Name: rel.Name,
		Receiver: receiver(rel.Table.Model), ToMany: rel.Many}
}

// describe is the rows' origin for an error.
func (o *origin) describe(t *query.Table) safety.Origin {
	if o == nil {
		return safety.Origin{}
	}
	return safety.Origin{Table: varName(t), Call: o.call, At: o.site, Scope: o.scope}
}

func splitVar(t *query.Table) (pkg, name string) {
	pkg, name, ok := strings.Cut(t.Var, ".")
	if !ok {
		return "", pkg
	}
	return pkg, name
}

func varName(t *query.Table) string {
	_, name := splitVar(t)
	return name
}

// receiver is what a fix calls a row: "book".
func receiver(model string) string {
	return strings.ToLower(model[:1]) + model[1:]
}

// Loaded reports whether a field of a row was loaded: nil, or a *safety.NotLoadedError for one that Only or Defer left
// out. Every field of a row that was made by hand counts as loaded.
func Loaded[P any](row P, column ColumnOf[P]) error { return hasField([]P{row}, column.Of(row)) }

// hasField is Loaded of a []*M of one.
func hasField(row any, c *query.Column) error {
	h := modelOf(c.Table).newRows(0).given(row).handle(0)
	if h.chunk == nil || h.chunk.hasColumn(c.Index) {
		return nil
	}
	return &safety.NotLoadedError{Field: true, Relation: describeField(c), Rows: h.chunk.origin.describe(c.Table)}
}

// describeField is a field for an error.
func describeField(c *query.Column) safety.Relation {
	pkg, name := splitVar(c.Table)
	return safety.Relation{Package: pkg, Table: name, Model: c.Table.Model, Name: c.Field, Receiver: receiver(c.Table.Model)}
}
