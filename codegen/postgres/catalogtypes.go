package postgres

import (
	"context"

	"github.com/seed83105465/duet/codegen/schema"
)

// typeRow is a row of pg_type and what belongs to it.
type typeRow struct {
	oid, elem, base, rangeOf, multiOf, relation uint32
	namespace, name, kind, declared             string
	baseDeclared, collation, remark             string
	baseMod, dims                               int32
	notNull, own                                bool // own: not the system's, not an extension's
	dflt                                        *string
	labels                                      []string

	enum      *schema.Enum
	domain    *schema.Domain
	composite *schema.Composite
	ranges    *schema.Range
}

// The letters of pg_type.typtype.
const (
	letterBase       = "b"
	letterComposite  = "c"
	letterDomain     = "d"
	letterEnum       = "e"
	letterRange      = "r"
	letterMultirange = "m"
)

// compositeRelations are the relations that hold the fields of composites which are no table's.
const compositeRelations = `SELECT c.oid FROM pg_catalog.pg_class c WHERE c.relkind = 'c'`

// readTypes reads all types but those of tables' rows (which are known by their name alone), and makes the schema's named ones. The fields
// of composites come with the columns.
func (c *catalog) readTypes(ctx context.Context) error {
	c.types = map[uint32]*typeRow{}
	var order []*typeRow
	var r typeRow
	err := c.each(ctx, `
		SELECT t.oid, n.nspname::text, t.typname::text, t.typtype::text, pg_catalog.format_type(t.oid, NULL), t.typrelid,
			coalesce(e.oid, 0), t.typbasetype, coalesce(pg_catalog.format_type(nullif(t.typbasetype, 0), t.typtypmod), ''), t.typtypmod, t.typndims,
			t.typnotnull, pg_catalog.pg_get_expr(t.typdefaultbin, 0),
			`+collationName("t.typtype = 'd' AND t.typcollation <> b.typcollation", "t.typcollation")+`,
			coalesce(r.rngsubtype, 0), `+c.since(140000, "coalesce(m.rngtypid, 0)", "0::oid")+`,
			(SELECT pg_catalog.array_agg(v.enumlabel::text ORDER BY v.enumsortorder) FROM pg_catalog.pg_enum v WHERE v.enumtypid = t.oid),
			coalesce(d.description, ''),
			`+userNamespace+` AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend x
				WHERE x.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND x.objid = t.oid AND x.deptype = 'e'
				OR x.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND x.objid = t.typrelid AND x.deptype = 'e')
		FROM pg_catalog.pg_type t
		JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
		LEFT JOIN pg_catalog.pg_type e ON e.typarray = t.oid
		LEFT JOIN pg_catalog.pg_type b ON b.oid = t.typbasetype
		LEFT JOIN pg_catalog.pg_range r ON r.rngtypid = t.oid
		`+c.since(140000, "LEFT JOIN pg_catalog.pg_range m ON m.rngmultitypid = t.oid", "")+`
		LEFT JOIN pg_catalog.pg_class rel ON rel.oid = t.typrelid
		LEFT JOIN pg_catalog.pg_description d ON d.classoid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.objoid = t.oid AND d.objsubid = 0
		WHERE t.typisdefined AND t.typtype <> 'p' AND coalesce(rel.relkind, 'c') = 'c'
		ORDER BY t.oid`,
		[]any{
			&r.oid, &r.namespace, &r.name, &r.kind, &r.declared, &r.relation, &r.elem, &r.base, &r.baseDeclared, &r.baseMod, &r.dims,
			&r.notNull, &r.dflt, &r.collation, &r.rangeOf, &r.multiOf, &r.labels, &r.remark, &r.own,
		},
		func() error {
			row := r
			c.types[row.oid] = &row
			order = append(order, &row)
			return nil
		})
	if err != nil {
		return err
	}
	c.name(order)
	return c.readDomainChecks(ctx)
}

// name makes the schema's named types: first all of them, so that what one is of may be another one, then what they are of.
func (c *catalog) name(order []*typeRow) {
	for _, r := range order {
		switch {
		case !r.own:
		case r.kind == letterEnum && len(r.labels) == 0:
			c.warn("", "", "enum %s has no values, and is left out; its columns are read as text", r.declared)
		case r.kind == letterEnum:
			r.enum = &schema.Enum{Schema: r.namespace, Name: r.name, Values: r.labels, Origin: schema.EnumFromType, Comment: r.remark}
			c.schema.Enums = append(c.schema.Enums, r.enum)
		case r.kind == letterDomain:
			r.domain = &schema.Domain{
				Schema: r.namespace, Name: r.name, NotNull: r.notNull, Default: defaultOf(r.dflt), Collation: r.collation, Comment: r.remark,
			}
			c.schema.Domains = append(c.schema.Domains, r.domain)
		case r.kind == letterComposite:
			r.composite = &schema.Composite{Schema: r.namespace, Name: r.name, Comment: r.remark}
			c.schema.Composites = append(c.schema.Composites, r.composite)
			c.rows[r.relation] = r.composite
		case r.kind == letterRange:
			r.ranges = &schema.Range{Schema: r.namespace, Name: r.name, Comment: r.remark}
			c.schema.Ranges = append(c.schema.Ranges, r.ranges)
		}
	}
	for _, r := range order {
		if r.domain != nil {
			r.domain.Type = c.baseOf(r)
		}
		if r.ranges != nil {
			r.ranges.Elem = c.typeOf(r.rangeOf, -1, 0, "")
		}
	}
}

// readDomainChecks reads the conditions of domains.
func (c *catalog) readDomainChecks(ctx context.Context) error {
	var (
		oid  uint32
		name string
		expr *string
	)
	return c.each(ctx, `
		SELECT k.contypid, k.conname::text, pg_catalog.pg_get_expr(k.conbin, 0) FROM pg_catalog.pg_constraint k
		WHERE k.contypid <> 0 AND k.contype = 'c' ORDER BY k.contypid, k.oid`,
		[]any{&oid, &name, &expr},
		func() error {
			if r := c.types[oid]; r != nil && r.domain != nil {
				r.domain.Checks = append(r.domain.Checks, &schema.Check{Name: name, Expr: textOf(expr)})
			}
			return nil
		})
}

// neverNull reports whether a type is a domain, or a domain of a domain, that refuses NULL.
func (c *catalog) neverNull(oid uint32) bool {
	for r := c.types[oid]; r != nil && r.kind == letterDomain; r = c.types[r.base] {
		if r.notNull {
			return true
		}
	}
	return false
}
