package postgres

import "strings"

// scanner passes over the tokens of SQL as far as it takes to see where statements end.
type scanner struct {
	text string
	i    int // next byte
	line int // of byte i
}

// token passes one token and gives it in upper case if it is a bare word, "" otherwise.
func (s *scanner) token() string {
	c := s.text[s.i]
	switch {
	case c == '\'':
		s.quoted(c, false)
	case c == '"':
		s.quoted(c, false)
	case c == '$':
		s.dollar()
	case isWord(c):
		start := s.i
		for s.i < len(s.text) && (isWord(s.text[s.i]) || isDigit(s.text[s.i]) || s.text[s.i] == '$') {
			s.i++
		}
		word := s.text[start:s.i]
		if s.i < len(s.text) && s.text[s.i] == '\'' && (word == "e" || word == "E") {
			s.quoted('\'', true)
			return ""
		}
		return strings.ToUpper(word)
	case isDigit(c):
		for s.i < len(s.text) && (isWord(s.text[s.i]) || isDigit(s.text[s.i])) {
			s.i++
		}
	default:
		s.i++
	}
	return ""
}

// quoted passes a text in quotes. A doubled quote inside is the end of one text and the beginning of the next, which is the same to us; a
// backslash takes the next byte with it in E'...'.
func (s *scanner) quoted(quote byte, escapes bool) {
	for s.i++; s.i < len(s.text); s.i++ {
		switch c := s.text[s.i]; {
		case c == '\n':
			s.line++
		case c == '\\' && escapes:
			if s.i++; s.i < len(s.text) && s.text[s.i] == '\n' {
				s.line++
			}
		case c == quote:
			s.i++
			return
		}
	}
	s.i = len(s.text)
}

// dollar passes $$ ... $$ and $tag$ ... $tag$, or else the dollar of a parameter.
func (s *scanner) dollar() {
	n := s.i + 1
	for n < len(s.text) && (isWord(s.text[n]) || n > s.i+1 && isDigit(s.text[n])) {
		n++
	}
	if n >= len(s.text) || s.text[n] != '$' {
		s.i++
		return
	}
	tag := s.text[s.i : n+1]
	s.i = n + 1
	s.skipPast(tag)
}

// blank passes spaces and comments; those in /* */ nest.
func (s *scanner) blank() {
	for s.i < len(s.text) {
		switch c := s.text[s.i]; {
		case c == '\n':
			s.line++
			s.i++
		case c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v':
			s.i++
		case strings.HasPrefix(s.text[s.i:], "--"):
			s.skipTo("\n")
		case strings.HasPrefix(s.text[s.i:], "/*"):
			s.comment()
		default:
			return
		}
	}
}

func (s *scanner) comment() {
	depth := 0
	for s.i < len(s.text) {
		switch {
		case strings.HasPrefix(s.text[s.i:], "/*"):
			depth++
			s.i += 2
		case strings.HasPrefix(s.text[s.i:], "*/"):
			s.i += 2
			if depth--; depth == 0 {
				return
			}
		default:
			if s.text[s.i] == '\n' {
				s.line++
			}
			s.i++
		}
	}
}

// skipTo goes to the next mark, or to the end.
func (s *scanner) skipTo(mark string) {
	n := strings.Index(s.text[s.i:], mark)
	if n < 0 {
		n = len(s.text) - s.i
	}
	s.line += strings.Count(s.text[s.i:s.i+n], "\n")
	s.i += n
}

// skipPast goes behind the next mark, or to the end.
func (s *scanner) skipPast(mark string) {
	s.skipTo(mark)
	end := min(s.i+len(mark), len(s.text))
	s.line += strings.Count(s.text[s.i:end], "\n")
	s.i = end
}

func isWord(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c >= 0x80
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
