package schema

// EnumOrigin says where an enum comes from.
type EnumOrigin string

// The origins of an enum: CREATE TYPE ... AS ENUM, or a CHECK that lists a column's values.
const (
	EnumFromType  EnumOrigin = "type"
	EnumFromCheck EnumOrigin = "check"
)

// Enum is a list of texts, one of which a column holds.
type Enum struct {
	// Schema is the namespace, never empty.
	Schema string
	// Name is the type's name; for a CHECK it is made from the table's and the column's, "books_status".
	Name string
	// Values has at least one text, in the order of declaration, no text twice.
	Values []string
	Origin EnumOrigin
	// Table and Column say what a CHECK is on; "" for types.
	Table   string
	Column  string
	Comment string
	Pos     Pos
}

// Domain is a named type with conditions.
type Domain struct {
	Schema string
	Name   string
	// Type is what the domain is of, with domains of domains followed to the end; its Domain is nil.
	Type      Type
	NotNull   bool
	Default   *string
	Collation string
	Checks    []*Check
	Comment   string
	Pos       Pos
}

// Composite is a type of several fields, made by CREATE TYPE ... AS (...).
type Composite struct {
	Schema  string
	Name    string
	Fields  []*Column
	Comment string
	Pos     Pos
}

// Range is a range type that the schema defines, made by CREATE TYPE ... AS RANGE.
type Range struct {
	Schema string
	Name   string
	// Elem is the type of the bounds.
	Elem    Type
	Comment string
	Pos     Pos
}
