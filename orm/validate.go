package orm

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/seed83105465/duet/query"
)

// equalRows is Equal of two rows: a []*M.
func equalRows(m *model, pair any) bool {
	rows := m.given(pair)
	if rows.absent(0) || rows.absent(1) {
		return rows.same(0, 1)
	}
	for c := range m.desc.Columns {
		if !rows.value(0, c).Equal(rows.value(1, c)) {
			return false
		}
	}
	return true
}

// ValidationError is what is wrong with a row, field by field.
type ValidationError struct {
	Model  string
	Fields []FieldError
}

// FieldError is what is wrong with one field.
type FieldError struct {
	Field string
	Msg   string
}

// Error implements error.
func (e *ValidationError) Error() string {
	parts := make([]string, len(e.Fields))
	for i, f := range e.Fields {
		parts[i] = f.Field + " " + f.Msg
	}
	return fmt.Sprintf("%s is not valid: %s", e.Model, strings.Join(parts, "; "))
}

// validate is Validate of one row: a []*M.
func validate(m *model, row any) error {
	t, rows := m.desc, m.given(row)
	e := &ValidationError{Model: t.Model}
	for i := range t.Columns {
		c := &t.Columns[i]
		v := rows.value(0, i)
		if v.IsNull() || left(t, i, v) {
			continue
		}
		if n := utf8.RuneCountInString(v.Text()); c.MaxLen > 0 && n > c.MaxLen {
			e.Fields = append(e.Fields, FieldError{c.Field, fmt.Sprintf("has %d characters, at most %d fit", n, c.MaxLen)})
		}
		if len(c.OneOf) > 0 && !slices.Contains(c.OneOf, v.Text()) {
			e.Fields = append(e.Fields, FieldError{c.Field, fmt.Sprintf("is %q, not one of %s", v.Text(), strings.Join(c.OneOf, ", "))})
		}
	}
	for _, r := range t.Rules {
		v := rows.value(0, r.Column)
		if !v.IsNull() && !left(t, r.Column, v) && !holds(r, v) {
			e.Fields = append(e.Fields, FieldError{t.Columns[r.Column].Field, "does not satisfy " + r.Text})
		}
	}
	if len(e.Fields) == 0 {
		return nil
	}
	return e
}

// left reports whether an insert leaves a column to the database.
func left(t *query.Table, column int, v Value) bool {
	c := &t.Columns[column]
	return c.ReadOnly || c.Default && saysNothing(c, v, t.Identity == column)
}

// holds reports whether a value satisfies a rule. What cannot be compared here is left to the database.
func holds(r query.Rule, v Value) bool {
	order, ok := compareValues(v, r.Value)
	if !ok {
		return true
	}
	switch r.Op {
	case query.OpEq:
		return order == 0
	case query.OpNe:
		return order != 0
	case query.OpLt:
		return order < 0
	case query.OpLe:
		return order <= 0
	case query.OpGt:
		return order > 0
	case query.OpGe:
		return order >= 0
	}
	return true
}

func compareValues(a, b Value) (int, bool) {
	if x, ok := number(a); ok {
		y, ok := number(b)
		if !ok {
			return 0, false
		}
		return x.Cmp(y), true
	}
	if a.Kind() == query.TextValue && b.Kind() == query.TextValue {
		return cmp.Compare(a.Text(), b.Text()), true
	}
	return 0, false
}

func number(v Value) (*big.Rat, bool) {
	switch v.Kind() {
	case query.IntValue, query.BoolValue:
		return new(big.Rat).SetInt64(v.Int()), true
	case query.FloatValue:
		r := new(big.Rat).SetFloat64(v.Float())
		return r, r != nil
	case query.DecimalValue:
		return new(big.Rat).SetString(v.Text())
	}
	return nil, false
}
