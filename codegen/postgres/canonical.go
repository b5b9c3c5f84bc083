package postgres

import (
	"slices"
	"strings"

	"github.com/seed83105465/duet/codegen/schema"
)

// canon brings expressions to one form, whoever wrote them.
type canon struct {
	*scope
	// table is the name that columns may have before theirs.
	table string
}

// canonOf gives the canon for expressions on the columns of a table.
func canonOf(db *database, t *schema.Table) canon {
	it := item{}
	for _, c := range t.Columns {
		it.columns = append(it.columns, output{name: c.Name, value: valueOf(c)})
	}
	it.origins = []origin{{name: qname{t.Schema, t.Name}, columns: it.columns}}
	return canon{scope: &scope{db: db, from: []item{it}}, table: t.Name}
}

// text gives an expression in the common form. The target is what it is stored in: a default's column.
func (c canon) text(expr string, target value) string {
	n, err := parseExpr(expr)
	if err != nil {
		return expr
	}
	walk(n, c.shape)
	walk(n, c.relaxNode)
	c.store(n, target)
	text, err := exprText(n)
	if err != nil {
		return expr
	}
	return text
}

// canonicalize brings all expressions of a schema to the common form.
func canonicalize(s *schema.Schema) {
	db := databaseOf(s)
	for _, t := range s.Tables {
		c := canonOf(db, t)
		for _, col := range t.Columns {
			if col.Default != nil {
				col.Default = c.defaultText(*col.Default, valueOf(col))
			}
			if col.Generated != nil {
				col.Generated.Expr = c.text(col.Generated.Expr, valueOf(col))
			}
		}
		for _, k := range t.Checks {
			k.Expr = c.text(k.Expr, nothing)
		}
		for _, x := range t.Indexes {
			for i, p := range x.Parts {
				if p.Expr != "" {
					x.Parts[i].Expr = c.text(p.Expr, nothing)
				}
			}
			x.Where = c.condition(x.Where)
		}
		for _, u := range t.Uniques {
			u.Where = c.condition(u.Where)
		}
	}
	for _, d := range s.Domains {
		of := typed(d.Type)
		c := canon{scope: &scope{db: db, from: []item{{columns: []output{{name: "value", value: of}}}}}}
		for _, k := range d.Checks {
			k.Expr = c.text(k.Expr, nothing)
		}
		if d.Default != nil {
			d.Default = c.defaultText(*d.Default, of)
		}
	}
}

// defaultText gives a default, nil for NULL, which is none.
func (c canon) defaultText(expr string, target value) *string {
	text := c.text(expr, target)
	if strings.EqualFold(text, "NULL") {
		return nil
	}
	return &text
}

func (c canon) condition(expr string) string {
	if expr == "" {
		return ""
	}
	return c.text(expr, nothing)
}

// databaseOf gives a database that has the named types of a schema.
func databaseOf(s *schema.Schema) *database {
	db := newDatabase()
	db.path = slices.Compact([]string{s.Default, defaultNamespace})
	for _, e := range s.Enums {
		db.addType(&namedType{qname: qname{e.Schema, e.Name}, enum: e})
	}
	for _, d := range s.Domains {
		db.addType(&namedType{qname: qname{d.Schema, d.Name}, domain: d})
	}
	for _, c := range s.Composites {
		db.addType(&namedType{qname: qname{c.Schema, c.Name}, composite: c})
	}
	for _, r := range s.Ranges {
		db.addType(&namedType{qname: qname{r.Schema, r.Name}, ranges: r})
	}
	return db
}
