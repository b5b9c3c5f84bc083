package golang

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/seed83105465/duet/codegen/schema"
)

// rule is a comparison of a column with a literal that a CHECK asks for.
type rule struct {
	column int
	op     string // the constant of package query: "OpGe"
	value  string // Go that makes the value: query.IntArg(1)
	text   string // the check, as the schema says it
}

// rulesOf gives what can be checked of a row without the database: CHECKs of the table, and of the domains of its columns, that are
// comparisons of a column with a literal, BETWEEN, or several of these joined by AND. A limit on the length of a text becomes the
// field's, and so does a list of texts. A check that has anything else in it gives nothing: the database sees to it.
func rulesOf(m *model) []rule {
	var all []rule
	for _, check := range m.table.Checks {
		all = append(all, rulesIn(check, m.field)...)
	}
	for _, f := range m.fields {
		if f.column.Type.Domain == nil {
			continue
		}
		for _, check := range f.column.Type.Domain.Checks {
			all = append(all, rulesIn(check, func(name string) *field {
				if strings.EqualFold(name, "value") {
					return f
				}
				return nil
			})...)
		}
	}
	return all
}

// rulesIn gives the rules of one check, whose columns are found by name.
func rulesIn(check *schema.Check, named func(string) *field) []rule {
	p := checkParser{tokens: lexCheck(check.Expr)}
	comparisons, ok := p.all()
	if !ok {
		return nil
	}
	var all []rule
	for _, c := range comparisons {
		f := named(c.column)
		switch {
		case f == nil:
		case c.op == "OpIn":
			if !c.length && (f.comparesExactly() || f.isEnumType()) && f.oneOf == nil {
				f.oneOf = c.list
			}
		case c.length:
			limitLength(f, c)
		default:
			if value, ok := literalFor(f, c); ok {
				all = append(all, rule{f.index, c.op, value, oneLine(check.Expr)})
			}
		}
	}
	return all
}

// comparesExactly reports whether texts are equal in Go exactly if they are in the database.
func (f *field) comparesExactly() bool {
	c := f.column
	if d := c.Type.Domain; d != nil && d.Collation != "" {
		return false
	}
	return f.typ.shape == shapeText && f.typ.query == "TextType" && c.Type.Kind == schema.KindText && c.Collation == "" && !c.Type.Fixed
}

// isEnumType reports whether the column is of an enum of the database's, or of a domain of one.
func (f *field) isEnumType() bool {
	t := f.column.Type
	if t.Domain != nil {
		t = t.Domain.Type
	}
	return f.typ.shape == shapeEnum && t.Kind == schema.KindEnum && t.Enum != nil && t.Enum.Origin == schema.EnumFromType
}

// limitLength takes over length(x) <= 50, and < 51.
func limitLength(f *field, c comparison) {
	most, err := strconv.Atoi(c.literal)
	if err != nil || f.typ.shape != shapeText {
		return
	}
	switch c.op {
	case "OpLt":
		most--
	case "OpLe", "OpEq":
	default:
		return
	}
	if most > 0 && (f.maxLen == 0 || most < f.maxLen) {
		f.maxLen = most
	}
}

// literalFor gives the Go for a literal that a field is compared with, false where Go and the database might see the comparison
// differently: texts in an order (collations), numbers that the field cannot hold.
func literalFor(f *field, c comparison) (string, bool) {
	switch {
	case f.column.Type.Kind == schema.KindUnknown:
		return "", false
	case f.typ.shape == shapeInt && !c.isText:
		n, err := strconv.ParseInt(c.literal, 10, 64)
		return fmt.Sprintf("query.IntArg(%d)", n), err == nil
	case f.typ.shape == shapeFloat && !c.isText:
		n, err := strconv.ParseFloat(c.literal, 64)
		return fmt.Sprintf("query.FloatArg(%s)", strconv.FormatFloat(n, 'g', -1, 64)), err == nil
	case f.typ.query == "DecimalType" && f.typ.path == decimalPath && !c.isText:
		return fmt.Sprintf("query.DecimalArg(%q)", c.literal), isPlainNumber(c.literal)
	case (f.comparesExactly() || f.isEnumType()) && c.isText:
		return fmt.Sprintf("query.TextArg(%q)", c.literal), c.op == "OpEq" || c.op == "OpNe"
	}
	return "", false
}

// isPlainNumber tells whether a number is digits with at most a sign and a point between them, as a decimal is written.
func isPlainNumber(s string) bool {
	whole, fraction, point := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	digits := func(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
	return digits(whole) && (!point || digits(fraction))
}
