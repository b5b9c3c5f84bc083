package postgres

import (
	"slices"

	pg "github.com/sqlc-dev/oliphant"

	"github.com/seed83105465/duet/codegen/schema"
)

// drop follows DROP of tables, views, indexes, sequences, types and schemas.
func (d ddl) drop(n *pg.DropStmt) error {
	cascade := n.GetBehavior() == pg.DropBehavior_DROP_CASCADE
	var together []*relation // tables that go in one statement may use each other
	for _, object := range n.GetObjects() {
		name, isType := objectOf(object)
		switch n.GetRemoveType() {
		case pg.ObjectType_OBJECT_SCHEMA:
			if err := d.dropSchema(object.GetString_().GetSval(), cascade, n.GetMissingOk()); err != nil {
				return err
			}
			continue
		case pg.ObjectType_OBJECT_TABLE, pg.ObjectType_OBJECT_VIEW, pg.ObjectType_OBJECT_MATVIEW, pg.ObjectType_OBJECT_FOREIGN_TABLE,
			pg.ObjectType_OBJECT_INDEX, pg.ObjectType_OBJECT_SEQUENCE:
		case pg.ObjectType_OBJECT_TYPE, pg.ObjectType_OBJECT_DOMAIN:
			isType = true
		default:
			return nil
		}
		if isType {
			if err := d.dropType(name, cascade, n.GetMissingOk()); err != nil {
				return err
			}
			continue
		}
		c := d.class(name)
		switch {
		case c == nil && n.GetMissingOk():
		case c == nil:
			return schema.Errorf(d.st.pos, "%q is dropped but is not there; create it before, or write drop ... if exists", name)
		case c.relation != nil:
			together = append(together, c.relation)
		case c.index != nil:
			d.dropIndex(c.index)
		case c.sequence != nil:
			if err := d.dropSequence(c.sequence, cascade); err != nil {
				return err
			}
		}
	}
	for _, r := range together {
		if err := d.dropRelation(r, cascade, together); err != nil {
			return err
		}
	}
	return nil
}

// objectOf reads the name of what is dropped or commented on, and whether it is a type.
func objectOf(n *pg.Node) (name qname, isType bool) {
	if t := n.GetTypeName(); t != nil {
		return nameOf(t.GetNames()), true
	}
	return nameOf(n.GetList().GetItems()), false
}

// dropRelation takes a table or view away, and with CASCADE what is made of it: views, foreign keys, tables that inherit. Partitions go with
// their table.
func (d ddl) dropRelation(r *relation, cascade bool, together []*relation) error {
	if d.classes[r.qname()] == nil || d.classes[r.qname()].relation != r {
		return nil // gone already, with one that was dropped before it
	}
	for _, child := range slices.Clone(r.children) {
		if child.partitionOf != r && !cascade && !slices.Contains(together, child) {
			return schema.Errorf(d.st.pos, "table %q is dropped but %q inherits from it; write drop ... cascade, or drop that before", r.Name, child.Name)
		}
		if err := d.dropRelation(child, cascade, together); err != nil {
			return err
		}
	}
	for _, view := range slices.Clone(d.relations) {
		if view == r || !view.reads(r, nil) {
			continue
		}
		if !cascade && !slices.Contains(together, view) {
			return schema.Errorf(d.st.pos, "%q is dropped but view %q reads it; write drop ... cascade, or drop the view before", r.Name, view.Name)
		}
		if err := d.dropRelation(view, true, together); err != nil {
			return err
		}
	}
	for _, other := range d.relations {
		refers := func(fk *schema.ForeignKey) bool { return fk.RefSchema == r.Schema && fk.RefTable == r.Name }
		if other == r || slices.Contains(together, other) || !slices.ContainsFunc(other.ForeignKeys, refers) {
			continue
		}
		if !cascade {
			return schema.Errorf(d.st.pos, "table %q is dropped but a foreign key of table %q refers to it; write drop ... cascade, or drop the key before", r.Name, other.Name)
		}
		other.ForeignKeys = slices.DeleteFunc(other.ForeignKeys, refers)
	}
	for _, parent := range r.parents {
		parent.children = slices.DeleteFunc(parent.children, func(o *relation) bool { return o == r })
	}
	for name, c := range d.classes {
		if c.relation == r || c.index != nil && c.index.relation == r || c.sequence != nil && c.sequence.owner == r {
			delete(d.classes, name)
		}
	}
	d.relations = slices.DeleteFunc(d.relations, func(o *relation) bool { return o == r })
	return nil
}

// reads reports whether a view reads a column of a relation, any where c is nil.
func (r *relation) reads(of *relation, c *schema.Column) bool {
	for u := range r.uses {
		if u.relation == of && (c == nil || u.column == c) {
			return true
		}
	}
	return false
}

// dropIndex takes away an index that no key has.
func (d ddl) dropIndex(x *index) {
	if x.index == nil {
		return
	}
	delete(d.classes, x.qname)
	r := x.relation
	r.Indexes = slices.DeleteFunc(r.Indexes, func(o *schema.Index) bool { return o == x.index })
	r.Uniques = slices.DeleteFunc(r.Uniques, func(u *schema.Unique) bool { return u.FromIndex && u.Name == x.name })
}

// dropSequence takes a sequence away, and the defaults that use it.
func (d ddl) dropSequence(s *sequence, cascade bool) error {
	for _, r := range d.relations {
		for c, used := range r.sequences {
			if used != s {
				continue
			}
			if !cascade {
				return schema.Errorf(d.st.pos, "sequence %q is dropped but column %q of table %q uses it; write drop sequence ... cascade", s.name, c.Name, r.Name)
			}
			c.Default = nil
			delete(r.sequences, c)
		}
	}
	delete(d.classes, s.qname)
	return nil
}

// dropSequences takes away the sequences that go with a column.
func (d ddl) dropSequences(r *relation, c *schema.Column) {
	for name, other := range d.classes {
		if s := other.sequence; s != nil && s.owner == r && s.column == c {
			delete(d.classes, name)
		}
	}
}

// dropSchema takes a namespace away, with CASCADE all that is in it.
func (d ddl) dropSchema(name string, cascade, missingOK bool) error {
	if !d.namespaces[name] && !missingOK {
		return schema.Errorf(d.st.pos, "schema %q is dropped but is not there; create it before, or write drop schema if exists", name)
	}
	var inside []*relation
	for _, r := range d.relations {
		if r.Schema == name {
			inside = append(inside, r)
		}
	}
	if len(inside) > 0 && !cascade {
		return schema.Errorf(d.st.pos, "schema %q is dropped but holds %q; write drop schema ... cascade", name, inside[0].Name)
	}
	for _, r := range inside {
		if err := d.dropRelation(r, true, inside); err != nil {
			return err
		}
	}
	for _, t := range slices.Clone(d.named) {
		if t.namespace == name {
			if err := d.dropType(t.qname, cascade, true); err != nil {
				return err
			}
		}
	}
	for full := range d.classes {
		if full.namespace == name {
			delete(d.classes, full)
		}
	}
	delete(d.namespaces, name)
	return nil
}
