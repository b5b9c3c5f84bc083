package postgres

import (
	"context"
	"fmt"
	"strconv"

	"github.com/jackc/pgx/v5"

	"github.com/seed83105465/duet/codegen/schema"
)

// catalog reads what a database has, with a handful of queries however many tables there are.
type catalog struct {
	tx       pgx.Tx
	version  int // server_version_num: 150004
	schema   *schema.Schema
	warnings []schema.Warning
	types    map[uint32]*typeRow
	tables   map[uint32]*schema.Table     // by pg_class.oid
	rows     map[uint32]*schema.Composite // composites by pg_class.oid of their fields
}

// userNamespace is the condition on n, of pg_namespace, for what is not the system's; names that begin with pg_ are reserved to it.
const userNamespace = `n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'`

// relationsCTE are the tables and views of a schema: no partitions, nothing of an extension.
const relationsCTE = `WITH relations AS (
	SELECT c.oid, n.nspname, c.relname, c.relkind
	FROM pg_catalog.pg_class c
	JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
	WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT c.relispartition AND ` + userNamespace + `
		AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend x
			WHERE x.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND x.objid = c.oid AND x.deptype = 'e'))
`

// read fills c.schema.
func (c *catalog) read(ctx context.Context) error {
	c.schema = &schema.Schema{Dialect: schema.Postgres}
	c.tables, c.rows = map[uint32]*schema.Table{}, map[uint32]*schema.Composite{}
	for _, step := range []struct {
		what string
		read func(context.Context) error
	}{
		{"settings", c.settings}, {"types", c.readTypes}, {"tables", c.readTables}, {"columns", c.readColumns},
		{"constraints", c.readConstraints}, {"indexes", c.readIndexes},
	} {
		if err := step.read(ctx); err != nil {
			return fmt.Errorf("reading %s: %w", step.what, err)
		}
	}
	return nil
}

// printing are the settings that decide how the server writes literals and names, set for the transaction alone.
var printing = [][2]string{
	{"TimeZone", "UTC"}, {"DateStyle", "ISO, YMD"}, {"IntervalStyle", "postgres"}, {"extra_float_digits", "1"}, {"bytea_output", "hex"},
	{"quote_all_identifiers", "off"}, {"standard_conforming_strings", "on"},
}

// settings learns the version and the default namespace, and sees to it that the server prints names of other namespaces, and those only,
// with their namespace, and literals always alike.
func (c *catalog) settings(ctx context.Context) error {
	var version string
	err := c.tx.QueryRow(ctx, `SELECT pg_catalog.current_setting('server_version_num'), coalesce(pg_catalog.current_schema(), 'public')`).
		Scan(&version, &c.schema.Default)
	if err != nil {
		return err
	}
	if c.version, err = strconv.Atoi(version); err != nil {
		return fmt.Errorf("server_version_num is %q", version)
	}
	if c.version < 120000 {
		return fmt.Errorf("the server is PostgreSQL %d.%d; ormgen reads 12 and later", c.version/10000, c.version/100%100)
	}
	set := `SELECT pg_catalog.set_config('search_path', pg_catalog.quote_ident($1), true)`
	for _, p := range printing {
		set += fmt.Sprintf(", pg_catalog.set_config('%s', '%s', true)", p[0], p[1])
	}
	_, err = c.tx.Exec(ctx, set, c.schema.Default)
	return err
}

// since gives an expression if the server has what it names, what stands in for it otherwise.
func (c *catalog) since(version int, expr, otherwise string) string {
	if c.version >= version {
		return expr
	}
	return otherwise
}

// each runs a query without parameters, and calls f when the targets hold a row.
func (c *catalog) each(ctx context.Context, query string, targets []any, f func() error) error {
	rows, err := c.tx.Query(ctx, query)
	if err != nil {
		return err
	}
	_, err = pgx.ForEachRow(rows, targets, f)
	return err
}

func (c *catalog) warn(table, column, format string, args ...any) {
	c.warnings = append(c.warnings, schema.Warning{Table: table, Column: column, Msg: fmt.Sprintf(format, args...)})
}
