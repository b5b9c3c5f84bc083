package sqlite

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"github.com/sqlc-dev/meyer/ast"
	"github.com/sqlc-dev/meyer/parser"

	"github.com/seed83105465/duet/codegen/schema"
)

// indexRow is a row of PRAGMA index_list.
type indexRow struct {
	name    string
	unique  bool
	origin  string // "c": CREATE INDEX, "u": UNIQUE, "pk": PRIMARY KEY
	partial bool
}

// keys fills uniques and indexes, and says whether the primary key is an alias of the rowid.
func (c *catalog) keys(ctx context.Context, t *schema.Table) (rowidKey bool, err error) {
	var rows []indexRow
	err = c.db.query(ctx, `SELECT i.name, i."unique", i.origin, i.partial FROM pragma_index_list(?, 'main') i
		LEFT JOIN main.sqlite_schema s ON s.type = 'index' AND s.name = i.name ORDER BY s.rowid`, []any{t.Name},
		func(scan func(...any) error) error {
			var r indexRow
			err := scan(&r.name, &r.unique, &r.origin, &r.partial)
			rows = append(rows, r)
			return err
		})
	if err != nil {
		return false, err
	}
	ownIndex := false
	// Those of constraints come first, as they stand in the text: they were made with the table.
	for _, r := range rows {
		ownIndex = ownIndex || r.origin == "pk"
		if r.origin == "pk" {
			continue
		}
		if err := c.index(ctx, t, r); err != nil {
			return false, err
		}
	}
	key := t.KeyColumns()
	return len(key) == 1 && !ownIndex && !t.WithoutRowID && strings.EqualFold(key[0].Type.Declared, "INTEGER"), nil
}

// index adds one index to its table.
func (c *catalog) index(ctx context.Context, t *schema.Table, r indexRow) error {
	x := &schema.Index{Name: r.name, Unique: r.unique}
	err := c.db.query(ctx, `SELECT name, "desc", coll FROM pragma_index_xinfo(?, 'main') WHERE key = 1 ORDER BY seqno`, []any{r.name},
		func(scan func(...any) error) error {
			var name, coll sql.NullString
			var p schema.IndexPart
			if err := scan(&name, &p.Desc, &coll); err != nil {
				return err
			}
			p.Column, p.Collation = name.String, coll.String
			x.Parts = append(x.Parts, p)
			return nil
		})
	if err != nil {
		return err
	}
	if r.origin == "u" {
		u := &schema.Unique{Columns: x.Columns()}
		if t.PrimaryKey == nil || joined(t.PrimaryKey.Columns) != joined(u.Columns) {
			t.Uniques = append(t.Uniques, u)
		}
		return nil
	}
	text := c.indexText(t, r.name)
	for i := range x.Parts {
		p := &x.Parts[i]
		p.Collation = ""
		if text != nil && i < len(text.Parts) {
			p.Expr, p.Collation = text.Parts[i].Expr, text.Parts[i].Collation
		}
		if p.Column != "" {
			p.Expr = ""
		}
	}
	if text != nil && r.partial {
		x.Where = text.Where
	}
	addIndex(t, x)
	return nil
}

// indexText reads the text of an index, nil if it cannot.
func (c *catalog) indexText(t *schema.Table, name string) *schema.Index {
	src := c.indexes[name]
	stmt, err := parser.ParseStatement(src)
	if err != nil {
		return nil
	}
	n, ok := stmt.(*ast.CreateIndexStmt)
	if !ok {
		return nil
	}
	return ddl{src: src, at: nowhere}.index(t, n)
}

// foreignKeys fills the foreign keys in the order of the text.
func (c *catalog) foreignKeys(ctx context.Context, t *schema.Table) error {
	byID := map[int]*schema.ForeignKey{}
	var ids []int
	err := c.db.query(ctx, `SELECT id, "table", "from", "to", on_update, on_delete FROM pragma_foreign_key_list(?, 'main') ORDER BY id DESC, seq`, []any{t.Name},
		func(scan func(...any) error) error {
			var id int
			var table, from, onUpdate, onDelete string
			var to sql.NullString
			if err := scan(&id, &table, &from, &to, &onUpdate, &onDelete); err != nil {
				return err
			}
			fk := byID[id]
			if fk == nil {
				fk = &schema.ForeignKey{RefSchema: mainSchema, RefTable: table, Match: schema.MatchSimple,
					OnDelete: schema.Action(onDelete), OnUpdate: schema.Action(onUpdate)}
				byID[id] = fk
				ids = append(ids, id)
			}
			fk.Columns = append(fk.Columns, from)
			if to.Valid {
				fk.RefColumns = append(fk.RefColumns, to.String)
			}
			return nil
		})
	for _, id := range ids {
		spell(t, byID[id].Columns)
		t.ForeignKeys = append(t.ForeignKeys, byID[id])
	}
	return err
}

// resolve spells a foreign key's target as it was declared, and fills in the columns that REFERENCES left out.
func resolve(s *schema.Schema, fk *schema.ForeignKey) {
	target := s.Target(fk)
	if target == nil {
		return
	}
	fk.RefTable = target.Name
	if len(fk.RefColumns) == 0 && target.PrimaryKey != nil {
		fk.RefColumns = slices.Clone(target.PrimaryKey.Columns)
	}
	spell(target, fk.RefColumns)
}
