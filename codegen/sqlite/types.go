package sqlite

import (
	"strconv"
	"strings"

	"github.com/seed83105465/duet/codegen/schema"
)

// knownTypes are the type names that people write in SQLite and what they mean by them, without their arguments.
var knownTypes = map[string]schema.TypeKind{
	"BOOL": schema.KindBool, "BOOLEAN": schema.KindBool,

	"INT": schema.KindInt64, "INTEGER": schema.KindInt64, "TINYINT": schema.KindInt64, "SMALLINT": schema.KindInt64,
	"MEDIUMINT": schema.KindInt64, "BIGINT": schema.KindInt64, "BIG INT": schema.KindInt64, "INT2": schema.KindInt64, "INT4": schema.KindInt64,
	"INT8": schema.KindInt64, "INT16": schema.KindInt64, "INT32": schema.KindInt64, "INT64": schema.KindInt64,

	"REAL": schema.KindFloat64, "DOUBLE": schema.KindFloat64, "DOUBLE PRECISION": schema.KindFloat64, "FLOAT": schema.KindFloat64,
	"FLOAT4": schema.KindFloat64, "FLOAT8": schema.KindFloat64,

	"DECIMAL": schema.KindDecimal, "NUMERIC": schema.KindDecimal, "NUMBER": schema.KindDecimal, "DEC": schema.KindDecimal,
	"MONEY": schema.KindDecimal, "SMALLMONEY": schema.KindDecimal,
	"NUM": schema.KindDecimal, // what SQLite calls a CAST to numeric in a view

	"TEXT": schema.KindText, "TINYTEXT": schema.KindText, "MEDIUMTEXT": schema.KindText, "LONGTEXT": schema.KindText, "NTEXT": schema.KindText,
	"CHAR": schema.KindText, "CHARACTER": schema.KindText, "VARCHAR": schema.KindText, "VARYING CHARACTER": schema.KindText,
	"CHARACTER VARYING": schema.KindText, "NCHAR": schema.KindText, "NATIVE CHARACTER": schema.KindText, "NVARCHAR": schema.KindText,
	"VARCHAR2": schema.KindText, "NVARCHAR2": schema.KindText, "CLOB": schema.KindText, "NCLOB": schema.KindText, "STRING": schema.KindText,

	"BLOB": schema.KindBytes, "TINYBLOB": schema.KindBytes, "MEDIUMBLOB": schema.KindBytes, "LONGBLOB": schema.KindBytes,
	"BINARY": schema.KindBytes, "VARBINARY": schema.KindBytes, "BYTEA": schema.KindBytes, "BYTES": schema.KindBytes, "IMAGE": schema.KindBytes,

	"DATETIME": schema.KindTimestamp, "DATETIME2": schema.KindTimestamp, "SMALLDATETIME": schema.KindTimestamp,
	"TIMESTAMP": schema.KindTimestamp, "TIMESTAMPTZ": schema.KindTimestamp, "DATETIMEOFFSET": schema.KindTimestamp,
	"DATE": schema.KindDate, "TIME": schema.KindTime, "TIMETZ": schema.KindTime,

	"JSON": schema.KindJSON, "JSONB": schema.KindJSONB, "UUID": schema.KindUUID,
}

// TypeOf gives what a declared type means, and whether it is one that people are known to use. "" and names that say nothing to SQLite
// either give KindUnknown; other unknown names go by SQLite's affinity rules. Arguments become the length of texts and
// blobs, the precision and scale of decimals, the fractional digits of times.
func TypeOf(declared string) (t schema.Type, known bool) {
	name, args := typeName(declared)
	kind, known := kindOf(name)
	t = schema.Type{Kind: kind, Declared: declared}
	arg := func(i int) int {
		if i >= len(args) {
			return 0
		}
		return args[i]
	}
	switch kind {
	case schema.KindText, schema.KindBytes:
		t.Length = arg(0)
	case schema.KindDecimal:
		t.Precision, t.Scale = arg(0), arg(1)
	case schema.KindTimestamp, schema.KindTime:
		t.Precision = arg(0)
		t.Zone = zoned(name)
	}
	return t, known
}

// typeName takes a declared type apart: its words in upper case with one space between them, and its numbers.
func typeName(declared string) (name string, args []int) {
	head, tail := declared, ""
	if open := strings.IndexByte(declared, '('); open >= 0 {
		head = declared[:open]
		inner, rest, _ := strings.Cut(declared[open+1:], ")")
		tail = rest
		for _, text := range strings.Split(inner, ",") {
			n, err := strconv.Atoi(strings.TrimSpace(text))
			if err != nil || n < 0 { // VARCHAR(MAX): no limit
				break
			}
			args = append(args, n)
		}
	}
	words := strings.Fields(strings.ToUpper(head + " " + tail))
	for i, w := range words {
		words[i] = strings.Trim(w, "\"`[]'")
	}
	return strings.Join(words, " "), args
}

func kindOf(name string) (kind schema.TypeKind, ok bool) {
	if kind, ok = knownTypes[name]; ok {
		return kind, true
	}
	// UNSIGNED says nothing that SQLite keeps.
	bare := strings.Join(strings.Fields(strings.ReplaceAll(strings.ReplaceAll(" "+name+" ", " UNSIGNED ", " "), " SIGNED ", " ")), " ")
	if kind, ok = knownTypes[bare]; ok {
		return kind, true
	}
	for _, suffix := range []string{" WITHOUT TIME ZONE", " WITHOUT TIMEZONE", " WITH TIME ZONE", " WITH TIMEZONE", " WITH LOCAL TIME ZONE"} {
		if base, cut := strings.CutSuffix(name, suffix); cut && (base == "TIME" || base == "TIMESTAMP") {
			return knownTypes[base], true
		}
	}
	return affinity(name), false
}

func zoned(name string) bool {
	return strings.HasSuffix(name, "TZ") || strings.HasSuffix(name, "OFFSET") || strings.Contains(name, " WITH ")
}

// affinity is SQLite's own rule (https://sqlite.org/datatype3.html, 3.1), but for its last line: what has numeric affinity only because
// nothing fits may hold anything, so it is unknown.
func affinity(name string) schema.TypeKind {
	has := func(part string) bool { return strings.Contains(name, part) }
	switch {
	case has("INT"):
		return schema.KindInt64
	case has("CHAR"), has("CLOB"), has("TEXT"):
		return schema.KindText
	case has("BLOB"):
		return schema.KindBytes
	case has("REAL"), has("FLOA"), has("DOUB"): //nolint:misspell // as SQLite looks for it
		return schema.KindFloat64
	}
	return schema.KindUnknown
}
