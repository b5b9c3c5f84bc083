package golang

import (
	"fmt"
	"go/token"
	"path/filepath"
	"strings"
	"unicode"

	"github.com/seed83105465/duet/codegen/schema"
)

// Options say how models are to be made. The zero Options are fine but for Package.
type Options struct {
	// Package is the name of the package; [PackageName] makes one of a folder's.
	Package string
	// Tables, Columns and Relations give names, Columns and Types give types, where ormgen's own are not wanted. The order does not matter. What
	// names something that is not in the schema is an error at its Pos.
	Tables    []TableOption
	Columns   []ColumnOption
	Relations []RelationOption
	Types     []TypeOption
}

// TableOption is about one table or view.
type TableOption struct {
	// Table is its name in the database, "schema.table" where a name alone would be ambiguous.
	Table string
	// Model is the type of a row, Var the variable for the table, File the file's name with .go. Empty ones are chosen by ormgen.
	Model, Var, File string
	// Skip leaves the table out, with all foreign keys to it.
	Skip bool
	Pos  schema.Pos
}

// ColumnOption is about one column.
type ColumnOption struct {
	// Column is its name in the database behind its table's: "books.price".
	Column string
	// Name is the name of the field, "" to leave it to ormgen.
	Name string
	// Type is the type, the zero GoType to leave it to ormgen.
	Type GoType
	// NullElements says that elements of an array may be NULL: they are then orm.Null of what they are.
	NullElements bool
	// References is a table, or a column of one ("customers", "customers.id"), whose rows the column refers to although the
	// database has no foreign key that says so: the relation is as one of a key, but its row may be missing.
	References string
	Pos        schema.Pos
}

// RelationOption renames one relation.
type RelationOption struct {
	// Relation is the name that ormgen gives without this option, behind the table's name in the database: "books.Author".
	Relation string
	Name     string
	Pos      schema.Pos
}

// TypeOption is about all columns of a database type.
type TypeOption struct {
	// Declared is the type as the schema spells it, its arguments left out if they do not matter: "MONEY", "VARCHAR(20)"; or
	// the name of a domain. Case does not matter.
	Declared string
	Type     GoType
	Pos      schema.Pos
}

// GoType is a type that was asked for: one that ormgen knows, or one from anybody's package.
type GoType struct {
	// Kind is one that ormgen knows ("int64", "decimal", "timestamp" ...), "" for a type from a package.
	Kind schema.TypeKind
	// Import and Name are the package's path and the type's name in it: "github.com/shopspring/decimal", "Decimal".
	Import, Name string
	// Text says that the type is a kind of string; without it, it has to write and read itself as text (encoding.TextMarshaler,
	// and encoding.TextUnmarshaler on its pointer).
	Text bool
}

// IsZero reports whether no type was asked for.
func (g GoType) IsZero() bool { return g == GoType{} }

// PackageName gives the name of a package in a folder: the last element of its path, in small letters, with what no identifier may
// have left out; "models" if nothing remains. A relative path should be made absolute first.
func PackageName(dir string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(filepath.Base(dir)) {
		if unicode.IsLetter(r) || b.Len() > 0 && unicode.IsDigit(r) {
			b.WriteRune(r)
		}
	}
	name := b.String()
	if !token.IsIdentifier(name) || name == "main" {
		return "models"
	}
	return name
}

// Check tells what is wrong with a type from a package, nil if nothing is.
func (g GoType) Check() error {
	if g.Kind == "" && (!validName(g.Name) || !validImport(g.Import)) {
		return fmt.Errorf("%q is no type of a package; write its path and its name, example.com/money.Amount", g.Import+"."+g.Name)
	}
	return nil
}

// validImport tells whether a path may stand in an import.
func validImport(path string) bool {
	ok := func(r rune) bool {
		return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-._~/+", r)
	}
	return path != "" && !strings.HasPrefix(path, "/") && !strings.HasPrefix(path, ".") && !strings.HasSuffix(path, "/") &&
		strings.IndexFunc(path, func(r rune) bool { return !ok(r) }) < 0
}
