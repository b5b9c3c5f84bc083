package postgres

import (
	"slices"

	pg "github.com/sqlc-dev/oliphant"

	"github.com/seed83105465/duet/codegen/schema"
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

// moveType gives a type another name or namespace.
func (d ddl) moveType(name qname, to func(qname) qname) error {
	t := d.typeNamed(name)
	if t == nil {
		if d.relation(name) != nil {
			return nil
		}
		return schema.Errorf(d.st.pos, "type %q is altered but is not there; create it before", name)
	}
	delete(d.types, t.qname)
	from := t.qname
	t.qname = to(from)
	d.types[t.qname] = t
	switch {
	case t.enum != nil:
		t.enum.Schema, t.enum.Name = t.namespace, t.name
	case t.domain != nil:
		t.domain.Schema, t.domain.Name = t.namespace, t.name
	case t.composite != nil:
		t.composite.Schema, t.composite.Name = t.namespace, t.name
	case t.ranges != nil && !t.multirange:
		t.ranges.Schema, t.ranges.Name = t.namespace, t.name
	}
	for _, of := range d.typesIn() {
		d.renamed(of)
	}
	d.renameTypeIn(from, t.qname)
	return nil
}

// alterSchema follows ALTER ... SET SCHEMA.
func (d ddl) alterSchema(n *pg.AlterObjectSchemaStmt) error {
	switch n.GetObjectType() {
	case pg.ObjectType_OBJECT_TYPE, pg.ObjectType_OBJECT_DOMAIN:
		return d.moveType(nameOf(n.GetObject().GetList().GetItems()), func(name qname) qname { return qname{n.GetNewschema(), name.name} })
	case pg.ObjectType_OBJECT_TABLE, pg.ObjectType_OBJECT_VIEW, pg.ObjectType_OBJECT_MATVIEW, pg.ObjectType_OBJECT_FOREIGN_TABLE, pg.ObjectType_OBJECT_SEQUENCE:
	default:
		return nil
	}
	c := d.class(rangeName(n.GetRelation()))
	if c == nil {
		if n.GetMissingOk() {
			return nil
		}
		return d.errorf(n.GetRelation().GetLocation(), "%q is moved but is not there; create it before", rangeName(n.GetRelation()))
	}
	d.namespaces[n.GetNewschema()] = true
	d.moveInto(c, n.GetNewschema())
	return nil
}

// moveInto moves a class, with a table its indexes and the sequences that it owns.
func (d ddl) moveInto(c *class, namespace string) {
	if c.relation != nil {
		for _, other := range d.sortedClasses() {
			if other.index != nil && other.index.relation == c.relation || other.sequence != nil && other.sequence.owner == c.relation {
				d.moveClass(other, qname{namespace, other.name().name})
			}
		}
	}
	d.moveClass(c, qname{namespace, c.name().name})
}

// sortedClasses gives all classes in an order that is always the same.
func (d ddl) sortedClasses() []*class {
	var all []*class
	for _, c := range d.classes {
		all = append(all, c)
	}
	slices.SortFunc(all, func(a, b *class) int { return compareNames(a.name(), b.name()) })
	return all
}

func (d ddl) renameSchema(from, to string) error {
	if !d.namespaces[from] {
		return schema.Errorf(d.st.pos, "schema %q is renamed but is not there; create it before", from)
	}
	delete(d.namespaces, from)
	d.namespaces[to] = true
	for _, c := range d.sortedClasses() {
		if c.name().namespace == from {
			d.moveClass(c, qname{to, c.name().name})
		}
	}
	for _, t := range slices.Clone(d.named) {
		if t.namespace == from {
			if err := d.moveType(t.qname, func(name qname) qname { return qname{to, name.name} }); err != nil {
				return err
			}
		}
	}
	return nil
}
