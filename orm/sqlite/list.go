package sqlite

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/seed83105465/duet/orm/driver"
)

// list is a list of values as the JSON text that json_each reads. Each element comes out of json_each as bind would
// have bound it.
func list(vs []driver.Value) (string, error) {
	b := make([]byte, 0, 2+8*len(vs))
	b = append(b, '[')
	for i := range vs {
		if i > 0 {
			b = append(b, ',')
		}
		var err error
		if b, err = element(b, &vs[i]); err != nil {
			return "", fmt.Errorf("value %d of the list: %w", i+1, err)
		}
	}
	return string(append(b, ']')), nil
}

func element(b []byte, v *driver.Value) ([]byte, error) {
	switch v.Kind() {
	case driver.ListValue: // the columns of a composite key
		inner, err := list(v.List())
		return append(b, inner...), err
	case driver.BytesValue: // JSON has no bytes; the dialect turns these back
		return fmt.Appendf(b, "\"%x\"", v.Text()), nil
	}
	bound, err := bind(v)
	if err != nil {
		return nil, err
	}
	switch x := bound.(type) {
	case nil:
		return append(b, "null"...), nil
	case int64:
		return strconv.AppendInt(b, x, 10), nil
	case float64:
		start := len(b)
		b = strconv.AppendFloat(b, x, 'g', -1, 64)
		if x == math.Trunc(x) && !strings.ContainsAny(string(b[start:]), ".e") {
			b = append(b, ".0"...) // remains a REAL
		}
		return b, nil
	case string:
		return quote(b, x)
	default:
		return nil, fmt.Errorf("a list cannot hold %T", bound)
	}
}

// quote appends s as a JSON string, byte for byte: encoding/json would replace what is not UTF-8, and the comparison
// would then miss.
func quote(b []byte, s string) ([]byte, error) {
	const hex = "0123456789abcdef"
	b = append(b, '"')
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == 0:
			return nil, fmt.Errorf("a text with a zero byte ends there in SQLite's JSON: compare with Eq and Or")
		case c == '"' || c == '\\':
			b = append(b, '\\', c)
		case c < 0x20:
			b = append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
		default:
			b = append(b, c)
		}
	}
	return append(b, '"'), nil
}
