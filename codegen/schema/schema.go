package schema

import "strings"

// Dialect is the database a schema was written for.
type Dialect string

// The dialects there are.
const (
	SQLite   Dialect = "sqlite"
	Postgres Dialect = "postgres"
)

// Same reports whether two identifiers name one thing in the dialect: SQLite compares names without the case of ASCII
// letters, Postgres (once unquoted names are folded, which its front end does) compares them exactly.
func (d Dialect) Same(a, b string) bool {
	return d.Fold(a) == d.Fold(b)
}

// Fold gives the form of an identifier that is equal for all its spellings, fit for the key of a map.
func (d Dialect) Fold(name string) string {
	if d != SQLite {
		return name
	}
	// Only ASCII: SQLite folds nothing else.
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + ('a' - 'A')
		}
		return r
	}, name)
}

// Schema is everything that a front end read. The lists are in the order of declaration; any of them may be empty.
type Schema struct {
	Dialect Dialect
	// Default is the namespace that unqualified names live in: "main" for SQLite, "public" for most Postgres databases.
	// A table whose Schema equals it needs no qualification in SQL.
	Default    string
	Tables     []*Table
	Enums      []*Enum
	Domains    []*Domain
	Composites []*Composite
	Ranges     []*Range
}

// Table gives the first table or view of that name, in the default namespace if it is there, else in any; nil if there is none.
func (s *Schema) Table(name string) *Table {
	if t := s.TableIn(s.Default, name); t != nil {
		return t
	}
	for _, t := range s.Tables {
		if s.Dialect.Same(t.Name, name) {
			return t
		}
	}
	return nil
}

// TableIn gives the table or view of that name in that namespace, nil if there is none. An empty namespace is the default one.
func (s *Schema) TableIn(namespace, name string) *Table {
	if namespace == "" {
		namespace = s.Default
	}
	for _, t := range s.Tables {
		if s.Dialect.Same(t.Schema, namespace) && s.Dialect.Same(t.Name, name) {
			return t
		}
	}
	return nil
}

// Enum gives the enum of that name (a type's, or the name made for a CHECK), nil if there is none.
func (s *Schema) Enum(name string) *Enum {
	for _, e := range s.Enums {
		if s.Dialect.Same(e.Name, name) {
			return e
		}
	}
	return nil
}

// Domain gives the domain of that name, nil if there is none.
func (s *Schema) Domain(name string) *Domain {
	for _, d := range s.Domains {
		if s.Dialect.Same(d.Name, name) {
			return d
		}
	}
	return nil
}

// Target gives the table that a foreign key refers to, nil if the schema does not have it.
func (s *Schema) Target(fk *ForeignKey) *Table {
	return s.TableIn(fk.RefSchema, fk.RefTable)
}
