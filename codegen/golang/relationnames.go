package golang

import (
	"fmt"
	"slices"
	"strings"
)

// stem gives the words of a key column without the "id" behind them: author_id is author. A column that does not end so gives all its
// words, and false. One that is the target's name and id without a gap ("albumid") counts as ending so.
func stem(column string, target *model) (words []string, isID bool) {
	words = wordsOf(column)
	last := len(words) - 1
	if strings.EqualFold(words[last], "id") {
		return words[:last], true
	}
	if strings.EqualFold(column, target.name+"id") {
		return []string{target.name}, true
	}
	return words, false
}

// by names a foreign key by its columns: "BillingAddress". Of a composite key, columns that the keys it has to be told apart from have
// too say nothing and are left out, and so do the names of the columns referred to: billing_address_no, which refers to no.
func (l *link) by(others []*link) string {
	shared := func(c int) bool {
		return len(others) > 1 && !slices.ContainsFunc(others, func(o *link) bool { return !slices.Contains(o.columns, c) })
	}
	var words []string
	for i, c := range l.columns {
		if len(l.columns) > 1 && shared(c) {
			continue
		}
		w, isID := stem(l.key.Columns[i], l.to)
		if ref := wordsOf(l.key.RefColumns[i]); len(l.columns) > 1 && !isID && endsIn(w, ref) {
			w = w[:len(w)-len(ref)]
		}
		words = append(words, w...)
	}
	if len(words) == 0 {
		return ""
	}
	return camel(words)
}

// endsIn tells whether there are words before the given last ones.
func endsIn(words, last []string) bool {
	before := len(words) - len(last)
	return before > 0 && slices.EqualFunc(words[before:], last, strings.EqualFold)
}

// between gives the links that lead from one model to another.
func between(from, to *model, links []*link) []*link {
	var all []*link
	for _, l := range links {
		if l.from == from && l.to == to {
			all = append(all, l)
		}
	}
	return all
}

// forwardNames names the relation of a foreign key, from its column: author_id is Author, reports_to is ReportsToEmployee. A
// composite key is named after its target, with its columns if there are several such keys.
func forwardNames(l *link, links []*link) []string {
	target := l.to.name
	if len(l.columns) > 1 {
		rivals := between(l.from, l.to, links)
		if slices.ContainsFunc(rivals, func(o *link) bool { return o != l && len(o.columns) > 1 }) {
			by := l.by(rivals)
			return []string{by, by + target, by + target + "Ref"}
		}
		return []string{target, l.by(nil) + target, target + "Ref"}
	}
	words, isID := stem(l.key.Columns[0], l.to)
	twice := slices.ContainsFunc(links, func(o *link) bool { return o != l && o.from == l.from && slices.Equal(o.columns, l.columns) })
	switch {
	case len(words) == 0: // the column is "id"
		return []string{target, target + "Ref"}
	case isID && !twice:
		return []string{camel(words), camel(words) + "Ref"}
	case camel(words) == target: // a column "author" that refers to authors
		return []string{target, target + "Ref"}
	}
	return []string{camel(words) + target, camel(words) + target + "Ref"}
}

// backNames names the other end of a foreign key, after the model that has it: Books, or Book if it is unique. Where several keys lead
// from there to here, and where a table refers to itself, the key is part of the name: BillingAddressOrders. The children
// of a parent are Children.
func backNames(l *link, links []*link) []string {
	plain, ref := l.from.plural, l.from.name+"Refs"
	if l.unique {
		plain, ref = l.from.name, l.from.name+"Ref"
	}
	rivals := between(l.from, l.to, links)
	by := l.by(rivals) + plain
	switch {
	case l.from == l.to && !l.unique && l.by(nil) == "Parent":
		return []string{"Children", by, ref}
	case l.from == l.to && l.unique:
		return []string{by, plain + "By" + l.by(nil), ref}
	case l.from == l.to || len(rivals) > 1:
		return []string{by, ref}
	}
	return []string{plain, by, ref}
}

// joinNames names a many-to-many relation after its target: Tags. Where the table in the middle leads to that target by several keys,
// the key is part of the name: FollowedUsers. Where several tables lead there, that table is: AuthorsViaBookEditors.
func joinNames(j join, all []join) []string {
	name := j.far.to.plural
	sameTable, otherTable := j.near.to == j.far.to, false
	for _, one := range all {
		for _, o := range []join{one, one.turned()} {
			if o.near.to != j.near.to || o.far.to != j.far.to || o.near == j.near && o.far == j.far {
				continue
			}
			sameTable = sameTable || o.table == j.table
			otherTable = otherTable || o.table != j.table
		}
	}
	if sameTable {
		name = j.far.by(between(j.table, j.far.to, []*link{j.near, j.far})) + name
	}
	if otherTable {
		return []string{name + "Via" + j.table.plural}
	}
	return []string{name, name + "Via" + j.table.plural}
}

// nameRelations gives each relation the first of its names that is free, in three rounds: relations by a table's own keys, those by
// keys that lead to it, many-to-many. So a name that a round of more weight wants does not depend on the order of the tables.
func (b *builder) nameRelations() {
	for n := range roundJoin + 1 {
		for _, m := range b.pkg.models {
			for _, r := range m.relations {
				if r.round == n {
					r.name = m.claimRelation(r.names, fmt.Sprintf("relation to %q", r.to.label))
				}
			}
		}
	}
}

// claimRelation claims the first of the names that is free with all that comes with it; the last one gets a number if none is.
func (m *model) claimRelation(names []string, what string) string {
	last := names[len(names)-1]
	for n := 2; ; n++ {
		for _, name := range names {
			if name != "" && m.claimAccessors(name, what) {
				return name
			}
		}
		names = []string{fmt.Sprintf("%s%d", last, n)}
	}
}

// accessors are the names that a relation takes among the members of a model.
func accessors(name string) []string { return []string{name, "Load" + name, "Load" + name + "Async"} }

func (m *model) claimAccessors(name, what string) bool {
	all := accessors(name)
	if !m.members.free(all...) {
		return false
	}
	for _, n := range all {
		m.members.claim(n, what)
	}
	return true
}
