package sqlite

import (
	"strings"

	"github.com/seed83105465/duet/codegen/schema"
	"github.com/seed83105465/duet/codegen/source"
)

// Source is one text of SQL, as codegen/source reads it.
type Source = source.Source

// statement is one statement of a source, without its semicolon.
type statement struct {
	text string
	pos  schema.Pos
	// words are the first few bare words in upper case, enough to tell what the statement is.
	words []string
}

// is reports whether the statement begins with these words.
func (s statement) is(words ...string) bool {
	if len(s.words) < len(words) {
		return false
	}
	for i, w := range words {
		if s.words[i] != w {
			return false
		}
	}
	return true
}

// at gives the place of a byte of the statement's text.
func (s statement) at(offset int) schema.Pos {
	offset = max(0, min(offset, len(s.text)))
	return schema.Pos{File: s.pos.File, Line: s.pos.Line + strings.Count(s.text[:offset], "\n")}
}

// mostWords is how many words tell one statement from another: CREATE TEMP TRIGGER IF NOT EXISTS has the most.
const mostWords = 6

// splitter cuts a source into statements without parsing them, so that megabytes of INSERT cost next to nothing.
type splitter struct {
	text string
	file string
	i    int // next byte
	line int // of byte i
}

// split gives the statements of a source. It never fails: what is not SQL becomes a statement that SQLite will refuse.
func split(src Source) []statement {
	// A byte order mark is no part of the first word.
	s := &splitter{text: strings.TrimPrefix(src.Text, "\ufeff"), file: src.Name, line: 1}
	var all []statement
	for {
		st, ok := s.next()
		if !ok {
			return all
		}
		all = append(all, st)
	}
}

// next gives the next statement, false at the end. Empty statements are passed over.
func (s *splitter) next() (statement, bool) {
	for {
		s.blank()
		if s.i >= len(s.text) {
			return statement{}, false
		}
		if s.text[s.i] == ';' {
			s.i++
			continue
		}
		break
	}
	st := statement{pos: schema.Pos{File: s.file, Line: s.line}}
	if s.dotCommand() {
		start := s.i
		s.skipTo("\n")
		st.text = strings.TrimSpace(s.text[start:s.i])
		// The whole line is the command; its first word says which.
		st.words = []string{strings.ToUpper(strings.Fields(st.text)[0])}
		return st, true
	}
	start, end := s.i, s.i
	var last, beforeLast string // the tokens before, as far as triggers need them
	for s.i < len(s.text) {
		tok := s.token()
		if tok == ";" && !(st.isTrigger() && !(last == "END" && beforeLast == ";")) {
			break
		}
		end = s.i
		beforeLast, last = last, tok
		if len(st.words) < mostWords && tok != "" && isWord(tok[0]) {
			st.words = append(st.words, tok)
		}
		s.blank()
	}
	st.text = s.text[start:end]
	return st, true
}

// isTrigger says that semicolons belong to the statement until "; END ;", the rule of sqlite3_complete.
func (s statement) isTrigger() bool {
	return s.is("CREATE", "TRIGGER") || s.is("CREATE", "TEMP", "TRIGGER") || s.is("CREATE", "TEMPORARY", "TRIGGER")
}

// token passes one token and gives it in upper case if it is a bare word or punctuation, "" if it is quoted or a number.
func (s *splitter) token() string {
	c := s.text[s.i]
	switch {
	case c == '\'' || c == '"' || c == '`':
		// A doubled quote inside is the end of one quoted text and the beginning of the next, which is the same to us.
		s.i++
		s.skipPast(string(c))
		return ""
	case c == '[':
		s.skipPast("]")
		return ""
	case isWord(c):
		start := s.i
		for s.i < len(s.text) && (isWord(s.text[s.i]) || s.text[s.i] >= '0' && s.text[s.i] <= '9') {
			s.i++
		}
		return strings.ToUpper(s.text[start:s.i])
	case c >= '0' && c <= '9':
		for s.i < len(s.text) && (isWord(s.text[s.i]) || s.text[s.i] >= '0' && s.text[s.i] <= '9') {
			s.i++
		}
		return ""
	default:
		s.i++
		if c == ';' {
			return ";"
		}
		return ""
	}
}

// blank passes spaces and comments.
func (s *splitter) blank() {
	for s.i < len(s.text) {
		switch c := s.text[s.i]; {
		case c == '\n':
			s.line++
			s.i++
		case c == ' ' || c == '\t' || c == '\r' || c == '\f':
			s.i++
		case strings.HasPrefix(s.text[s.i:], "--"):
			s.skipTo("\n")
		case strings.HasPrefix(s.text[s.i:], "/*"):
			s.i += 2
			s.skipPast("*/")
		default:
			return
		}
	}
}

// dotCommand reports whether a command of the sqlite3 shell begins here: a dot at the beginning of a line.
func (s *splitter) dotCommand() bool {
	return s.text[s.i] == '.' && (s.i == 0 || s.text[s.i-1] == '\n')
}

// skipTo goes to the next mark, or to the end.
func (s *splitter) skipTo(mark string) {
	n := strings.Index(s.text[s.i:], mark)
	if n < 0 {
		n = len(s.text) - s.i
	}
	s.line += strings.Count(s.text[s.i:s.i+n], "\n")
	s.i += n
}

// skipPast goes behind the next mark, or to the end.
func (s *splitter) skipPast(mark string) {
	s.skipTo(mark)
	s.i = min(s.i+len(mark), len(s.text))
}

func isWord(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '$' || c >= 0x80
}
