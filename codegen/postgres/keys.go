package postgres

import (
	"slices"
	"strings"

	pg "github.com/sqlc-dev/oliphant"

	"github.com/seed83105465/duet/codegen/schema"
)

// addCheck adds a CHECK, and to the tables that inherit from this one.
func (d ddl) addCheck(r *relation, k *pg.Constraint) error {
	expr, err := d.exprText(k.GetRawExpr())
	if err != nil {
		return d.errorf(k.GetLocation(), "%s", err)
	}
	check := &schema.Check{Name: k.GetConname(), Expr: expr, Column: d.soleColumn(r, k.GetRawExpr()), Pos: d.at(k.GetLocation())}
	switch {
	case check.Name == "":
		check.Name = freeName(r.Name, check.Column, "check", d.constraintTaken(r.Schema))
	case slices.ContainsFunc(r.Checks, func(old *schema.Check) bool { return old.Name == check.Name }) && len(r.parents) > 0:
		return nil // what it inherits, said again
	case r.hasConstraint(check.Name):
		return d.duplicate(k, r)
	}
	d.pushCheck(r, check, k.GetIsNoInherit())
	return nil
}

func (d ddl) pushCheck(r *relation, check *schema.Check, here bool) {
	r.Checks = append(r.Checks, check)
	if here {
		return
	}
	for _, child := range r.children {
		if !child.hasConstraint(check.Name) {
			copied := *check
			d.pushCheck(child, &copied, false)
		}
	}
}

func (d ddl) duplicate(k *pg.Constraint, r *relation) error {
	return d.errorf(k.GetLocation(), "table %q has a constraint %q already; rename or remove one of them", r.Name, k.GetConname())
}

// soleColumn gives the column that an expression is about if it is about one alone, "" otherwise.
func (d ddl) soleColumn(r *relation, expr *pg.Node) string {
	sole := ""
	for name := range columnsIn(expr) {
		if r.Column(name) == nil {
			continue
		}
		if sole != "" {
			return ""
		}
		sole = name
	}
	return sole
}

// addUniques adds a primary key, uniques and exclusions, the primary key first as Postgres does. One that says what another one of the same
// statement says is dropped.
func (d ddl) addUniques(r *relation, list []*pg.Constraint, columnOf map[*pg.Constraint]string) error {
	list = slices.Clone(list)
	slices.SortStableFunc(list, func(a, b *pg.Constraint) int {
		return first(b.GetContype() == pg.ConstrType_CONSTR_PRIMARY) - first(a.GetContype() == pg.ConstrType_CONSTR_PRIMARY)
	})
	var kept []*pg.Constraint
	columns := map[*pg.Constraint][]string{}
	for _, k := range list {
		if columns[k] = strs(k.GetKeys()); columnOf[k] != "" {
			columns[k] = []string{columnOf[k]}
		}
		same := slices.IndexFunc(kept, func(o *pg.Constraint) bool {
			return k.GetContype() == pg.ConstrType_CONSTR_UNIQUE && o.GetContype() != pg.ConstrType_CONSTR_EXCLUSION &&
				slices.Equal(columns[k], columns[o]) && slices.Equal(strs(k.GetIncluding()), strs(o.GetIncluding())) &&
				k.GetDeferrable() == o.GetDeferrable() && k.GetInitdeferred() == o.GetInitdeferred() && k.GetNullsNotDistinct() == o.GetNullsNotDistinct()
		})
		if same >= 0 {
			if kept[same].Conname == "" {
				kept[same].Conname = k.GetConname()
			}
			continue
		}
		kept = append(kept, k)
	}
	for _, k := range kept {
		if err := d.addUnique(r, k, columns[k]); err != nil {
			return err
		}
	}
	return nil
}

func first(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// addUnique adds one of them, with the index that it brings along.
func (d ddl) addUnique(r *relation, k *pg.Constraint, columns []string) error {
	if k.GetIndexname() != "" {
		return d.useIndex(r, k)
	}
	for _, name := range columns {
		if r.Column(name) == nil {
			return d.noColumn(k.GetLocation(), "a key", r, name)
		}
	}
	name := k.GetConname()
	if name != "" && (r.hasConstraint(name) || d.classes[qname{r.Schema, name}] != nil) {
		return d.duplicate(k, r)
	}
	taken := func(s string) bool { return d.classTaken(r.Schema)(s) || d.constraintTaken(r.Schema)(s) }
	at := d.at(k.GetLocation())
	switch k.GetContype() {
	case pg.ConstrType_CONSTR_PRIMARY:
		if name == "" {
			name = freeName(r.Name, "", "pkey", taken)
		}
		if r.PrimaryKey != nil {
			return d.errorf(k.GetLocation(), "table %q has two primary keys%s; remove one of them", r.Name, alsoAt(r.PrimaryKey.Pos))
		}
		r.setPrimaryKey(&schema.PrimaryKey{Name: name, Columns: columns, Pos: at})
	case pg.ConstrType_CONSTR_UNIQUE:
		if name == "" {
			name = freeName(r.Name, joinedColumns(distinct(append(slices.Clone(columns), strs(k.GetIncluding())...))), "key", taken)
		}
		r.Uniques = append(r.Uniques, &schema.Unique{
			Name: name, Columns: columns, NullsNotDistinct: k.GetNullsNotDistinct(), Deferrable: k.GetDeferrable(), Pos: at,
		})
	default:
		if name == "" {
			var parts []string
			for _, e := range k.GetExclusions() {
				if items := e.GetList().GetItems(); len(items) > 0 {
					parts = append(parts, indexPartName(items[0].GetIndexElem()))
				}
			}
			name = freeName(r.Name, joinedColumns(distinct(parts)), "excl", taken)
		}
		r.exclusions = append(r.exclusions, name)
	}
	full := qname{r.Schema, name}
	d.classes[full] = &class{index: &index{qname: full, relation: r}}
	return nil
}

// keyPartitions gives the partitions of a table a key that it was given.
func (d ddl) keyPartitions(r *relation, k *pg.Constraint) {
	for _, child := range r.children {
		if child.partitionOf == r {
			d.copyKey(child, k, strs(k.GetKeys()))
			d.keyPartitions(child, k)
		}
	}
}

// setPrimaryKey gives the table its key, whose columns then are never NULL.
func (r *relation) setPrimaryKey(key *schema.PrimaryKey) {
	r.PrimaryKey = key
	for _, c := range r.KeyColumns() {
		r.setNotNull(c.Name)
	}
}

// setNotNull makes a column NOT NULL, here and in the tables that inherit it.
func (r *relation) setNotNull(name string) {
	if c := r.Column(name); c != nil {
		c.Null = false
	}
	for _, child := range r.children {
		child.setNotNull(name)
	}
}

// addForeignKey adds a foreign key. One behind a column is that column's.
func (d ddl) addForeignKey(r *relation, k *pg.Constraint, column string) error {
	columns := strs(k.GetFkAttrs())
	if column != "" {
		columns = []string{column}
	}
	for _, name := range columns {
		if r.Column(name) == nil {
			return d.noColumn(k.GetLocation(), "a foreign key", r, name)
		}
	}
	target, err := d.found(k.GetPktable(), "referred to")
	if err != nil {
		return err
	}
	fk := &schema.ForeignKey{
		Name: k.GetConname(), Columns: columns, RefSchema: target.Schema, RefTable: target.Name, RefColumns: strs(k.GetPkAttrs()),
		OnDelete: actionOf(k.GetFkDelAction()), OnUpdate: actionOf(k.GetFkUpdAction()), Match: schema.MatchSimple,
		Deferrable: k.GetDeferrable() || k.GetInitdeferred(), InitiallyDeferred: k.GetInitdeferred(), Pos: d.at(k.GetLocation()),
	}
	if m, ok := matches[k.GetFkMatchtype()]; ok {
		fk.Match = m
	}
	if len(fk.RefColumns) == 0 && target.PrimaryKey != nil {
		fk.RefColumns = slices.Clone(target.PrimaryKey.Columns)
	}
	switch {
	case fk.Name == "":
		fk.Name = freeName(r.Name, joinedColumns(columns), "fkey", d.constraintTaken(r.Schema))
	case r.hasConstraint(fk.Name):
		return d.duplicate(k, r)
	}
	r.ForeignKeys = append(r.ForeignKeys, fk)
	return nil
}

func actionOf(letter string) schema.Action {
	if a, ok := actions[letter]; ok {
		return a
	}
	return schema.NoAction
}

// noColumn is the error for a column that is not there.
func (d ddl) noColumn(location int32, what string, r *relation, name string) error {
	var names []string
	for i, c := range r.Columns {
		if i == 8 { // enough to see a slip of the pen
			names = append(names, "...")
			break
		}
		names = append(names, c.Name)
	}
	return d.errorf(location, "%s names column %q, which table %q does not have; it has %s", what, name, r.Name, strings.Join(names, ", "))
}

// distinct numbers the names that are there more than once, as Postgres does for the parts of an index: expr, expr1.
func distinct(names []string) []string {
	all := slices.Clone(names)
	for i, name := range names {
		all[i] = ""
		free := name
		for n := 1; slices.Contains(all[:i], free); n++ {
			free = objectSuffix(name, n)
		}
		all[i] = free
	}
	return all
}
