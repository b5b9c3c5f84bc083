package postgres

import (
	"strings"

	pg "github.com/sqlc-dev/oliphant"

	"github.com/seed83105465/duet/codegen/schema"
)

// addSerial makes the sequence of a serial column, and its default.
func (d ddl) addSerial(r *relation, c *schema.Column) {
	s := d.ownedSequence(r, c, qname{})
	r.sequences[c] = s
	text := nextval(s.qname)
	c.Default, c.Null = &text, false
}

// addIdentity makes an identity column, with its sequence; generated is "a" for ALWAYS, else it is BY DEFAULT.
func (d ddl) addIdentity(r *relation, c *schema.Column, generated string, options ...*pg.Node) {
	c.Identity, c.Null = schema.IdentityByDefault, false
	if generated == "a" {
		c.Identity = schema.IdentityAlways
	}
	var name qname
	for _, o := range options {
		if e := o.GetDefElem(); e.GetDefname() == "sequence_name" {
			name = nameOf(e.GetArg().GetList().GetItems())
		}
	}
	d.ownedSequence(r, c, name)
}

// ownedSequence makes a sequence that goes with a column.
func (d ddl) ownedSequence(r *relation, c *schema.Column, name qname) *sequence {
	if name.name == "" {
		name = qname{r.Schema, freeName(r.Name, c.Name, "seq", d.classTaken(r.Schema))}
	}
	s := &sequence{qname: d.target(name), owner: r, column: c}
	d.classes[s.qname] = &class{sequence: s}
	return s
}

// nextval is the default that takes values from a sequence.
func nextval(name qname) string {
	return "nextval('" + strings.ReplaceAll(qualifiedIdent(name), "'", "''") + "'::regclass)"
}

// setDefault gives a column a default, or takes it away where there is none, or NULL.
func (d ddl) setDefault(r *relation, c *schema.Column, expr *pg.Node) error {
	text, err := d.exprText(expr)
	if err != nil {
		return d.errorf(location(expr), "%s", err)
	}
	delete(r.sequences, c)
	c.Default = nil
	if text == "" || isNull(expr) {
		return nil
	}
	c.Default = &text
	if s := d.sequenceIn(expr); s != nil {
		r.sequences[c] = s
	}
	return nil
}

// isNull reports whether an expression is NULL, with a cast or without.
func isNull(n *pg.Node) bool {
	for n.GetTypeCast() != nil {
		n = n.GetTypeCast().GetArg()
	}
	return n.GetAConst().GetIsnull()
}

// sequenceIn gives the sequence of nextval('...') if that is all of an expression, nil otherwise.
func (d ddl) sequenceIn(n *pg.Node) *sequence {
	call := n.GetFuncCall()
	if nameOf(call.GetFuncname()).name != "nextval" || len(call.GetArgs()) != 1 {
		return nil
	}
	arg := call.GetArgs()[0]
	// 'name'::text::regclass is looked up when it runs, and has no sequence yet.
	if cast := arg.GetTypeCast(); cast != nil && nameOf(cast.GetTypeName().GetNames()).name == "regclass" {
		arg = cast.GetArg()
	}
	text := arg.GetAConst().GetSval().GetSval()
	if text == "" {
		return nil
	}
	if c := d.class(identifiers(text)); c != nil {
		return c.sequence
	}
	return nil
}

// identifiers reads a name as regclass does: folded outside of double quotes, with or without a namespace.
func identifiers(text string) qname {
	var parts []string
	var b strings.Builder
	quoted := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"' && quoted && i+1 < len(text) && text[i+1] == '"':
			b.WriteByte(c)
			i++
		case c == '"':
			quoted = !quoted
		case c == '.' && !quoted:
			parts = append(parts, b.String())
			b.Reset()
		case quoted:
			b.WriteByte(c)
		default:
			b.WriteString(strings.ToLower(string(c)))
		}
	}
	parts = append(parts, b.String())
	if n := len(parts); n > 1 {
		return qname{parts[n-2], parts[n-1]}
	}
	return qname{"", parts[0]}
}

// createSequence follows CREATE SEQUENCE.
func (d ddl) createSequence(n *pg.CreateSeqStmt) error {
	name := d.target(rangeName(n.GetSequence()))
	if n.GetIfNotExists() && d.classes[name] != nil {
		return nil
	}
	if err := d.free(name, n.GetSequence().GetLocation()); err != nil {
		return err
	}
	s := &sequence{qname: name}
	d.classes[name] = &class{sequence: s}
	return d.own(s, n.GetOptions())
}

// alterSequence follows ALTER SEQUENCE ... OWNED BY.
func (d ddl) alterSequence(n *pg.AlterSeqStmt) error {
	c := d.class(rangeName(n.GetSequence()))
	if c == nil || c.sequence == nil {
		if n.GetMissingOk() || len(n.GetOptions()) == 0 {
			return nil
		}
		return d.errorf(n.GetSequence().GetLocation(), "sequence %q is altered but is not there; create it before", rangeName(n.GetSequence()))
	}
	return d.own(c.sequence, n.GetOptions())
}

// own follows OWNED BY table.column, and OWNED BY NONE.
func (d ddl) own(s *sequence, options []*pg.Node) error {
	for _, o := range options {
		if o.GetDefElem().GetDefname() != "owned_by" {
			continue
		}
		names := strs(o.GetDefElem().GetArg().GetList().GetItems())
		s.owner, s.column = nil, nil
		if len(names) < 2 {
			continue
		}
		table := qname{"", names[len(names)-2]}
		if len(names) > 2 {
			table.namespace = names[len(names)-3]
		}
		r := d.relation(table)
		if r == nil {
			return d.errorf(o.GetDefElem().GetLocation(), "sequence %q is owned by table %q, which is not there; create it before", s.name, table)
		}
		c := r.Column(names[len(names)-1])
		if c == nil {
			return d.noColumn(o.GetDefElem().GetLocation(), "owned by", r, names[len(names)-1])
		}
		s.owner, s.column = r, c
	}
	return nil
}
