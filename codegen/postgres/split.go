package postgres

import (
	"strings"

	"github.com/seed83105465/duet/codegen/schema"
	"github.com/seed83105465/duet/codegen/source"
)

// Source is one text of SQL, as codegen/source reads it.
type Source = source.Source

// statement is one statement of a source, without its semicolon, or one command of psql.
type statement struct {
	text string
	pos  schema.Pos
	// words are the first few bare words in upper case, enough to tell what the statement is. A command of psql has one: \CONNECT.
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

// mostWords is how many words tell one statement from another: CREATE OR REPLACE TEMPORARY RECURSIVE VIEW has five.
const mostWords = 6

// splitter cuts a source into statements without parsing them, as psql does, so that megabytes of INSERT cost next to nothing.
type splitter struct {
	scanner
	file string
	// parens and blocks are how deep the statement is in parentheses, and in BEGIN ATOMIC ... END.
	parens, blocks int
}

// split gives the statements of a source. It never fails: what is not SQL becomes a statement that the parser will refuse.
func split(src Source) []statement {
	// A byte order mark is no part of the first word.
	s := &splitter{scanner: scanner{text: strings.TrimPrefix(src.Text, "\ufeff"), line: 1}, file: src.Name}
	var all []statement
	for {
		st, ok := s.next()
		if !ok {
			return all
		}
		all = append(all, st)
		if st.readsData() {
			s.skipData()
		}
	}
}

// next gives the next statement, false at the end. Empty statements are passed over.
func (s *splitter) next() (statement, bool) {
	s.parens, s.blocks = 0, 0
	for {
		s.blank()
		if s.i >= len(s.text) {
			return statement{}, false
		}
		if s.text[s.i] != ';' {
			break
		}
		s.i++
	}
	st := statement{pos: schema.Pos{File: s.file, Line: s.line}}
	if s.text[s.i] == '\\' {
		return s.command(st), true
	}
	start, end := s.i, s.i
	for s.i < len(s.text) {
		if c := s.text[s.i]; c == ';' && s.parens == 0 && s.blocks == 0 || c == '\\' {
			// A command like \gexec or \g ends the statement too; it is read next.
			break
		}
		word := s.token()
		s.nest(st, word)
		end = s.i
		if word != "" && len(st.words) < mostWords {
			st.words = append(st.words, word)
		}
		s.blank()
	}
	st.text = s.text[start:end]
	return st, true
}

// nest counts parentheses, and the blocks of a function whose body is SQL: semicolons inside belong to the statement.
func (s *splitter) nest(st statement, word string) {
	switch s.text[s.i-1] {
	case '(':
		if word == "" {
			s.parens++
		}
	case ')':
		if word == "" && s.parens > 0 {
			s.parens--
		}
	}
	routine := st.is("CREATE", "FUNCTION") || st.is("CREATE", "PROCEDURE") ||
		st.is("CREATE", "OR", "REPLACE", "FUNCTION") || st.is("CREATE", "OR", "REPLACE", "PROCEDURE")
	switch {
	case !routine:
	case word == "BEGIN", word == "CASE" && s.blocks > 0:
		s.blocks++
	case word == "END" && s.blocks > 0:
		s.blocks--
	}
}

// command reads a command of psql: the rest of the line, or up to \\.
func (s *splitter) command(st statement) statement {
	start := s.i
	s.skipTo("\n")
	if inner := strings.Index(s.text[start+1:s.i], `\\`); inner >= 0 {
		s.i = start + 1 + inner + 2
	}
	st.text = strings.TrimSpace(s.text[start:s.i])
	st.words = []string{strings.ToUpper(strings.Fields(st.text + " ")[0])}
	return st
}

// readsData reports whether lines of data follow: COPY ... FROM STDIN.
func (s statement) readsData() bool {
	if !s.is("COPY") {
		return false
	}
	words := strings.Fields(strings.ToUpper(s.text))
	for i, w := range words {
		if w == "FROM" && i+1 < len(words) && strings.HasPrefix(words[i+1], "STDIN") {
			return true
		}
	}
	return false
}

// skipData passes the lines of data up to \. or the end.
func (s *splitter) skipData() {
	s.skipPast("\n")
	for s.i < len(s.text) {
		start := s.i
		s.skipPast("\n")
		if strings.TrimRight(s.text[start:s.i], "\r\n") == `\.` {
			return
		}
	}
}
