package postgres

import (
	pg "github.com/sqlc-dev/oliphant"

	"github.com/seed83105465/duet/codegen/schema"
)

// building is a table on its way: keys wait until all columns are known, in the order in which Postgres makes them.
type building struct {
	ddl
	*relation
	checks, uniques, foreign []*pg.Constraint
	likes                    []like
	// from says where an inherited column comes from, so that a table may declare it again.
	from map[*schema.Column]bool
	// columnOf is the column that a constraint was written behind.
	columnOf map[*pg.Constraint]string
}

// like is LIKE other INCLUDING ...
type like struct {
	of      *relation
	options uint32
}

// createTable follows CREATE TABLE and CREATE FOREIGN TABLE.
func (d ddl) createTable(n *pg.CreateStmt) error {
	name := d.target(rangeName(n.GetRelation()))
	if n.GetRelation().GetRelpersistence() == "t" {
		name = qname{tempNamespace, name.name}
	}
	if n.GetIfNotExists() && d.classes[name] != nil {
		return nil
	}
	if err := d.free(name, n.GetRelation().GetLocation()); err != nil {
		return err
	}
	if n.GetPartbound() == nil {
		d.namespaces[name.namespace] = true
	}
	b := &building{
		ddl: d, relation: d.newRelation(name, schema.KindTable, n.GetRelation().GetLocation()),
		from: map[*schema.Column]bool{}, columnOf: map[*pg.Constraint]string{},
	}
	if n.GetPartspec() != nil {
		b.Kind = schema.KindPartitioned
	}
	if err := b.inherit(n); err != nil {
		return err
	}
	if n.GetOfTypename() != nil {
		if err := b.ofType(n.GetOfTypename()); err != nil {
			return err
		}
	}
	for _, element := range n.GetTableElts() {
		if err := b.element(element); err != nil {
			return err
		}
	}
	d.addRelation(b.relation)
	return b.finish()
}

// newRelation makes an empty table or view that is not yet in its place.
func (d ddl) newRelation(name qname, kind schema.TableKind, location int32) *relation {
	return &relation{
		Table:     &schema.Table{Schema: name.namespace, Name: name.name, Kind: kind, Dialect: schema.Postgres, Pos: d.at(location)},
		sequences: map[*schema.Column]*sequence{}, uses: map[use]bool{},
	}
}

// inherit takes over what the parents have: INHERITS, and PARTITION OF.
func (b *building) inherit(n *pg.CreateStmt) error {
	for _, node := range n.GetInhRelations() {
		parent, err := b.found(node.GetRangeVar(), "inherited from")
		if err != nil {
			return err
		}
		if n.GetPartbound() != nil {
			b.partitionOf = parent
		}
		b.parents = append(b.parents, parent)
		parent.children = append(parent.children, b.relation)
		for _, c := range parent.Columns {
			if old := b.Column(c.Name); old != nil {
				old.Null = old.Null && c.Null
				continue
			}
			b.from[b.copyColumn(parent, c)] = true
		}
		for _, k := range parent.Checks {
			if !b.hasConstraint(k.Name) {
				copied := *k
				b.Checks = append(b.Checks, &copied)
			}
		}
	}
	return nil
}

// copyColumn adds a column of another table, with its default. Identity and ownership of sequences stay behind.
func (b *building) copyColumn(of *relation, c *schema.Column) *schema.Column {
	copied := *c
	copied.Comment, copied.Identity, copied.Pos = "", schema.IdentityNone, b.Pos
	b.Columns = append(b.Columns, &copied)
	if s := of.sequences[c]; s != nil && c.Identity == schema.IdentityNone {
		b.sequences[&copied] = s
	}
	return &copied
}

// ofType takes over the fields of a composite type.
func (b *building) ofType(n *pg.TypeName) error {
	t := b.typeNamed(nameOf(n.GetNames()))
	if t == nil || t.composite == nil {
		return b.errorf(n.GetLocation(), "type %q is not there, or is no composite type; create it before", nameOf(n.GetNames()))
	}
	for _, f := range t.composite.Fields {
		copied := *f
		copied.Comment, copied.Pos = "", b.Pos
		b.Columns = append(b.Columns, &copied)
		b.from[&copied] = true
	}
	return nil
}

// element takes in a column, a constraint or LIKE.
func (b *building) element(n *pg.Node) error {
	switch n := n.GetNode().(type) {
	case *pg.Node_ColumnDef:
		return b.column(n.ColumnDef)
	case *pg.Node_Constraint:
		return b.constraint(n.Constraint, nil)
	case *pg.Node_TableLikeClause:
		return b.like(n.TableLikeClause)
	}
	return schema.Errorf(b.st.pos, "a part of table %q is not understood; leave it out if it does not shape the table", b.Name)
}

// column takes in a column and what is written behind it.
func (b *building) column(n *pg.ColumnDef) error {
	c := b.Column(n.GetColname())
	switch {
	case c == nil:
		c = &schema.Column{Name: n.GetColname(), Null: true}
		b.Columns = append(b.Columns, c)
	case !b.from[c]:
		return b.errorf(n.GetLocation(), "table %q has two columns named %q%s; rename or remove one of them", b.Name, c.Name, alsoAt(c.Pos))
	}
	c.Pos = b.at(n.GetLocation())
	if n.GetTypeName() != nil { // none in PARTITION OF and OF type
		c.Type = b.ddl.typeOf(n.GetTypeName())
		c.Null = c.Null && !b.refusesNull(n.GetTypeName())
	}
	if n.GetCollClause() != nil {
		c.Collation = collationOf(n.GetCollClause().GetCollname(), c.Type)
	}
	if serialOf(n.GetTypeName()) != "" {
		b.addSerial(b.relation, c)
	}
	var last *pg.Constraint
	for _, node := range n.GetConstraints() {
		k := node.GetConstraint()
		if attribute(last, k) {
			continue
		}
		last = k
		if err := b.constraint(k, c); err != nil {
			return err
		}
	}
	return nil
}

// attribute takes DEFERRABLE and its like, which are written behind the constraint that they are of, over to that.
func attribute(of, k *pg.Constraint) bool {
	if of == nil {
		return false
	}
	switch k.GetContype() {
	case pg.ConstrType_CONSTR_ATTR_DEFERRABLE:
		of.Deferrable = true
	case pg.ConstrType_CONSTR_ATTR_NOT_DEFERRABLE:
		of.Deferrable = false
	case pg.ConstrType_CONSTR_ATTR_DEFERRED:
		of.Deferrable, of.Initdeferred = true, true
	case pg.ConstrType_CONSTR_ATTR_IMMEDIATE:
		of.Initdeferred = false
	case pg.ConstrType_CONSTR_ATTR_ENFORCED, pg.ConstrType_CONSTR_ATTR_NOT_ENFORCED:
	default:
		return false
	}
	return true
}

// constraint takes in a constraint of a column, or of the whole table, where c is nil.
func (b *building) constraint(k *pg.Constraint, c *schema.Column) error {
	if c != nil {
		b.columnOf[k] = c.Name
	}
	switch k.GetContype() {
	case pg.ConstrType_CONSTR_CHECK:
		b.checks = append(b.checks, k)
	case pg.ConstrType_CONSTR_PRIMARY, pg.ConstrType_CONSTR_UNIQUE, pg.ConstrType_CONSTR_EXCLUSION:
		b.uniques = append(b.uniques, k)
	case pg.ConstrType_CONSTR_FOREIGN:
		b.foreign = append(b.foreign, k)
	case pg.ConstrType_CONSTR_NOTNULL:
		if c == nil { // PostgreSQL 18 has it for tables
			for _, name := range strs(k.GetKeys()) {
				if c = b.Column(name); c != nil {
					c.Null = false
				}
			}
			return nil
		}
		c.Null = false
	default:
		if c == nil {
			return b.errorf(k.GetLocation(), "a constraint of table %q is not understood; leave it out if models can do without", b.Name)
		}
		return b.filling(b.relation, c, k)
	}
	return nil
}

// filling follows DEFAULT, GENERATED and IDENTITY.
func (d ddl) filling(r *relation, c *schema.Column, k *pg.Constraint) error {
	switch k.GetContype() {
	case pg.ConstrType_CONSTR_DEFAULT:
		return d.setDefault(r, c, k.GetRawExpr())
	case pg.ConstrType_CONSTR_GENERATED:
		expr, err := d.exprText(k.GetRawExpr())
		if err != nil {
			return d.errorf(k.GetLocation(), "%s", err)
		}
		c.Generated = &schema.Generated{Expr: expr, Stored: k.GetGeneratedKind() != "v"}
	case pg.ConstrType_CONSTR_IDENTITY:
		c.Null = false
		d.addIdentity(r, c, k.GetGeneratedWhen())
	}
	return nil
}

// finish makes what waited for the columns: checks, keys, what LIKE brings, foreign keys.
func (b *building) finish() error {
	for _, k := range b.checks {
		if err := b.addCheck(b.relation, k); err != nil {
			return err
		}
	}
	if err := b.addUniques(b.relation, b.uniques, b.columnOf); err != nil {
		return err
	}
	for _, l := range b.likes {
		b.copyLike(b.relation, l)
	}
	if b.partitionOf != nil {
		b.copyKeys(b.relation, b.partitionOf)
	}
	for _, k := range b.foreign {
		if err := b.addForeignKey(b.relation, k, b.columnOf[k]); err != nil {
			return err
		}
	}
	return nil
}
