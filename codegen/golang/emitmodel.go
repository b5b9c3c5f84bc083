package golang

import (
	"fmt"
	"strings"
)

// write writes the file of a table.
func (m *model) write(w *writer) {
	m.writeStruct(w)
	m.writeVariable(w)
	m.writeDescription(w)
	m.writeInit(w)
	m.writeScan(w)
	m.writeValue(w)
	for _, r := range m.relations {
		r.writeAccessors(w)
	}
	m.writeMethods(w)
}

// writeStruct writes the type of a row.
func (m *model) writeStruct(w *writer) {
	orm := w.use(ormPath)
	w.line("// %s is a row of the %s %s.%s", m.name, m.noun(), oneLine(m.label), sentence(m.table.Comment))
	w.line("type %s struct {", m.name)
	for _, f := range m.fields {
		comment := ""
		if f.column.Comment != "" {
			comment = " // " + oneLine(f.column.Comment)
		}
		w.line("%s %s `json:%q`%s", f.name, f.goType(w), f.json, comment)
	}
	w.line("\nh %s.Handle", orm)
	w.line("}\n")
}

// writeVariable writes the variable of the table, with a field for each column and relation.
func (m *model) writeVariable(w *writer) {
	orm, query := w.use(ormPath), w.use(queryPath)
	w.line("// %s is the %s %s.", m.tvar, m.noun(), oneLine(m.label))
	w.line("var %s struct {", m.tvar)
	w.line("%s.Table[%s]", orm, m.name)
	for _, f := range m.fields {
		w.line("%s *%s", f.name, f.skin(w, m))
	}
	for _, r := range m.relations {
		w.line("%s *%s.%s[%s, %s]", r.name, query, r.skin(), m.name, r.to.name)
	}
	w.line("}\n")
	w.line("// %s is what the methods of %s, and relations to it, call.", m.rows(), m.name)
	w.line("var %s *%s.Rows[%s]\n", m.rows(), orm, m.name)
}

// rows gives the name of the variable with what methods call.
func (m *model) rows() string { return "rowsOf" + m.name }

// writeScan writes the function that reads a row.
func (m *model) writeScan(w *writer) {
	orm := w.use(ormPath)
	w.line("func scan%s(m *%s, r %s.Row, at int, columns []int) {", m.name, m.name, orm)
	w.line("for i, c := range columns {")
	w.line("i += at")
	w.line("switch c {")
	for _, f := range m.fields {
		w.line("case %d:", f.index)
		f.writeRead(w, m)
	}
	w.line("}\n}\n}\n")
}

// writeValue writes the function that gives a field's value as an argument.
func (m *model) writeValue(w *writer) {
	orm := w.use(ormPath)
	w.line("func valueOf%s(m *%s, c int) %s.Value {", m.name, m.name, orm)
	w.line("switch c {")
	for _, f := range m.fields {
		w.line("case %d:", f.index)
		f.writeArgument(w, m)
	}
	w.line("}")
	w.line("return %s.Value{}", orm)
	w.line("}\n")
}

// writeMethods writes what every model can do.
func (m *model) writeMethods(w *writer) {
	orm := w.use(ormPath)
	w.line("// Equal reports whether both rows have the same column values; relations are not compared.")
	w.line("func (m *%s) Equal(o *%s) bool { return %s.Equal(m, o) }\n", m.name, m.name, m.rows())
	w.line("// Validate checks what the schema says of the row, without asking the database.")
	w.line("func (m *%s) Validate() error { return %s.Validate(m) }\n", m.name, m.rows())
	w.line("// MarshalJSON writes the columns, and the relations that were loaded.")
	w.line("func (m *%s) MarshalJSON() ([]byte, error) {", m.name)
	w.line("type plain %s", m.name)
	w.line("return %s.MarshalRow(&m.h, (*plain)(m))", orm)
	w.line("}")
}

// writeAccessors writes the three methods of a relation.
func (r *relation) writeAccessors(w *writer) {
	orm, ctx := w.use(ormPath), w.use("context")
	m, target := r.from, r.to.name
	one, answer, what, is := "One", "*"+target, fmt.Sprintf("the related %s or nil", target), "is"
	if r.many {
		one, answer, what, is = "Many", "[]*"+target, fmt.Sprintf("the related rows of %s", r.to.tvar), "are"
	}
	rest := fmt.Sprintf("&%s.Desc, %d, m", m.tvar, r.index)
	w.line("// %s %s %s, as loaded; if that was not done, the error is a *safety.NotLoadedError. It does no I/O.", r.name, is, what)
	w.line("func (m *%s) %s() (%s, error) { return %s.%s(%s) }\n", m.name, r.name, answer, r.to.rows(), one, rest)
	w.line("// Load%s loads %s, for all rows that were read together with m in one query.", r.name, what)
	w.line("func (m *%s) Load%s(ctx %s.Context) (%s, error) { return %s.Load%s(ctx, %s) }\n", m.name, r.name, ctx, answer, r.to.rows(), one, rest)
	w.line("// Load%sAsync is Load%s as a future.", r.name, r.name)
	w.line("func (m *%s) Load%sAsync(ac %s.AsyncContext) *%s.Future[%s] { return %s.Load%sAsync(ac, %s) }\n", m.name, r.name, orm, orm, answer, r.to.rows(), one, rest)
}

func (r *relation) skin() string {
	if r.many {
		return "ToMany"
	}
	return "ToOne"
}

func (m *model) noun() string {
	if m.table.ReadOnly() {
		return "view"
	}
	return "table"
}

// sentence gives a comment of the schema as one that follows another sentence.
func sentence(comment string) string {
	if comment = oneLine(comment); comment == "" {
		return ""
	}
	if !strings.HasSuffix(comment, ".") {
		comment += "."
	}
	return " " + comment
}
