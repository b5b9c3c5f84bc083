package query

// Plan is a compiled statement: what is sent, and how arguments are bound. Plans are immutable, and one plan is one
// pointer for as long as it is cached: a driver may keep what it prepared for a plan under that pointer.
type Plan struct {
	SQL string
	// Bind[i] is which of the statement's arguments, counted as the statement is walked, placeholder i is given.
	Bind []int
	// Columns is how many columns a row of the answer has; 0 when the statement returns no rows.
	Columns int
	// Write is set when the statement changes the database, or may.
	Write bool
	// Layout says what the columns of a SelectRows answer are; nil for other statements.
	Layout *Layout
	Table  *Table // the statement's table; nil for a statement that was not built
}

// Arguments puts a statement's arguments in the order of the placeholders.
func (p *Plan) Arguments(args []Value) []Value {
	straight := len(p.Bind) == len(args)
	for i := 0; straight && i < len(p.Bind); i++ {
		straight = p.Bind[i] == i
	}
	if straight {
		return args
	}
	out := make([]Value, len(p.Bind))
	for i, j := range p.Bind {
		out[i] = args[j]
	}
	return out
}
