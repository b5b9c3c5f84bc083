package postgres

import (
	"strings"

	"github.com/seed83105465/duet/codegen/schema"
)

// typeOf gives the type of an oid with a modifier (-1 for none) and an array's dimensions. Declared, if it is not "", is what format_type
// prints of it; that names types nobody knows.
func (c *catalog) typeOf(oid uint32, mod, dims int32, declared string) schema.Type {
	r := c.types[oid]
	if r == nil { // a table's row, or a pseudo-type
		return schema.Type{Kind: schema.KindUnknown, Declared: declared}
	}
	if declared == "" {
		declared = r.declared
	}
	switch {
	case r.elem != 0:
		return arrayOf(c.typeOf(r.elem, mod, 0, strings.TrimSuffix(declared, "[]")), int(dims))
	case r.enum != nil:
		return schema.Type{Kind: schema.KindEnum, Declared: declared, Enum: r.enum}
	case r.composite != nil:
		return schema.Type{Kind: schema.KindComposite, Declared: declared, Composite: r.composite}
	case r.ranges != nil:
		elem := c.typeOf(r.rangeOf, -1, 0, "")
		return schema.Type{Kind: schema.KindRange, Declared: declared, Range: r.ranges, Elem: &elem}
	case r.multiOf != 0 && r.own:
		t := c.typeOf(r.multiOf, -1, 0, "")
		t.Kind, t.Declared = schema.KindMultirange, declared
		return t
	case r.domain != nil:
		t := c.baseOf(r)
		t.Declared, t.Domain = declared, r.domain
		return t
	}
	// A type of the schema may have the name of one that an extension brings elsewhere.
	if r.kind == letterBase || !r.own {
		if t, ok := builtin(r.name, modifiers(r.name, mod)); ok && (r.namespace == "pg_catalog" || builtinTypes[r.name].kind == "") {
			if r.namespace != "pg_catalog" {
				t.Declared = declared
			}
			return t
		}
	}
	if r.kind == letterDomain { // of an extension, or of information_schema
		t := c.baseOf(r)
		t.Declared = declared
		return t
	}
	return schema.Type{Kind: schema.KindUnknown, Declared: declared}
}

// baseOf gives what a domain is of, through domains of domains.
func (c *catalog) baseOf(r *typeRow) schema.Type {
	for {
		base := c.types[r.base]
		if base == nil || base.kind != letterDomain {
			return c.typeOf(r.base, r.baseMod, r.dims, r.baseDeclared)
		}
		r = base
	}
}

// modifiers takes a typmod of the catalog apart, as they were written; nil for -1.
func modifiers(name string, mod int32) []int {
	if mod < 0 {
		return nil
	}
	const header = 4 // the length of a value's header, which Postgres adds
	switch name {
	case "varchar", "bpchar":
		return []int{int(mod - header)}
	case "numeric":
		// The scale has eleven bits, and may be negative.
		scale := (int(mod-header)&0x7ff ^ 1024) - 1024
		return []int{int(mod-header) >> 16 & 0xffff, scale}
	case "interval":
		fields, precision := int(mod)>>16&0x7fff, int(mod)&0xffff
		if precision == 0xffff {
			return []int{fields}
		}
		return []int{fields, precision}
	case "bit", "varbit", "time", "timetz", "timestamp", "timestamptz":
		return []int{int(mod)}
	}
	return nil
}
