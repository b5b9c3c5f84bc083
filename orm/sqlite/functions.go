package sqlite

import (
	"encoding/hex"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/mattn/go-sqlite3"
)

// addFunctions gives a connection what the dialect uses and SQLite lacks: REGEXP, in Go's syntax, a LIKE that tells
// upper from lower case, and decimals without the dust of binary fractions.
func addFunctions(c *sqlite3.SQLiteConn) error {
	like, match := &matcher{translate: likePattern}, &matcher{translate: func(p string) string { return p }}
	if err := c.RegisterFunc("duet_like", like.call, true); err != nil {
		return fmt.Errorf("sqlite: register duet_like: %w", err)
	}
	if err := c.RegisterFunc("regexp", match.call, true); err != nil {
		return fmt.Errorf("sqlite: register regexp: %w", err)
	}
	if err := c.RegisterFunc("duet_unhex", unhex, true); err != nil {
		return fmt.Errorf("sqlite: register duet_unhex: %w", err)
	}
	if err := c.RegisterFunc("duet_decimal", exact, true); err != nil {
		return fmt.Errorf("sqlite: register duet_decimal: %w", err)
	}
	return nil
}

// unhex is bytes written in hexadecimal; SQLite has it from 3.41 on.
func unhex(v any) (any, error) {
	if isNull(v) {
		return nil, nil
	}
	return hex.DecodeString(asText(v))
}

// exact rounds the result of arithmetic with decimals to the 15 digits that a REAL keeps of them.
func exact(v any) any {
	if isNull(v) {
		return nil
	}
	f, ok := v.(float64)
	if !ok {
		return v
	}
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(f, 'g', 15, 64), 64)
	if err != nil {
		return v // infinite: as SQLite has it
	}
	return rounded
}

// matcher matches text with a pattern. It keeps the last pattern: a statement has one for all rows. A connection is used
// by one goroutine at a time, and so is its matcher.
type matcher struct {
	translate func(string) string
	pattern   string
	compiled  *regexp.Regexp
}

// call is NULL when either side is, as of SQL's own operators. What is no text is matched as SQLite would print it.
func (m *matcher) call(pattern, text any) (any, error) {
	if isNull(pattern) || isNull(text) {
		return nil, nil
	}
	p := asText(pattern)
	if m.compiled == nil || p != m.pattern {
		re, err := regexp.Compile(m.translate(p))
		if err != nil {
			return nil, fmt.Errorf("the pattern %q: %w", p, err)
		}
		m.pattern, m.compiled = p, re
	}
	return m.compiled.MatchString(asText(text)), nil
}

// isNull knows NULL as go-sqlite3 gives it to a function: as nil bytes.
func isNull(v any) bool {
	b, ok := v.([]byte)
	return v == nil || ok && b == nil
}

func asText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case []byte:
		return string(v)
	default:
		return fmt.Sprint(v)
	}
}

// likePattern is a SQL pattern as a regular expression.
func likePattern(p string) string {
	var b strings.Builder
	b.WriteString(`(?s)\A`)
	for _, r := range p {
		switch r {
		case '%':
			b.WriteString(".*")
		case '_':
			b.WriteString(".")
		default:
			b.WriteString(regexp.QuoteMeta(string(r)))
		}
	}
	b.WriteString(`\z`)
	return b.String()
}
