package orm

import (
	"strings"

	"github.com/seed83105465/duet/query"
	"github.com/seed83105465/duet/safety"
)

// One is what was loaded of a to-one relation: the body of the accessors that ormgen writes. key is the row's present
// value of the columns that the relation goes by.
func One[T any](h *Handle, rel *query.Relation, key ...Value) (*T, error) {
	l, err := h.look(rel, key)
	if err != nil {
		return nil, err
	}
	return rowOf[T](l.one[h.index]), nil
}

// Many is what was loaded of a to-many relation: an empty slice when there are no related rows, an error when they were
// not loaded. The slice is the caller's to read; sorting or changing it changes what the next call returns.
func Many[T any](h *Handle, rel *query.Relation, key ...Value) ([]*T, error) {
	l, err := h.look(rel, key)
	if err != nil {
		return nil, err
	}
	return manyOf[T](l, h.index), nil
}

func manyOf[T any](l *loaded, i int32) []*T {
	from, to := l.offsets[i], l.offsets[i+1]
	return l.many.([]*T)[from:to:to]
}

// look finds what was loaded of a relation. It does no I/O, in either colour.
func (h *Handle) look(rel *query.Relation, key []Value) (*loaded, error) {
	c := h.chunk
	if c == nil {
		return nil, &safety.NotLoadedError{Relation: describe(rel)}
	}
	l := c.slots[rel.Index].Load()
	if !l.has(h.index) {
		return nil, &safety.NotLoadedError{Relation: describe(rel), Rows: c.origin.describe(rel.Table)}
	}
	if changed := h.changed(rel, key); changed >= 0 {
		err := &safety.StaleRelationError{Relation: describe(rel), Key: rel.Table.Columns[changed].Field,
			Rows: c.origin.describe(rel.Table)}
		if err := c.origin.session.root().policy.Apply(noContext, safety.RuleStaleRow, err); err != nil {
			return nil, err
		}
	}
	return l, nil
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
func Loaded[M any](row *M, column Column[M]) error {
	var m M
	c := column.Of(m)
	h := tableOf[M](c.Table).ops.handle(row)
	if h.chunk == nil || h.chunk.hasColumn(c.Index) {
		return nil
	}
	pkg, name := splitVar(c.Table)
	return &safety.NotLoadedError{Field: true, Rows: h.chunk.origin.describe(c.Table),
		Relation: safety.Relation{Package: pkg, Table: name, Model: c.Table.Model, Name: c.Field, Receiver: receiver(c.Table.Model)}}
}

// tableOf is the typed table behind a description of it.
func tableOf[M any](t *query.Table) *Table[M] { return modelOf(t).newRows(0).(*block[M]).table }
