package postgres

import (
	"strings"

	"github.com/seed83105465/duet/codegen/postgres/internal/overload"
	"github.com/seed83105465/duet/codegen/schema"
)

// value is what is known of the result of an expression.
type value struct {
	schema.Type
	// ref is the type as package overload has it: "" where it was not found out, overload.Unknown for a literal.
	ref       string
	collation string
}

// literal is a text in quotes or NULL, of whose type its surroundings decide.
var literal = value{Type: schema.Type{Kind: schema.KindUnknown}, ref: overload.Unknown}

// nothing is the value of which nothing was found out.
var nothing = value{Type: schema.Type{Kind: schema.KindUnknown}}

// valueOf gives the value that a column holds.
func valueOf(c *schema.Column) value {
	return value{Type: c.Type, ref: refOf(c.Type), collation: c.Collation}
}

// typed gives a value of a type.
func typed(t schema.Type) value { return value{Type: t, ref: refOf(t)} }

// column gives a value's type for a column: literals are texts.
func (v value) column() schema.Type {
	if v.ref == overload.Unknown {
		t, _ := builtin("text", nil)
		return t
	}
	return v.Type
}

// printedTypes are the catalog's names of types by what format_type prints without modifiers.
var printedTypes = func() map[string]string {
	all := map[string]string{"character": "bpchar", "bit": "bit"}
	for name := range builtinTypes {
		t, _ := builtin(name, nil)
		all[t.Declared] = name
	}
	return all
}()

// refOf gives a type as package overload has it.
func refOf(t schema.Type) string {
	switch {
	case t.Kind == schema.KindArray && t.Elem != nil:
		return overload.Array(refOf(*t.Elem))
	case t.Enum != nil && t.Enum.Origin == schema.EnumFromType:
		return "enum:" + t.Enum.Schema + "." + t.Enum.Name
	case t.Composite != nil:
		return "composite:" + t.Composite.Schema + "." + t.Composite.Name
	case t.Range != nil && t.Kind == schema.KindRange:
		return "range:" + t.Range.Schema + "." + t.Range.Name
	case t.Domain != nil:
		return refOf(t.Domain.Type)
	}
	declared := t.Declared
	if name, ok := printedTypes[declared]; ok {
		return name
	}
	if strings.HasPrefix(declared, "interval") {
		return "interval"
	}
	if open := strings.IndexByte(declared, '('); open >= 0 {
		if end := strings.IndexByte(declared[open:], ')'); end >= 0 {
			declared = declared[:open] + declared[open+end+1:]
		}
	}
	if name, ok := printedTypes[declared]; ok {
		return name
	}
	if _, known := extensionTypes[declared[strings.LastIndexByte(declared, '.')+1:]]; known {
		return declared[strings.LastIndexByte(declared, '.')+1:]
	}
	return declared
}

// valueNamed gives a value of a type of package overload: what operators and functions give, without modifiers.
func (db *database) valueNamed(ref string) value {
	if elem, ok := strings.CutSuffix(ref, "[]"); ok {
		of := db.valueNamed(elem)
		if of.ref == "" {
			return nothing
		}
		return value{Type: arrayOf(of.Type, 1), ref: ref}
	}
	if _, name, ok := strings.Cut(ref, ":"); ok {
		namespace, name, _ := strings.Cut(name, ".")
		if t := db.types[qname{namespace, name}]; t != nil {
			return value{Type: t.typ(), ref: ref}
		}
		return nothing
	}
	switch ref {
	case "", "record", "any", "void":
		return nothing
	case overload.Unknown:
		return literal
	}
	if t, ok := builtin(ref, nil); ok {
		return value{Type: t, ref: ref}
	}
	return value{Type: schema.Type{Kind: schema.KindUnknown, Declared: ref}, ref: ref}
}

// together gives the value that several branches have together: of one and the same type with its modifiers, or of the type that they share.
func (db *database) together(all ...value) value {
	refs := make([]string, len(all))
	same := true
	for i, v := range all {
		refs[i] = v.ref
		same = same && v.ref != "" && v.ref != overload.Unknown && v.Declared == all[0].Declared
	}
	if same && len(all) > 0 {
		v := all[0]
		v.collation = collationAmong(all)
		return v
	}
	v := db.valueNamed(overload.Common(refs...))
	v.collation = collationAmong(all)
	return v
}

// collationAmong gives the one collation that values bring along, "" for none and for several.
func collationAmong(all []value) string {
	one := ""
	for _, v := range all {
		if v.collation == "" {
			continue
		}
		if one != "" && one != v.collation {
			return ""
		}
		one = v.collation
	}
	return one
}

// refs gives the types of values.
func refs(all []value) []string {
	list := make([]string, len(all))
	for i, v := range all {
		list[i] = v.ref
	}
	return list
}
