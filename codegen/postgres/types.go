package postgres

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/seed83105465/duet/codegen/schema"
)

// typeInfo is what is known of a type before its modifiers.
type typeInfo struct {
	// printed is the name as format_type prints it, "" if that is the catalog's name.
	printed string
	kind    schema.TypeKind
	zone    bool
	// elem is the catalog's name of what a range is of.
	elem string
}

// builtinTypes are the types of pg_catalog that a column can have, by the catalog's name, arrays aside.
var builtinTypes = map[string]typeInfo{
	"bool": {printed: "boolean", kind: schema.KindBool},

	"int2": {printed: "smallint", kind: schema.KindInt16}, "int4": {printed: "integer", kind: schema.KindInt32}, "int8": {printed: "bigint", kind: schema.KindInt64},
	"float4": {printed: "real", kind: schema.KindFloat32}, "float8": {printed: "double precision", kind: schema.KindFloat64},
	"numeric": {kind: schema.KindDecimal}, "money": {kind: schema.KindMoney},

	"text": {kind: schema.KindText}, "varchar": {printed: "character varying", kind: schema.KindText}, "bpchar": {kind: schema.KindText},
	"char": {printed: `"char"`, kind: schema.KindText}, "name": {kind: schema.KindText},
	"bytea": {kind: schema.KindBytes},
	"bit":   {printed: `"bit"`, kind: schema.KindBit}, "varbit": {printed: "bit varying", kind: schema.KindBit},

	"timestamp": {kind: schema.KindTimestamp}, "timestamptz": {kind: schema.KindTimestamp, zone: true},
	"time": {kind: schema.KindTime}, "timetz": {kind: schema.KindTime, zone: true},
	"date": {kind: schema.KindDate}, "interval": {kind: schema.KindInterval},

	"uuid": {kind: schema.KindUUID}, "json": {kind: schema.KindJSON}, "jsonb": {kind: schema.KindJSONB}, "xml": {kind: schema.KindXML},
	"jsonpath": {kind: schema.KindUnknown},

	"inet": {kind: schema.KindInet}, "cidr": {kind: schema.KindCIDR}, "macaddr": {kind: schema.KindMacaddr}, "macaddr8": {kind: schema.KindMacaddr},

	"tsvector": {kind: schema.KindTSVector}, "tsquery": {kind: schema.KindTSQuery}, "gtsvector": {kind: schema.KindUnknown},

	"point": {kind: schema.KindGeometry}, "line": {kind: schema.KindGeometry}, "lseg": {kind: schema.KindGeometry}, "box": {kind: schema.KindGeometry},
	"path": {kind: schema.KindGeometry}, "polygon": {kind: schema.KindGeometry}, "circle": {kind: schema.KindGeometry},

	"int4range": {kind: schema.KindRange, elem: "int4"}, "int8range": {kind: schema.KindRange, elem: "int8"},
	"numrange": {kind: schema.KindRange, elem: "numeric"}, "daterange": {kind: schema.KindRange, elem: "date"},
	"tsrange": {kind: schema.KindRange, elem: "timestamp"}, "tstzrange": {kind: schema.KindRange, elem: "timestamptz"},
	"int4multirange": {kind: schema.KindMultirange, elem: "int4"}, "int8multirange": {kind: schema.KindMultirange, elem: "int8"},
	"nummultirange": {kind: schema.KindMultirange, elem: "numeric"}, "datemultirange": {kind: schema.KindMultirange, elem: "date"},
	"tsmultirange": {kind: schema.KindMultirange, elem: "timestamp"}, "tstzmultirange": {kind: schema.KindMultirange, elem: "timestamptz"},

	"oid": {kind: schema.KindOID}, "xid": {kind: schema.KindOID}, "cid": {kind: schema.KindOID},
	"regclass": {kind: schema.KindOID}, "regcollation": {kind: schema.KindOID}, "regconfig": {kind: schema.KindOID}, "regdictionary": {kind: schema.KindOID},
	"regnamespace": {kind: schema.KindOID}, "regoper": {kind: schema.KindOID}, "regoperator": {kind: schema.KindOID}, "regproc": {kind: schema.KindOID},
	"regprocedure": {kind: schema.KindOID}, "regrole": {kind: schema.KindOID}, "regtype": {kind: schema.KindOID},
	// Eight bytes and a pair, unlike the oids.
	"xid8": {kind: schema.KindUnknown}, "tid": {kind: schema.KindUnknown},

	"pg_lsn": {kind: schema.KindUnknown}, "pg_snapshot": {kind: schema.KindUnknown}, "txid_snapshot": {kind: schema.KindUnknown},
	"refcursor": {kind: schema.KindUnknown}, "aclitem": {kind: schema.KindUnknown}, "int2vector": {kind: schema.KindUnknown}, "oidvector": {kind: schema.KindUnknown},
	"pg_node_tree": {kind: schema.KindUnknown}, "pg_ndistinct": {kind: schema.KindUnknown}, "pg_dependencies": {kind: schema.KindUnknown},
	"pg_mcv_list": {kind: schema.KindUnknown}, "pg_brin_bloom_summary": {kind: schema.KindUnknown}, "pg_brin_minmax_multi_summary": {kind: schema.KindUnknown},
}

// extensionTypes are the types of extensions that schemas are known to use.
var extensionTypes = map[string]typeInfo{
	"citext": {kind: schema.KindCIText}, "hstore": {kind: schema.KindHstore},
	"geometry": {kind: schema.KindGeometry}, "geography": {kind: schema.KindGeometry}, "box2d": {kind: schema.KindGeometry}, "box3d": {kind: schema.KindGeometry},
	"raster": {kind: schema.KindUnknown}, "topogeometry": {kind: schema.KindUnknown},
	"ltree": {kind: schema.KindUnknown}, "lquery": {kind: schema.KindUnknown}, "ltxtquery": {kind: schema.KindUnknown},
	"cube": {kind: schema.KindUnknown}, "seg": {kind: schema.KindUnknown}, "query_int": {kind: schema.KindUnknown},
	"gtrgm": {kind: schema.KindUnknown}, "semver": {kind: schema.KindUnknown},
	"vector": {kind: schema.KindUnknown}, "halfvec": {kind: schema.KindUnknown}, "sparsevec": {kind: schema.KindUnknown},
	"ean13": {kind: schema.KindUnknown}, "isbn": {kind: schema.KindUnknown}, "isbn13": {kind: schema.KindUnknown}, "ismn": {kind: schema.KindUnknown},
	"ismn13": {kind: schema.KindUnknown}, "issn": {kind: schema.KindUnknown}, "issn13": {kind: schema.KindUnknown}, "upc": {kind: schema.KindUnknown},
}

// builtin gives what a type of pg_catalog or of a well-known extension means, by the catalog's name ("int4", "bpchar", "hstore"), and whether
// it is one. The modifiers are those of the parse tree: varchar(50) has [50], numeric(10,2) has [10 2], "character" has [1], "interval(3)" has
// [32767 3], "interval year" has [4] (a mask of fields). Modifiers that are not numbers (PostGIS's) are the caller's to add to Declared.
// Declared is what format_type prints. Arrays are for arrayOf.
func builtin(name string, mods []int) (schema.Type, bool) {
	info, ok := builtinTypes[name]
	if !ok {
		if info, ok = extensionTypes[name]; !ok {
			return schema.Type{}, false
		}
	}
	t := schema.Type{Kind: info.kind, Zone: info.zone, Declared: printed(name, info, mods)}
	mod := func(i int) int {
		if i >= len(mods) {
			return 0
		}
		return mods[i]
	}
	switch info.kind {
	case schema.KindText, schema.KindBit:
		t.Length = mod(0)
		t.Fixed = t.Length > 0 && (name == "bpchar" || name == "bit")
	case schema.KindDecimal:
		t.Precision, t.Scale = mod(0), mod(1)
	case schema.KindTimestamp, schema.KindTime:
		t.Precision = mod(0)
	case schema.KindRange, schema.KindMultirange:
		elem, _ := builtin(info.elem, nil)
		t.Elem = &elem
	}
	return t, true
}

// arrayOf gives the type of arrays of a type; the dimensions are as declared, 0 counts as 1.
func arrayOf(elem schema.Type, dims int) schema.Type {
	return schema.Type{Kind: schema.KindArray, Declared: elem.Declared + "[]", Elem: &elem, Dims: max(dims, 1)}
}

// printed gives a type's name and modifiers as format_type prints them.
func printed(name string, info typeInfo, mods []int) string {
	switch name {
	case "timestamp", "time":
		return name + list(mods) + " without time zone"
	case "timestamptz", "timetz":
		return strings.TrimSuffix(name, "tz") + list(mods) + " with time zone"
	case "interval":
		return printedInterval(mods)
	case "bpchar":
		if len(mods) > 0 { // without, it has no limit, and no other name
			return "character" + list(mods)
		}
	case "bit":
		if len(mods) > 0 {
			return "bit" + list(mods)
		}
	case "numeric":
		if len(mods) == 1 {
			mods = []int{mods[0], 0}
		}
	}
	if info.printed != "" {
		name = info.printed
	}
	return name + list(mods)
}

// list gives numbers in parentheses, "" for none.
func list(mods []int) string {
	if len(mods) == 0 {
		return ""
	}
	texts := make([]string, len(mods))
	for i, n := range mods {
		texts[i] = strconv.Itoa(n)
	}
	return "(" + strings.Join(texts, ",") + ")"
}

// The masks of an interval's fields, as Postgres packs them into the first modifier.
const (
	intervalMonth  = 1 << 1
	intervalYear   = 1 << 2
	intervalDay    = 1 << 3
	intervalHour   = 1 << 10
	intervalMinute = 1 << 11
	intervalSecond = 1 << 12
)

var intervalFields = map[int]string{
	intervalYear: " year", intervalMonth: " month", intervalDay: " day", intervalHour: " hour", intervalMinute: " minute", intervalSecond: " second",
	intervalYear | intervalMonth:                                 " year to month",
	intervalDay | intervalHour:                                   " day to hour",
	intervalDay | intervalHour | intervalMinute:                  " day to minute",
	intervalDay | intervalHour | intervalMinute | intervalSecond: " day to second",
	intervalHour | intervalMinute:                                " hour to minute",
	intervalHour | intervalMinute | intervalSecond:               " hour to second",
	intervalMinute | intervalSecond:                              " minute to second",
}

func printedInterval(mods []int) string {
	if len(mods) == 0 {
		return "interval"
	}
	fields := intervalFields[mods[0]] // "" for all of them
	if len(mods) > 1 {
		return fmt.Sprintf("interval%s(%d)", fields, mods[1])
	}
	return "interval" + fields
}
