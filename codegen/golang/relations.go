package golang

import (
	"slices"

	"github.com/seed83105465/duet/codegen/schema"
)

// link is a foreign key between two models, with the relations that come of it.
type link struct {
	key           *schema.ForeignKey
	from, to      *model
	columns       []int // of from
	targetColumns []int // of to
	unique        bool  // at most one row of from has given values in columns
	declared      bool  // by an option: nothing sees to it that there is a row
	forward       *relation
	back          *relation
}

// addRelations makes the relations of all models: for each foreign key one forward and one back, and for each table that joins two
// others one many-to-many in both directions. A model's are in this order: its own keys, keys that lead to it, many-to-many.
func (b *builder) addRelations() {
	links := b.links()
	for _, l := range links {
		l.forward = &relation{
			from: l.from, to: l.to, columns: l.columns, targetColumns: l.targetColumns, pos: l.key.Pos, round: roundForward,
			nullable: l.declared || slices.ContainsFunc(l.columns, func(i int) bool { return l.from.fields[i].column.Null }),
			names:    forwardNames(l, links),
		}
		l.from.relations = append(l.from.relations, l.forward)
	}
	for _, l := range links {
		l.back = &relation{
			from: l.to, to: l.from, columns: l.targetColumns, targetColumns: l.columns, pos: l.key.Pos, round: roundBack,
			many: !l.unique, nullable: l.unique, inverse: l.forward, names: backNames(l, links),
		}
		l.forward.inverse = l.back
		l.to.relations = append(l.to.relations, l.back)
	}
	var joins []join
	for _, m := range b.pkg.models {
		joins = append(joins, joinsOf(m, links)...)
	}
	for _, j := range joins {
		there, back := j.relation(joins), j.turned().relation(joins)
		there.inverse, back.inverse = back, there
		j.near.to.relations = append(j.near.to.relations, there)
		j.far.to.relations = append(j.far.to.relations, back)
	}
	for _, m := range b.pkg.models {
		for i, r := range m.relations {
			r.index = i
		}
	}
}

// links gives the foreign keys between models, in the order of the tables. One that is declared twice is one.
func (b *builder) links() []*link {
	var all []*link
	for _, m := range b.pkg.models {
		var own []*link
		for i, fk := range slices.Concat(m.table.ForeignKeys, b.declared(m)) {
			target := b.schema.Target(fk)
			to := b.model(target)
			if to == nil {
				continue // left out by an option
			}
			l := &link{key: fk, from: m, to: to, columns: m.indexes(fk.Columns), targetColumns: to.indexes(fk.RefColumns), declared: i >= len(m.table.ForeignKeys)}
			l.unique = determined(m.table, fk.Columns)
			again := func(o *link) bool { return o.to == to && samePairs(o, l) }
			if slices.ContainsFunc(own, again) {
				continue
			}
			if !determined(target, fk.RefColumns) {
				b.warn(fk.Pos, m, "foreign key of table %q refers to columns of table %q that are not unique; the first row that is found counts as the related one", m.label, to.label)
			}
			b.checkShapes(l)
			own = append(own, l)
		}
		all = append(all, own...)
	}
	return all
}

// checkShapes tells of a key whose type is not that of the column it refers to: its values are compared as they are in Go.
func (b *builder) checkShapes(l *link) {
	for i, c := range l.columns {
		near, far := l.from.fields[c], l.to.fields[l.targetColumns[i]]
		if near.typ.query != far.typ.query && !(isString(near.typ) && isString(far.typ)) {
			b.warn(l.key.Pos, l.from, "column %s.%s is read as %s, but column %s.%s that it refers to as %s, so that no related row will be found; give them one type",
				l.from.label, near.column.Name, near.typ.word(), l.to.label, far.column.Name, far.typ.word())
		}
	}
}

func isString(t fieldType) bool { return t.shape == shapeText || t.shape == shapeEnum }

func samePairs(a, b *link) bool {
	if len(a.columns) != len(b.columns) {
		return false
	}
	for i, c := range a.columns {
		at := slices.Index(b.columns, c)
		if at < 0 || a.targetColumns[i] != b.targetColumns[at] {
			return false
		}
	}
	return true
}

// determined tells whether at most one row has given values in the columns: they are, or hold, the primary key or a unique that is not
// partial.
func determined(t *schema.Table, columns []string) bool {
	within := func(key []string) bool {
		return len(key) > 0 && !slices.ContainsFunc(key, func(k string) bool {
			return !slices.ContainsFunc(columns, func(c string) bool { return t.Dialect.Same(c, k) })
		})
	}
	if t.PrimaryKey != nil && within(t.PrimaryKey.Columns) {
		return true
	}
	return slices.ContainsFunc(t.Uniques, func(u *schema.Unique) bool { return !u.Partial() && within(u.Columns) })
}

// join is a table seen as the middle of a many-to-many relation, from one of its foreign keys to another.
type join struct {
	table     *model
	near, far *link
}

func (j join) turned() join { return join{j.table, j.far, j.near} }

// joinsOf finds the pairs of foreign keys whose columns are a key of the table, each pair once. Neither of the two
// may be unique alone: that would be no "many".
func joinsOf(m *model, links []*link) []join {
	var own []*link
	for _, l := range links {
		if l.from == m && !l.unique {
			own = append(own, l)
		}
	}
	var joins []join
	for i, near := range own {
		for _, far := range own[i+1:] {
			if isKey(m, append(slices.Clone(near.columns), far.columns...)) {
				joins = append(joins, join{m, near, far})
			}
		}
	}
	return joins
}

// isKey tells whether columns are exactly those of the primary key or of a unique that is not partial.
func isKey(m *model, columns []int) bool {
	slices.Sort(columns)
	columns = slices.Compact(columns)
	same := func(key []string) bool {
		at := m.indexes(key)
		slices.Sort(at)
		return slices.Equal(at, columns)
	}
	if m.table.PrimaryKey != nil && same(m.table.PrimaryKey.Columns) {
		return true
	}
	return slices.ContainsFunc(m.table.Uniques, func(u *schema.Unique) bool { return !u.Partial() && same(u.Columns) })
}

// relation makes the relation from the near end to the far one.
func (j join) relation(all []join) *relation {
	return &relation{
		from: j.near.to, to: j.far.to, many: true, pos: j.far.key.Pos, round: roundJoin,
		columns: j.near.targetColumns, targetColumns: j.far.targetColumns,
		via:   &through{join: j.table, near: j.near.columns, far: j.far.columns},
		names: joinNames(j, all),
	}
}
