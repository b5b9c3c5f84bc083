package golang

import (
	"regexp"
	"sort"

	"github.com/seed83105465/duet/codegen/schema"
)

// pkg is a package as it will be written: every name is decided.
type pkg struct {
	name   string
	models []*model
	enums  []*enum
	// taken are the names at the package's level.
	taken scope
	// imports gives the name of each imported package, by path.
	imports map[string]string
}

// model is a table with the names that Go has for it.
type model struct {
	table *schema.Table
	label string // the table's name in messages and options: books, or auth.users outside of the default namespace
	words []string

	name   string // of the type: Book
	plural string // of relations to several of it: Books
	tvar   string // of the variable: Books
	file   string // books.go

	fields    []*field
	relations []*relation
	rules     []rule
	// members are the names of the model's fields and methods and of the table variable's fields.
	members scope
}

// field is a column with its Go name and type.
type field struct {
	column *schema.Column
	index  int
	name   string
	json   string
	typ    fieldType
	maxLen int
	// oneOf are the only texts that a check lets in, of a field that is no enum, or that takes some values of one.
	oneOf []string
	// cast is the type's name in SQL where package query would not know it, of Postgres only.
	cast string
	// numbered says that the database numbers the column, which is not the table's identity.
	numbered bool
}

// filled reports whether an insert may leave the column to the database.
func (f *field) filled() bool {
	domain := f.column.Type.Domain
	return f.column.Filled() || domain != nil && domain.Default != nil
}

// isNumbered reports whether the database numbers the column: it is an identity, or takes its default from a sequence, which
// need not be the column's own.
func (f *field) isNumbered() bool {
	if f.column.Identity != schema.IdentityNone {
		return true
	}
	return f.typ.shape == shapeInt && f.column.Default != nil && nextValue.MatchString(*f.column.Default)
}

var nextValue = regexp.MustCompile(`(?i)^(pg_catalog\.)?nextval\(`)

// readOnly reports whether only the database writes the column: it is generated, numbered always, or a tsvector (unless a type
// was asked for), which is there to be searched and made by a trigger.
func (f *field) readOnly() bool {
	return f.column.Generated != nil || f.column.Identity == schema.IdentityAlways || f.column.Type.Kind == schema.KindTSVector && !f.typ.asked
}

// relation is one direction of a foreign key, or of a pair of them.
type relation struct {
	from, to *model
	name     string
	index    int // among from.relations
	many     bool
	nullable bool
	inverse  *relation

	columns, targetColumns []int
	via                    *through // of a many-to-many

	// names are the candidates for the name, best first; round says who chooses before whom.
	names []string
	round round
	pos   schema.Pos
}

// round is a round of naming relations: a table's own keys, keys that lead to it, many-to-many.
type round int

const (
	roundForward round = iota
	roundBack
	roundJoin
)

// through is the table in the middle of a many-to-many relation.
type through struct {
	join      *model
	near, far []int
}

// enum is a text type with its constants.
type enum struct {
	schema *schema.Enum
	name   string
	list   string // the name of the list of all values
	values []enumValue
	of     string // "books.status", for the comment
}

// enumValue is one of an enum's texts and its constant.
type enumValue struct{ name, text string }

// field gives the field of a column, nil if the table does not have it.
func (m *model) field(column string) *field {
	for _, f := range m.fields {
		if m.table.Dialect.Same(f.column.Name, column) {
			return f
		}
	}
	return nil
}

// indexes gives the places of columns among the fields.
func (m *model) indexes(columns []string) []int {
	at := make([]int, 0, len(columns))
	for _, c := range columns {
		if f := m.field(c); f != nil {
			at = append(at, f.index)
		}
	}
	return at
}

// key gives the places of the primary key's columns.
func (m *model) key() []int {
	if m.table.PrimaryKey == nil {
		return nil
	}
	return m.indexes(m.table.PrimaryKey.Columns)
}

// identity gives the place of the column that the database numbers by itself, -1 if there is none. Of several it is one of the
// key.
func (m *model) identity() int {
	first := -1
	for _, f := range m.fields {
		if !f.isNumbered() {
			continue
		}
		if m.table.IsKey(f.column.Name) {
			return f.index
		}
		if first < 0 {
			first = f.index
		}
	}
	return first
}

// scope is a set of names, each with what it was given to.
type scope map[string]string

// claim gives a name to what. It fails if the name belongs to something already, and tells to what.
func (s scope) claim(name, what string) (owner string, ok bool) {
	if owner, taken := s[name]; taken {
		return owner, false
	}
	s[name] = what
	return what, true
}

// free tells whether none of the names is taken.
func (s scope) free(names ...string) bool {
	for _, n := range names {
		if _, taken := s[n]; taken {
			return false
		}
	}
	return true
}

// sortedKeys gives the keys of a map in order, so that what is written does not depend on the map.
func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
