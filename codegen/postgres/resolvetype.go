package postgres

import (
	"slices"
	"strconv"
	"strings"

	pg "github.com/sqlc-dev/oliphant"

	"github.com/seed83105465/duet/codegen/schema"
)

// serials are the words that make a column number itself, and what it then is.
var serials = map[string]string{
	"serial": "int4", "serial4": "int4", "bigserial": "int8", "serial8": "int8", "smallserial": "int2", "serial2": "int2",
}

// serialOf gives the type of a serial column, "" for other types.
func serialOf(n *pg.TypeName) string {
	if len(n.GetNames()) != 1 || len(n.GetArrayBounds()) > 0 {
		return ""
	}
	return serials[nameOf(n.GetNames()).name]
}

// typeOf gives what a type in the text means. A type that nobody knows is KindUnknown.
func (db *database) typeOf(n *pg.TypeName) schema.Type {
	if base := serialOf(n); base != "" {
		t, _ := builtin(base, nil)
		return t
	}
	t := db.scalar(nameOf(n.GetNames()), modifiersOf(n.GetTypmods()))
	if len(n.GetArrayBounds()) > 0 {
		t = arrayOf(t, len(n.GetArrayBounds()))
	}
	return t
}

// scalar gives the type of a name with its modifiers as they are written.
func (db *database) scalar(name qname, mods []string) schema.Type {
	numbers := numbersOf(mods)
	if elem, ok := strings.CutPrefix(name.name, "_"); ok && db.typeNamed(name) == nil {
		if t, known := builtin(elem, numbers); known { // _int4, as the catalog calls integer[]
			return arrayOf(t, 1)
		}
	}
	if _, system := builtinTypes[name.name]; system && (name.namespace == "" || name.namespace == "pg_catalog") {
		t, _ := builtin(name.name, numbers)
		return t
	}
	if t := db.typeNamed(name); t != nil {
		return t.typ()
	}
	if t, ok := builtin(name.name, numbers); ok { // an extension's
		if len(numbers) < len(mods) {
			t.Declared = name.name + "(" + geometryMods(mods) + ")"
		}
		if name.namespace != "" && name.namespace != defaultNamespace {
			t.Declared = quoteIdent(name.namespace) + "." + t.Declared
		}
		return t
	}
	declared := qualifiedIdent(db.rowType(name))
	if len(mods) > 0 {
		declared += "(" + strings.Join(mods, ",") + ")"
	}
	return schema.Type{Kind: schema.KindUnknown, Declared: declared}
}

// rowType gives the full name of the table whose rows a name may stand for, else the name.
func (db *database) rowType(name qname) qname {
	if r := db.relation(name); r != nil {
		return r.qname()
	}
	return name
}

// typ gives the type of a column that is of a named type.
func (t *namedType) typ() schema.Type {
	declared := qualifiedIdent(t.qname)
	switch {
	case t.enum != nil && len(t.enum.Values) > 0:
		return schema.Type{Kind: schema.KindEnum, Declared: declared, Enum: t.enum}
	case t.domain != nil:
		of := t.domain.Type
		of.Declared, of.Domain = declared, t.domain
		return of
	case t.composite != nil:
		return schema.Type{Kind: schema.KindComposite, Declared: declared, Composite: t.composite}
	case t.ranges != nil:
		elem := t.ranges.Elem
		of := schema.Type{Kind: schema.KindRange, Declared: declared, Elem: &elem, Range: t.ranges}
		if t.multirange {
			of.Kind = schema.KindMultirange
		}
		return of
	}
	return schema.Type{Kind: schema.KindUnknown, Declared: declared}
}

// qualifiedIdent gives a name as the server prints it: quoted where that is needed, with its namespace unless it is the default one.
func qualifiedIdent(name qname) string {
	if name.namespace == "" || name.namespace == defaultNamespace || name.namespace == "pg_catalog" {
		return quoteIdent(name.name)
	}
	return quoteIdent(name.namespace) + "." + quoteIdent(name.name)
}

// modifiersOf gives what stands in parentheses behind a type.
func modifiersOf(list []*pg.Node) []string {
	var mods []string
	for _, n := range list {
		text, err := exprText(n)
		if err != nil {
			continue
		}
		mods = append(mods, text)
	}
	return mods
}

// numbersOf gives the modifiers that are numbers, nil if any is not.
func numbersOf(mods []string) []int {
	var numbers []int
	for _, m := range mods {
		n, err := strconv.Atoi(m)
		if err != nil {
			return nil
		}
		numbers = append(numbers, n)
	}
	return numbers
}

// refusesNull reports whether a type is a domain that refuses NULL.
func (db *database) refusesNull(n *pg.TypeName) bool {
	if len(n.GetArrayBounds()) > 0 {
		return false
	}
	t := db.typeNamed(nameOf(n.GetNames()))
	return t != nil && t.notNull
}

// typesIn gives every type of the schema that something is declared with, to change them.
func (db *database) typesIn() []*schema.Type {
	var all []*schema.Type
	for _, r := range db.relations {
		for _, c := range r.Columns {
			all = append(all, &c.Type)
		}
	}
	for _, t := range db.named {
		switch {
		case t.domain != nil:
			all = append(all, &t.domain.Type)
		case t.composite != nil:
			for _, f := range t.composite.Fields {
				all = append(all, &f.Type)
			}
		case t.ranges != nil && !t.multirange:
			all = append(all, &t.ranges.Elem)
		}
	}
	return all
}

// renamed brings the text of a type in step with the name that its named type has now.
func (db *database) renamed(t *schema.Type) {
	if t.Elem != nil && t.Kind == schema.KindArray && t.Domain == nil {
		db.renamed(t.Elem)
		t.Declared = t.Elem.Declared + "[]"
		return
	}
	i := slices.IndexFunc(db.named, func(n *namedType) bool {
		switch {
		case t.Domain != nil:
			return n.domain == t.Domain
		case t.Enum != nil:
			return n.enum == t.Enum
		case t.Composite != nil:
			return n.composite == t.Composite
		}
		return t.Range != nil && n.ranges == t.Range && n.multirange == (t.Kind == schema.KindMultirange)
	})
	if i >= 0 && (t.Domain != nil || t.Enum != nil || t.Composite != nil || t.Range != nil) {
		t.Declared = qualifiedIdent(db.named[i].qname)
	}
}

// geometryMods gives the modifiers of PostGIS's types as it prints them: geometry(Point,4326).
func geometryMods(mods []string) string {
	all := slices.Clone(mods)
	for _, name := range []string{
		"Geometry", "Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon", "GeometryCollection",
		"CircularString", "CompoundCurve", "CurvePolygon", "MultiCurve", "MultiSurface", "PolyhedralSurface", "Triangle", "Tin",
	} {
		for _, suffix := range []string{"", "Z", "M", "ZM"} {
			if strings.EqualFold(strings.Trim(all[0], `"'`), name+suffix) {
				all[0] = name + suffix
			}
		}
	}
	return strings.Join(all, ",")
}
