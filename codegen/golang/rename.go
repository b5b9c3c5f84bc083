package golang

import (
	"slices"
	"strings"
)

// rename is an option for a relation, and the relation.
type rename struct {
	option   *RelationOption
	relation *relation
}

// renameRelations applies the options for relations, which speak of the names that were given so far.
func (b *builder) renameRelations() {
	var all []rename
	for i := range b.options.Relations {
		o := &b.options.Relations[i]
		if r := b.relationOf(o); r != nil {
			all = append(all, rename{o, r})
		}
	}
	for _, one := range all { // first give back every name, so that two can be exchanged
		for _, name := range accessors(one.relation.name) {
			delete(one.relation.from.members, name)
		}
	}
	for _, one := range all {
		m, o := one.relation.from, one.option
		switch {
		case !validName(o.Name):
			b.fail(o.Pos, "%q cannot be the name of relation %s: it has to be an exported Go identifier", o.Name, o.Relation)
		case !m.claimAccessors(o.Name, "relation to "+one.relation.to.label):
			b.fail(o.Pos, "relation %s cannot be called %s: table %q has something of that name, or of Load%s, already", o.Relation, o.Name, m.label, o.Name)
		default:
			one.relation.name = o.Name
		}
	}
}

// relationOf finds the relation that an option speaks of; if there is none it says what there is.
func (b *builder) relationOf(o *RelationOption) *relation {
	for _, m := range b.pkg.models {
		at := slices.IndexFunc(m.relations, func(r *relation) bool { return b.means(m, o.Relation, "."+r.name) })
		if at >= 0 {
			return m.relations[at]
		}
	}
	dot := strings.LastIndexByte(o.Relation, '.')
	m := b.labelled(o.Relation[:max(dot, 0)])
	if m == nil {
		b.fail(o.Pos, "there is no relation %q; write table.Relation", o.Relation)
		return nil
	}
	names := make([]string, len(m.relations))
	for i, r := range m.relations {
		names[i] = r.name
	}
	b.fail(o.Pos, "table %q has no relation %q; it has %s", m.label, o.Relation[dot+1:], strings.Join(names, ", "))
	return nil
}
