package golang

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/seed83105465/duet/codegen/schema"
)

// tableMembers are the exported fields and methods of orm.Table and its name: a column that would hide one gets "Col" behind its name.
// A test compares the list with package orm.
var tableMembers = []string{"Table", "Desc", "Using"}

// rowMembers are the methods that every model has.
var rowMembers = []string{"Equal", "MarshalJSON", "Validate"}

// addFields names the columns of a table and finds their types.
func (b *builder) addFields(m *model) {
	m.members = scope{}
	for _, name := range tableMembers {
		m.members.claim(name, "what every table has")
	}
	for _, name := range rowMembers {
		m.members.claim(name, "a method of every model")
	}
	tags := map[string]bool{}
	for i, c := range m.table.Columns {
		f := &field{column: c, index: i, typ: typeOf(c.Type)}
		if c.Type.Kind == schema.KindText {
			f.maxLen = c.Type.Length
		}
		m.fields = append(m.fields, f)
		b.applyTypes(m, f)
		f.name = b.fieldName(m, f)
		if f.json = jsonName(c.Name); f.json == "" || tags[f.json] {
			f.json = snake(f.name)
		}
		for tags[f.json] {
			f.json += "_"
		}
		tags[f.json] = true
	}
	identity := m.identity()
	for _, f := range m.fields {
		f.numbered = f.isNumbered() && f.index != identity
	}
}

// fieldName gives a field its name, and tells of two columns that would have the same.
func (b *builder) fieldName(m *model, f *field) string {
	name := Identifier(f.column.Name)
	if m.members[name] != "" && !strings.HasPrefix(m.members[name], "column ") {
		name += "Col"
	}
	if o := b.columnOption(m, f.column); o != nil && o.Name != "" {
		name = o.Name
		if !validName(name) {
			b.fail(o.Pos, "%q cannot be the name of column %s.%s: it has to be an exported Go identifier", name, m.label, f.column.Name)
		}
	}
	owner, ok := m.members.claim(name, fmt.Sprintf("column %q", f.column.Name))
	if !ok {
		at := f.column.Pos
		if at.IsZero() {
			at = m.table.Pos
		}
		b.fail(at, "%s and column %q of table %q would both be %s in Go; in ormgen.yaml set columns: {%s: {name: ...}}",
			owner, f.column.Name, m.label, name, yamlKey(m.label+"."+f.column.Name))
	}
	return name
}

// applyTypes gives a field the type that options ask for: for the column, or else for its database type.
func (b *builder) applyTypes(m *model, f *field) {
	o := b.columnOption(m, f.column)
	if o != nil && o.NullElements {
		b.nullElements(m, f, o)
	}
	if o != nil && !o.Type.IsZero() {
		f.typ = o.Type.asked(f.column.Type)
		return
	}
	for i := range b.options.Types {
		if o := &b.options.Types[i]; o.matches(f.column.Type) {
			f.typ = o.Type.asked(f.column.Type)
			return
		}
	}
}

// nullElements makes room for NULLs in an array.
func (b *builder) nullElements(m *model, f *field, o *ColumnOption) {
	elem := &f.typ
	for elem.coding == "ArrayCoding" {
		elem = elem.elem
	}
	if elem == &f.typ || !o.Type.IsZero() {
		b.fail(o.Pos, "column %s.%s is not read as an array, so that it has no elements that could be NULL", m.label, f.column.Name)
		return
	}
	elem.null = true
}

// columnOption finds the option for a column, nil if there is none.
func (b *builder) columnOption(m *model, c *schema.Column) *ColumnOption {
	for i := range b.options.Columns {
		if o := &b.options.Columns[i]; b.means(m, o.Column, "."+c.Name) {
			return o
		}
	}
	return nil
}

// checkColumnOptions tells of options for what is not there, and of types that cannot be.
func (b *builder) checkColumnOptions() {
	checkType := func(at schema.Pos, t GoType) {
		if err := t.Check(); err != nil && !t.IsZero() {
			b.fail(at, "%s", err)
		}
	}
	for i := range b.options.Columns {
		o := &b.options.Columns[i]
		checkType(o.Pos, o.Type)
		used := false
		for _, m := range b.pkg.models {
			used = used || slices.ContainsFunc(m.fields, func(f *field) bool { return b.columnOption(m, f.column) == o })
		}
		if !used {
			b.fail(o.Pos, "there is no column %q in the schema; write table.column", o.Column)
		}
	}
	for i := range b.options.Types {
		o := &b.options.Types[i]
		checkType(o.Pos, o.Type)
		used := false
		for _, m := range b.pkg.models {
			for _, f := range m.fields {
				used = used || o.matches(f.column.Type)
			}
		}
		if !used {
			b.fail(o.Pos, "no column has the type %q", o.Declared)
		}
	}
}

// jsonName gives the key of a column in JSON, its name as it is; "" if encoding/json would not take that.
func jsonName(column string) string {
	if column == "-" {
		return ""
	}
	for _, r := range column {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("_-. ", r) || r == unicode.ReplacementChar {
			return ""
		}
	}
	return strings.TrimSpace(column)
}
