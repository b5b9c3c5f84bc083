package sqlite

import (
	"strings"
	"unicode/utf8"
)

// kind is what must be known of a statement's text before it is run.
type kind uint8

const (
	plain   kind = iota
	changes      // INSERT, UPDATE, DELETE, REPLACE, WITH: SQLite's changes() speaks of it
	script       // several statements
	control      // BEGIN, COMMIT and the like
)

// classify looks at the words of a text outside of strings, names and comments.
func classify(sql string) kind {
	var first string
	ended := false
	for i := 0; i < len(sql); {
		n, code := token(sql[i:])
		word := sql[i : i+n]
		i += n
		switch {
		case !code:
		case word == ";":
			ended = first != ""
		case ended:
			return script
		case first == "":
			first = strings.ToUpper(word)
		}
	}
	switch first {
	case "BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE":
		return control
	case "INSERT", "UPDATE", "DELETE", "REPLACE", "WITH":
		return changes
	}
	return plain
}

// begins reports whether one of several statements begins a transaction.
func begins(sql string) bool {
	fresh := true
	for i := 0; i < len(sql); {
		n, code := token(sql[i:])
		word := sql[i : i+n]
		i += n
		switch {
		case !code:
		case word == ";":
			fresh = true
		case fresh && strings.EqualFold(word, "BEGIN"):
			return true
		default:
			fresh = false
		}
	}
	return false
}

// token is the length of the first token of s, and whether it is more than a space or a comment.
func token(s string) (n int, code bool) {
	rest := func(from int, end string) int {
		if i := strings.Index(s[from:], end); i >= 0 {
			return from + i + len(end)
		}
		return len(s)
	}
	switch c := s[0]; {
	case c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f':
		return 1, false
	case strings.HasPrefix(s, "--"):
		return rest(2, "\n"), false
	case strings.HasPrefix(s, "/*"):
		return rest(2, "*/"), false
	case c == '\'' || c == '"' || c == '`': // a doubled quote is simply two tokens
		return rest(1, s[:1]), true
	case c == '[':
		return rest(1, "]"), true
	case letter(c):
		for n = 1; n < len(s) && letter(s[n]); n++ {
		}
		return n, true
	}
	return 1, true
}

func letter(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c >= utf8.RuneSelf
}

// identifier quotes a name.
func identifier(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }
