package sqlite

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// maxDigits is how many significant decimal digits a REAL keeps, whatever they are.
const maxDigits = 15

// decimal is the INTEGER or REAL that stands for a decimal number exactly, or why none does. SQLite has no decimals: a
// number that came back changed would be found out much later, if at all.
func decimal(text string) (any, error) {
	digits, exp, neg, ok := parseDecimal(text)
	if !ok {
		return nil, fmt.Errorf("%q is not a decimal number", text)
	}
	if digits == "" {
		return int64(0), nil
	}
	if exp >= 0 && len(digits)+exp <= 19 {
		s := digits + strings.Repeat("0", exp)
		if neg {
			s = "-" + s
		}
		if n, err := strconv.ParseInt(s, 10, 64); err == nil {
			return n, nil
		}
	}
	if len(digits) > maxDigits {
		return nil, fmt.Errorf("the decimal %s has %d significant digits, and SQLite keeps %d: round it first, or store it as text", text, len(digits), maxDigits)
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || f == 0 || math.Abs(f) < 0x1p-1022 {
		return nil, fmt.Errorf("the decimal %s is beyond what SQLite can hold: store it as text", text)
	}
	return f, nil
}

// parseDecimal takes a number apart into its significant digits (none for zero) and the power of ten that they are to
// be multiplied by.
func parseDecimal(s string) (digits string, exp int, neg, ok bool) {
	if s != "" && (s[0] == '-' || s[0] == '+') {
		neg = s[0] == '-'
		s = s[1:]
	}
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		e, err := strconv.Atoi(s[i+1:])
		if err != nil || e > 400 || e < -400 {
			return "", 0, false, false
		}
		exp, s = e, s[:i]
	}
	whole, frac, _ := strings.Cut(s, ".")
	digits = whole + frac
	exp -= len(frac)
	if digits == "" || strings.Trim(digits, "0123456789") != "" {
		return "", 0, false, false
	}
	digits = strings.TrimLeft(digits, "0")
	kept := strings.TrimRight(digits, "0")
	return kept, exp + len(digits) - len(kept), neg, true
}
