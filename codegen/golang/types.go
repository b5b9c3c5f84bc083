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
	netipPath   = "net/netip"
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
	shapeCoded  // travels as text by a coding of package query
)

// shapeNames are the names that generated code calls a shape by.
var shapeNames = [...]struct {
	skin   string // query.Int[Book]
	getter string // of orm.Row
	read   string // of orm, for what may be NULL
	arg    string // of query
	coding string // of query, within an array or a range
}{
	shapeInt:    {"Int", "Int64", "ReadInt", "IntArg", "IntCoding"},
	shapeFloat:  {"Float", "Float64", "ReadFloat", "FloatArg", "FloatCoding"},
	shapeBool:   {"Bool", "Bool", "ReadBool", "BoolArg", "BoolCoding"},
	shapeText:   {"Text", "String", "ReadText", "TextArg", "TextCoding"},
	shapeBytes:  {"Bytes", "Bytes", "ReadBytes", "BytesArg", "BytesCoding"},
	shapeTime:   {"Time", "Time", "ReadTime", "TimeArg", "TimeCoding"},
	shapeDate:   {"Date", "Time", "ReadTime", "DateArg", "DateCoding"},
	shapeJSON:   {"JSON", "Bytes", "ReadJSON", "JSONArg", "JSONCoding"},
	shapeEnum:   {"Enum", "String", "ReadEnum", "TextArg", "EnumCoding"},
	shapeScalar: {"Scalar", "", "", "ScalarArg", "ScalarCoding"},
	shapeCoded:  {"Coded", "", "ReadCoded", "CodedArg", ""},
}

// fieldType is the Go side of a column's type.
type fieldType struct {
	shape shape
	// path and name are the type's: "time" and "Time"; the path is "" for Go's own types and for enums.
	path, name string
	// query is the constant of package query: "IntType".
	query string
	enum  *enum
	// coding is the function of query that makes the coding, of shapeCoded.
	coding string
	// elem is what an array, a range or a multirange is of.
	elem *fieldType
	// null says that elements of this type may be NULL.
	null bool
	// asked says that an option gave the type.
	asked bool
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
	schema.KindInterval:  {shape: shapeScalar, path: queryPath, name: "Interval", query: "UnknownType"},
	schema.KindInet:      {shape: shapeCoded, path: netipPath, name: "Prefix", query: "UnknownType", coding: "InetCoding"},
	schema.KindCIDR:      {shape: shapeCoded, path: netipPath, name: "Prefix", query: "UnknownType", coding: "CIDRCoding"},
	schema.KindHstore:    {shape: shapeCoded, path: queryPath, name: "Hstore", query: "UnknownType", coding: "HstoreCoding"},
}

// KnownKind reports whether ormgen has a Go type for a kind other than text for want of a better one: what GoType.Kind may be.
func KnownKind(kind schema.TypeKind) bool {
	_, ok := knownShapes[kind]
	return ok
}

// kindType gives the Go side of a kind that needs nothing else to be said.
func kindType(kind schema.TypeKind) fieldType {
	if t, ok := knownShapes[kind]; ok {
		return t
	}
	return fieldType{shape: shapeText, name: "string", query: "UnknownType"}
}

// typeOf gives the Go side of a type of the schema; those of enums, also of those within it, are filled in by whoever knows the
// enums.
func typeOf(t schema.Type) fieldType {
	if t.Elem == nil {
		return kindType(t.Kind)
	}
	elem := typeOf(*t.Elem)
	coded := func(coding string, of fieldType) fieldType {
		return fieldType{shape: shapeCoded, query: "UnknownType", coding: coding, elem: &of}
	}
	switch t.Kind {
	case schema.KindArray:
		if t.Elem.Kind == schema.KindGeometry && declaredName(t.Elem.Declared) == "box" {
			break // the one type whose arrays are written with semicolons
		}
		array := coded("ArrayCoding", elem)
		for range t.Dims - 1 {
			array = coded("ArrayCoding", array)
		}
		return array
	case schema.KindRange:
		return coded("RangeCoding", elem)
	case schema.KindMultirange:
		return coded("MultirangeCoding", elem)
	}
	return kindType(schema.KindUnknown)
}

// asked gives the Go side of a type that was asked for, for a column of the given one.
func (g GoType) asked(column schema.Type) fieldType {
	t := fieldType{shape: shapeScalar, path: g.Import, name: g.Name, query: "TextType"}
	switch {
	case g.Kind != "":
		t = kindType(g.Kind)
	case g.Text:
		t.shape = shapeEnum
	default:
		if own := typeOf(column); own.shape == shapeScalar {
			t.query = own.query
		}
	}
	t.asked = true
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
