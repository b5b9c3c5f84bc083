package postgres

import (
	"context"

	"github.com/seed83105465/duet/codegen/schema"
)

// indexRow is one part of an index, and what is said of the index as a whole.
type indexRow struct {
	table, oid                      uint32
	name, method                    string
	unique, valid, nullsNotDistinct bool
	where                           *string
	column, expr                    *string
	key, desc                       bool // key: not one of INCLUDE
	collation                       string
}

// defaultCollation is the oid of the database's own collation, the same everywhere. An expression may have inherited another one from
// its columns, which cannot be told from one that was written.
const defaultCollation = "100"

// readIndexes reads the indexes that no constraint brought along, in the order of their creation.
func (c *catalog) readIndexes(ctx context.Context) error {
	var r indexRow
	var parts []indexRow
	err := c.each(ctx, relationsCTE+`
		SELECT i.indrelid, i.indexrelid, x.relname::text, m.amname::text, i.indisunique,
			i.indisvalid OR x.relkind = 'I', `+c.since(150000, "i.indnullsnotdistinct", "false")+`,
			pg_catalog.pg_get_expr(i.indpred, i.indrelid),
			a.attname::text, CASE WHEN a.attname IS NULL THEN pg_catalog.pg_get_indexdef(i.indexrelid, p.n, false) END,
			p.n <= i.indnkeyatts, p.n <= i.indnkeyatts AND i.indoption[p.n - 1] & 1 = 1,
			`+collationName(`p.n <= i.indnkeyatts AND i.indcollation[p.n - 1] NOT IN (0, coalesce(a.attcollation, `+defaultCollation+`))`, "i.indcollation[p.n - 1]")+`
		FROM pg_catalog.pg_index i
		JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
		JOIN pg_catalog.pg_am m ON m.oid = x.relam
		CROSS JOIN LATERAL pg_catalog.generate_series(1, i.indnatts::int4) p(n)
		LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[p.n - 1] AND a.attnum > 0
		WHERE i.indrelid IN (SELECT oid FROM relations)
			AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
		ORDER BY i.indrelid, i.indexrelid, p.n`,
		[]any{
			&r.table, &r.oid, &r.name, &r.method, &r.unique, &r.valid, &r.nullsNotDistinct, &r.where,
			&r.column, &r.expr, &r.key, &r.desc, &r.collation,
		},
		func() error {
			if len(parts) > 0 && parts[0].oid != r.oid {
				c.index(parts)
				parts = parts[:0]
			}
			parts = append(parts, r)
			return nil
		})
	if len(parts) > 0 && err == nil {
		c.index(parts)
	}
	return err
}

// index adds an index, given its parts, to its table.
func (c *catalog) index(parts []indexRow) {
	first := parts[0]
	t := c.tables[first.table]
	if !first.valid {
		c.warn(t.Name, "", "index %q of table %q is invalid, very likely left over by CREATE INDEX CONCURRENTLY, and is left out; drop it, or REINDEX it", first.name, t.Name)
		return
	}
	x := &schema.Index{Name: first.name, Method: first.method, Unique: first.unique, Where: textOf(first.where)}
	plain := true
	for _, r := range parts {
		switch {
		case r.column == nil:
			plain = false
			x.Parts = append(x.Parts, schema.IndexPart{Expr: textOf(r.expr), Desc: r.desc, Collation: r.collation})
		case r.key:
			x.Parts = append(x.Parts, schema.IndexPart{Column: *r.column, Desc: r.desc, Collation: r.collation})
		default:
			x.Include = append(x.Include, *r.column)
		}
	}
	t.Indexes = append(t.Indexes, x)
	if x.Unique && plain {
		t.Uniques = append(t.Uniques, &schema.Unique{
			Name: x.Name, Columns: x.Columns(), Where: x.Where, FromIndex: true, NullsNotDistinct: first.nullsNotDistinct,
		})
	}
}
