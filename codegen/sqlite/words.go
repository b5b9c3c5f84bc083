package sqlite

import (
	"strings"

	"github.com/sqlc-dev/meyer/lexer"
	"github.com/sqlc-dev/meyer/token"

	"github.com/seed83105465/duet/codegen/schema"
)

// exprWords gives the tokens of an expression, names without their quotes.
func exprWords(expr string) []string {
	var words []string
	for _, tok := range lexer.Lex(expr) {
		if tok.Kind == token.EOF {
			break
		}
		words = append(words, unquoted(tok.Text(expr)))
	}
	return words
}

// unquoted takes "x", `x` and [x] out of their quotes; texts in single quotes keep theirs.
func unquoted(text string) string {
	if len(text) < 2 {
		return text
	}
	switch q := text[0]; {
	case (q == '"' || q == '`') && text[len(text)-1] == q:
		return strings.ReplaceAll(text[1:len(text)-1], string([]byte{q, q}), string(q))
	case q == '[' && text[len(text)-1] == ']':
		return text[1 : len(text)-1]
	}
	return text
}

// renamedIn gives an expression with a column's name replaced, in any spelling of it. The new name is quoted if the old one was.
func renamedIn(expr, from, to string) string {
	var b strings.Builder
	end := 0
	for _, tok := range lexer.Lex(expr) {
		text := tok.Text(expr)
		if tok.Kind == token.EOF || !schema.SQLite.Same(unquoted(text), from) {
			continue
		}
		b.WriteString(expr[end:tok.Pos])
		if text[0] == '"' || text[0] == '`' || text[0] == '[' || !plain(to) {
			b.WriteString(quoted(to).Raw)
		} else {
			b.WriteString(to)
		}
		end = tok.End
	}
	return b.String() + expr[end:]
}

// plain reports whether a name needs no quotes.
func plain(name string) bool {
	toks := lexer.Lex(name)
	return len(toks) == 2 && toks[0].Kind == token.ID && unquoted(name) == name
}
