package query

import "strings"

// Type is what a column holds, whatever the database calls it.
type Type uint8

// The types of columns.
const (
	UnknownType Type = iota // kept and compared as text
	BoolType
	IntType
	FloatType
	DecimalType
	TextType
	BytesType
	TimestampType
	DateType
	TimeOfDayType
	JSONType
	UUIDType
	EnumType
)

// Column describes a column of a table. Generated code makes them; they are never changed afterwards.
type Column struct {
	Name     string // in the database
	Field    string // in the model
	Type     Type
	Nullable bool
	Default  bool     // the database fills it when an insert leaves it out
	ReadOnly bool     // generated: the database alone writes it
	Numbered bool     // the database numbers it: an insert that has 0 leaves it out
	MaxLen   int      // the most characters it takes; 0 is no limit
	OneOf    []string // the only values it takes, of an enum
	// Cast is the type's name in SQL where the one that is usual for Type does not do: "integer", "shop.mood[]". "" else.
	Cast  string
	Index int
	Table *Table
}

// String is the column's name with its table's, for messages.
func (c *Column) String() string { return c.Table.Name + "." + c.Name }

// Table describes a table or view. Generated code makes one for each, fills it in an init function, and hands out
// pointers to it before that: so tables that refer to each other in circles are no trouble, and a Table is read only
// when a query runs.
type Table struct {
	Schema    string // "" is the database's own default
	Name      string
	Model     string // the Go type of a row: "Book"
	Var       string // how Go code names the table: "models.Books"
	Columns   []Column
	Key       []int // the primary key's columns; empty when there is none
	Identity  int   // the column that the database numbers by itself, or -1
	Relations []*Relation
	Rules     []Rule
	ReadOnly  bool // a view
	Owner     any  // what the package that runs queries keeps with the table; opaque here
}

// QueryName is how messages name a call on the table: "Books.All".
func (t *Table) QueryName(call string) string {
	name := t.Var
	if i := strings.LastIndexByte(name, '.'); i >= 0 {
		name = name[i+1:]
	}
	return name + "." + call
}

// Column finds a column by the name of its field.
func (t *Table) Column(field string) (*Column, bool) {
	for i := range t.Columns {
		if t.Columns[i].Field == field {
			return &t.Columns[i], true
		}
	}
	return nil, false
}

// AllColumns are the numbers of all columns, in order.
func (t *Table) AllColumns() []int {
	all := make([]int, len(t.Columns))
	for i := range all {
		all[i] = i
	}
	return all
}

// Relation describes how the rows of one table find those of another.
type Relation struct {
	Name   string // of the accessor: "Author"
	Table  *Table // whose rows have it
	Target *Table
	Many   bool // several rows can answer; without it at most one does
	// Columns of Table equal TargetColumns of Target; with Via set, Columns of Table equal Via.Near of the join table.
	Columns       []int
	TargetColumns []int
	Via           *JoinTable // many-to-many
	Nullable      bool       // a row may have none
	Index         int        // among Table.Relations
	Inverse       int        // the other end, among Target.Relations; -1 when it has no name
}

// Back is the relation's other end, or nil.
func (r *Relation) Back() *Relation {
	if r.Inverse < 0 || r.Inverse >= len(r.Target.Relations) {
		return nil
	}
	return r.Target.Relations[r.Inverse]
}

// Rule is a CHECK of the schema that was understood: Column compares with Value by Op (OpEq to OpGe). A NULL passes.
type Rule struct {
	Column int
	Op     Op
	Value  Value
	Text   string // as the schema says it
}

// JoinTable is the table in the middle of a many-to-many relation.
type JoinTable struct {
	Table *Table
	Near  []int // columns that hold the near row's key
	Far   []int // columns that hold the target's key (its TargetColumns)
}

// String is the relation's name with its model's, for messages: "Book.Author".
func (r *Relation) String() string { return r.Table.Model + "." + r.Name }

// GoName is how Go code names the relation: "models.Books.Author".
func (r *Relation) GoName() string { return r.Table.Var + "." + r.Name }
