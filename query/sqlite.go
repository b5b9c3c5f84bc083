package query

import "strconv"

// SQLite is the dialect of SQLite 3.38 and later.
var SQLite Dialect = sqliteDialect{}

type sqliteDialect struct{}

func (sqliteDialect) Name() string           { return "SQLite" }
func (sqliteDialect) Placeholder(int) string { return "?" }
func (sqliteDialect) NullsAreSmall() bool    { return true }

// Limit hides the argument behind a sign: SQLite (3.54 does) plans a statement anew for each value of a bare one, and so for
// each run, since go-sqlite3 clears what was bound before.
func (sqliteDialect) Limit() (rows, none string) { return "+?", "-1" }

// Match compares by functions rather than by LIKE, which does not tell upper from lower case in SQLite and has
// wildcards that a value would have to be protected from. Only ASCII letters have case here.
func (sqliteDialect) Match(op Op) (string, bool) {
	switch op {
	case OpContains:
		return "instr({x}, {v}) > 0", true
	case OpStartsWith:
		return "substr({x}, 1, length({v})) = {v}", true
	case OpEndsWith:
		return "substr({x}, length({x}) - length({v}) + 1) = {v}", true
	case OpIExact:
		return "lower({x}) = lower({v})", true
	case OpIContains:
		return "instr(lower({x}), lower({v})) > 0", true
	case OpLike:
		return "duet_like({v}, {x})", true
	case OpRegex:
		return "{x} REGEXP {v}", true
	}
	return "", false
}

// Exact takes the dust of binary fractions off decimals, which SQLite computes with as REAL: 0.1 + 0.2 is 0.3.
func (sqliteDialect) Exact(t Type) string {
	if t == DecimalType {
		return "duet_decimal({x})"
	}
	return ""
}

// Compared needs nothing: SQLite compares values, whatever their columns are.
func (sqliteDialect) Compared(*Column) string { return "{v}" }

func (sqliteDialect) In(c *Column) string {
	if c != nil && c.Type == BytesType {
		return "{x} IN (SELECT duet_unhex(value) FROM json_each({v}))" // JSON has no bytes
	}
	return "{x} IN (SELECT value FROM json_each({v}))"
}

func (sqliteDialect) InTuples(columns []*Column) string {
	sql := "({x}) IN (SELECT "
	for i, c := range columns {
		if i > 0 {
			sql += ", "
		}
		part := "json_extract(value, '$[" + strconv.Itoa(i) + "]')"
		if c.Type == BytesType {
			part = "duet_unhex(" + part + ")"
		}
		sql += part
	}
	return sql + " FROM json_each({v}))"
}

// Unnest has no arrays: a statement that inserts many rows is run for each.
func (sqliteDialect) Unnest(*Column) (list, value string) { return "", "" }

// Copy has nothing faster than a statement that is run for each row.
func (sqliteDialect) Copy() string { return "" }

// Part reads the parts off the text, which is fixed in width whether it is a day or a time.
func (sqliteDialect) Part(op Op) (string, bool) {
	switch op {
	case OpYear:
		return "CAST(strftime('%Y', {x}) AS INTEGER)", true
	case OpMonth:
		return "CAST(strftime('%m', {x}) AS INTEGER)", true
	case OpDay:
		return "CAST(strftime('%d', {x}) AS INTEGER)", true
	}
	return "", false
}
