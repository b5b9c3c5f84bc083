package postgres

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	pg "github.com/sqlc-dev/oliphant"

	"github.com/seed83105465/duet/codegen/postgres/internal/overload"
)

// write makes a node a literal with a cast, written as the server writes one of its type: '-1'::integer is -1.
func (c canon) write(n *pg.Node, text, ref string, t *pg.TypeName) {
	if number := numberNode(text); number != nil && isNumeric(ref) {
		if c.value(number).ref == ref {
			n.Node = number.GetNode()
			return
		}
		n.Node = &pg.Node_TypeCast{TypeCast: &pg.TypeCast{Arg: number, TypeName: t}}
		return
	}
	if ref == "bool" {
		if b, ok := boolOf(text); ok {
			n.Node = boolNode(b).GetNode()
			return
		}
	}
	if ref == "bit" && len(t.GetTypmods()) == 0 && strings.Trim(text, "01") == "" {
		n.Node = bitNode(text).GetNode()
		return
	}
	n.Node = &pg.Node_TypeCast{TypeCast: &pg.TypeCast{Arg: pg.MakeAConstStrNode(written(text, ref), 0), TypeName: t}}
}

// hexBits writes the digits of X'1F' as those of B'00011111'.
func hexBits(hex string) string {
	var b strings.Builder
	for _, digit := range hex {
		n, _ := strconv.ParseUint(string(digit), 16, 8)
		fmt.Fprintf(&b, "%04b", n)
	}
	return b.String()
}

func bitNode(bits string) *pg.Node {
	return &pg.Node{Node: &pg.Node_AConst{AConst: &pg.A_Const{Val: &pg.A_Const_Bsval{Bsval: &pg.BitString{Bsval: "b" + bits}}}}}
}

// writeAs does the same for a literal without a cast that is of a type all the same. Only a number may need one.
func (c canon) writeAs(n *pg.Node, text, ref string) {
	switch {
	case isNumeric(ref):
		c.write(n, text, ref, &pg.TypeName{Names: []*pg.Node{word("pg_catalog"), word(ref)}, Typemod: -1})
		if n.GetTypeCast() != nil && n.GetTypeCast().GetArg().GetAConst().GetSval() != nil {
			n.Node = n.GetTypeCast().GetArg().GetNode() // no number: 'NaN'
		}
	case ref == "bool":
		if b, ok := boolOf(text); ok {
			n.Node = boolNode(b).GetNode()
		}
	case ref == "bit" && strings.Trim(text, "01") == "":
		n.Node = bitNode(text).GetNode()
	default:
		n.Node = pg.MakeAConstStrNode(written(text, ref), 0).GetNode()
	}
}

func isNumeric(ref string) bool {
	return slices.Contains([]string{"int2", "int4", "int8", "numeric", "float4", "float8"}, ref)
}

var numberText = regexp.MustCompile(`^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$`)

// numberNode gives a number as a node, nil if the text is none.
func numberNode(text string) *pg.Node {
	text = strings.TrimPrefix(strings.TrimSpace(text), "+")
	if !numberText.MatchString(text) {
		return nil
	}
	if i, err := strconv.ParseInt(text, 10, 32); err == nil {
		return pg.MakeAConstIntNode(i, 0)
	}
	return &pg.Node{Node: &pg.Node_AConst{AConst: &pg.A_Const{Val: &pg.A_Const_Fval{Fval: &pg.Float{Fval: plainNumber(text)}}}}}
}

// plainNumber writes a number without an exponent, as numeric does: 1e3 is 1000, and .5 is 0.5.
func plainNumber(text string) string {
	mantissa, exponent, ok := strings.Cut(strings.ToLower(text), "e")
	if !ok {
		exponent = "0"
	}
	shift, err := strconv.Atoi(exponent)
	const most = 1000 // more zeros than anyone writes out
	if err != nil || shift > most || shift < -most {
		return text
	}
	sign := ""
	if strings.HasPrefix(mantissa, "-") {
		sign, mantissa = "-", mantissa[1:]
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	point := len(whole) + shift
	digits := whole + fraction
	switch {
	case point <= 0:
		return sign + "0." + strings.Repeat("0", -point) + digits
	case point >= len(digits):
		digits = strings.TrimLeft(digits+strings.Repeat("0", point-len(digits)), "0")
		return sign + cmp.Or(digits, "0")
	}
	return sign + cmp.Or(strings.TrimLeft(digits[:point], "0"), "0") + "." + digits[point:]
}

func boolNode(b bool) *pg.Node {
	return &pg.Node{Node: &pg.Node_AConst{AConst: &pg.A_Const{Val: &pg.A_Const_Boolval{Boolval: &pg.Boolean{Boolval: b}}}}}
}

// boolOf reads a truth value as Postgres does.
func boolOf(text string) (b, ok bool) {
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "t", "true", "y", "yes", "on", "1":
		return true, true
	case "f", "false", "n", "no", "off", "0":
		return false, true
	}
	return false, false
}

// written gives the text of a literal as the server writes it after it has read it.
func written(text, ref string) string {
	switch {
	case isReg(ref):
		return publicName(text)
	case ref == "interval":
		return intervalText(text)
	case ref == "date":
		return dateText(text)
	case ref == "timestamp", ref == "timestamptz", ref == "time":
		return timeText(text, ref)
	case ref == "jsonb":
		return jsonbText(text)
	case ref == "uuid":
		return strings.ToLower(text)
	case overload.IsArray(ref):
		return arrayText(text)
	case rangeElems[ref] != "":
		return rangeText(text, ref)
	case strings.HasSuffix(ref, "multirange"):
		return multirangeText(text, ref)
	}
	return text
}

var plainElement = regexp.MustCompile(`^[A-Za-z0-9_.:+-]+$`)

// arrayText writes an array of plain words without the quotes and spaces that it does without: {"a", b} is {a,b}.
func arrayText(text string) string {
	inner, ok := strings.CutPrefix(strings.TrimSpace(text), "{")
	if inner, ok2 := strings.CutSuffix(inner, "}"); ok && ok2 && !strings.ContainsAny(inner, `{}\`) && strings.TrimSpace(inner) != "" {
		parts := strings.Split(inner, ",")
		for i, p := range parts {
			p = strings.TrimSpace(p)
			if q := strings.TrimSuffix(strings.TrimPrefix(p, `"`), `"`); len(q) == len(p)-2 && plainElement.MatchString(q) && !strings.EqualFold(q, "null") {
				p = q
			}
			if !plainElement.MatchString(p) && !(len(p) > 1 && strings.Count(p, `"`) == 2) {
				return text
			}
			parts[i] = p
		}
		return "{" + strings.Join(parts, ",") + "}"
	}
	return text
}

// jsonbText writes JSON as jsonb keeps it: keys by length and then by their bytes, one space behind colons and commas.
func jsonbText(text string) string {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil || d.More() {
		return text
	}
	var b strings.Builder
	if !writeJSON(&b, v) {
		return text
	}
	return b.String()
}

func writeJSON(b *strings.Builder, v any) bool {
	switch v := v.(type) {
	case map[string]any:
		keys := make([]string, 0, len(v))
		for k := range v {
			keys = append(keys, k)
		}
		slices.SortFunc(keys, func(x, y string) int { return cmp.Or(cmp.Compare(len(x), len(y)), cmp.Compare(x, y)) })
		b.WriteByte('{')
		for i, k := range keys {
			if i > 0 {
				b.WriteString(", ")
			}
			if !writeJSON(b, k) {
				return false
			}
			b.WriteString(": ")
			if !writeJSON(b, v[k]) {
				return false
			}
		}
		b.WriteByte('}')
	case []any:
		b.WriteByte('[')
		for i, e := range v {
			if i > 0 {
				b.WriteString(", ")
			}
			if !writeJSON(b, e) {
				return false
			}
		}
		b.WriteByte(']')
	default:
		var out bytes.Buffer
		enc := json.NewEncoder(&out)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(v); err != nil {
			return false
		}
		b.WriteString(strings.TrimSuffix(out.String(), "\n"))
	}
	return true
}
