package query

// Dialect is what the compiler asks about a database's SQL. Templates have {x} where the expression goes and {v} where
// the argument goes, as often as they need it. [SQLite] is one.
type Dialect interface {
	// Name is the database's name for messages: "SQLite".
	Name() string
	// Placeholder is placeholder n, counted from 1.
	Placeholder(n int) string
	// Match is the template of a text operation (OpContains to OpRegex), or false when there is none.
	Match(op Op) (string, bool)
	// InList is the template of a list as the right side of IN, the list being one argument, for a column of type t.
	InList(t Type) string
	// InTuples is InList for several columns: the argument is a list of lists.
	InTuples(ts []Type) string
	// Part is the template for OpYear, OpMonth or OpDay of a time, or false when there is none.
	Part(op Op) (string, bool)
	// Exact is the template for the result of arithmetic, or of a sum, on a column of type t, where the database would not be
	// exact by itself; "" where it is.
	Exact(t Type) string
	// NullsAreSmall reports whether NULLs sort before everything else by default.
	NullsAreSmall() bool
	// NoLimit is what LIMIT takes when there is only an OFFSET; "" when it can be left out.
	NoLimit() string
}
