package conformance

import (
	"encoding/hex"
	"encoding/json"
	"reflect"
	"strings"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/orm"
)

// cell writes a value as text, so that one that came through Duet and one that came past it can be compared: whatever
// the type, equal values are equal text. NULL is "NULL", numbers are decimals, truth is 1 or 0.
func cell(v any) string {
	switch v := v.(type) {
	case nil:
		return "NULL"
	case bool:
		if v {
			return "1"
		}
		return "0"
	case float64:
		return decimal.NewFromFloat(v).Round(9).String()
	case decimal.Decimal:
		return v.Round(9).String()
	case time.Time:
		if v = v.UTC(); v.Equal(v.Truncate(24 * time.Hour)) {
			return v.Format(time.DateOnly)
		}
		return v.Format("2006-01-02T15:04:05.000000Z")
	case json.RawMessage:
		return document(string(v))
	case []byte:
		if v == nil {
			return "NULL"
		}
		return "x" + hex.EncodeToString(v)
	case string:
		if strings.HasPrefix(v, "{") {
			return document(v)
		}
		return v
	}
	r := reflect.ValueOf(v)
	switch {
	case r.CanInt():
		return decimal.NewFromInt(r.Int()).String()
	case r.Kind() == reflect.String:
		return r.String()
	case r.Kind() == reflect.Struct && r.NumField() == 2 && r.Type().Field(1).Name == "Valid": // orm.Null
		if !r.Field(1).Bool() {
			return "NULL"
		}
		return cell(r.Field(0).Interface())
	}
	panic("no cell for a " + r.Type().String())
}

// document is a JSON document without what has no meaning in it.
func document(s string) string {
	var v any
	if err := json.Unmarshal([]byte(s), &v); err != nil {
		return s
	}
	b, err := json.Marshal(v)
	if err != nil {
		return s
	}
	return string(b)
}

// cells is a row of values.
func cells(vs ...any) []string {
	out := make([]string, len(vs))
	for i, v := range vs {
		out[i] = cell(v)
	}
	return out
}

// columns is a model's row, column by column; nil is a nil row.
func columns[M any](row *M) []string {
	if row == nil {
		return nil
	}
	r := reflect.ValueOf(row).Elem()
	var out []string
	for i := range r.NumField() {
		if f := r.Type().Field(i); f.IsExported() {
			out = append(out, cell(r.Field(i).Interface()))
		}
	}
	return out
}

// table is one line of cells for each of rows.
func table[T any](rows []T, line func(T) []string) [][]string {
	out := make([][]string, len(rows))
	for i, r := range rows {
		out[i] = line(r)
	}
	return out
}

// plain is the answer of the database to SQL written by hand.
func (e *env) plain(sql string) [][]string {
	e.Helper()
	return table(e.raw(sql), func(row []any) []string { return cells(row...) })
}

// number is an answer of one number.
func (e *env) number(sql string) string {
	e.Helper()
	rows := e.plain(sql)
	require.Len(e, rows, 1)
	return rows[0][0]
}

// same checks rows against SQL written by hand; an answer without rows is one that the test did not mean.
func same[T any](e *env, sql string, rows []T, line func(T) []string) {
	e.Helper()
	want := e.plain(sql)
	require.NotEmpty(e, want, sql)
	require.Equal(e, want, table(rows, line), sql)
}

// sameRows checks the rows of a query, column by column.
func sameRows[M any](e *env, q *orm.Query[M], sql string) []*M {
	e.Helper()
	rows := must(e, q.All, q.AllAsync)
	same(e, sql, rows, columns[M])
	e.queries(1)
	return rows
}
