package query

// Plan is a compiled statement: what is sent, and how arguments are bound. Plans are immutable but for Cost, and one plan is one
// pointer for as long as it is cached: a driver may keep what it prepared for a plan under that pointer.
type Plan struct {
	SQL string
	// Bind[i] is which of the statement's arguments, counted as the statement is walked, placeholder i is given.
	Bind []int
	// Parts[i], if not 0, says that placeholder i is given a list: that part, counted from 1, of each tuple of its argument.
	// Nil when there are none.
	Parts []int
	// Lists says that each placeholder takes a list, of one value for each row to insert. The answer has a row for each, in
	// their order.
	Lists bool
	// Columns is how many columns a row of the answer has; 0 when the statement returns no rows.
	Columns int
	// Write is set when the statement changes the database, or may.
	Write bool
	// Pure is set when the statement is known to have no effect but its answer: it may be run twice, or in one implicit
	// transaction with others.
	Pure bool
	// Fields[i] is the column of a table that column i of the answer is; nil for what was computed. Nil when nothing is
	// known of any.
	Fields []*Column
	// Copy says that the statement takes rows as a stream, beside the protocol of placeholders: it has none.
	Copy bool
	// Script says that SQL may hold several statements, which take no arguments; their answers are dropped.
	Script bool
	// Layout says what the columns of a SelectRows answer are; nil for other statements.
	Layout *Layout
	// Lookup is set when the statement asks for the one row with a key.
	Lookup *Lookup
	// Cost is what drivers find out about how long the statement takes. It is the one thing of a plan that changes.
	Cost  Cost
	Table *Table // the statement's table; nil for a statement that was not built
}

// Straight reports whether a statement with n arguments takes them as they are: each is that of one placeholder, in order.
func (p *Plan) Straight(n int) bool {
	if len(p.Bind) != n || p.Parts != nil {
		return false
	}
	for i, k := range p.Bind {
		if k != i {
			return false
		}
	}
	return true
}

// arranged is the arguments that were collected, in the order of the placeholders. Where they only have to change places,
// they do so where they are.
func (w *shape) arranged(p *Plan, s *Statement) []Value {
	var few [8]Value
	if len(p.Bind) != len(w.args) || len(w.args) > len(few) || p.Parts != nil || s.Kind == Insert || p.Straight(len(w.args)) {
		return p.Arguments(w.args)
	}
	copy(few[:], w.args)
	for i, k := range p.Bind {
		w.args[i] = few[k]
	}
	return w.args
}

// Arguments puts a statement's arguments in the order of the placeholders.
func (p *Plan) Arguments(args []Value) []Value {
	if p.Straight(len(args)) {
		return args
	}
	out := make([]Value, len(p.Bind))
	for i, j := range p.Bind {
		if out[i] = args[j]; p.Parts != nil && p.Parts[i] > 0 {
			out[i] = partOf(args[j], p.Parts[i]-1)
		}
	}
	return out
}

// partOf is the list of one part of each of a list of tuples.
func partOf(tuples Value, part int) Value {
	list := tuples.List()
	out := make([]Value, len(list))
	for i := range list {
		out[i] = list[i].List()[part]
	}
	return ListArg(out)
}
