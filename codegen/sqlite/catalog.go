package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"github.com/sqlc-dev/meyer/ast"
	"github.com/sqlc-dev/meyer/parser"

	"github.com/seed83105465/duet/codegen/schema"
)

// mainSchema is SQLite's name for the database that a connection was opened on.
const mainSchema = "main"

// stored is a row of sqlite_schema.
type stored struct {
	name, sql string
	kind      string // of PRAGMA table_list: table, view, virtual, shadow
	strict    bool
	noRowID   bool
}

// catalog reads what tables and views a database has.
type catalog struct {
	db *database
	// live says that the database is not of our making: what is broken in it is worth a warning, not an error.
	live     bool
	warnings []schema.Warning
	// virtual are the names of virtual tables, folded.
	virtual map[string]bool
	indexes map[string]string // SQL of CREATE INDEX by name
}

// read gives the schema of the main database, in the order of creation, without positions, enums and validation.
func (c *catalog) read(ctx context.Context) (*schema.Schema, error) {
	s := &schema.Schema{Dialect: schema.SQLite, Default: mainSchema}
	relations, err := c.relations(ctx)
	if err != nil {
		return nil, err
	}
	for _, r := range relations {
		var t *schema.Table
		if r.kind == "view" {
			t, err = c.view(ctx, r)
			if err != nil && ctx.Err() == nil && (c.live || len(c.virtual) > 0) {
				// Very likely it reads from something that is not here, or from what a stand-in lacks.
				c.warnings = append(c.warnings, schema.Warning{Table: r.name, Msg: err.Error() + "; it is left out"})
				continue
			}
		} else {
			t, err = c.table(ctx, r)
		}
		if err != nil {
			return nil, err
		}
		if t != nil {
			s.Tables = append(s.Tables, t)
		}
	}
	for _, t := range s.Tables {
		for _, fk := range t.ForeignKeys {
			resolve(s, fk)
		}
	}
	return s, nil
}

// relations lists tables and views, without virtual tables and what belongs to them, to SQLite, or to temp.
func (c *catalog) relations(ctx context.Context) ([]stored, error) {
	c.virtual, c.indexes = map[string]bool{}, map[string]string{}
	kinds := map[string]stored{}
	err := c.db.query(ctx, "SELECT name, type, wr, strict FROM pragma_table_list WHERE schema = 'main'", nil, func(scan func(...any) error) error {
		var r stored
		err := scan(&r.name, &r.kind, &r.noRowID, &r.strict)
		kinds[r.name] = r
		return err
	})
	if err != nil {
		return nil, err
	}
	var all []stored
	var shadows []string // prefixes of names
	err = c.db.query(ctx, "SELECT type, name, coalesce(sql, '') FROM main.sqlite_schema ORDER BY rowid", nil, func(scan func(...any) error) error {
		var kind string
		var r stored
		if err := scan(&kind, &r.name, &r.sql); err != nil {
			return err
		}
		switch {
		case strings.HasPrefix(strings.ToLower(r.name), "sqlite_"):
		case kind == "index":
			c.indexes[r.name] = r.sql
		case kind != "table" && kind != "view":
		case isVirtual(r.sql):
			c.virtual[schema.SQLite.Fold(r.name)] = true
			shadows = append(shadows, schema.SQLite.Fold(r.name)+"_")
			c.warnings = append(c.warnings, schema.Warning{Table: r.name, Msg: fmt.Sprintf("virtual table %q is left out; query it with raw SQL", r.name)})
		default:
			r.kind, r.strict, r.noRowID = kinds[r.name].kind, kinds[r.name].strict, kinds[r.name].noRowID
			all = append(all, r)
		}
		return nil
	})
	// SQLite knows shadow tables only of modules that it has; FTS5 is often not among them.
	all = slices.DeleteFunc(all, func(r stored) bool {
		return r.kind == "shadow" || slices.ContainsFunc(shadows, func(prefix string) bool { return isShadow(r.name, prefix) })
	})
	return all, err
}

// isShadow reports whether a table is one that FTS3 to FTS5 or R*Tree keep for the virtual table whose folded name and an underscore are given.
func isShadow(name, prefix string) bool {
	part, ok := strings.CutPrefix(schema.SQLite.Fold(name), prefix)
	return ok && slices.Contains([]string{
		"data", "idx", "content", "docsize", "config", "segments", "segdir", "stat", "node", "rowid", "parent",
	}, part)
}

// table reads one table.
func (c *catalog) table(ctx context.Context, r stored) (*schema.Table, error) {
	t := &schema.Table{Schema: mainSchema, Name: r.name, Kind: schema.KindTable, Dialect: schema.SQLite, WithoutRowID: r.noRowID, Strict: r.strict}
	if err := c.columns(ctx, t); err != nil {
		return nil, err
	}
	rowidKey, err := c.keys(ctx, t)
	if err != nil {
		return nil, err
	}
	if err := c.foreignKeys(ctx, t); err != nil {
		return nil, err
	}
	stmt, err := parser.ParseStatement(r.sql)
	create, ok := stmt.(*ast.CreateTableStmt)
	if err != nil || !ok {
		c.warnings = append(c.warnings, schema.Warning{Table: t.Name, Msg: fmt.Sprintf(
			"the text of table %q cannot be read (%v): its checks, generated expressions and names of constraints are missing", t.Name, err)})
		return t, nil
	}
	overlay(t, ddl{src: r.sql, at: nowhere}.table(create), rowidKey)
	return t, nil
}

// overlay adds to what PRAGMAs told what only the text tells.
func overlay(t, text *schema.Table, rowidKey bool) {
	t.Checks = text.Checks
	for _, c := range t.Columns {
		from := text.Column(c.Name)
		if from == nil {
			continue
		}
		c.Collation = from.Collation
		if c.Generated != nil && from.Generated != nil {
			c.Generated.Expr = from.Generated.Expr
		}
		if rowidKey && t.IsKey(c.Name) {
			if c.Identity = schema.IdentityRowid; from.Identity == schema.IdentityAutoincrement {
				c.Identity = schema.IdentityAutoincrement
			}
		}
	}
	if t.PrimaryKey != nil && text.PrimaryKey != nil {
		t.PrimaryKey.Name = text.PrimaryKey.Name
	}
	if len(t.ForeignKeys) == len(text.ForeignKeys) {
		for i, fk := range t.ForeignKeys {
			from := text.ForeignKeys[i]
			fk.Name, fk.Match, fk.Deferrable, fk.InitiallyDeferred = from.Name, from.Match, from.Deferrable, from.InitiallyDeferred
		}
	}
	for _, u := range t.Uniques {
		for _, from := range text.Uniques {
			if !u.FromIndex && joined(from.Columns) == joined(u.Columns) {
				u.Name = from.Name
			}
		}
	}
}

// columns fills the columns of a table or view, and the primary key.
func (c *catalog) columns(ctx context.Context, t *schema.Table) error {
	key := map[int]string{}
	err := c.db.query(ctx, `SELECT name, type, "notnull", dflt_value, pk, hidden FROM pragma_table_xinfo(?, 'main') ORDER BY cid`, []any{t.Name},
		func(scan func(...any) error) error {
			var name, declared string
			var notNull bool
			var dflt sql.NullString
			var pk, hidden int
			if err := scan(&name, &declared, &notNull, &dflt, &pk, &hidden); err != nil {
				return err
			}
			col := &schema.Column{Name: name, Null: !notNull && pk == 0}
			col.Type, _ = TypeOf(declared)
			if dflt.Valid {
				col.Default = defaultOf(dflt.String)
			}
			switch hidden {
			case 2, 3: // virtual, stored
				col.Generated = &schema.Generated{Stored: hidden == 3}
			}
			if pk > 0 {
				key[pk] = name
			}
			t.Columns = append(t.Columns, col)
			return nil
		})
	if err != nil || len(key) == 0 {
		return err
	}
	t.PrimaryKey = &schema.PrimaryKey{}
	for i := 1; i <= len(key); i++ {
		t.PrimaryKey.Columns = append(t.PrimaryKey.Columns, key[i])
	}
	return nil
}

// defaultOf reads a default as a PRAGMA gives it; nil for NULL.
func defaultOf(text string) *string {
	e, err := parser.ParseExpr(text)
	if err != nil {
		return &text
	}
	return ddl{src: text}.defaultText(e)
}

// view reads one view. Its columns may all be NULL. What a column is of SQLite tells only where it comes straight from a table.
func (c *catalog) view(ctx context.Context, r stored) (*schema.Table, error) {
	t := &schema.Table{Schema: mainSchema, Name: r.name, Kind: schema.KindView, Dialect: schema.SQLite}
	if err := c.columns(ctx, t); err != nil {
		return nil, &viewError{view: r.name, err: err}
	}
	if stmt, err := parser.ParseStatement(r.sql); err == nil {
		if v, ok := stmt.(*ast.CreateViewStmt); ok {
			t.Query = strings.TrimSpace(r.sql[v.Select.Pos():v.Select.End()])
		}
	}
	return t, nil
}

// viewError is a view whose query does not run.
type viewError struct {
	view string
	err  error
}

func (e *viewError) Error() string {
	return fmt.Sprintf("view %q cannot be read: %v", e.view, e.err)
}

func (e *viewError) Unwrap() error { return e.err }
