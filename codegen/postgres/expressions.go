package postgres

import (
	pg "github.com/sqlc-dev/oliphant"

	"github.com/seed83105465/duet/codegen/schema"
)

// exprText gives the text of an expression to be kept, with the full names of the types of the schema, which may be renamed before the end.
func (db *database) exprText(n *pg.Node) (string, error) {
	n = cloned(n)
	walk(n, func(n *pg.Node) {
		if cast := n.GetTypeCast(); cast != nil {
			if t := db.typeNamed(nameOf(cast.GetTypeName().GetNames())); t != nil {
				cast.TypeName.Names = []*pg.Node{word(t.namespace), word(t.name)}
			}
		}
	})
	return exprText(n)
}

// rewrite changes all expressions that are kept, of domains and of tables; r is nil for a domain's.
func (db *database) rewrite(f func(r *relation, n *pg.Node)) {
	for _, r := range db.relations {
		for _, c := range r.Columns {
			rewritten(r, c.Default, f)
			if c.Generated != nil {
				rewritten(r, &c.Generated.Expr, f)
			}
		}
		for _, k := range r.Checks {
			rewritten(r, &k.Expr, f)
		}
		for _, x := range r.Indexes {
			for i := range x.Parts {
				rewritten(r, &x.Parts[i].Expr, f)
			}
			rewritten(r, &x.Where, f)
		}
		for _, u := range r.Uniques {
			rewritten(r, &u.Where, f)
		}
	}
	for _, t := range db.named {
		if t.domain == nil {
			continue
		}
		rewritten(nil, t.domain.Default, f)
		for _, k := range t.domain.Checks {
			rewritten(nil, &k.Expr, f)
		}
	}
}

// rewritten changes one expression; what cannot be written stays.
func rewritten(r *relation, expr *string, f func(*relation, *pg.Node)) {
	if expr == nil || *expr == "" {
		return
	}
	n, err := parseExpr(*expr)
	if err != nil {
		return
	}
	before, err := exprText(n)
	if err != nil {
		return
	}
	f(r, n)
	if after, err := exprText(n); err == nil && after != before {
		*expr = after
	}
}

// renameTypeIn gives a type another name in all expressions.
func (db *database) renameTypeIn(from, to qname) {
	db.rewrite(func(_ *relation, n *pg.Node) {
		walk(n, func(n *pg.Node) {
			if cast := n.GetTypeCast(); cast != nil && nameOf(cast.GetTypeName().GetNames()) == from {
				cast.TypeName.Names = []*pg.Node{word(to.namespace), word(to.name)}
			}
		})
	})
}

// renameValueIn gives a value of an enum another name in all expressions: in the defaults of its columns, where it is cast to the enum, and
// where its columns are compared.
func (db *database) renameValueIn(t *namedType, from, to string) {
	replace := func(n *pg.Node) {
		if s := n.GetAConst().GetSval(); s != nil && s.GetSval() == from {
			s.Sval = to
		}
	}
	of := func(typ schema.Type) bool {
		return typ.Enum == t.enum || typ.Elem != nil && typ.Elem.Enum == t.enum
	}
	db.rewrite(func(r *relation, n *pg.Node) {
		walk(n, func(n *pg.Node) {
			if cast := n.GetTypeCast(); cast != nil && nameOf(cast.GetTypeName().GetNames()) == t.qname {
				walk(cast.GetArg(), replace)
			}
			if compared := n.GetAExpr(); compared != nil && r != nil {
				for name := range columnsIn(compared.GetLexpr()) {
					if c := r.Column(name); c != nil && of(c.Type) {
						walk(compared.GetRexpr(), replace)
					}
				}
			}
		})
	})
	for _, r := range db.relations {
		for _, c := range r.Columns {
			if of(c.Type) {
				rewritten(r, c.Default, func(_ *relation, n *pg.Node) { walk(n, replace) })
			}
		}
	}
	for _, d := range db.named {
		if d.domain != nil && of(d.domain.Type) {
			rewritten(nil, d.domain.Default, func(_ *relation, n *pg.Node) { walk(n, replace) })
			for _, k := range d.domain.Checks {
				rewritten(nil, &k.Expr, func(_ *relation, n *pg.Node) { walk(n, replace) })
			}
		}
	}
}
