package sqlite

import (
	"slices"
	"strings"

	"github.com/sqlc-dev/meyer/ast"

	"github.com/seed83105465/duet/codegen/schema"
)

// alter follows ALTER TABLE.
func (r *replay) alter(d ddl, n *ast.AlterTableStmt) error {
	name := n.Table.Name.Name
	folded := schema.SQLite.Fold(name)
	if at, ok := r.aside[folded]; ok {
		if n.Action == ast.AlterRenameTable {
			delete(r.aside, folded)
			r.aside[schema.SQLite.Fold(n.NewName.Name)] = at
		}
		return nil
	}
	t := r.find(name)
	if t == nil {
		return schema.Errorf(d.at(n.Table.Pos()), "table %q is altered but is not there; create it before", name)
	}
	var c *schema.Column
	if n.Column != nil && n.Action != ast.AlterAddColumn {
		if c = t.Column(n.Column.Name); c == nil && len(t.Columns) > 0 {
			return schema.Errorf(d.at(n.Column.Pos()), "table %q has no column %q%s", t.Name, n.Column.Name, columnsOf(t))
		}
	}
	switch n.Action {
	case ast.AlterRenameTable:
		if first := r.find(n.NewName.Name); first != nil && first != t {
			return declaredTwice(d.at(n.NewName.Pos()), n.NewName.Name, first)
		}
		r.renameTable(t, n.NewName.Name)
	case ast.AlterAddColumn:
		return d.addColumn(t, n.ColumnDef)
	case ast.AlterAddConstraintCheck:
		k := &schema.Check{Name: nameOf(n.ConstraintName), Expr: d.text(n.Expr), Pos: d.at(n.Pos())}
		k.Column = soleColumn(t, k.Expr)
		t.Checks = append(t.Checks, k)
	case ast.AlterDropConstraint:
		t.Checks = slices.DeleteFunc(t.Checks, func(k *schema.Check) bool { return schema.SQLite.Same(k.Name, nameOf(n.ConstraintName)) })
	default:
		if c == nil { // of CREATE TABLE ... AS, whose columns are not known here
			return nil
		}
		switch n.Action {
		case ast.AlterRenameColumn:
			r.renameColumn(t, c, n.NewName.Name)
		case ast.AlterDropColumn:
			dropColumn(t, c)
		case ast.AlterDropNotNull:
			c.Null = !t.IsKey(c.Name)
		case ast.AlterSetNotNull:
			c.Null = false
		}
	}
	return nil
}

// renameTable also turns the references of other tables, as SQLite does unless it is told to do as it did before 3.25.
func (r *replay) renameTable(t *schema.Table, to string) {
	from := t.Name
	for _, other := range r.tables {
		if r.legacy && other != t {
			continue
		}
		for _, fk := range other.ForeignKeys {
			if schema.SQLite.Same(fk.RefTable, from) {
				fk.RefTable = to
			}
		}
	}
	t.Name = to
}

func (r *replay) renameColumn(t *schema.Table, c *schema.Column, to string) {
	from := c.Name
	swap := func(names []string) {
		for i := range names {
			if schema.SQLite.Same(names[i], from) {
				names[i] = to
			}
		}
	}
	rename := func(expr *string) {
		*expr = renamedIn(*expr, from, to)
	}
	if t.PrimaryKey != nil {
		swap(t.PrimaryKey.Columns)
	}
	for _, u := range t.Uniques {
		swap(u.Columns)
		rename(&u.Where)
	}
	for _, x := range t.Indexes {
		for i := range x.Parts {
			p := &x.Parts[i]
			if schema.SQLite.Same(p.Column, from) {
				p.Column = to
			}
			rename(&p.Expr)
		}
		rename(&x.Where)
	}
	for _, k := range t.Checks {
		rename(&k.Expr)
		if k.Column == from {
			k.Column = to
		}
	}
	for _, other := range t.Columns {
		if other.Generated != nil {
			rename(&other.Generated.Expr)
		}
	}
	for _, fk := range t.ForeignKeys {
		swap(fk.Columns)
	}
	for _, other := range r.tables {
		for _, fk := range other.ForeignKeys {
			if schema.SQLite.Same(fk.RefTable, t.Name) {
				swap(fk.RefColumns)
			}
		}
	}
	c.Name = to
}

// addColumn follows ADD COLUMN. It cannot make keys, so the rowid is not in question.
func (d ddl) addColumn(t *schema.Table, n *ast.ColumnDef) error {
	if t.Column(n.Name.Name) != nil {
		return schema.Errorf(d.at(n.Pos()), "table %q has a column %q already%s; rename or remove one of them", t.Name, n.Name.Name, alsoAt(t.Column(n.Name.Name).Pos))
	}
	rowid := ""
	checks := len(t.Checks)
	d.column(t, n, &rowid)
	for _, k := range t.Checks[checks:] {
		k.Column = soleColumn(t, k.Expr)
	}
	return nil
}

// dropColumn follows DROP COLUMN, which SQLite refuses for columns that anything else is made of; what is said in the column's own
// definition goes with it.
func dropColumn(t *schema.Table, c *schema.Column) {
	t.Columns = slices.DeleteFunc(t.Columns, func(one *schema.Column) bool { return one == c })
	t.Checks = slices.DeleteFunc(t.Checks, func(k *schema.Check) bool { return k.Column == c.Name })
	t.ForeignKeys = slices.DeleteFunc(t.ForeignKeys, func(fk *schema.ForeignKey) bool { return slices.Contains(fk.Columns, c.Name) })
}

// columnsOf tells which columns there are, for a message about one that is not.
func columnsOf(t *schema.Table) string {
	var names []string
	for _, c := range t.Columns {
		names = append(names, c.Name)
	}
	return "; it has " + strings.Join(names, ", ")
}
