package postgres

import (
	"context"
	"strings"

	"github.com/seed83105465/duet/codegen/schema"
)

// tableKinds are the letters of pg_class.relkind. A foreign table is a table as far as queries go.
var tableKinds = map[string]schema.TableKind{
	"r": schema.KindTable, "f": schema.KindTable, "p": schema.KindPartitioned, "v": schema.KindView, "m": schema.KindMaterializedView,
}

// readTables reads tables and views, without their columns, in the order of creation.
func (c *catalog) readTables(ctx context.Context) error {
	var (
		oid                                  uint32
		namespace, name, kind, query, remark string
	)
	return c.each(ctx, relationsCTE+`
		SELECT r.oid, r.nspname::text, r.relname::text, r.relkind::text,
			CASE WHEN r.relkind IN ('v', 'm') THEN coalesce(pg_catalog.pg_get_viewdef(r.oid), '') ELSE '' END,
			coalesce(d.description, '')
		FROM relations r
		LEFT JOIN pg_catalog.pg_description d ON d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objoid = r.oid AND d.objsubid = 0
		ORDER BY r.oid`,
		[]any{&oid, &namespace, &name, &kind, &query, &remark},
		func() error {
			t := &schema.Table{
				Schema: namespace, Name: name, Kind: tableKinds[kind], Dialect: schema.Postgres, Comment: remark,
				Query: strings.TrimSuffix(strings.TrimSpace(query), ";"),
			}
			c.schema.Tables = append(c.schema.Tables, t)
			c.tables[oid] = t
			return nil
		})
}

// columnRow is a row of pg_attribute and what belongs to it.
type columnRow struct {
	relation, typ       uint32
	mod, dims           int32
	name, declared      string
	notNull, serial     bool
	expr                *string
	generated, identity string
	collation, remark   string
}

// readColumns reads the columns of tables and views, and the fields of composites.
func (c *catalog) readColumns(ctx context.Context) error {
	var r columnRow
	return c.each(ctx, relationsCTE+`
		SELECT a.attrelid, a.attname::text, a.atttypid, a.atttypmod, a.attndims::int4, pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull,
			pg_catalog.pg_get_expr(d.adbin, d.adrelid), a.attgenerated::text, a.attidentity::text,
			`+collationName("a.attcollation <> t.typcollation", "a.attcollation")+`,
			coalesce(m.description, ''),
			d.oid IS NOT NULL AND EXISTS (
				SELECT FROM pg_catalog.pg_depend owned
				JOIN pg_catalog.pg_class s ON s.oid = owned.objid AND s.relkind = 'S'
				JOIN pg_catalog.pg_depend uses ON uses.classid = 'pg_catalog.pg_attrdef'::pg_catalog.regclass AND uses.objid = d.oid
					AND uses.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND uses.refobjid = s.oid
				WHERE owned.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND owned.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
					AND owned.refobjid = a.attrelid AND owned.refobjsubid = a.attnum AND owned.deptype = 'a')
		FROM pg_catalog.pg_attribute a
		JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
		LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
		LEFT JOIN pg_catalog.pg_description m
			ON m.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND m.objoid = a.attrelid AND m.objsubid = a.attnum
		WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attrelid IN (SELECT oid FROM relations UNION ALL `+compositeRelations+`)
		ORDER BY a.attrelid, a.attnum`,
		[]any{
			&r.relation, &r.name, &r.typ, &r.mod, &r.dims, &r.declared, &r.notNull, &r.expr, &r.generated, &r.identity,
			&r.collation, &r.remark, &r.serial,
		},
		func() error {
			if t := c.tables[r.relation]; t != nil {
				t.Columns = append(t.Columns, c.column(t, r))
			}
			if composite := c.rows[r.relation]; composite != nil {
				composite.Fields = append(composite.Fields, c.column(nil, r))
			}
			return nil
		})
}

// collationName gives SQL for a collation's name, with its namespace where it needs one, and the empty text where a condition does not hold.
func collationName(condition, oid string) string {
	return `CASE WHEN ` + condition + ` THEN (
		SELECT CASE WHEN n.nspname IN ('pg_catalog', pg_catalog.current_schema()) THEN l.collname::text ELSE n.nspname || '.' || l.collname END
		FROM pg_catalog.pg_collation l JOIN pg_catalog.pg_namespace n ON n.oid = l.collnamespace WHERE l.oid = ` + oid + `) ELSE '' END`
}

// column makes a column of a table or view, or, without one, a field of a composite.
func (c *catalog) column(t *schema.Table, r columnRow) *schema.Column {
	col := &schema.Column{
		Name: r.name, Type: c.typeOf(r.typ, r.mod, r.dims, r.declared),
		Collation: r.collation, Comment: r.remark,
	}
	col.Null = !r.notNull && !c.neverNull(r.typ)
	switch {
	case t == nil || t.ReadOnly():
		col.Null, col.Default = true, defaultOf(r.expr)
	case r.generated != "":
		col.Generated = &schema.Generated{Expr: textOf(r.expr), Stored: r.generated == "s"}
	case r.identity == "a":
		col.Identity = schema.IdentityAlways
	case r.identity == "d":
		col.Identity = schema.IdentityByDefault
	case r.serial && strings.HasPrefix(textOf(r.expr), "nextval("):
		col.Identity = schema.IdentitySerial
	default:
		col.Default = defaultOf(r.expr)
	}
	return col
}

// textOf gives an expression as the server writes it, "" for none; finish brings it to the form that both readers have in common.
func textOf(expr *string) string {
	if expr == nil {
		return ""
	}
	return strings.TrimSpace(*expr)
}

// defaultOf gives the text of a default, nil for none and for NULL, which is none.
func defaultOf(expr *string) *string {
	text := textOf(expr)
	if text == "" {
		return nil
	}
	if n, err := parseExpr(text); err == nil && isNull(n) {
		return nil
	}
	return &text
}
