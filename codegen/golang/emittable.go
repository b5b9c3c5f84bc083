package golang

import (
	"fmt"
	"strings"
)

// writeDescription writes the description of the table. All of it is data that the compiler lays out: no code runs for it, and tables
// may refer to each other in circles, since the variables that they refer to have no initialiser.
func (m *model) writeDescription(w *writer) {
	query := w.use(queryPath)
	w.line("var %s = %s.Table{", m.description(), query)
	w.line("%s,", m.head(w))
	w.line("Columns: []%s.Column{", query)
	for _, f := range m.fields {
		w.line("{%s},", f.describe(w))
	}
	w.line("},")
	if len(m.relations) > 0 {
		w.line("Relations: []*%s.Relation{", query)
		for _, r := range m.relations {
			w.line("{%s},", r.describe(w))
		}
		w.line("},")
	}
	if len(m.rules) > 0 {
		w.line("Rules: []%s.Rule{", query)
		for _, r := range m.rules {
			w.line("{Column: %d, Op: %s.%s, Value: %s, Text: %q},", r.column, query, r.op, r.value, r.text)
		}
		w.line("},")
	}
	w.line("}\n")
}

// writeInit writes the function that fills the table variable. It cannot be an initialiser: tables refer to each other in circles.
func (m *model) writeInit(w *writer) {
	orm := w.use(ormPath)
	w.line("func init() {")
	for _, f := range m.fields {
		if f.typ.shape == shapeCoded {
			w.line("%s.%s = &%s{Coding: %s}", m.tvar, f.name, f.skin(w, m), f.typ.code(w))
		}
	}
	w.line("%s = %s.Define(&%s.Table, &%s, &%s, %s.RowOps[*%s]{", m.rows(), orm, m.tvar, m.tvar, m.description(), orm, m.name)
	w.line("New: func(n int) *%s { return &make([]%s, n)[0] }, Assign: func(to, from *%s) { *to = *from },", m.name, m.name, m.name)
	w.line("Scan: scan%s, Value: valueOf%s,", m.name, m.name)
	w.line("Handle: func(m *%s) *%s.Handle { return &m.h },", m.name, orm)
	w.line("})")
	w.line("}\n")
}

// description gives the name of the variable with the description of the table.
func (m *model) description() string { return "tableOf" + m.name }

// head gives what describes the table as a whole.
func (m *model) head(w *writer) string {
	var parts []string
	if m.label != m.table.Name {
		parts = append(parts, fmt.Sprintf("Schema: %q", m.table.Schema))
	}
	parts = append(parts, fmt.Sprintf("Name: %q, Model: %q, Var: %q", m.table.Name, m.name, w.pkg.name+"."+m.tvar))
	if key := m.key(); len(key) > 0 {
		parts = append(parts, "Key: "+ints(key))
	}
	parts = append(parts, fmt.Sprintf("Identity: %d", m.identity()))
	if m.table.ReadOnly() {
		parts = append(parts, "ReadOnly: true")
	}
	return strings.Join(parts, ", ")
}

// describe gives the description of a column.
func (f *field) describe(w *writer) string {
	text := fmt.Sprintf("Name: %q, Field: %q, Type: %s.%s", f.column.Name, f.name, w.use(queryPath), f.typ.query)
	if f.column.Null {
		text += ", Nullable: true"
	}
	switch {
	case f.readOnly():
		text += ", ReadOnly: true"
	case f.filled():
		text += ", Default: true"
	}
	if f.numbered && !f.readOnly() {
		text += ", Numbered: true"
	}
	if f.maxLen > 0 {
		text += fmt.Sprintf(", MaxLen: %d", f.maxLen)
	}
	if values := f.texts(); len(values) > 0 {
		text += fmt.Sprintf(", OneOf: %#v", values)
	}
	if f.cast != "" {
		text += fmt.Sprintf(", Cast: %q", f.cast)
	}
	return text
}

// texts gives the only texts that the field takes, none if there is no such list.
func (f *field) texts() []string {
	if f.typ.enum == nil || f.oneOf != nil {
		return f.oneOf
	}
	values := make([]string, len(f.typ.enum.values))
	for i, v := range f.typ.enum.values {
		values[i] = v.text
	}
	return values
}

// describe gives the description of a relation.
func (r *relation) describe(w *writer) string {
	text := fmt.Sprintf("Name: %q, Target: &%s.Desc", r.name, r.to.tvar)
	if r.many {
		text += ", Many: true"
	}
	text += fmt.Sprintf(", Columns: %s, TargetColumns: %s", ints(r.columns), ints(r.targetColumns))
	if r.via != nil {
		text += fmt.Sprintf(", Via: &%s.JoinTable{Table: &%s.Desc, Near: %s, Far: %s}", w.use(queryPath), r.via.join.tvar, ints(r.via.near), ints(r.via.far))
	}
	if r.nullable {
		text += ", Nullable: true"
	}
	return text + fmt.Sprintf(", Inverse: %d", r.inverse.index)
}
