package schema

// TypeKind is what a column's type means, whatever the dialect calls it.
type TypeKind string

// The kinds of type, and which fields of Type go with them.
const (
	KindUnknown    TypeKind = "unknown"    // nobody knows it; Declared has its text
	KindBool       TypeKind = "bool"       //
	KindInt16      TypeKind = "int16"      //
	KindInt32      TypeKind = "int32"      //
	KindInt64      TypeKind = "int64"      //
	KindFloat32    TypeKind = "float32"    //
	KindFloat64    TypeKind = "float64"    //
	KindDecimal    TypeKind = "decimal"    // Precision, Scale
	KindMoney      TypeKind = "money"      // Postgres's own; in SQLite MONEY is a decimal
	KindText       TypeKind = "text"       // Length, Fixed
	KindCIText     TypeKind = "citext"     //
	KindBytes      TypeKind = "bytes"      // Length
	KindTimestamp  TypeKind = "timestamp"  // Zone, Precision
	KindDate       TypeKind = "date"       //
	KindTime       TypeKind = "time"       // Zone, Precision
	KindInterval   TypeKind = "interval"   //
	KindUUID       TypeKind = "uuid"       //
	KindJSON       TypeKind = "json"       //
	KindJSONB      TypeKind = "jsonb"      //
	KindXML        TypeKind = "xml"        //
	KindEnum       TypeKind = "enum"       // Enum
	KindArray      TypeKind = "array"      // Elem, Dims
	KindRange      TypeKind = "range"      // Elem, Range if it has a name of its own
	KindMultirange TypeKind = "multirange" // Elem, Range if it has a name of its own
	KindComposite  TypeKind = "composite"  // Composite
	KindInet       TypeKind = "inet"       //
	KindCIDR       TypeKind = "cidr"       //
	KindMacaddr    TypeKind = "macaddr"    //
	KindBit        TypeKind = "bit"        // Length, Fixed
	KindTSVector   TypeKind = "tsvector"   //
	KindTSQuery    TypeKind = "tsquery"    //
	KindHstore     TypeKind = "hstore"     //
	KindGeometry   TypeKind = "geometry"   // points, lines, boxes, PostGIS
	KindOID        TypeKind = "oid"        // oid and its like: regclass, xid
)

// Type is the type of a column. Fields that do not go with its Kind are zero.
type Type struct {
	Kind TypeKind
	// Declared is the type as written, "" if nothing was.
	Declared string
	// Length is the most characters (text, bit) or bytes, 0 without a limit.
	Length int
	// Fixed says that values are padded to Length: CHAR and BIT as against VARCHAR and VARBIT.
	Fixed bool
	// Precision is the number of digits of a decimal, or of fractional digits of a time; 0 if none was given.
	Precision int
	// Scale is the number of a decimal's digits after the point; it counts only when Precision is not 0.
	Scale int
	// Zone says that a timestamp or time is an instant: it knows its zone.
	Zone bool
	// Dims is the number of an array's dimensions as declared, at least 1 for arrays.
	Dims int
	// Elem is what an array or a range is of, nil otherwise.
	Elem *Type
	// Enum, Composite and Range lead to the named type of the schema, nil where Kind needs none.
	Enum      *Enum
	Composite *Composite
	Range     *Range
	// Domain is set where the type was given as a domain; all else then describes what the domain is of.
	Domain *Domain
}

// IsNumber reports whether values can be added and averaged.
func (t Type) IsNumber() bool {
	switch t.Kind {
	case KindInt16, KindInt32, KindInt64, KindFloat32, KindFloat64, KindDecimal, KindMoney:
		return true
	}
	return false
}

// IsText reports whether values are strings of characters, an enum's included.
func (t Type) IsText() bool {
	return t.Kind == KindText || t.Kind == KindCIText || t.Kind == KindEnum
}
