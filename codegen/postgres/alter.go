package postgres

import (
	"slices"

	pg "github.com/sqlc-dev/oliphant"

	"github.com/seed83105465/duet/codegen/schema"
)

// alterTable follows ALTER TABLE, and ALTER of views, indexes, sequences and composite types, which are the same to the parser.
func (d ddl) alterTable(n *pg.AlterTableStmt) error {
	name := rangeName(n.GetRelation())
	if n.GetObjtype() == pg.ObjectType_OBJECT_TYPE {
		return d.alterComposite(n)
	}
	c := d.class(name)
	switch {
	case c == nil && n.GetMissingOk():
		return nil
	case c == nil && (n.GetObjtype() == pg.ObjectType_OBJECT_INDEX || n.GetObjtype() == pg.ObjectType_OBJECT_SEQUENCE):
		return nil // owners and storage, of what was passed over
	case c == nil:
		return d.errorf(n.GetRelation().GetLocation(), "%q is altered but is not there; create it before", name)
	case c.relation == nil:
		return nil // storage, owners and partitions of indexes and sequences
	}
	// One statement may say things in any order; Postgres drops first, and adds keys last.
	cmds := make([]*pg.AlterTableCmd, len(n.GetCmds()))
	for i, node := range n.GetCmds() {
		cmds[i] = node.GetAlterTableCmd()
	}
	slices.SortStableFunc(cmds, func(a, b *pg.AlterTableCmd) int { return passOf(a) - passOf(b) })
	for _, cmd := range cmds {
		if err := d.alter(c.relation, cmd, n.GetRelation()); err != nil {
			return err
		}
	}
	return nil
}

// passOf gives the turn in which Postgres does a part of ALTER TABLE.
func passOf(cmd *pg.AlterTableCmd) int {
	switch cmd.GetSubtype() {
	case pg.AlterTableType_AT_DropColumn, pg.AlterTableType_AT_DropConstraint, pg.AlterTableType_AT_DropNotNull, pg.AlterTableType_AT_DropIdentity,
		pg.AlterTableType_AT_DropExpression:
		return 0
	case pg.AlterTableType_AT_ColumnDefault:
		if cmd.GetDef() == nil {
			return 0
		}
	case pg.AlterTableType_AT_AlterColumnType:
		return 1
	case pg.AlterTableType_AT_AddColumn:
		return 2
	case pg.AlterTableType_AT_AddConstraint:
		switch cmd.GetDef().GetConstraint().GetContype() {
		case pg.ConstrType_CONSTR_CHECK:
			return 4
		case pg.ConstrType_CONSTR_FOREIGN:
			return 6
		}
		return 5
	}
	return 3
}

// alter follows one part of ALTER TABLE.
func (d ddl) alter(r *relation, cmd *pg.AlterTableCmd, written *pg.RangeVar) error {
	at := written.GetLocation()
	switch cmd.GetSubtype() {
	case pg.AlterTableType_AT_AddInherit, pg.AlterTableType_AT_DropInherit, pg.AlterTableType_AT_AttachPartition,
		pg.AlterTableType_AT_DetachPartition, pg.AlterTableType_AT_DetachPartitionFinalize:
		return d.alterInheritance(r, cmd)
	}
	if !written.GetInh() { // ONLY: those that inherit are left alone
		children := r.children
		r.children = nil
		defer func() { r.children = children }()
	}
	switch cmd.GetSubtype() {
	case pg.AlterTableType_AT_AddColumn:
		return d.addColumn(r, cmd)
	case pg.AlterTableType_AT_DropColumn:
		return d.dropColumn(r, cmd, at)
	case pg.AlterTableType_AT_AddConstraint:
		return d.addConstraint(r, cmd.GetDef().GetConstraint())
	case pg.AlterTableType_AT_DropConstraint:
		return d.dropConstraint(r, cmd, at)
	case pg.AlterTableType_AT_AlterConstraint:
		d.alterConstraint(r, cmd.GetDef())
		return nil
	case pg.AlterTableType_AT_ColumnDefault, pg.AlterTableType_AT_DropNotNull, pg.AlterTableType_AT_SetNotNull, pg.AlterTableType_AT_DropExpression,
		pg.AlterTableType_AT_SetExpression, pg.AlterTableType_AT_AlterColumnType, pg.AlterTableType_AT_AddIdentity, pg.AlterTableType_AT_SetIdentity,
		pg.AlterTableType_AT_DropIdentity:
		c := r.Column(cmd.GetName())
		if c == nil {
			return d.noColumn(at, "alter column", r, cmd.GetName())
		}
		return d.alterColumn(r, c, cmd)
	case pg.AlterTableType_ALTER_TABLE_TYPE_UNDEFINED, pg.AlterTableType_AT_AddOf, pg.AlterTableType_AT_GenericOptions:
	}
	// What is left is storage, owners, statistics, triggers, rules, row security and replication.
	return nil
}

// addColumn follows ADD COLUMN, here and in the tables that inherit.
func (d ddl) addColumn(r *relation, cmd *pg.AlterTableCmd) error {
	def := cmd.GetDef().GetColumnDef()
	if old := r.Column(def.GetColname()); old != nil {
		if cmd.GetMissingOk() {
			return nil
		}
		return d.errorf(def.GetLocation(), "table %q has a column %q already%s; rename or remove one of them", r.Name, old.Name, alsoAt(old.Pos))
	}
	b := &building{ddl: d, relation: r, from: map[*schema.Column]bool{}, columnOf: map[*pg.Constraint]string{}}
	if err := b.column(def); err != nil {
		return err
	}
	added := r.Column(def.GetColname())
	for _, child := range r.children {
		d.inheritColumn(r, child, added)
	}
	return b.finish()
}

// inheritColumn adds a column of a parent to a table that inherits, and to those that inherit from that.
func (d ddl) inheritColumn(r, child *relation, c *schema.Column) {
	if child.Column(c.Name) != nil {
		return
	}
	b := &building{ddl: d, relation: child}
	copied := b.copyColumn(r, c)
	copied.Pos = c.Pos
	for _, below := range child.children {
		d.inheritColumn(child, below, copied)
	}
}

// addConstraint follows ADD CONSTRAINT.
func (d ddl) addConstraint(r *relation, k *pg.Constraint) error {
	switch k.GetContype() {
	case pg.ConstrType_CONSTR_CHECK:
		return d.addCheck(r, k)
	case pg.ConstrType_CONSTR_FOREIGN:
		return d.addForeignKey(r, k, "")
	case pg.ConstrType_CONSTR_PRIMARY, pg.ConstrType_CONSTR_UNIQUE, pg.ConstrType_CONSTR_EXCLUSION:
		if err := d.addUnique(r, k, strs(k.GetKeys())); err != nil {
			return err
		}
		d.keyPartitions(r, k)
		return nil
	case pg.ConstrType_CONSTR_NOTNULL:
		for _, name := range strs(k.GetKeys()) {
			r.setNotNull(name)
		}
		return nil
	}
	return d.errorf(k.GetLocation(), "this constraint of table %q is not understood; leave it out if models can do without", r.Name)
}

// alterConstraint follows ALTER CONSTRAINT, which changes when a foreign key is looked at.
func (d ddl) alterConstraint(r *relation, def *pg.Node) {
	name, deferrable, deferred := def.GetConstraint().GetConname(), def.GetConstraint().GetDeferrable(), def.GetConstraint().GetInitdeferred()
	if k := def.GetAtalterConstraint(); k != nil {
		name, deferrable, deferred = k.GetConname(), k.GetDeferrable(), k.GetInitdeferred()
	}
	for _, fk := range r.ForeignKeys {
		if fk.Name == name {
			fk.Deferrable, fk.InitiallyDeferred = deferrable || deferred, deferred
		}
	}
}

// alterColumn follows ALTER COLUMN, here and, as far as Postgres does, in the tables that inherit.
func (d ddl) alterColumn(r *relation, c *schema.Column, cmd *pg.AlterTableCmd) error {
	if err := d.alterOwnColumn(r, c, cmd); err != nil {
		return err
	}
	for _, child := range r.children {
		if inherited := child.Column(c.Name); inherited != nil {
			if err := d.alterColumn(child, inherited, cmd); err != nil {
				return err
			}
		}
	}
	return nil
}

func (d ddl) alterOwnColumn(r *relation, c *schema.Column, cmd *pg.AlterTableCmd) error {
	switch cmd.GetSubtype() {
	case pg.AlterTableType_AT_ColumnDefault:
		return d.setDefault(r, c, cmd.GetDef())
	case pg.AlterTableType_AT_SetNotNull:
		c.Null = false
	case pg.AlterTableType_AT_DropNotNull:
		c.Null = !r.IsKey(c.Name) && (c.Type.Domain == nil || !d.neverNull(c.Type.Domain))
	case pg.AlterTableType_AT_DropExpression:
		c.Generated = nil
	case pg.AlterTableType_AT_SetExpression:
		text, err := d.exprText(cmd.GetDef())
		if err != nil || c.Generated == nil {
			return err
		}
		c.Generated.Expr = text
	case pg.AlterTableType_AT_AlterColumnType:
		d.alterType(r, c, cmd.GetDef().GetColumnDef())
	case pg.AlterTableType_AT_AddIdentity:
		k := cmd.GetDef().GetConstraint()
		d.addIdentity(r, c, k.GetGeneratedWhen(), k.GetOptions()...)
	case pg.AlterTableType_AT_SetIdentity:
		for _, o := range cmd.GetDef().GetList().GetItems() {
			if e := o.GetDefElem(); e.GetDefname() == "generated" {
				c.Identity = schema.IdentityByDefault
				if e.GetArg().GetInteger().GetIval() == 'a' || e.GetArg().GetString_().GetSval() == "a" {
					c.Identity = schema.IdentityAlways
				}
			}
		}
	case pg.AlterTableType_AT_DropIdentity:
		if c.Identity != schema.IdentityAlways && c.Identity != schema.IdentityByDefault {
			return nil
		}
		c.Identity = schema.IdentityNone
		d.dropSequences(r, c)
	}
	return nil
}

// alterType follows ALTER COLUMN ... TYPE. The collation is the new type's unless another one is given.
func (d ddl) alterType(r *relation, c *schema.Column, def *pg.ColumnDef) {
	c.Type = d.typeOf(def.GetTypeName())
	c.Collation = ""
	if def.GetCollClause() != nil {
		c.Collation = collationOf(def.GetCollClause().GetCollname(), c.Type)
	}
	if d.refusesNull(def.GetTypeName()) {
		c.Null = false
	}
}

// neverNull reports whether a domain, or one that it is of, refuses NULL.
func (db *database) neverNull(of *schema.Domain) bool {
	return slices.ContainsFunc(db.named, func(t *namedType) bool { return t.domain == of && t.notNull })
}

// alterInheritance follows INHERIT, NO INHERIT, ATTACH PARTITION and DETACH PARTITION.
func (d ddl) alterInheritance(r *relation, cmd *pg.AlterTableCmd) error {
	partition := cmd.GetDef().GetPartitionCmd()
	written := cmd.GetDef().GetRangeVar()
	if partition != nil {
		written = partition.GetName()
	}
	c := d.class(rangeName(written))
	if c != nil && c.index != nil {
		return nil
	}
	other, err := d.found(written, "inherited from or attached")
	if err != nil {
		return err
	}
	parent, child := other, r
	if partition != nil {
		parent, child = r, other
	}
	switch cmd.GetSubtype() {
	case pg.AlterTableType_AT_AttachPartition, pg.AlterTableType_AT_AddInherit:
		child.parents = append(child.parents, parent)
		parent.children = append(parent.children, child)
		if partition != nil {
			child.partitionOf = parent
		}
	default:
		child.parents = slices.DeleteFunc(child.parents, func(o *relation) bool { return o == parent })
		parent.children = slices.DeleteFunc(parent.children, func(o *relation) bool { return o == child })
		child.partitionOf = nil
	}
	return nil
}
