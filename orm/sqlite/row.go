package sqlite

import (
	sqldriver "database/sql/driver"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// row shows the values of one row. SQLite's values have types of their own, whatever the column was declared as, so each
// getter converts what it finds to what it was asked for, and refuses what would lose something.
type row struct {
	vals []sqldriver.Value
	err  error
}

// Fail implements driver.Row.
func (r *row) Fail(err error) {
	if r.err == nil {
		r.err = err
	}
}

func (r *row) bad(i int, want string) {
	if r.err != nil {
		return
	}
	var found string
	switch v := r.vals[i].(type) {
	case int64:
		found = fmt.Sprintf("the integer %d", v)
	case float64:
		found = fmt.Sprintf("the number %v", v)
	case string:
		if len(v) > 40 {
			v = v[:40] + "..."
		}
		found = fmt.Sprintf("the text %q", v)
	case []byte:
		found = fmt.Sprintf("%d bytes", len(v))
	default:
		found = fmt.Sprintf("%v", v)
	}
	r.err = fmt.Errorf("sqlite: column %d of the row: want %s, found %s", i, want, found)
}

// get is column i, or NULL and a failure when there is none.
func (r *row) get(i int) sqldriver.Value {
	if i < 0 || i >= len(r.vals) {
		r.Fail(fmt.Errorf("sqlite: column %d of the row: there are only %d columns", i, len(r.vals)))
		return nil
	}
	return r.vals[i]
}

// IsNull implements driver.Row.
func (r *row) IsNull(i int) bool { return r.get(i) == nil }

// Int64 implements driver.Row.
func (r *row) Int64(i int) int64 {
	switch v := r.get(i).(type) {
	case nil:
		return 0
	case int64:
		return v
	case float64:
		if v == math.Trunc(v) && v >= -0x1p63 && v < 0x1p63 {
			return int64(v)
		}
	case string:
		if n, err := strconv.ParseInt(strings.TrimSpace(v), 10, 64); err == nil {
			return n
		}
	}
	r.bad(i, "an integer")
	return 0
}

// Float64 implements driver.Row.
func (r *row) Float64(i int) float64 {
	switch v := r.get(i).(type) {
	case nil:
		return 0
	case float64:
		return v
	case int64: // beyond 2^53 the nearest, as in SQLite's own arithmetic
		return float64(v)
	case string:
		if f, err := strconv.ParseFloat(strings.TrimSpace(v), 64); err == nil {
			return f
		}
	}
	r.bad(i, "a number")
	return 0
}

// Bool implements driver.Row.
func (r *row) Bool(i int) bool {
	switch v := r.get(i).(type) {
	case nil:
		return false
	case int64:
		if v == 0 || v == 1 {
			return v == 1
		}
	case float64:
		if v == 0 || v == 1 {
			return v == 1
		}
	case string:
		switch strings.ToLower(v) {
		case "1", "t", "true", "y", "yes", "on":
			return true
		case "0", "f", "false", "n", "no", "off":
			return false
		}
	}
	r.bad(i, "a boolean (0 or 1)")
	return false
}

// String implements driver.Row.
func (r *row) String(i int) string {
	switch v := r.get(i).(type) {
	case string:
		return v
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return string(appendReal(nil, v))
	case []byte:
		return string(v)
	default:
		return ""
	}
}

// appendReal is a REAL in the shortest form that reads back as the same number, without an exponent where it is short
// enough.
func appendReal(b []byte, f float64) []byte {
	if a := math.Abs(f); a != 0 && (a < 1e-7 || a >= 1e21) {
		return strconv.AppendFloat(b, f, 'g', -1, 64)
	}
	return strconv.AppendFloat(b, f, 'f', -1, 64)
}

// Bytes implements driver.Row.
func (r *row) Bytes(i int) []byte {
	switch v := r.get(i).(type) {
	case nil:
		return nil
	case []byte: // go-sqlite3 made it for this row alone
		return v
	default:
		return append([]byte{}, r.String(i)...)
	}
}

// Time implements driver.Row.
func (r *row) Time(i int) time.Time {
	switch v := r.get(i).(type) {
	case nil:
		return time.Time{}
	case string:
		if t, ok := parseTime(v); ok {
			return t
		}
	case int64:
		return timeOfInt(v)
	case float64:
		if t, ok := timeOfFloat(v); ok {
			return t
		}
	case []byte:
		if t, ok := parseTime(string(v)); ok {
			return t
		}
	}
	r.bad(i, "a time or a date")
	return time.Time{}
}
