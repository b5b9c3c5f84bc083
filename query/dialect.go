package query

// Dialect is what the compiler asks about a database's SQL. It writes fragments of SQL around fragments that are
// already SQL; a `?` in a fragment is a placeholder, numbered at the very end. [SQLite] is one.
type Dialect interface {
	// Name is the database's name for messages: "SQLite".
	Name() string
	// Placeholder is placeholder n, counted from 1.
	Placeholder(n int) string
	// Match is the SQL for one of the text operations (OpContains to OpRegex), or false when there is none.
	Match(op Op, text, arg string) (string, bool)
	// InList is the SQL of a list as the right side of IN, for column type t: the list is one argument.
	InList(text string, t Type) string
	// Part is the SQL for OpYear, OpMonth or OpDay of a time.
	Part(op Op, text string) (string, bool)
	// NullsAreSmall reports whether NULLs sort before everything else by default.
	NullsAreSmall() bool
	// NoLimit is what LIMIT takes when there is only an OFFSET; "" when it can be left out.
	NoLimit() string
	// BulkInsert says how many rows one insert takes best.
	BulkInsert() Bulk
}

// Bulk is a way to insert many rows.
type Bulk uint8

// The ways to insert many rows.
const (
	// BulkRepeat runs a prepared insert of one row once for each row, in one transaction.
	BulkRepeat Bulk = iota
	// BulkUnnest inserts rows from one array a column.
	BulkUnnest
)
