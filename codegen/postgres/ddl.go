package postgres

import (
	"fmt"

	pg "github.com/sqlc-dev/oliphant"

	"github.com/seed83105465/duet/codegen/schema"
)

// ddl follows one statement in a database.
type ddl struct {
	*database
	st statement
}

// at gives the place of a node's location.
func (d ddl) at(location int32) schema.Pos { return d.st.at(int(location)) }

// errorf makes an error at a node's location.
func (d ddl) errorf(location int32, format string, args ...any) error {
	return schema.Errorf(d.at(location), format, args...)
}

// statement follows one statement.
func (d ddl) statement(n *pg.Node) error {
	switch n := n.GetNode().(type) {
	case *pg.Node_CreateStmt:
		return d.createTable(n.CreateStmt)
	case *pg.Node_CreateForeignTableStmt:
		return d.createTable(n.CreateForeignTableStmt.GetBaseStmt())
	case *pg.Node_CreateTableAsStmt:
		return d.createTableAs(n.CreateTableAsStmt)
	case *pg.Node_SelectStmt:
		return d.selectStatement(n.SelectStmt)
	case *pg.Node_ViewStmt:
		return d.createView(n.ViewStmt)
	case *pg.Node_IndexStmt:
		return d.createIndex(n.IndexStmt)
	case *pg.Node_AlterTableStmt:
		return d.alterTable(n.AlterTableStmt)
	case *pg.Node_RenameStmt:
		return d.rename(n.RenameStmt)
	case *pg.Node_AlterObjectSchemaStmt:
		return d.alterSchema(n.AlterObjectSchemaStmt)
	case *pg.Node_DropStmt:
		return d.drop(n.DropStmt)
	case *pg.Node_CreateSchemaStmt:
		return d.createSchema(n.CreateSchemaStmt)
	case *pg.Node_CreateSeqStmt:
		return d.createSequence(n.CreateSeqStmt)
	case *pg.Node_AlterSeqStmt:
		return d.alterSequence(n.AlterSeqStmt)
	case *pg.Node_CreateEnumStmt:
		return d.createEnum(n.CreateEnumStmt)
	case *pg.Node_AlterEnumStmt:
		return d.alterEnum(n.AlterEnumStmt)
	case *pg.Node_CompositeTypeStmt:
		return d.createComposite(n.CompositeTypeStmt)
	case *pg.Node_CreateRangeStmt:
		return d.createRange(n.CreateRangeStmt)
	case *pg.Node_CreateDomainStmt:
		return d.createDomain(n.CreateDomainStmt)
	case *pg.Node_AlterDomainStmt:
		return d.alterDomain(n.AlterDomainStmt)
	case *pg.Node_DefineStmt:
		return d.define(n.DefineStmt)
	case *pg.Node_CommentStmt:
		return d.comment(n.CommentStmt)
	case *pg.Node_VariableSetStmt:
		d.set(n.VariableSetStmt)
		return nil
	case *pg.Node_CreateExtensionStmt:
		d.functions.AddExtension(n.CreateExtensionStmt.GetExtname())
		return nil
	case *pg.Node_TransactionStmt:
		d.commit()
		return nil
	case *pg.Node_InsertStmt, *pg.Node_UpdateStmt, *pg.Node_DeleteStmt, *pg.Node_MergeStmt,
		*pg.Node_AlterOwnerStmt, *pg.Node_AlterTypeStmt, *pg.Node_AlterTableMoveAllStmt,
		*pg.Node_AlterObjectDependsStmt, *pg.Node_CreateFdwStmt, *pg.Node_GrantStmt, *pg.Node_ConstraintsSetStmt:
		return nil
	}
	return schema.Errorf(d.st.pos, "this statement is not understood (%s); leave it out if it does not shape tables", d.st.opening())
}

// opening gives the first words of a statement, for a message.
func (s statement) opening() string {
	text := ""
	for _, w := range s.words[:min(3, len(s.words))] {
		text += " " + w
	}
	return fmt.Sprintf("%.60s", text[min(1, len(text)):])
}

// found gives the table or view of a name, an error if it is not there.
func (d ddl) found(r *pg.RangeVar, what string) (*relation, error) {
	name := rangeName(r)
	if rel := d.relation(name); rel != nil {
		return rel, nil
	}
	return nil, d.errorf(r.GetLocation(), "table %q is %s but is not there; create it before", name, what)
}

// free returns an error if a table, view, index or sequence of that name is there already.
func (d ddl) free(name qname, location int32) error {
	c := d.classes[name]
	switch {
	case c == nil:
		return nil
	case c.relation != nil:
		return d.errorf(location, "%q is created twice%s; rename or remove one of them", name, alsoAt(c.relation.Pos))
	case c.index != nil:
		return d.errorf(location, "%q is the name of an index of table %q already; choose another one", name, c.index.relation.Name)
	}
	return d.errorf(location, "%q is the name of a sequence already; choose another one", name)
}

func alsoAt(p schema.Pos) string {
	if p.IsZero() {
		return ""
	}
	return ", first at " + p.String()
}
