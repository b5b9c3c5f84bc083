package golang

import "strings"

// checkToken is a piece of a CHECK: a word (w), a quoted name (n), a text (t), a number (d), or a symbol (s).
type checkToken struct {
	kind byte
	text string
}

// longSymbols are those of two characters.
var longSymbols = setOf("<= >= <> != == :: ||")

// lexCheck takes a CHECK apart; what it does not know becomes a symbol that fits nowhere.
func lexCheck(expr string) []checkToken {
	var tokens []checkToken
	for i := 0; i < len(expr); {
		switch c := expr[i]; {
		case c == ' ' || c == '\t' || c == '\n' || c == '\r':
			i++
		case c == '\'' || c == '"' || c == '`' || c == '[':
			text, n := quoted(expr[i:])
			kind := byte('n')
			if c == '\'' {
				kind = 't'
			}
			tokens = append(tokens, checkToken{kind, text})
			i += n
		case isDigit(c) || c == '.' && i+1 < len(expr) && isDigit(expr[i+1]):
			n := spanOf(expr[i:], func(c byte) bool { return isDigit(c) || c == '.' || c == 'e' || c == 'E' || c == 'x' || c == '_' })
			tokens = append(tokens, checkToken{'d', expr[i : i+n]})
			i += n
		case isWord(c):
			n := spanOf(expr[i:], func(c byte) bool { return isWord(c) || isDigit(c) || c == '$' })
			tokens = append(tokens, checkToken{'w', expr[i : i+n]})
			i += n
		default:
			n := 1
			if i+1 < len(expr) && longSymbols[expr[i:i+2]] {
				n = 2
			}
			tokens = append(tokens, checkToken{'s', expr[i : i+n]})
			i += n
		}
	}
	return tokens
}

// quoted reads a text or a name in quotes, and gives how long it is with them. A doubled quote is one.
func quoted(s string) (text string, length int) {
	end := s[0]
	if end == '[' {
		end = ']'
	}
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		if s[i] != end {
			b.WriteByte(s[i])
			continue
		}
		if end == ']' || i+1 == len(s) || s[i+1] != end {
			return b.String(), i + 1
		}
		b.WriteByte(end)
		i++
	}
	return b.String(), len(s)
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
func isWord(c byte) bool {
	return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= 0x80
}

func spanOf(s string, in func(byte) bool) int {
	n := 0
	for n < len(s) && in(s[n]) {
		n++
	}
	return n
}
