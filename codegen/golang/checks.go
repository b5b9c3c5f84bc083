package golang

import "strings"

// comparison is a column, or the length of a text, compared with a literal.
type comparison struct {
	column  string
	length  bool
	op      string
	literal string
	isText  bool
	list    []string // of texts, for OpIn
}

// checkParser reads comparisons that are joined by AND.
type checkParser struct {
	tokens []checkToken
	found  []comparison
}

// all gives every comparison, false if there is anything else.
func (p *checkParser) all() ([]comparison, bool) {
	ok := p.conjunction() && len(p.tokens) == 0
	return p.found, ok
}

// take takes the next token if it is that symbol or word.
func (p *checkParser) take(text string) bool {
	if len(p.tokens) > 0 && (p.tokens[0].kind == 's' || p.tokens[0].kind == 'w') && strings.EqualFold(p.tokens[0].text, text) {
		p.tokens = p.tokens[1:]
		return true
	}
	return false
}

func (p *checkParser) conjunction() bool {
	for {
		if !p.term() {
			return false
		}
		if !p.take("and") {
			return true
		}
	}
}

// term reads a comparison, or a conjunction in parentheses.
func (p *checkParser) term() bool {
	tokens, found := p.tokens, p.found
	if p.comparison() {
		return true
	}
	p.tokens, p.found = tokens, found
	return p.take("(") && p.conjunction() && p.take(")")
}

// flipped turns a comparison round: 0 <= x is x >= 0.
var flipped = map[string]string{"OpEq": "OpEq", "OpNe": "OpNe", "OpLt": "OpGt", "OpLe": "OpGe", "OpGt": "OpLt", "OpGe": "OpLe"}

// comparison reads x < 1, 1 < x, x BETWEEN 1 AND 2, or x IN ('a', 'b').
func (p *checkParser) comparison() bool {
	left, leftColumn, ok := p.operand()
	if !ok {
		return false
	}
	if leftColumn && p.take("between") {
		low, lowColumn, ok1 := p.operand()
		if !ok1 || lowColumn || !p.take("and") {
			return false
		}
		high, highColumn, ok2 := p.operand()
		if !ok2 || highColumn {
			return false
		}
		p.add(left, "OpGe", low)
		p.add(left, "OpLe", high)
		return true
	}
	if leftColumn && p.take("in") {
		left.op = "OpIn"
		left.list, ok = p.texts()
		p.found = append(p.found, left)
		return ok
	}
	op := ""
	for _, try := range [][2]string{{"=", "OpEq"}, {"==", "OpEq"}, {"<>", "OpNe"}, {"!=", "OpNe"}, {"<=", "OpLe"}, {">=", "OpGe"}, {"<", "OpLt"}, {">", "OpGt"}} {
		if p.take(try[0]) {
			op = try[1]
			break
		}
	}
	right, rightColumn, ok := p.operand()
	switch {
	case op == "" || !ok || leftColumn == rightColumn:
		return false
	case leftColumn:
		p.add(left, op, right)
	default:
		p.add(right, flipped[op], left)
	}
	return true
}

// texts reads a list of texts in parentheses.
func (p *checkParser) texts() (list []string, ok bool) {
	if !p.take("(") {
		return nil, false
	}
	for {
		one, isColumn, ok := p.operand()
		if !ok || isColumn || !one.isText {
			return nil, false
		}
		if list = append(list, one.literal); !p.take(",") {
			return list, p.take(")")
		}
	}
}

func (p *checkParser) add(column comparison, op string, literal comparison) {
	column.op, column.literal, column.isText = op, literal.literal, literal.isText
	p.found = append(p.found, column)
}

// operand reads a column, length(column) or a literal, in parentheses or with a cast behind it or not.
func (p *checkParser) operand() (c comparison, isColumn, ok bool) {
	switch {
	case p.take("("):
		if c, isColumn, ok = p.operand(); !ok || !p.take(")") {
			return c, false, false
		}
	case p.take("-"):
		if len(p.tokens) == 0 || p.tokens[0].kind != 'd' {
			return c, false, false
		}
		c.literal = "-" + p.tokens[0].text
		p.tokens = p.tokens[1:]
	default:
		if len(p.tokens) == 0 {
			return c, false, false
		}
		t := p.tokens[0]
		p.tokens = p.tokens[1:]
		switch t.kind {
		case 'd':
			c.literal = t.text
		case 't':
			c.literal, c.isText = t.text, true
		case 'n':
			c.column, isColumn = t.text, true
		case 'w':
			if c, ok = p.word(t.text); !ok {
				return c, false, false
			}
			isColumn = true
		default:
			return c, false, false
		}
	}
	for p.take("::") {
		p.castType()
	}
	return c, isColumn, true
}

// word reads a column, or a function that gives the length of one.
func (p *checkParser) word(name string) (c comparison, ok bool) {
	if !p.take("(") {
		return comparison{column: name}, !reserved[strings.ToLower(name)]
	}
	switch strings.ToLower(name) {
	case "length", "char_length", "character_length":
		inner, isColumn, ok := p.operand()
		inner.length = true
		return inner, ok && isColumn && p.take(")")
	}
	return c, false
}

// reserved are words that are no columns.
var reserved = setOf("and or not null true false is in like between case when then else end exists select collate cast current_date current_time current_timestamp")

// castType passes over the type of a Postgres cast: words, and numbers in parentheses.
func (p *checkParser) castType() {
	within := false
	for len(p.tokens) > 0 {
		switch t := p.tokens[0]; {
		case t.text == "(" && !within:
			within = true
		case t.text == ")" && within:
			within = false
		case within && (t.kind == 'd' || t.text == ","):
		case t.kind == 'n' || t.kind == 'w' && !reserved[strings.ToLower(t.text)]:
		default:
			return
		}
		p.tokens = p.tokens[1:]
	}
}
