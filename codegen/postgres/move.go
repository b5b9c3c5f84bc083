package postgres

import (
	"slices"

	pg "github.com/sqlc-dev/oliphant"

	"github.com/seed83105465/duet/codegen/schema"
)

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
