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

// rulesOf gives what can be checked of a row without the database: CHECKs that are comparisons of a column with a literal, BETWEEN, or
// several of these joined by AND. A limit on the length of a text becomes the field's. A check that has anything else in
// it gives nothing: the database sees to it.
func rulesOf(m *model) []rule {
	var all []rule
	for _, check := range m.table.Checks {
		p := checkParser{tokens: lexCheck(check.Expr)}
		comparisons, ok := p.all()
		if !ok {
			continue
		}
		for _, c := range comparisons {
			f := m.field(c.column)
			switch {
			case f == nil:
			case c.length:
				limitLength(f, c)
			default:
				if value, ok := literalFor(f, c); ok {
					all = append(all, rule{f.index, c.op, value, oneLine(check.Expr)})
				}
			}
		}
	}
	return all
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
	case f.typ.shape == shapeText && f.typ.query == "TextType" && c.isText:
		exact := f.column.Collation == "" && f.column.Type.Kind == schema.KindText && !f.column.Type.Fixed
		return fmt.Sprintf("query.TextArg(%q)", c.literal), exact && (c.op == "OpEq" || c.op == "OpNe")
	}
	return "", false
}

// isPlainNumber tells whether a number is digits with at most a sign and a point between them, as a decimal is written.
func isPlainNumber(s string) bool {
	whole, fraction, point := strings.Cut(strings.TrimPrefix(s, "-"), ".")
	digits := func(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
	return digits(whole) && (!point || digits(fraction))
}
