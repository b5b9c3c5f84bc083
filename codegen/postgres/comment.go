package postgres

import (
	pg "github.com/sqlc-dev/oliphant"
)

// comment follows COMMENT ON tables, views, columns and types. Comments on other things do not matter.
func (d ddl) comment(n *pg.CommentStmt) error {
	names := strs(n.GetObject().GetList().GetItems())
	switch n.GetObjtype() {
	case pg.ObjectType_OBJECT_TABLE, pg.ObjectType_OBJECT_VIEW, pg.ObjectType_OBJECT_MATVIEW, pg.ObjectType_OBJECT_FOREIGN_TABLE:
		name, _ := objectOf(n.GetObject())
		r := d.relation(name)
		if r == nil {
			return d.errorf(0, "%q is commented on but is not there; create it before", name)
		}
		r.Comment = n.GetComment()
	case pg.ObjectType_OBJECT_COLUMN:
		if len(names) < 2 {
			return nil
		}
		name := qname{"", names[len(names)-2]}
		if len(names) > 2 {
			name.namespace = names[len(names)-3]
		}
		return d.commentColumn(name, names[len(names)-1], n.GetComment())
	case pg.ObjectType_OBJECT_TYPE, pg.ObjectType_OBJECT_DOMAIN:
		name, _ := objectOf(n.GetObject())
		if t := d.typeNamed(name); t != nil {
			t.comment(n.GetComment())
		}
	}
	return nil
}

func (d ddl) commentColumn(table qname, column, text string) error {
	if r := d.relation(table); r != nil {
		c := r.Column(column)
		if c == nil {
			return d.noColumn(0, "a comment", r, column)
		}
		c.Comment = text
		return nil
	}
	if t := d.typeNamed(table); t != nil && t.composite != nil {
		for _, f := range t.composite.Fields {
			if f.Name == column {
				f.Comment = text
			}
		}
		return nil
	}
	return d.errorf(0, "column %q of %q is commented on, but the table is not there; create it before", column, table)
}

func (t *namedType) comment(text string) {
	switch {
	case t.enum != nil:
		t.enum.Comment = text
	case t.domain != nil:
		t.domain.Comment = text
	case t.composite != nil:
		t.composite.Comment = text
	case t.ranges != nil && !t.multirange:
		t.ranges.Comment = text
	}
}
