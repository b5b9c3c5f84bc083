package postgres

import (
	"context"

	"github.com/seed83105465/duet/codegen/schema"
)

// constraintRow is a row of pg_constraint and what belongs to it.
type constraintRow struct {
	table, target                          uint32
	name, kind                             string
	columns, refColumns                    []string
	onDelete, onUpdate, match              string
	deferrable, deferred, nullsNotDistinct bool
	expr                                   *string
}

var actions = map[string]schema.Action{
	"a": schema.NoAction, "r": schema.Restrict, "c": schema.Cascade, "n": schema.SetNull, "d": schema.SetDefault,
}

var matches = map[string]schema.Match{"s": schema.MatchSimple, "f": schema.MatchFull, "p": schema.MatchPartial}

// readConstraints reads primary keys, uniques, foreign keys and checks, in the order of their creation. Foreign keys that Postgres makes for
// the partitions of a table are left out, as the partitions are.
func (c *catalog) readConstraints(ctx context.Context) error {
	var r constraintRow
	return c.each(ctx, relationsCTE+`
		SELECT k.conrelid, k.conname::text, k.contype::text,
			`+columnNames("k.conrelid", "k.conkey")+`, k.confrelid, `+columnNames("k.confrelid", "k.confkey")+`,
			k.confdeltype::text, k.confupdtype::text, k.confmatchtype::text, k.condeferrable, k.condeferred,
			pg_catalog.pg_get_expr(k.conbin, k.conrelid), coalesce(`+c.since(150000, "i.indnullsnotdistinct", "false")+`, false)
		FROM pg_catalog.pg_constraint k
		LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = k.conindid AND k.contype = 'u'
		WHERE k.conrelid IN (SELECT oid FROM relations) AND k.contype IN ('p', 'u', 'f', 'c') AND NOT (k.contype = 'f' AND k.conparentid <> 0)
		ORDER BY k.conrelid, k.oid`,
		[]any{
			&r.table, &r.name, &r.kind, &r.columns, &r.target, &r.refColumns, &r.onDelete, &r.onUpdate, &r.match,
			&r.deferrable, &r.deferred, &r.expr, &r.nullsNotDistinct,
		},
		func() error {
			c.constraint(c.tables[r.table], r)
			return nil
		})
}

// columnNames gives SQL for the names of a list of columns, in its order.
func columnNames(relation, numbers string) string {
	return `ARRAY(SELECT a.attname::text FROM pg_catalog.unnest(` + numbers + `) WITH ORDINALITY o(num, place)
		JOIN pg_catalog.pg_attribute a ON a.attrelid = ` + relation + ` AND a.attnum = o.num ORDER BY o.place)`
}

func (c *catalog) constraint(t *schema.Table, r constraintRow) {
	switch r.kind {
	case "p":
		t.PrimaryKey = &schema.PrimaryKey{Name: r.name, Columns: r.columns}
	case "u":
		t.Uniques = append(t.Uniques, &schema.Unique{
			Name: r.name, Columns: r.columns, NullsNotDistinct: r.nullsNotDistinct, Deferrable: r.deferrable,
		})
	case "c":
		check := &schema.Check{Name: r.name, Expr: textOf(r.expr)}
		if len(r.columns) == 1 {
			check.Column = r.columns[0]
		}
		t.Checks = append(t.Checks, check)
	case "f":
		target := c.tables[r.target]
		if target == nil {
			c.warn(t.Name, r.columns[0], "foreign key %q of table %q refers to a partition or to a table of an extension, which models are not made of; it is left out", r.name, t.Name)
			return
		}
		t.ForeignKeys = append(t.ForeignKeys, &schema.ForeignKey{
			Name: r.name, Columns: r.columns, RefSchema: target.Schema, RefTable: target.Name, RefColumns: r.refColumns,
			OnDelete: actions[r.onDelete], OnUpdate: actions[r.onUpdate], Match: matches[r.match],
			Deferrable: r.deferrable, InitiallyDeferred: r.deferred,
		})
	}
}
