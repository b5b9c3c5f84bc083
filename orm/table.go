package orm

import "github.com/seed83105465/duet/query"

// Table is a table with the Go type of its rows. Generated code embeds it in the variable it makes for each table;
// programs write models.Books.Using(db).
type Table[M any] struct {
	Desc query.Table // what the table is made of; never changed after init
}

// rowOps is what generated code knows of a row and orm does not. P is the pointer to the model.
type rowOps[P any] struct {
	make   func(n int) []P
	assign func(to, from P)
	scan   func(row P, r Row, at int, columns []int)
	value  func(row P, column int) Value
	handle func(row P) *Handle
}

// Define completes a table whose Desc is filled in: generated code calls it once, in an init function. scan reads the
// given columns of the table from columns at, at+1, ... of r; value is the row's value for a column; handle is where
// the row keeps its [Handle].
func Define[M any](t *Table[M], scan func(row *M, r Row, at int, columns []int), value func(row *M, column int) Value, handle func(row *M) *Handle) {
	link(&t.Desc)
	t.Desc.Owner = newModel(&t.Desc, &rowOps[*M]{allocate[M], func(to, from *M) { *to = *from }, scan, value, handle})
}

// Using is a query for all rows of the table, on a session: a *DB or a *Tx.
func (t *Table[M]) Using(s Session) *Query[M] {
	return (*Query[M])(newCore(t.Desc.Columns[0].Table, s)) // also of a copy of the table's variable
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
