package golang

import "fmt"

// plainType gives the Go type of a field that is not NULL.
func (f *field) plainType(w *writer) string {
	if f.typ.path == "" {
		return f.typ.name
	}
	return w.use(f.typ.path) + "." + f.typ.name
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
	case shapeEnum, shapeScalar:
		return fmt.Sprintf("%s.%s[%s, %s]", query, name, m.name, f.plainType(w))
	}
	return fmt.Sprintf("%s.%s[%s]", query, name, m.name)
}

// maker gives the function of query that makes it. Its type parameter is the pointer to the model, which all models share the
// code of.
func (f *field) maker(w *writer, m *model) string {
	query, name := w.use(queryPath), shapeNames[f.typ.shape].skin
	if name == "Date" {
		name = "Time" // one kind of column, which tells them apart by the column's type
	}
	switch f.typ.shape {
	case shapeEnum, shapeScalar:
		return fmt.Sprintf("%s.New%s[*%s, %s]", query, name, m.name, f.plainType(w))
	}
	return fmt.Sprintf("%s.New%s[*%s]", query, name, m.name)
}

// writeRead writes how the field is read from column i of r.
func (f *field) writeRead(w *writer) {
	orm, names := w.use(ormPath), shapeNames[f.typ.shape]
	switch {
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
func (f *field) writeArgument(w *writer) {
	value := "m." + f.name
	if !f.column.Null {
		w.line("return %s", f.argument(w, value))
		return
	}
	switch f.typ.shape {
	case shapeEnum, shapeScalar, shapeJSON:
		// The zero Value behind the switch is NULL.
		w.line("if %s.Valid {", value)
		w.line("return %s", f.argument(w, value+".V"))
		w.line("}")
	default:
		w.line("return %s.Optional(%s, %s.%s)", w.use(ormPath), value, w.use(queryPath), shapeNames[f.typ.shape].arg)
	}
}

// argument gives the argument for a value that is not NULL.
func (f *field) argument(w *writer, value string) string {
	query, arg := w.use(queryPath), shapeNames[f.typ.shape].arg
	switch f.typ.shape {
	case shapeEnum:
		return fmt.Sprintf("%s.%s(string(%s))", query, arg, value)
	case shapeScalar:
		return fmt.Sprintf("%s.%s(%s.%s, %s)", query, arg, query, f.typ.query, value)
	}
	return fmt.Sprintf("%s.%s(%s)", query, arg, value)
}
