package query

// Dialect is what the compiler asks about a database's SQL. Templates have {x} where the expression goes and {v} where
// the argument goes, as often as they need it. [SQLite] is one.
type Dialect interface {
	// Name is the database's name for messages: "SQLite".
	Name() string
	// Placeholder is placeholder n, counted from 1.
	Placeholder(n int) string
	// Match is the template of a match with an argument (OpContains to OpSearchText), or false when there is none.
	Match(op Op) (string, bool)
	// Compared is the template of an argument that is compared with column c, which is nil when it is none: "{v}" where the
	// database finds the argument's type by itself.
	Compared(c *Column) string
	// In is the template of the condition that a value is one of a list, the list being one argument. c is the column that
	// the value is of; nil when it is none.
	In(c *Column) string
	// InTuples is In for several columns, {x} standing for them with commas between: {v} is a list of lists, or {0}, {1}
	// and so on each a list of the values for one column.
	InTuples(columns []*Column) string
	// Unnest says how a list of values for column c, one argument, becomes rows: the template of the list as an array, and
	// that of a value {x} of it as the column takes it. "" where lists cannot be rows.
	Unnest(c *Column) (list, value string)
	// Copy is the statement that takes a stream of rows for a table, {x} standing for its name and {v} for the columns; ""
	// where there is none.
	Copy() string
	// Part is the template for OpYear, OpMonth or OpDay of a time, or false when there is none.
	Part(op Op) (string, bool)
	// Exact is the template for the result of arithmetic, or of a sum, on a column of type t, where the database would not be
	// exact by itself; "" where it is.
	Exact(t Type) string
	// NullsAreSmall reports whether NULLs sort before everything else by default.
	NullsAreSmall() bool
	// Limit is what LIMIT takes: a number of rows, with ? for the argument, and when there is only an OFFSET; "" when it can be
	// left out.
	Limit() (rows, none string)
}
