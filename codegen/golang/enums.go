package golang

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed83105465/duet/codegen/schema"
)

// addEnums makes a type of each enum that a field has, or has elements of. A CHECK's is named after its model and field:
// BookStatus; a type of the database after that, with its namespace in front where its name alone would be another's.
func (b *builder) addEnums() {
	made := map[*schema.Enum]*enum{}
	for _, m := range b.pkg.models {
		for _, f := range m.fields {
			if f.typ.asked {
				continue
			}
			of, typ := &f.column.Type, &f.typ
			for of.Elem != nil && typ.elem != nil {
				of = of.Elem
				for typ.elem != nil {
					typ = typ.elem // several, of an array of dimensions
				}
			}
			if of.Enum == nil {
				continue
			}
			if made[of.Enum] == nil {
				made[of.Enum] = b.addEnum(m, f, of.Enum)
			}
			*typ = fieldType{shape: shapeEnum, name: made[of.Enum].name, query: "EnumType", enum: made[of.Enum], null: typ.null}
		}
	}
}

func (b *builder) addEnum(m *model, f *field, of *schema.Enum) *enum {
	e := &enum{schema: of, of: of.Name, name: Identifier(of.Name)}
	switch {
	case of.Origin == schema.EnumFromCheck:
		e.of, e.name = m.label+"."+f.column.Name, m.name+f.name
	case !b.schema.Dialect.Same(of.Schema, b.schema.Default):
		e.of = of.Schema + "." + of.Name
		if b.sharesName(of) {
			e.name = Identifier(of.Schema + " " + of.Name)
		}
	}
	e.name = b.claimFree(e.name, "Enum", "enum "+e.of)
	e.list = b.claimFree(e.name+"Values", "List", "enum "+e.of)
	for i, name := range valueNames(of.Values) {
		name = b.claimFree(e.name+name, "Value", "enum "+e.of)
		e.values = append(e.values, enumValue{name, of.Values[i]})
	}
	b.pkg.enums = append(b.pkg.enums, e)
	return e
}

// sharesName reports whether another type of the schema would have the name of an enum in Go.
func (b *builder) sharesName(of *schema.Enum) bool {
	return slices.ContainsFunc(b.schema.Enums, func(other *schema.Enum) bool {
		return other != of && other.Origin == schema.EnumFromType && Identifier(other.Name) == Identifier(of.Name)
	})
}

// claimFree claims a name of the package: the name itself, else with the suffix, else with a number behind that.
func (b *builder) claimFree(name, suffix, what string) string {
	try := name
	for n := 2; ; n++ {
		if _, ok := b.pkg.taken.claim(try, what); ok {
			return try
		}
		if try = name + suffix; n > 2 {
			try = fmt.Sprintf("%s%s%d", name, suffix, n-1)
		}
	}
}

// valueNames gives the texts of an enum the ends of their constants' names, no two alike. Symbols are spelled where letters and digits
// do not tell the texts apart: "A+" is APlus beside "A-".
func valueNames(texts []string) []string {
	names := make([]string, len(texts))
	seen := map[string]int{}
	for i, text := range texts {
		names[i] = valueName(split(strings.ToValidUTF8(text, "")))
		seen[names[i]]++
	}
	used := map[string]bool{}
	for i, text := range texts {
		if names[i] == "" || seen[names[i]] > 1 {
			names[i] = valueName(spelled(strings.ToValidUTF8(text, "")))
		}
		if names[i] == "" {
			names[i] = "Empty"
		}
		plain := names[i]
		for n := 2; used[names[i]]; n++ {
			names[i] = fmt.Sprintf("%s_%d", plain, n)
		}
		used[names[i]] = true
	}
	return names
}

// valueName joins words behind the name of an enum: a leading digit does no harm there.
func valueName(words []string) string {
	if len(words) == 0 {
		return ""
	}
	return strings.TrimPrefix(camel(append([]string{"X"}, words...)), "X")
}
