package query

import (
	"strconv"
	"strings"
)

// Postgres is the dialect of PostgreSQL 12 and later.
var Postgres Dialect = postgresDialect{}

type postgresDialect struct{}

func (postgresDialect) Name() string               { return "Postgres" }
func (postgresDialect) Placeholder(n int) string   { return "$" + strconv.Itoa(n) }
func (postgresDialect) NullsAreSmall() bool        { return false }
func (postgresDialect) Limit() (rows, none string) { return "?", "" }

// Exact has nothing to do: numeric is exact, whatever is computed with it.
func (postgresDialect) Exact(Type) string { return "" }

// Match compares by functions where a value would have to be protected from LIKE's wildcards.
func (postgresDialect) Match(op Op) (string, bool) {
	switch op {
	case OpContains:
		return "strpos({x}, {v}) > 0", true
	case OpStartsWith:
		return "starts_with({x}, {v})", true
	case OpEndsWith:
		return "right({x}, length({v})) = {v}", true
	case OpIExact:
		return "lower({x}) = lower({v})", true
	case OpIContains:
		return "strpos(lower({x}), lower({v})) > 0", true
	case OpLike:
		return "{x} LIKE {v}", true
	case OpRegex:
		return "{x} ~ {v}", true
	case OpArrayContains, OpRangeContains:
		return "{x} @> {v}", true
	case OpArrayContainedBy:
		return "{x} <@ {v}", true
	case OpArrayOverlaps, OpRangeOverlaps:
		return "{x} && {v}", true
	case OpSearch:
		return "{x} @@ websearch_to_tsquery({v})", true
	case OpSearchText:
		return "to_tsvector({x}) @@ websearch_to_tsquery({v})", true
	}
	return "", false
}

func (postgresDialect) Part(op Op) (string, bool) {
	switch op {
	case OpYear:
		return "CAST(extract(year FROM {x}) AS bigint)", true
	case OpMonth:
		return "CAST(extract(month FROM {x}) AS bigint)", true
	case OpDay:
		return "CAST(extract(day FROM {x}) AS bigint)", true
	}
	return "", false
}

func (postgresDialect) Copy() string { return "COPY {x} ({v}) FROM STDIN" }

// Compared names the types that people make where Postgres would take the argument for something vaguer: it takes what
// is compared with a composite for any record, which it cannot read.
func (postgresDialect) Compared(c *Column) string {
	if c != nil && c.Type == UnknownType && strings.HasPrefix(c.Cast, `"`) {
		return "{v}::" + strings.ReplaceAll(c.Cast, "?", "??")
	}
	return "{v}"
}

// In has arrays of everything but arrays and what people make: those travel as texts.
func (d postgresDialect) In(c *Column) string {
	if c != nil && (strings.HasSuffix(c.Cast, "[]") || d.Compared(c) != "{v}") {
		return "{x} IN (SELECT v::" + strings.ReplaceAll(c.Cast, "?", "??") + " FROM unnest({v}::text[]) AS v)"
	}
	return "{x} = ANY({v})"
}

func (d postgresDialect) InTuples(columns []*Column) string {
	lists, names, values := make([]string, len(columns)), make([]string, len(columns)), make([]string, len(columns))
	for i, c := range columns {
		list, value := d.Unnest(c)
		lists[i] = strings.ReplaceAll(list, "{v}", "{"+string(rune('0'+i))+"}")
		names[i] = columnAlias(i)
		values[i] = strings.ReplaceAll(value, "{x}", "u."+names[i])
	}
	return "({x}) IN (SELECT " + strings.Join(values, ", ") + " FROM unnest(" + strings.Join(lists, ", ") + ") AS u (" +
		strings.Join(names, ", ") + "))"
}

// Unnest sends a list as an array of a type that Postgres's own assignment casts take from there to the column's: such a
// cast refuses what does not fit, where an explicit one would cut a varchar short without a word. Types without such a
// cast travel as text, and are cast by name.
func (postgresDialect) Unnest(c *Column) (list, value string) {
	cast := c.Cast
	switch c.Type {
	case BoolType, IntType, FloatType, DecimalType, BytesType, TimestampType, DateType, UUIDType:
		if !strings.HasSuffix(cast, "[]") {
			return "{v}::" + usualTypes[c.Type] + "[]", "{x}"
		}
	case JSONType:
		if cast == "" || cast == "jsonb" {
			return "{v}::jsonb[]", "{x}"
		}
	case TextType:
		if cast == "" || cast == "bpchar" {
			return "{v}::text[]", "{x}"
		}
	case TimeOfDayType:
		if cast == "" {
			cast = "time"
		}
	}
	if cast == "" {
		return "{v}::text[]", "{x}"
	}
	return "{v}::text[]", "{x}::" + strings.ReplaceAll(cast, "?", "??")
}

var usualTypes = map[Type]string{
	BoolType: "boolean", IntType: "bigint", FloatType: "double precision", DecimalType: "numeric", BytesType: "bytea",
	TimestampType: "timestamp with time zone", DateType: "date", UUIDType: "uuid",
}
