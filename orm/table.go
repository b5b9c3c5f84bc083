package orm

import (
	"reflect"

	"github.com/seed83105465/duet/query"
)

// TableOf is a table with the Go type of its rows, P being the pointer to it. Generated code embeds it in the variable it
// makes for each table; programs write models.Books.Using(db).
type TableOf[P any] struct {
	Desc query.Table // what the table is made of; never changed after init
}

// RowOps is what generated code knows of a row and orm does not, P being the pointer to the model.
type RowOps[P any] struct {
	// New makes n rows, at least one, next to each other, and is the first of them.
	New func(n int) P
	// Assign makes one row what another is.
	Assign func(to, from P)
	// Scan reads the given columns of the table from columns at, at+1, ... of r.
	Scan func(row P, r Row, at int, columns []int)
	// Value is the row's value for a column.
	Value func(row P, column int) Value
	// Handle is where the row keeps its [Handle].
	Handle func(row P) *Handle
}

// Define fills the variable of a table: generated code calls it once, in an init function. P is a pointer to a struct. t is the table in the variable,
// and vars the pointer to the variable, a struct of that table, of a pointer for each column and one for each relation, in
// the order of desc. What Define returns is what the methods of the rows call.
func Define[P any](t *TableOf[P], vars any, desc *query.Table, ops RowOps[P]) *RowsOf[P] {
	t.Desc = *desc
	link(&t.Desc)
	columns, relations := fill(vars, &t.Desc)
	for _, c := range columns {
		c.(ColumnOf[P]).Of(*new(P))
	}
	for _, r := range relations {
		query.RelatedOf(r.(query.PrefetchableOf[P]))
	}
	t.Desc.Owner = newModel(&t.Desc, &ops, reflect.TypeFor[P]().Elem().Size())
	return newRows[P](&t.Desc)
}

// fill makes the columns and relations of a variable, without their operations. This is the one place with reflection, once
// for each table of the program: written out, it is a good part of what compiling models costs.
func fill(vars any, t *query.Table) (columns, relations []any) {
	fields := reflect.ValueOf(vars).Elem()
	for i := range t.Columns {
		columns = append(columns, setPart(fields, 1+i, t.Columns[i].Field, "Column", &t.Columns[i]))
	}
	for i, r := range t.Relations {
		relations = append(relations, setPart(fields, 1+len(t.Columns)+i, r.Name, "Path", t.Relations[i:i+1:i+1]))
	}
	return columns, relations
}

// setPart makes what field number i of a variable points to, unless it is there, and sets the part of it that says what it is.
func setPart(fields reflect.Value, i int, name, part string, to any) any {
	f := fields.Field(i)
	if own := fields.Type().Field(i).Name; own != name {
		panic("orm: field " + own + " of a table's variable stands where its description has " + name + ": let ormgen write the models again")
	}
	if f.IsNil() {
		f.Set(reflect.New(f.Type().Elem()))
	}
	f.Elem().FieldByName(part).Set(reflect.ValueOf(to))
	return f.Interface()
}

// Using is a query for all rows of the table, on a session: a *DB or a *Tx.
func (t *TableOf[P]) Using(s Session) *QueryOf[P] {
	return (*QueryOf[P])(newCore(t.Desc.Columns[0].Table, s)) // also of a copy of the table's variable
}

// link tells columns and relations where they are.
func link(t *query.Table) {
	for i := range t.Columns {
		t.Columns[i].Index, t.Columns[i].Table = i, t
	}
	for i, r := range t.Relations {
		r.Index, r.Table = i, t
	}
}
