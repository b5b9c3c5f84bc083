package schema

// TableKind says what sort of relation a Table is. Its values are part of the format of `ormgen inspect`.
type TableKind string

// The kinds of table. Partitions themselves are not in a schema, only their parent.
const (
	KindTable            TableKind = "table"
	KindPartitioned      TableKind = "partitioned"
	KindView             TableKind = "view"
	KindMaterializedView TableKind = "materialized_view"
)

// Table is a table or a view.
type Table struct {
	// Schema is the namespace, never empty: "main" for SQLite.
	Schema string
	Name   string
	Kind   TableKind
	// Dialect is the schema's, kept here so that Column can compare names as the database does.
	Dialect Dialect
	Columns []*Column
	// PrimaryKey is nil for a table without one, and for views.
	PrimaryKey  *PrimaryKey
	ForeignKeys []*ForeignKey
	// Uniques are the sets of columns that are unique, primary key aside: constraints and unique indexes on plain columns.
	// Partial ones have Where.
	Uniques []*Unique
	// Indexes are those made by CREATE INDEX, unique ones included; not those that a constraint brings along.
	Indexes []*Index
	Checks  []*Check
	// Query is the SELECT of a view, as written; "" for tables.
	Query   string
	Comment string
	// WithoutRowID and Strict are SQLite's table options.
	WithoutRowID bool
	Strict       bool
	Pos          Pos
}

// ReadOnly reports whether rows cannot be written: t is a view of either sort.
func (t *Table) ReadOnly() bool {
	return t.Kind == KindView || t.Kind == KindMaterializedView
}

// Column gives the column of that name, compared as the dialect does; nil if there is none.
func (t *Table) Column(name string) *Column {
	for _, c := range t.Columns {
		if t.Dialect.Same(c.Name, name) {
			return c
		}
	}
	return nil
}

// KeyColumns gives the columns of the primary key in its order; empty without a key.
func (t *Table) KeyColumns() []*Column {
	if t.PrimaryKey == nil {
		return nil
	}
	cols := make([]*Column, 0, len(t.PrimaryKey.Columns))
	for _, name := range t.PrimaryKey.Columns {
		if c := t.Column(name); c != nil {
			cols = append(cols, c)
		}
	}
	return cols
}

// IsKey reports whether the column is the primary key or a part of it.
func (t *Table) IsKey(column string) bool {
	if t.PrimaryKey == nil {
		return false
	}
	for _, name := range t.PrimaryKey.Columns {
		if t.Dialect.Same(name, column) {
			return true
		}
	}
	return false
}

// IsUnique reports whether at most one row can have given values in exactly these columns, in any order: they are the primary
// key, or a unique that is not partial. A foreign key on such columns is a one-to-one relation.
func (t *Table) IsUnique(columns []string) bool {
	if t.PrimaryKey != nil && t.sameSet(t.PrimaryKey.Columns, columns) {
		return true
	}
	for _, u := range t.Uniques {
		if u.Where == "" && t.sameSet(u.Columns, columns) {
			return true
		}
	}
	return false
}

func (t *Table) sameSet(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	seen := make(map[string]bool, len(a))
	for _, name := range a {
		seen[t.Dialect.Fold(name)] = true
	}
	for _, name := range b {
		if !seen[t.Dialect.Fold(name)] {
			return false
		}
	}
	return true
}

// Column is a column of a table or a view.
type Column struct {
	Name string
	Type Type
	// Null says that the column may be NULL. Columns of a primary key are never so here, see PrimaryKey; columns of a view
	// always are, unless the front end knows better.
	Null bool
	// Default is the text of the default expression, nil without one.
	Default *string
	// Generated is set for columns that are computed from others; such a column is never written.
	Generated *Generated
	// Identity says that, and how, the database fills the column when an insert leaves it out; IdentityNone otherwise.
	Identity  Identity
	Collation string
	Comment   string
	Pos       Pos
}

// Filled reports whether an insert may leave the column out and the database finds a value other than NULL: it has a default, is
// generated or an identity.
func (c *Column) Filled() bool {
	return c.Default != nil || c.Generated != nil || c.Identity != IdentityNone
}

// Generated is what a generated column is computed from.
type Generated struct {
	Expr string
	// Stored is false for virtual columns, which are computed when they are read.
	Stored bool
}

// Identity is the way in which a database numbers rows by itself.
type Identity string

// The ways to number rows. Rowid and Autoincrement are SQLite's INTEGER PRIMARY KEY; Serial is Postgres's default from an owned
// sequence; Always and ByDefault are standard SQL's identity columns, of which Always cannot be given a value.
const (
	IdentityNone          Identity = ""
	IdentityRowid         Identity = "rowid"
	IdentityAutoincrement Identity = "autoincrement"
	IdentitySerial        Identity = "serial"
	IdentityAlways        Identity = "always"
	IdentityByDefault     Identity = "by default"
)
