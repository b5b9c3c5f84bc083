package postgres

import (
	"strings"

	pg "github.com/sqlc-dev/oliphant"

	"github.com/seed83105465/duet/codegen/schema"
)

// createView follows CREATE [OR REPLACE] VIEW.
func (d ddl) createView(n *pg.ViewStmt) error {
	r, err := d.viewFor(n.GetView(), schema.KindView, n.GetReplace(), false)
	if r == nil || err != nil {
		return err
	}
	return d.fill(r, n.GetQuery(), strs(n.GetAliases()))
}

// createTableAs follows CREATE TABLE AS, SELECT INTO and CREATE MATERIALIZED VIEW.
func (d ddl) createTableAs(n *pg.CreateTableAsStmt) error {
	kind := schema.KindTable
	if n.GetObjtype() == pg.ObjectType_OBJECT_MATVIEW {
		kind = schema.KindMaterializedView
	}
	r, err := d.viewFor(n.GetInto().GetRel(), kind, false, n.GetIfNotExists())
	if r == nil || err != nil {
		return err
	}
	if err := d.fill(r, n.GetQuery(), strs(n.GetInto().GetColNames())); err != nil {
		return err
	}
	if kind == schema.KindTable {
		r.uses, r.Query = map[use]bool{}, "" // it is on its own once it is filled
	}
	return nil
}

// viewFor gives the view or table to fill, nil if there is one that stays.
func (d ddl) viewFor(written *pg.RangeVar, kind schema.TableKind, replace, ifNotExists bool) (*relation, error) {
	name := d.target(rangeName(written))
	if written.GetRelpersistence() == "t" {
		name = qname{tempNamespace, name.name}
	}
	old := d.classes[name]
	switch {
	case old != nil && ifNotExists:
		return nil, nil
	case old != nil && replace && old.relation != nil && old.relation.Kind == schema.KindView:
		r := old.relation
		r.uses = map[use]bool{}
		return r, nil
	}
	if err := d.free(name, written.GetLocation()); err != nil {
		return nil, err
	}
	d.namespaces[name.namespace] = true
	r := d.newRelation(name, kind, written.GetLocation())
	d.addRelation(r)
	return r, nil
}

// fill gives a view the columns of its query.
func (d ddl) fill(r *relation, query *pg.Node, names []string) error {
	r.Query = d.queryText()
	comments := map[string]string{} // those of a view that is replaced stay
	for _, c := range r.Columns {
		comments[c.Name] = c.Comment
	}
	r.Columns, r.unsure = nil, nil
	s := &scope{db: d.database, uses: r.uses}
	out, ok := s.query(query.GetSelectStmt(), false)
	if r.unseen = !ok; r.unseen {
		d.warnings = append(d.warnings, schema.Warning{
			Pos: r.Pos, Table: r.Name,
			Msg: "the columns of view " + quoteIdent(r.Name) + " were not found out, and it is left out; name them in its SELECT in place of *, with casts",
		})
	}
	for i, o := range out {
		name := o.name
		if i < len(names) {
			name = names[i]
		}
		if r.Column(name) != nil {
			return schema.Errorf(r.Pos, "view %q has two columns named %q; name one of them with AS", r.Name, name)
		}
		c := &schema.Column{Name: name, Type: o.value.column(), Null: true, Collation: o.value.collation, Comment: comments[name], Pos: r.Pos}
		if o.value.ref == "" {
			c.Type = schema.Type{Kind: schema.KindUnknown}
			r.unsure = append(r.unsure, c)
		}
		r.Columns = append(r.Columns, c)
	}
	delete(r.uses, use{relation: r})
	return nil
}

// queryText gives the text of a view's query: what stands behind the AS that is no part of it.
func (d ddl) queryText() string {
	sc := scanner{text: d.st.text, line: 1}
	depth := 0
	for sc.blank(); sc.i < len(sc.text); sc.blank() {
		start := sc.i
		word := sc.token()
		switch sc.text[start] {
		case '(':
			depth++
		case ')':
			depth--
		}
		if word == "AS" && depth == 0 {
			break
		}
	}
	query := strings.TrimSpace(sc.text[sc.i:])
	for _, tail := range []string{"WITH NO DATA", "WITH DATA", "WITH CHECK OPTION", "WITH LOCAL CHECK OPTION", "WITH CASCADED CHECK OPTION"} {
		if n := len(query) - len(tail); n > 0 && strings.EqualFold(query[n:], tail) {
			return strings.TrimSpace(query[:n])
		}
	}
	return query
}
