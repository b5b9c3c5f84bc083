package postgres

import (
	"slices"

	pg "github.com/sqlc-dev/oliphant"

	"github.com/seed83105465/duet/codegen/schema"
)

// createIndex follows CREATE INDEX.
func (d ddl) createIndex(n *pg.IndexStmt) error {
	r, err := d.found(n.GetRelation(), "given an index")
	if err != nil {
		return err
	}
	if n.GetIdxname() != "" {
		name := qname{r.Schema, n.GetIdxname()}
		if n.GetIfNotExists() && d.classes[name] != nil {
			return nil
		}
		if err := d.free(name, n.GetRelation().GetLocation()); err != nil {
			return err
		}
	}
	x := &schema.Index{Name: n.GetIdxname(), Unique: n.GetUnique(), Method: n.GetAccessMethod(), Pos: d.st.pos}
	var names []string
	for _, node := range n.GetIndexParams() {
		part, err := d.indexPart(r, node.GetIndexElem(), n.GetRelation().GetLocation())
		if err != nil {
			return err
		}
		x.Parts = append(x.Parts, part)
		names = append(names, indexPartName(node.GetIndexElem()))
	}
	for _, node := range n.GetIndexIncludingParams() {
		name := node.GetIndexElem().GetName()
		if r.Column(name) == nil {
			return d.noColumn(n.GetRelation().GetLocation(), "an index", r, name)
		}
		x.Include = append(x.Include, name)
		names = append(names, name)
	}
	if x.Where, err = d.exprText(n.GetWhereClause()); err != nil {
		return d.errorf(n.GetRelation().GetLocation(), "%s", err)
	}
	if x.Name == "" {
		x.Name = d.indexName(r, names)
	}
	d.addIndex(r, x, n.GetNullsNotDistinct())
	if n.GetRelation().GetInh() { // not ON ONLY
		for _, child := range r.children {
			if child.partitionOf == r {
				d.copyIndex(child, x, r)
			}
		}
	}
	return nil
}

// indexPart reads one part: a column or an expression.
func (d ddl) indexPart(r *relation, n *pg.IndexElem, at int32) (schema.IndexPart, error) {
	part := schema.IndexPart{Desc: n.GetOrdering() == pg.SortByDir_SORTBY_DESC}
	of := schema.Type{}
	if name := n.GetName(); name != "" {
		c := r.Column(name)
		if c == nil {
			return part, d.noColumn(at, "an index", r, name)
		}
		part.Column, of = name, c.Type
		if c.Collation != "" && len(n.GetCollation()) > 0 && c.Collation == collationOf(n.GetCollation(), schema.Type{}) {
			return part, nil // saying the column's own collation again says nothing
		}
		if c.Collation != "" && len(n.GetCollation()) > 0 {
			part.Collation = nameOf(n.GetCollation()).name
			return part, nil
		}
	} else {
		expr, err := d.exprText(n.GetExpr())
		if err != nil {
			return part, d.errorf(at, "%s", err)
		}
		part.Expr = expr
	}
	part.Collation = collationOf(n.GetCollation(), of)
	return part, nil
}

// collationOf gives the name of a collation, "" for the one that a type has anyway.
func collationOf(names []*pg.Node, of schema.Type) string {
	name := nameOf(names)
	if name.name == "default" || of.Declared == "name" && name.name == "C" {
		return ""
	}
	if name.namespace != "" && name.namespace != "pg_catalog" && name.namespace != defaultNamespace {
		return name.namespace + "." + name.name
	}
	return name.name
}

// indexName makes a name for an index without one.
func (d ddl) indexName(r *relation, parts []string) string {
	return freeName(r.Name, joinedColumns(distinct(parts)), "idx", d.classTaken(r.Schema))
}

// indexPartName is what a part adds to the name of its index: its column, or what SELECT would call its expression.
func indexPartName(n *pg.IndexElem) string {
	if n.GetName() != "" {
		return n.GetName()
	}
	if name := columnName(n.GetExpr()); name != "" {
		return name
	}
	return "expr"
}

// partNames are the same of an index that is there.
func partNames(x *schema.Index) []string {
	var names []string
	for _, p := range x.Parts {
		e := &pg.IndexElem{Name: p.Column}
		if p.Column == "" {
			e.Expr, _ = parseExpr(p.Expr)
		}
		names = append(names, indexPartName(e))
	}
	return names
}

// addIndex puts an index into its table, and a unique one among the uniques if columns alone make it so.
func (d ddl) addIndex(r *relation, x *schema.Index, nullsNotDistinct bool) {
	name := qname{r.Schema, x.Name}
	d.classes[name] = &class{index: &index{qname: name, relation: r, index: x}}
	r.Indexes = append(r.Indexes, x)
	if x.Unique && !slices.ContainsFunc(x.Parts, func(p schema.IndexPart) bool { return p.Column == "" }) {
		r.Uniques = append(r.Uniques, &schema.Unique{
			Name: x.Name, Columns: x.Columns(), Where: x.Where, FromIndex: true, NullsNotDistinct: nullsNotDistinct, Pos: x.Pos,
		})
	}
}

// useIndex makes a key of an index that is there: ADD PRIMARY KEY USING INDEX. The index takes the constraint's name.
func (d ddl) useIndex(r *relation, k *pg.Constraint) error {
	c := d.classes[qname{r.Schema, k.GetIndexname()}]
	if c == nil || c.index == nil || c.index.index == nil || c.index.relation != r {
		return d.errorf(k.GetLocation(), "table %q has no index %q to make a key of; create it before", r.Name, k.GetIndexname())
	}
	x := c.index.index
	name := k.GetConname()
	if name == "" {
		name = x.Name
	}
	nullsNotDistinct := false
	r.Uniques = slices.DeleteFunc(r.Uniques, func(u *schema.Unique) bool {
		same := u.FromIndex && u.Name == x.Name
		nullsNotDistinct = nullsNotDistinct || same && u.NullsNotDistinct
		return same
	})
	r.Indexes = slices.DeleteFunc(r.Indexes, func(o *schema.Index) bool { return o == x })
	delete(d.classes, c.index.qname)
	full := qname{r.Schema, name}
	d.classes[full] = &class{index: &index{qname: full, relation: r}}
	at := d.at(k.GetLocation())
	if k.GetContype() == pg.ConstrType_CONSTR_PRIMARY {
		r.setPrimaryKey(&schema.PrimaryKey{Name: name, Columns: x.Columns(), Pos: at})
		return nil
	}
	r.Uniques = append(r.Uniques, &schema.Unique{
		Name: name, Columns: x.Columns(), NullsNotDistinct: nullsNotDistinct, Deferrable: k.GetDeferrable(), Pos: at,
	})
	return nil
}
