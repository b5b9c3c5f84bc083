package postgres

import (
	"slices"

	pg "github.com/sqlc-dev/oliphant"

	"github.com/seed83105465/duet/codegen/schema"
)

// createDomain follows CREATE DOMAIN.
func (d ddl) createDomain(n *pg.CreateDomainStmt) error {
	name, err := d.newType(n.GetDomainname())
	if err != nil {
		return err
	}
	of := d.typeOf(n.GetTypeName())
	t := &namedType{qname: name, notNull: d.refusesNull(n.GetTypeName())}
	t.domain = &schema.Domain{Schema: name.namespace, Name: name.name, Pos: d.st.pos}
	if of.Domain != nil {
		// What it is of is followed to the end; a default is inherited on the way, as are checks, which stay where they are.
		t.domain.Default = of.Domain.Default
		of = of.Domain.Type
	}
	t.domain.Type = of
	if n.GetCollClause() != nil {
		t.domain.Collation = collationOf(n.GetCollClause().GetCollname(), of)
	}
	d.addType(t)
	for _, node := range n.GetConstraints() {
		if err := d.domainConstraint(t, node.GetConstraint()); err != nil {
			return err
		}
	}
	return nil
}

func (d ddl) domainConstraint(t *namedType, k *pg.Constraint) error {
	switch k.GetContype() {
	case pg.ConstrType_CONSTR_NOTNULL:
		t.domain.NotNull, t.notNull = true, true
	case pg.ConstrType_CONSTR_DEFAULT:
		return d.domainDefault(t, k.GetRawExpr())
	case pg.ConstrType_CONSTR_CHECK:
		expr, err := d.exprText(k.GetRawExpr())
		if err != nil {
			return d.errorf(k.GetLocation(), "%s", err)
		}
		name := k.GetConname()
		if name == "" {
			name = freeName(t.name, "", "check", d.constraintTaken(t.namespace))
		}
		t.domain.Checks = append(t.domain.Checks, &schema.Check{Name: name, Expr: expr, Pos: d.at(k.GetLocation())})
	}
	return nil
}

func (d ddl) domainDefault(t *namedType, expr *pg.Node) error {
	text, err := d.exprText(expr)
	if err != nil {
		return d.errorf(location(expr), "%s", err)
	}
	t.domain.Default = nil
	if text != "" && !isNull(expr) {
		t.domain.Default = &text
	}
	return nil
}

// alterDomain follows ALTER DOMAIN. The columns that are of the domain follow its NOT NULL.
func (d ddl) alterDomain(n *pg.AlterDomainStmt) error {
	t := d.typeNamed(nameOf(n.GetTypeName()))
	if t == nil || t.domain == nil {
		return schema.Errorf(d.st.pos, "domain %q is altered but is not there; create it before", nameOf(n.GetTypeName()))
	}
	switch n.GetSubtype() {
	case "T":
		return d.domainDefault(t, n.GetDef())
	case "N":
		t.domain.NotNull, t.notNull = false, false
	case "O":
		t.domain.NotNull, t.notNull = true, true
		for _, r := range d.relations {
			for _, c := range r.Columns {
				if c.Type.Domain == t.domain && !r.ReadOnly() {
					c.Null = false
				}
			}
		}
	case "C":
		return d.domainConstraint(t, n.GetDef().GetConstraint())
	case "X":
		had := len(t.domain.Checks)
		t.domain.Checks = slices.DeleteFunc(t.domain.Checks, func(k *schema.Check) bool { return k.Name == n.GetName() })
		if had == len(t.domain.Checks) && !n.GetMissingOk() {
			return schema.Errorf(d.st.pos, "domain %q has no constraint %q to drop", t.qname, n.GetName())
		}
	}
	return nil
}
