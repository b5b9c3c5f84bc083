package postgres

import (
	"slices"

	pg "github.com/sqlc-dev/oliphant"

	"github.com/seed83105465/duet/codegen/schema"
)

// dropColumn follows DROP COLUMN, here and in the tables that inherit.
func (d ddl) dropColumn(r *relation, cmd *pg.AlterTableCmd, at int32) error {
	c := r.Column(cmd.GetName())
	if c == nil {
		if cmd.GetMissingOk() {
			return nil
		}
		return d.noColumn(at, "drop column", r, cmd.GetName())
	}
	return d.removeColumn(r, c, cmd.GetBehavior() == pg.DropBehavior_DROP_CASCADE)
}

// removeColumn takes a column away, with all keys, checks and indexes that name it. What others make of it goes with CASCADE alone.
func (d ddl) removeColumn(r *relation, c *schema.Column, cascade bool) error {
	for _, view := range slices.Clone(d.relations) {
		if !view.reads(r, c) {
			continue
		}
		if !cascade {
			return schema.Errorf(d.st.pos, "column %q of table %q is dropped but view %q reads it; write drop column ... cascade, or drop the view before", c.Name, r.Name, view.Name)
		}
		if err := d.dropRelation(view, true, nil); err != nil {
			return err
		}
	}
	names := func(columns []string) bool { return slices.Contains(columns, c.Name) }
	in := func(expr string) bool {
		n, err := parseExpr(expr)
		return expr != "" && err == nil && columnsIn(n)[c.Name]
	}
	for _, other := range d.relations {
		refers := func(fk *schema.ForeignKey) bool {
			return fk.RefSchema == r.Schema && fk.RefTable == r.Name && names(fk.RefColumns) || other == r && names(fk.Columns)
		}
		if other != r && slices.ContainsFunc(other.ForeignKeys, refers) && !cascade {
			return schema.Errorf(d.st.pos, "column %q of table %q is dropped but a foreign key of table %q refers to it; write drop column ... cascade", c.Name, r.Name, other.Name)
		}
		other.ForeignKeys = slices.DeleteFunc(other.ForeignKeys, refers)
	}
	if r.PrimaryKey != nil && names(r.PrimaryKey.Columns) {
		delete(d.classes, qname{r.Schema, r.PrimaryKey.Name})
		r.PrimaryKey = nil
	}
	for _, x := range slices.Clone(r.Indexes) {
		uses := names(x.Include) || in(x.Where)
		for _, p := range x.Parts {
			uses = uses || p.Column == c.Name || in(p.Expr)
		}
		if uses {
			d.dropIndex(&index{qname: qname{r.Schema, x.Name}, relation: r, index: x})
		}
	}
	r.Uniques = slices.DeleteFunc(r.Uniques, func(u *schema.Unique) bool {
		if names(u.Columns) && !u.FromIndex {
			delete(d.classes, qname{r.Schema, u.Name})
		}
		return names(u.Columns)
	})
	r.Checks = slices.DeleteFunc(r.Checks, func(k *schema.Check) bool { return in(k.Expr) })
	d.dropSequences(r, c)
	delete(r.sequences, c)
	r.Columns = slices.DeleteFunc(r.Columns, func(o *schema.Column) bool {
		return o == c || cascade && o.Generated != nil && in(o.Generated.Expr)
	})
	for _, child := range r.children {
		inherited := child.Column(c.Name)
		if inherited == nil || slices.ContainsFunc(child.parents, func(p *relation) bool { return p.Column(c.Name) != nil }) {
			continue
		}
		if err := d.removeColumn(child, inherited, cascade); err != nil {
			return err
		}
	}
	return nil
}

// dropConstraint follows DROP CONSTRAINT.
func (d ddl) dropConstraint(r *relation, cmd *pg.AlterTableCmd, at int32) error {
	name := cmd.GetName()
	if !r.hasConstraint(name) {
		if cmd.GetMissingOk() {
			return nil
		}
		return d.errorf(at, "table %q has no constraint %q to drop; it may have another name, or write drop constraint if exists", r.Name, name)
	}
	columns := r.keyNamed(name)
	if columns != nil {
		if err := d.freeReferences(r, columns, cmd.GetBehavior() == pg.DropBehavior_DROP_CASCADE); err != nil {
			return err
		}
	}
	d.removeConstraint(r, name)
	return nil
}

// keyNamed gives the columns of the primary key or unique of a name, nil for other constraints.
func (r *relation) keyNamed(name string) []string {
	if r.PrimaryKey != nil && r.PrimaryKey.Name == name {
		return r.PrimaryKey.Columns
	}
	for _, u := range r.Uniques {
		if !u.FromIndex && u.Name == name {
			return u.Columns
		}
	}
	return nil
}

// freeReferences takes away, with CASCADE, the foreign keys that need a key, unless there is another key for them.
func (d ddl) freeReferences(r *relation, columns []string, cascade bool) error {
	others := 0
	if r.PrimaryKey != nil && r.sameColumns(r.PrimaryKey.Columns, columns) {
		others++
	}
	for _, u := range r.Uniques {
		if r.sameColumns(u.Columns, columns) && u.Where == "" {
			others++
		}
	}
	if others > 1 {
		return nil
	}
	for _, other := range d.relations {
		refers := func(fk *schema.ForeignKey) bool {
			return fk.RefSchema == r.Schema && fk.RefTable == r.Name && r.sameColumns(fk.RefColumns, columns)
		}
		if !slices.ContainsFunc(other.ForeignKeys, refers) {
			continue
		}
		if !cascade {
			return schema.Errorf(d.st.pos, "a key of table %q is dropped but a foreign key of table %q refers to it; write drop constraint ... cascade, or drop that before", r.Name, other.Name)
		}
		other.ForeignKeys = slices.DeleteFunc(other.ForeignKeys, refers)
	}
	return nil
}

// sameColumns reports whether two lists name the same columns in any order.
func (r *relation) sameColumns(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}

// removeConstraint takes a constraint away, here and, for a CHECK and the keys of partitions, in the tables that inherit.
func (d ddl) removeConstraint(r *relation, name string) {
	if c := d.classes[qname{r.Schema, name}]; c != nil && c.index != nil && c.index.relation == r && c.index.index == nil {
		delete(d.classes, c.index.qname)
	}
	if r.PrimaryKey != nil && r.PrimaryKey.Name == name {
		r.PrimaryKey = nil
	}
	r.Uniques = slices.DeleteFunc(r.Uniques, func(u *schema.Unique) bool { return !u.FromIndex && u.Name == name })
	r.ForeignKeys = slices.DeleteFunc(r.ForeignKeys, func(fk *schema.ForeignKey) bool { return fk.Name == name })
	r.exclusions = slices.DeleteFunc(r.exclusions, func(o string) bool { return o == name })
	had := len(r.Checks)
	r.Checks = slices.DeleteFunc(r.Checks, func(k *schema.Check) bool { return k.Name == name })
	if had == len(r.Checks) {
		return
	}
	for _, child := range r.children {
		d.removeConstraint(child, name)
	}
}
