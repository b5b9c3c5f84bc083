package postgres

import (
	pg "github.com/sqlc-dev/oliphant"
)

// rename follows ALTER ... RENAME.
func (d ddl) rename(n *pg.RenameStmt) error {
	switch n.GetRenameType() {
	case pg.ObjectType_OBJECT_TABLE, pg.ObjectType_OBJECT_VIEW, pg.ObjectType_OBJECT_MATVIEW, pg.ObjectType_OBJECT_INDEX,
		pg.ObjectType_OBJECT_SEQUENCE, pg.ObjectType_OBJECT_FOREIGN_TABLE:
		return d.renameClass(n)
	case pg.ObjectType_OBJECT_COLUMN:
		return d.renameColumn(n)
	case pg.ObjectType_OBJECT_TABCONSTRAINT:
		return d.renameConstraint(n)
	case pg.ObjectType_OBJECT_TYPE, pg.ObjectType_OBJECT_DOMAIN:
		return d.moveType(nameOf(n.GetObject().GetList().GetItems()), func(name qname) qname { return qname{name.namespace, n.GetNewname()} })
	case pg.ObjectType_OBJECT_DOMCONSTRAINT:
		if t := d.typeNamed(nameOf(n.GetObject().GetList().GetItems())); t != nil && t.domain != nil {
			for _, k := range t.domain.Checks {
				if k.Name == n.GetSubname() {
					k.Name = n.GetNewname()
				}
			}
		}
	case pg.ObjectType_OBJECT_ATTRIBUTE:
		if t := d.typeNamed(rangeName(n.GetRelation())); t != nil && t.composite != nil {
			for _, f := range t.composite.Fields {
				if f.Name == n.GetSubname() {
					f.Name = n.GetNewname()
				}
			}
		}
	case pg.ObjectType_OBJECT_SCHEMA:
		return d.renameSchema(n.GetSubname(), n.GetNewname())
	}
	return nil // roles, functions, triggers, policies
}

func (d ddl) renameClass(n *pg.RenameStmt) error {
	c := d.class(rangeName(n.GetRelation()))
	if c == nil {
		if n.GetMissingOk() {
			return nil
		}
		return d.errorf(n.GetRelation().GetLocation(), "%q is renamed but is not there; create it before", rangeName(n.GetRelation()))
	}
	to := qname{c.name().namespace, n.GetNewname()}
	if err := d.free(to, n.GetRelation().GetLocation()); err != nil {
		return err
	}
	d.moveClass(c, to)
	return nil
}

// name gives the full name that a class has now.
func (c *class) name() qname {
	switch {
	case c.relation != nil:
		return c.relation.qname()
	case c.index != nil:
		return c.index.qname
	}
	return c.sequence.qname
}

// moveClass gives a table, view, index or sequence another name or namespace.
func (d ddl) moveClass(c *class, to qname) {
	from := c.name()
	delete(d.classes, from)
	d.classes[to] = c
	switch {
	case c.relation != nil:
		c.relation.Schema, c.relation.Name = to.namespace, to.name
		for _, r := range d.relations {
			for _, fk := range r.ForeignKeys {
				if fk.RefSchema == from.namespace && fk.RefTable == from.name {
					fk.RefSchema, fk.RefTable = to.namespace, to.name
				}
			}
		}
	case c.index != nil:
		c.index.qname = to
		c.index.relation.renameKey(from.name, to.name)
		if x := c.index.index; x != nil {
			x.Name = to.name
		}
	default:
		c.sequence.qname = to
	}
}

// renameKey renames a key or unique index, which its index shares the name with.
func (r *relation) renameKey(from, to string) {
	if r.PrimaryKey != nil && r.PrimaryKey.Name == from {
		r.PrimaryKey.Name = to
	}
	for _, u := range r.Uniques {
		if u.Name == from {
			u.Name = to
		}
	}
	for i, name := range r.exclusions {
		if name == from {
			r.exclusions[i] = to
		}
	}
}

func (d ddl) renameConstraint(n *pg.RenameStmt) error {
	r := d.relation(rangeName(n.GetRelation()))
	at := n.GetRelation().GetLocation()
	switch {
	case r == nil && n.GetMissingOk():
		return nil
	case r == nil:
		return d.errorf(at, "table %q is altered but is not there; create it before", rangeName(n.GetRelation()))
	case !r.hasConstraint(n.GetSubname()):
		return d.errorf(at, "table %q has no constraint %q to rename", r.Name, n.GetSubname())
	}
	if c := d.classes[qname{r.Schema, n.GetSubname()}]; c != nil && c.index != nil && c.index.relation == r {
		d.moveClass(c, qname{r.Schema, n.GetNewname()})
		return nil
	}
	d.renameCheck(r, n.GetSubname(), n.GetNewname())
	for _, fk := range r.ForeignKeys {
		if fk.Name == n.GetSubname() {
			fk.Name = n.GetNewname()
		}
	}
	return nil
}

// renameCheck renames a CHECK, here and in the tables that inherit it.
func (d ddl) renameCheck(r *relation, from, to string) {
	for _, k := range r.Checks {
		if k.Name == from {
			k.Name = to
		}
	}
	for _, child := range r.children {
		d.renameCheck(child, from, to)
	}
}

// renameColumn follows RENAME COLUMN, here and in the tables that inherit.
func (d ddl) renameColumn(n *pg.RenameStmt) error {
	r := d.relation(rangeName(n.GetRelation()))
	at := n.GetRelation().GetLocation()
	if r == nil {
		if n.GetMissingOk() {
			return nil
		}
		return d.errorf(at, "table %q is altered but is not there; create it before", rangeName(n.GetRelation()))
	}
	if r.Column(n.GetSubname()) == nil {
		return d.noColumn(at, "rename column", r, n.GetSubname())
	}
	if old := r.Column(n.GetNewname()); old != nil {
		return d.errorf(at, "table %q has a column %q already%s; rename or remove one of them", r.Name, old.Name, alsoAt(old.Pos))
	}
	d.moveColumn(r, n.GetSubname(), n.GetNewname())
	return nil
}

func (d ddl) moveColumn(r *relation, from, to string) {
	c := r.Column(from)
	if c == nil {
		return
	}
	swap := func(names []string) {
		for i := range names {
			if names[i] == from {
				names[i] = to
			}
		}
	}
	rename := func(expr *string) {
		if *expr != "" {
			*expr = renamedIn(*expr, from, to)
		}
	}
	if r.PrimaryKey != nil {
		swap(r.PrimaryKey.Columns)
	}
	for _, u := range r.Uniques {
		swap(u.Columns)
		rename(&u.Where)
	}
	for _, x := range r.Indexes {
		for i := range x.Parts {
			if p := &x.Parts[i]; p.Column == from {
				p.Column = to
			}
			rename(&x.Parts[i].Expr)
		}
		swap(x.Include)
		rename(&x.Where)
	}
	for _, k := range r.Checks {
		rename(&k.Expr)
		if k.Column == from {
			k.Column = to
		}
	}
	for _, other := range r.Columns {
		if other.Generated != nil {
			rename(&other.Generated.Expr)
		}
	}
	for _, fk := range r.ForeignKeys {
		swap(fk.Columns)
	}
	for _, other := range d.relations {
		for _, fk := range other.ForeignKeys {
			if fk.RefSchema == r.Schema && fk.RefTable == r.Name {
				swap(fk.RefColumns)
			}
		}
	}
	c.Name = to
	for _, child := range r.children {
		d.moveColumn(child, from, to)
	}
}
