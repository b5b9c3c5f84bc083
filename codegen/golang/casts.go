package golang

import (
	"regexp"
	"strings"

	"github.com/seed83105465/duet/codegen/schema"
)

// usualCasts are the types of Postgres that package query takes a column to have by its own type.
var usualCasts = map[string]string{
	"BoolType": "boolean", "IntType": "bigint", "FloatType": "double precision", "DecimalType": "numeric", "TextType": "text", "EnumType": "text",
	"BytesType": "bytea", "TimestampType": "timestamp with time zone", "DateType": "date", "JSONType": "jsonb", "UUIDType": "uuid",
}

// cast gives the name of a column's type for casts, "" where it is the usual one. A domain's is that of what it is of: comparing needs
// no conditions checked.
func (b *builder) cast(f *field) string {
	if b.schema.Dialect != schema.Postgres {
		return ""
	}
	t := f.column.Type
	if t.Domain != nil {
		t = t.Domain.Type
	}
	name := b.sqlName(t)
	if name == "character varying" {
		name = "text" // which it is compared as
	}
	if name == usualCasts[f.typ.query] {
		return ""
	}
	return name
}

// kindCasts are the kinds that are one type, or one by the zone.
var kindCasts = map[schema.TypeKind]string{
	schema.KindBool: "boolean", schema.KindInt16: "smallint", schema.KindInt32: "integer", schema.KindInt64: "bigint",
	schema.KindFloat32: "real", schema.KindFloat64: "double precision", schema.KindDecimal: "numeric", schema.KindMoney: "money",
	schema.KindBytes: "bytea", schema.KindDate: "date", schema.KindInterval: "interval", schema.KindUUID: "uuid", schema.KindJSON: "json",
	schema.KindJSONB: "jsonb", schema.KindXML: "xml", schema.KindInet: "inet", schema.KindCIDR: "cidr", schema.KindTSVector: "tsvector",
	schema.KindTSQuery: "tsquery", schema.KindTimestamp: "timestamp", schema.KindTime: "time",
}

// sqlName gives the name of a type as SQL has it, without length and precision: a cast with one cuts values short in silence. "" for
// a type that cannot be named.
func (b *builder) sqlName(t schema.Type) string {
	switch {
	case t.Domain != nil:
		return b.qualified(t.Domain.Schema, t.Domain.Name)
	case t.Kind == schema.KindArray && t.Elem != nil:
		if elem := b.sqlName(*t.Elem); elem != "" {
			return elem + "[]"
		}
		return ""
	case t.Kind == schema.KindEnum && t.Enum != nil && t.Enum.Origin == schema.EnumFromType:
		return b.qualified(t.Enum.Schema, t.Enum.Name)
	case t.Kind == schema.KindText || t.Kind == schema.KindEnum:
		return textName(t.Declared)
	case t.Kind == schema.KindComposite && t.Composite != nil:
		return b.qualified(t.Composite.Schema, t.Composite.Name)
	case t.Kind == schema.KindRange && t.Range != nil:
		return b.qualified(t.Range.Schema, t.Range.Name)
	case t.Kind == schema.KindTimestamp || t.Kind == schema.KindTime:
		if t.Zone {
			return kindCasts[t.Kind] + " with time zone"
		}
		return kindCasts[t.Kind] + " without time zone"
	case kindCasts[t.Kind] != "":
		return kindCasts[t.Kind]
	}
	if name := declaredName(t.Declared); name != "bit" {
		return name
	}
	return `"bit"` // bit alone is one bit
}

// textName gives the name of a type of texts: "" and what nobody knows are text.
func textName(declared string) string {
	switch name, _, _ := strings.Cut(strings.ToLower(declared), "("); strings.TrimSpace(name) {
	case "character varying", "varchar":
		return "character varying"
	case "character", "char", "bpchar", "nchar":
		return "bpchar" // character alone is one character
	case "name":
		return "name"
	case `"char"`:
		return `"char"`
	}
	return "text"
}

// qualified writes the name of a type of the schema, with its namespace where that is not the default one.
func (b *builder) qualified(namespace, name string) string {
	if namespace == "" || b.schema.Dialect.Same(namespace, b.schema.Default) {
		return quoteName(name)
	}
	return quoteName(namespace) + "." + quoteName(name)
}

func quoteName(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

var (
	modifiers   = regexp.MustCompile(`\([^()"]*\)`)
	plainWords  = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*( [A-Za-z_][A-Za-z0-9_]*)+$`)
	dottedNames = regexp.MustCompile(`^(?:(?:"(?:[^"\x00]|"")+"|[\pL_][\pL\pN_$]*)(?:\.|$))+$`)
	plainName   = regexp.MustCompile(`^[a-z_][a-z0-9_]*$`)
	oneName     = regexp.MustCompile(`"(?:[^"]|"")+"|[^".]+`)
)

// declaredName gives the name of a type of which nothing is known but the text of its declaration, which a front end has quoted where that
// has to be: whatever it is, it is nothing but a name. "" for a text that is no name.
func declaredName(declared string) string {
	if !strings.Contains(declared, `"`) {
		declared = modifiers.ReplaceAllString(declared, "")
	} else if strings.HasSuffix(declared, ")") {
		declared = declared[:strings.LastIndexByte(declared, '(')+1]
		declared = strings.TrimSuffix(declared, "(")
	}
	declared = strings.TrimSpace(declared)
	if plainWords.MatchString(declared) {
		return strings.ToLower(declared) // bit varying
	}
	if !dottedNames.MatchString(declared) || strings.HasSuffix(declared, ".") {
		return ""
	}
	names := oneName.FindAllString(declared, -1)
	for i, name := range names {
		if name[0] != '"' && !plainName.MatchString(name) {
			names[i] = quoteName(strings.ToLower(name))
		}
	}
	return strings.Join(names, ".")
}
