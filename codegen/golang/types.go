package golang

import (
	"strings"

	"github.com/seed83105465/duet/codegen/schema"
)

// The packages that generated files import.
const (
	ormPath     = "github.com/seed83105465/duet/orm"
	queryPath   = "github.com/seed83105465/duet/query"
	decimalPath = "github.com/shopspring/decimal"
	uuidPath    = "github.com/google/uuid"
)

// shape is how a column is kept in Go: which type of query stands for it, how it is read from a row and made an argument.
type shape int

const (
	shapeInt shape = iota
	shapeFloat
	shapeBool
	shapeText
	shapeBytes
	shapeTime
	shapeDate
	shapeJSON
	shapeEnum   // a kind of string
	shapeScalar // writes and reads itself as text
)

// shapeNames are the names that generated code calls a shape by.
var shapeNames = [...]struct {
	skin   string // query.Int[Book]
	getter string // of orm.Row
	read   string // of orm, for what may be NULL
	arg    string // of query
}{
	shapeInt:    {"Int", "Int64", "ReadInt", "IntArg"},
	shapeFloat:  {"Float", "Float64", "ReadFloat", "FloatArg"},
	shapeBool:   {"Bool", "Bool", "ReadBool", "BoolArg"},
	shapeText:   {"Text", "String", "ReadText", "TextArg"},
	shapeBytes:  {"Bytes", "Bytes", "ReadBytes", "BytesArg"},
	shapeTime:   {"Time", "Time", "ReadTime", "TimeArg"},
	shapeDate:   {"Date", "Time", "ReadTime", "DateArg"},
	shapeJSON:   {"JSON", "Bytes", "ReadJSON", "JSONArg"},
	shapeEnum:   {"Enum", "String", "ReadEnum", "TextArg"},
	shapeScalar: {"Scalar", "", "", "ScalarArg"},
}

// fieldType is the Go side of a column's type.
type fieldType struct {
	shape shape
	// path and name are the type's: "time" and "Time"; the path is "" for Go's own types and for enums.
	path, name string
	// query is the constant of package query: "IntType".
	query string
	enum  *enum
}

// knownShapes says how each kind of the schema is kept. A kind that is not here is kept as text, under UnknownType.
var knownShapes = map[schema.TypeKind]fieldType{
	schema.KindBool:      {shape: shapeBool, name: "bool", query: "BoolType"},
	schema.KindInt16:     {shape: shapeInt, name: "int64", query: "IntType"},
	schema.KindInt32:     {shape: shapeInt, name: "int64", query: "IntType"},
	schema.KindInt64:     {shape: shapeInt, name: "int64", query: "IntType"},
	schema.KindFloat32:   {shape: shapeFloat, name: "float64", query: "FloatType"},
	schema.KindFloat64:   {shape: shapeFloat, name: "float64", query: "FloatType"},
	schema.KindDecimal:   {shape: shapeScalar, path: decimalPath, name: "Decimal", query: "DecimalType"},
	schema.KindText:      {shape: shapeText, name: "string", query: "TextType"},
	schema.KindCIText:    {shape: shapeText, name: "string", query: "TextType"},
	schema.KindBytes:     {shape: shapeBytes, name: "[]byte", query: "BytesType"},
	schema.KindTimestamp: {shape: shapeTime, path: "time", name: "Time", query: "TimestampType"},
	schema.KindDate:      {shape: shapeDate, path: "time", name: "Time", query: "DateType"},
	schema.KindTime:      {shape: shapeText, name: "string", query: "TimeOfDayType"},
	schema.KindJSON:      {shape: shapeJSON, path: "encoding/json", name: "RawMessage", query: "JSONType"},
	schema.KindJSONB:     {shape: shapeJSON, path: "encoding/json", name: "RawMessage", query: "JSONType"},
	schema.KindUUID:      {shape: shapeScalar, path: uuidPath, name: "UUID", query: "UUIDType"},
}

// KnownKind reports whether ormgen has a Go type for a kind other than text for want of a better one: what GoType.Kind may be.
func KnownKind(kind schema.TypeKind) bool {
	_, ok := knownShapes[kind]
	return ok
}

// typeOf gives the Go side of a type of the schema; an enum's is filled in by whoever knows the enums.
func typeOf(kind schema.TypeKind) fieldType {
	if t, ok := knownShapes[kind]; ok {
		return t
	}
	return fieldType{shape: shapeText, name: "string", query: "UnknownType"}
}

// asked gives the Go side of a type that was asked for, for a column of the given one.
func (g GoType) asked(column schema.Type) fieldType {
	if g.Kind != "" {
		return typeOf(g.Kind)
	}
	if g.Text {
		return fieldType{shape: shapeEnum, path: g.Import, name: g.Name, query: "TextType"}
	}
	t := fieldType{shape: shapeScalar, path: g.Import, name: g.Name, query: "TextType"}
	if own := typeOf(column.Kind); own.shape == shapeScalar {
		t.query = own.query
	}
	return t
}

// matches reports whether the option is about a column's type.
func (o *TypeOption) matches(t schema.Type) bool {
	if t.Domain != nil && strings.EqualFold(t.Domain.Name, o.Declared) {
		return true
	}
	bare, _, _ := strings.Cut(t.Declared, "(")
	squeeze := func(s string) string { return strings.Join(strings.Fields(s), " ") }
	return strings.EqualFold(squeeze(t.Declared), squeeze(o.Declared)) || strings.EqualFold(squeeze(bare), squeeze(o.Declared))
}

// word says in a message what a type is.
func (t fieldType) word() string {
	return strings.ToLower(strings.TrimSuffix(t.query, "Type"))
}
