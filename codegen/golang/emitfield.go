package golang

import "fmt"

// plainType gives the Go type of a field that is not NULL.
func (f *field) plainType(w *writer) string { return f.typ.text(w) }

// text writes a type.
func (t fieldType) text(w *writer) string {
	switch {
	case t.null:
		t.null = false
		return fmt.Sprintf("%s.Null[%s]", w.use(ormPath), t.text(w))
	case t.coding == "ArrayCoding":
		return "[]" + t.elem.text(w)
	case t.coding == "RangeCoding":
		return fmt.Sprintf("%s.Range[%s]", w.use(queryPath), t.elem.text(w))
	case t.coding == "MultirangeCoding":
		return fmt.Sprintf("[]%s.Range[%s]", w.use(queryPath), t.elem.text(w))
	case t.path == "":
		return t.name
	}
	return w.use(t.path) + "." + t.name
}

// code writes what makes the coding of a type.
func (t fieldType) code(w *writer) string {
	query := w.use(queryPath)
	switch {
	case t.null:
		t.null = false
		return fmt.Sprintf("%s.NullCoding(%s)", query, t.code(w))
	case t.elem != nil:
		return fmt.Sprintf("%s.%s(%s)", query, t.coding, t.elem.code(w))
	case t.shape == shapeEnum || t.shape == shapeScalar:
		return fmt.Sprintf("%s.%s[%s]()", query, shapeNames[t.shape].coding, t.text(w))
	case t.coding != "":
		return fmt.Sprintf("%s.%s()", query, t.coding)
	}
	return fmt.Sprintf("%s.%s()", query, shapeNames[t.shape].coding)
}

// goType gives the type of the field.
func (f *field) goType(w *writer) string {
	if f.column.Null {
		return fmt.Sprintf("%s.Null[%s]", w.use(ormPath), f.plainType(w))
	}
	return f.plainType(w)
}

// skin gives the type of query that stands for the column.
func (f *field) skin(w *writer, m *model) string {
	query, name := w.use(queryPath), shapeNames[f.typ.shape].skin
	switch f.typ.shape {
	case shapeEnum, shapeScalar, shapeCoded:
		return fmt.Sprintf("%s.%s[%s, %s]", query, name, m.name, f.plainType(w))
	}
	return fmt.Sprintf("%s.%s[%s]", query, name, m.name)
}

// writeRead writes how the field is read from column i of r.
func (f *field) writeRead(w *writer, m *model) {
	orm, names := w.use(ormPath), shapeNames[f.typ.shape]
	switch {
	case f.typ.shape == shapeCoded && f.column.Null:
		w.line("m.%s = %s.ReadCodedNull(r, i, %s.%s.Coding)", f.name, orm, m.tvar, f.name)
	case f.typ.shape == shapeCoded:
		w.line("%s.ReadCoded(r, i, %s.%s.Coding, &m.%s)", orm, m.tvar, f.name, f.name)
	case f.typ.shape == shapeScalar && f.column.Null:
		w.line("m.%s = %s{Valid: !r.IsNull(i)}", f.name, f.goType(w))
		w.line("%s.ReadScalar(r, i, &m.%s.V)", orm, f.name)
	case f.typ.shape == shapeScalar:
		w.line("%s.ReadScalar(r, i, &m.%s)", orm, f.name)
	case f.typ.shape == shapeEnum && f.column.Null:
		w.line("m.%s = %s.%s[%s](r, i)", f.name, orm, names.read, f.plainType(w))
	case f.typ.shape == shapeEnum:
		w.line("m.%s = %s(r.%s(i))", f.name, f.plainType(w), names.getter)
	case f.column.Null:
		w.line("m.%s = %s.%s(r, i)", f.name, orm, names.read)
	default:
		w.line("m.%s = r.%s(i)", f.name, names.getter)
	}
}

// writeArgument writes how the field becomes an argument.
func (f *field) writeArgument(w *writer, m *model) {
	value := "m." + f.name
	if f.typ.shape == shapeCoded && !f.column.Null && f.filled() {
		w.line("return %s.CodedOrDefault(%s.%s.Coding, %s)", w.use(ormPath), m.tvar, f.name, value)
		return
	}
	if !f.column.Null {
		w.line("return %s", f.argument(w, m, value))
		return
	}
	switch f.typ.shape {
	case shapeEnum, shapeScalar, shapeJSON, shapeCoded:
		// The zero Value behind the switch is NULL.
		w.line("if %s.Valid {", value)
		w.line("return %s", f.argument(w, m, value+".V"))
		w.line("}")
	default:
		w.line("return %s.Optional(%s, %s.%s)", w.use(ormPath), value, w.use(queryPath), shapeNames[f.typ.shape].arg)
	}
}

// argument gives the argument for a value that is not NULL.
func (f *field) argument(w *writer, m *model, value string) string {
	query, arg := w.use(queryPath), shapeNames[f.typ.shape].arg
	switch f.typ.shape {
	case shapeEnum:
		return fmt.Sprintf("%s.%s(string(%s))", query, arg, value)
	case shapeScalar:
		return fmt.Sprintf("%s.%s(%s.%s, %s)", query, arg, query, f.typ.query, value)
	case shapeCoded:
		return fmt.Sprintf("%s.%s(%s.%s.Coding, %s)", query, arg, m.tvar, f.name, value)
	}
	return fmt.Sprintf("%s.%s(%s)", query, arg, value)
}
