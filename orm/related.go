package orm

import (
	"strings"

	"github.com/seed83105465/duet/query"
	"github.com/seed83105465/duet/safety"
)

// manyOf is a row's part of a to-many relation.
func manyOf[P any](l *loaded, i int32, err error) ([]P, error) {
	if err != nil {
		return nil, err
	}
	all, _ := l.many.([]P)
	from, to := l.offsets[i], l.offsets[i+1]
	return all[from:to:to], nil
}

func one(t *query.Table, rel int, row any) (any, error) {
	l, i, err := look(t, rel, row)
	if err != nil {
		return nil, err
	}
	return l.one[i].pointer(), nil
}

// look finds what was loaded of a relation, and the row's place there. It does no I/O, in either colour.
func look(t *query.Table, number int, row any) (*loaded, int32, error) {
	m, rel := modelOf(t), t.Relations[number]
	h := m.handle(row)
	c := h.chunk
	if c == nil {
		return nil, 0, &safety.NotLoadedError{Relation: describe(rel)}
	}
	l := c.slot(number)
	if !l.is(h.index, have) {
		return nil, 0, &safety.NotLoadedError{Relation: describe(rel), Rows: c.origin.describe(t)}
	}
	if changed := m.changed(h, rel, row); changed >= 0 {
		err := &safety.StaleRelationError{Relation: describe(rel), Key: t.Columns[changed].Field, Rows: c.origin.describe(t)}
		if err := c.origin.session.root().policy.Apply(noContext, safety.RuleStaleRow, err); err != nil {
			return nil, 0, err
		}
	}
	return l, h.index, nil
}

// changed is the first column whose value is not the one that the relation was, or would be, loaded by; -1 when there
// is none. row need not be the row that the chunk knows: programs copy rows.
func (m *model) changed(h *Handle, rel *query.Relation, row any) int {
	for _, col := range rel.Columns {
		if !m.valueOf(row, col).Equal(h.chunk.key(h.index, col)) {
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
	rows := modelOf(c.Table).given(row)
	h := rows.handle(0)
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

// unloaded is the error for rows that lack a key that the relation goes by, because Only or Defer left it out.
func (c *chunk) unloaded(rel *query.Relation) error {
	for _, col := range rel.Columns {
		if !c.hasColumn(col) {
			return &safety.NotLoadedError{Relation: describeField(&rel.Table.Columns[col]), Field: true, Rows: c.origin.describe(rel.Table)}
		}
	}
	return nil
}
