package sqlite

import (
	"strings"

	"github.com/sqlc-dev/meyer/ast"

	"github.com/seed83105465/duet/codegen/schema"
)

// placer says where a byte of a parsed text is.
type placer func(offset int) schema.Pos

// nowhere is the placer of texts that came out of a database.
func nowhere(int) schema.Pos { return schema.Pos{} }

// ddl turns the syntax trees of one text into schema values. It resolves nothing: names are as written, references without columns
// have no RefColumns.
type ddl struct {
	src string
	at  placer
}

// text gives the source of an expression, without parentheses around the whole.
func (d ddl) text(e ast.Expr) string {
	for {
		p, ok := e.(*ast.ParenExpr)
		if !ok {
			return strings.TrimSpace(d.src[e.Pos():e.End()])
		}
		e = p.X
	}
}

// table reads CREATE TABLE (...). For CREATE TABLE ... AS it gives a table without columns.
func (d ddl) table(n *ast.CreateTableStmt) *schema.Table {
	t := &schema.Table{Schema: mainSchema, Name: n.Name.Name.Name, Kind: schema.KindTable, Dialect: schema.SQLite, Pos: d.at(n.Name.Pos())}
	for _, o := range n.Options {
		switch {
		case o.Without && strings.EqualFold(o.Name.Name, "rowid"):
			t.WithoutRowID = true
		case !o.Without && strings.EqualFold(o.Name.Name, "strict"):
			t.Strict = true
		}
	}
	rowid := "" // the column that is an alias of the rowid
	for _, c := range n.Columns {
		d.column(t, c, &rowid)
	}
	for _, c := range n.Constraints {
		d.constraint(t, c, &rowid)
	}
	d.finish(t, rowid)
	return t
}

// column adds a column and the constraints that stand behind it.
func (d ddl) column(t *schema.Table, n *ast.ColumnDef, rowid *string) {
	c := &schema.Column{Name: n.Name.Name, Null: true, Pos: d.at(n.Pos())}
	declared := ""
	if n.Type != nil {
		declared = strings.TrimSpace(n.Type.Raw)
	}
	// To the grammar, GENERATED ALWAYS is a part of the type.
	const words = "generated always"
	if cut := len(declared) - len(words); cut >= 0 && strings.EqualFold(declared[cut:], words) {
		declared = strings.TrimSpace(declared[:cut])
	}
	c.Type, _ = TypeOf(declared)
	t.Columns = append(t.Columns, c)
	for _, k := range n.Constraints {
		at := d.at(k.Pos())
		switch k.Kind {
		case ast.ColumnNotNull:
			c.Null = false
		case ast.ColumnPrimaryKey:
			t.PrimaryKey = &schema.PrimaryKey{Name: nameOf(k.Name), Columns: []string{c.Name}, Pos: at}
			// INTEGER PRIMARY KEY DESC is not the rowid: an old mistake that SQLite keeps.
			if strings.EqualFold(declared, "INTEGER") && k.Order != ast.SortDesc {
				*rowid = c.Name
			}
			if k.AutoIncrement {
				c.Identity = schema.IdentityAutoincrement
			}
		case ast.ColumnUnique:
			t.Uniques = append(t.Uniques, &schema.Unique{Name: nameOf(k.Name), Columns: []string{c.Name}, Pos: at})
		case ast.ColumnCheck:
			t.Checks = append(t.Checks, &schema.Check{Name: nameOf(k.Name), Expr: d.text(k.Expr), Pos: at})
		case ast.ColumnDefault:
			c.Default = d.defaultText(k.Expr)
		case ast.ColumnCollate:
			c.Collation = nameOf(k.Collation)
		case ast.ColumnReferences:
			t.ForeignKeys = append(t.ForeignKeys, d.foreignKey(k.Name, []string{c.Name}, k.References, at))
		case ast.ColumnDeferrable:
			if n := len(t.ForeignKeys); n > 0 {
				deferred(t.ForeignKeys[n-1], k.Deferrable)
			}
		case ast.ColumnGenerated:
			c.Generated = &schema.Generated{Expr: d.text(k.Expr), Stored: k.GeneratedKind != nil && strings.EqualFold(k.GeneratedKind.Name, "stored")}
		}
	}
}

// defaultText gives a default, nil for DEFAULT NULL, which is none.
func (d ddl) defaultText(e ast.Expr) *string {
	if e == nil {
		return nil
	}
	text := d.text(e)
	if strings.EqualFold(text, "null") {
		return nil
	}
	return &text
}

// constraint adds a constraint of the table.
func (d ddl) constraint(t *schema.Table, n *ast.TableConstraint, rowid *string) {
	at := d.at(n.Pos())
	switch n.Kind {
	case ast.TablePrimaryKey:
		t.PrimaryKey = &schema.PrimaryKey{Name: nameOf(n.Name), Columns: termNames(n.Columns), Pos: at}
		if len(t.PrimaryKey.Columns) != 1 {
			return
		}
		if c := t.Column(t.PrimaryKey.Columns[0]); c != nil && strings.EqualFold(c.Type.Declared, "INTEGER") {
			*rowid = c.Name
			if n.AutoIncrement {
				c.Identity = schema.IdentityAutoincrement
			}
		}
	case ast.TableUnique:
		t.Uniques = append(t.Uniques, &schema.Unique{Name: nameOf(n.Name), Columns: termNames(n.Columns), Pos: at})
	case ast.TableCheck:
		t.Checks = append(t.Checks, &schema.Check{Name: nameOf(n.Name), Expr: d.text(n.Expr), Pos: at})
	case ast.TableForeignKey:
		fk := d.foreignKey(n.Name, indexedNames(n.FKColumns), n.References, at)
		deferred(fk, n.Deferrable)
		t.ForeignKeys = append(t.ForeignKeys, fk)
	}
}

func (d ddl) foreignKey(name *ast.Ident, columns []string, n *ast.ForeignKeyClause, at schema.Pos) *schema.ForeignKey {
	fk := &schema.ForeignKey{
		Name: nameOf(name), Columns: columns, RefSchema: mainSchema, RefTable: n.Table.Name, RefColumns: indexedNames(n.Columns),
		OnDelete: schema.NoAction, OnUpdate: schema.NoAction, Match: schema.MatchSimple, Pos: at,
	}
	for _, arg := range n.Args {
		switch {
		case arg.Match != nil:
			fk.Match = match(arg.Match.Name)
		case strings.EqualFold(arg.Event, "DELETE"):
			fk.OnDelete = actions[arg.Action]
		case strings.EqualFold(arg.Event, "UPDATE"):
			fk.OnUpdate = actions[arg.Action]
		}
	}
	return fk
}

var actions = map[ast.ForeignKeyAction]schema.Action{
	ast.FKNoAction: schema.NoAction, ast.FKSetNull: schema.SetNull, ast.FKSetDefault: schema.SetDefault,
	ast.FKCascade: schema.Cascade, ast.FKRestrict: schema.Restrict,
}

// match reads MATCH; SQLite takes any word there, and none of them does anything.
func match(word string) schema.Match {
	switch m := schema.Match(strings.ToUpper(word)); m {
	case schema.MatchFull, schema.MatchPartial:
		return m
	}
	return schema.MatchSimple
}

func deferred(fk *schema.ForeignKey, n *ast.DeferClause) {
	if n == nil {
		return
	}
	fk.Deferrable = !n.Not
	fk.InitiallyDeferred = !n.Not && n.InitiallyDeferred
}

// finish applies what follows from the whole table.
func (d ddl) finish(t *schema.Table, rowid string) {
	if t.PrimaryKey != nil {
		spell(t, t.PrimaryKey.Columns)
		for _, c := range t.KeyColumns() {
			c.Null = false
		}
	}
	if c := t.Column(rowid); c != nil && c.Identity == schema.IdentityNone && !t.WithoutRowID {
		c.Identity = schema.IdentityRowid
	}
	for _, fk := range t.ForeignKeys {
		spell(t, fk.Columns)
	}
	t.Uniques = realUniques(t)
	for _, k := range t.Checks {
		k.Column = soleColumn(t, k.Expr)
	}
}

// realUniques leaves out what SQLite makes no index for: a UNIQUE that repeats the key or an earlier UNIQUE.
func realUniques(t *schema.Table) []*schema.Unique {
	var kept []*schema.Unique
	seen := map[string]bool{}
	if t.PrimaryKey != nil {
		seen[joined(t.PrimaryKey.Columns)] = true
	}
	for _, u := range t.Uniques {
		spell(t, u.Columns)
		if key := joined(u.Columns); !seen[key] {
			seen[key] = true
			kept = append(kept, u)
		}
	}
	return kept
}

// index reads CREATE INDEX.
func (d ddl) index(t *schema.Table, n *ast.CreateIndexStmt) *schema.Index {
	x := &schema.Index{Name: n.Name.Name.Name, Unique: n.Unique, Pos: d.at(n.Name.Pos())}
	for _, term := range n.Columns {
		x.Parts = append(x.Parts, d.indexPart(t, term))
	}
	if n.Where != nil {
		x.Where = d.text(n.Where)
	}
	return x
}

func (d ddl) indexPart(t *schema.Table, term *ast.OrderingTerm) schema.IndexPart {
	p := schema.IndexPart{Desc: term.Order == ast.SortDesc}
	e := term.Expr
	if c, ok := e.(*ast.CollateExpr); ok {
		p.Collation = c.Name.Name
		e = c.X
	}
	if id, ok := e.(*ast.Ident); ok {
		if c := t.Column(id.Name); c != nil {
			p.Column = c.Name
			// Saying the column's own collation again says nothing.
			if strings.EqualFold(p.Collation, c.Collation) || c.Collation == "" && strings.EqualFold(p.Collation, "binary") {
				p.Collation = ""
			}
			return p
		}
	}
	p.Expr = d.text(e)
	return p
}

// addIndex puts an index into its table, and a unique one among the uniques if columns alone make it so.
func addIndex(t *schema.Table, x *schema.Index) {
	t.Indexes = append(t.Indexes, x)
	if !x.Unique {
		return
	}
	u := &schema.Unique{Name: x.Name, Where: x.Where, FromIndex: true, Pos: x.Pos}
	for _, p := range x.Parts {
		if p.Column == "" {
			return
		}
		u.Columns = append(u.Columns, p.Column)
	}
	t.Uniques = append(t.Uniques, u)
}

// spell writes names as the table's columns are spelled; names that are no columns stay.
func spell(t *schema.Table, names []string) {
	for i, name := range names {
		if c := t.Column(name); c != nil {
			names[i] = c.Name
		}
	}
}

func nameOf(id *ast.Ident) string {
	if id == nil {
		return ""
	}
	return id.Name
}

func indexedNames(list []*ast.IndexedColumn) []string {
	var names []string
	for _, c := range list {
		names = append(names, c.Name.Name)
	}
	return names
}

// termNames gives the columns of PRIMARY KEY (...) and UNIQUE (...), where nothing but a column, perhaps with a collation, may stand.
func termNames(list []*ast.OrderingTerm) []string {
	var names []string
	for _, term := range list {
		e := term.Expr
		if c, ok := e.(*ast.CollateExpr); ok {
			e = c.X
		}
		switch e := e.(type) {
		case *ast.Ident:
			names = append(names, e.Name)
		case *ast.Literal: // 'name' in quotes is a name here
			names = append(names, e.Value)
		}
	}
	return names
}

// joined makes one comparable text of names.
func joined(names []string) string {
	return schema.SQLite.Fold(strings.Join(names, "\x00"))
}
