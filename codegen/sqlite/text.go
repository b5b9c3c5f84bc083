package sqlite

import (
	"errors"
	"slices"
	"strings"

	"github.com/sqlc-dev/meyer/ast"
	"github.com/sqlc-dev/meyer/parser"

	"github.com/seed83105465/duet/codegen/schema"
)

// ParseText reads sources without SQLite, by parsing them and following ALTER and DROP. It is the second opinion on Parse, and
// where Parse has its positions from. It gives views without columns, and columns of CREATE TABLE ... AS neither; all
// else is as with Parse. It returns *schema.Error for what it cannot follow, schema.Errors for a schema that does not hold together.
func ParseText(files []Source) (*schema.Schema, error) {
	r := newReplay()
	for _, f := range files {
		for _, st := range split(f) {
			if err := r.apply(st); err != nil {
				return nil, err
			}
		}
	}
	s := r.schema()
	if err := s.Validate(); err != nil {
		return nil, err
	}
	addEnums(s)
	return s, nil
}

// replay is a schema while statements go by.
type replay struct {
	tables []*schema.Table
	// aside are folded names of tables that will not be in the schema, temporary and virtual ones, and where they are.
	aside map[string]schema.Pos
	// legacy is PRAGMA legacy_alter_table.
	legacy bool
}

func newReplay() *replay {
	return &replay{aside: map[string]schema.Pos{}}
}

// schema gives what there is now.
func (r *replay) schema() *schema.Schema {
	s := &schema.Schema{Dialect: schema.SQLite, Default: mainSchema, Tables: r.tables}
	for _, t := range s.Tables {
		for _, fk := range t.ForeignKeys {
			resolve(s, fk)
		}
	}
	return s
}

// apply follows one statement.
func (r *replay) apply(st statement) error {
	c, reason := st.classify()
	switch c {
	case classPassed:
		return nil
	case classRefused:
		return schema.Errorf(st.pos, "%s", reason)
	}
	stmt, err := parser.ParseStatement(st.text)
	if err != nil {
		return syntaxError(st, err)
	}
	d := ddl{src: st.text, at: st.at}
	switch n := stmt.(type) {
	case *ast.PragmaStmt:
		r.legacy = on(n.Value)
		return nil
	case *ast.CreateTableStmt:
		if n.Temp || aside(n.Name) {
			r.aside[schema.SQLite.Fold(n.Name.Name.Name)] = d.at(n.Name.Pos())
			return nil
		}
		return r.create(n.IfNotExists, d.table(n))
	case *ast.CreateVirtualTableStmt:
		r.aside[schema.SQLite.Fold(n.Name.Name.Name)] = d.at(n.Name.Pos())
		return nil
	case *ast.CreateViewStmt:
		if n.Temp || aside(n.Name) {
			r.aside[schema.SQLite.Fold(n.Name.Name.Name)] = d.at(n.Name.Pos())
			return nil
		}
		return r.create(n.IfNotExists, &schema.Table{
			Schema: mainSchema, Name: n.Name.Name.Name, Kind: schema.KindView, Dialect: schema.SQLite,
			Query: st.text[n.Select.Pos():n.Select.End()], Pos: d.at(n.Name.Pos()),
		})
	case *ast.CreateIndexStmt:
		return r.createIndex(d, n)
	case *ast.DropTableStmt:
		return r.drop(st, n.Name, n.IfExists)
	case *ast.DropViewStmt:
		return r.drop(st, n.Name, n.IfExists)
	case *ast.DropIndexStmt:
		return r.dropIndex(st, n)
	case *ast.AlterTableStmt:
		return r.alter(d, n)
	}
	return schema.Errorf(st.pos, "this statement is not understood; only create, alter and drop shape a schema")
}

// aside reports whether a name says that it is of another database than main.
func aside(n *ast.QualifiedName) bool {
	return n.Schema != nil && !schema.SQLite.Same(n.Schema.Name, mainSchema)
}

func on(value string) bool {
	switch schema.SQLite.Fold(unquoted(value)) {
	case "on", "1", "true", "yes":
		return true
	}
	return false
}

// syntaxError says where meyer stopped.
func syntaxError(st statement, err error) error {
	var at *parser.Error
	if errors.As(err, &at) && at.Offset >= 0 {
		// A text that was never closed would print the rest of the file.
		msg, _, cut := strings.Cut(at.Message, "\n")
		if cut {
			msg += "..."
		}
		return schema.Errorf(st.at(at.Offset), "%s", msg)
	}
	return schema.Errorf(st.pos, "%s", err)
}

func (r *replay) find(name string) *schema.Table {
	for _, t := range r.tables {
		if schema.SQLite.Same(t.Name, name) {
			return t
		}
	}
	return nil
}

func (r *replay) create(ifNotExists bool, t *schema.Table) error {
	if first := r.find(t.Name); first != nil {
		if ifNotExists {
			return nil
		}
		return declaredTwice(t.Pos, t.Name, first)
	}
	r.tables = append(r.tables, t)
	return nil
}

// declaredTwice is the error for a second table or view of one name.
func declaredTwice(at schema.Pos, name string, first *schema.Table) error {
	return schema.Errorf(at, "table %q is declared twice%s; rename or remove one of them", name, alsoAt(first.Pos))
}

func alsoAt(p schema.Pos) string {
	if p.IsZero() {
		return ""
	}
	return ", first at " + p.String()
}

func (r *replay) createIndex(d ddl, n *ast.CreateIndexStmt) error {
	if _, ok := r.aside[schema.SQLite.Fold(n.Table.Name)]; ok {
		return nil
	}
	t := r.find(n.Table.Name)
	if t == nil {
		return schema.Errorf(d.at(n.Table.Pos()), "index %q is on table %q, which is not there; create the table before the index", n.Name.Name.Name, n.Table.Name)
	}
	if owner, _ := r.indexOwner(n.Name.Name.Name); owner != nil {
		if n.IfNotExists {
			return nil
		}
		return schema.Errorf(d.at(n.Name.Pos()), "index %q is declared twice; rename or remove one of them", n.Name.Name.Name)
	}
	addIndex(t, d.index(t, n))
	return nil
}

func (r *replay) indexOwner(name string) (*schema.Table, int) {
	for _, t := range r.tables {
		for i, x := range t.Indexes {
			if schema.SQLite.Same(x.Name, name) {
				return t, i
			}
		}
	}
	return nil, 0
}

func (r *replay) drop(st statement, name *ast.QualifiedName, ifExists bool) error {
	folded := schema.SQLite.Fold(name.Name.Name)
	if _, ok := r.aside[folded]; ok {
		delete(r.aside, folded)
		return nil
	}
	t := r.find(folded)
	if t == nil {
		if ifExists || aside(name) {
			return nil
		}
		return schema.Errorf(st.at(name.Pos()), "%q is dropped but is not there; write drop ... if exists, or create it before", name.Name.Name)
	}
	r.tables = slices.DeleteFunc(r.tables, func(one *schema.Table) bool { return one == t })
	return nil
}

func (r *replay) dropIndex(st statement, n *ast.DropIndexStmt) error {
	t, i := r.indexOwner(n.Name.Name.Name)
	if t == nil {
		if n.IfExists {
			return nil
		}
		return schema.Errorf(st.at(n.Name.Pos()), "index %q is dropped but is not there; write drop index if exists, or create it before", n.Name.Name.Name)
	}
	name := t.Indexes[i].Name
	t.Indexes = slices.Delete(t.Indexes, i, i+1)
	t.Uniques = slices.DeleteFunc(t.Uniques, func(u *schema.Unique) bool { return u.FromIndex && u.Name == name })
	return nil
}
