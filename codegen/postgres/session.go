package postgres

import (
	"slices"
	"strings"

	pg "github.com/sqlc-dev/oliphant"
)

// set follows SET search_path; other settings do not matter.
func (d ddl) set(n *pg.VariableSetStmt) {
	if !strings.EqualFold(n.GetName(), "search_path") {
		return
	}
	path := []string{defaultNamespace}
	if n.GetKind() == pg.VariableSetKind_VAR_SET_VALUE {
		path = nil
		for _, arg := range n.GetArgs() {
			path = append(path, arg.GetAConst().GetSval().GetSval())
		}
	}
	d.setPath(path, n.GetIsLocal())
}

// setPath takes the namespaces of a search path. "$user" is a role's own, which no schema text makes.
func (d ddl) setPath(path []string, local bool) {
	if local && d.afterCommit == nil {
		d.afterCommit = d.path
	}
	d.path = slices.DeleteFunc(path, func(ns string) bool { return ns == "$user" || ns == "" || ns == "pg_catalog" })
}

// commit ends what SET LOCAL began.
func (d ddl) commit() {
	if d.afterCommit != nil {
		d.path, d.afterCommit = d.afterCommit, nil
	}
}

// selectStatement follows SELECT ... INTO and SELECT set_config('search_path', ...).
func (d ddl) selectStatement(n *pg.SelectStmt) error {
	if into := intoOf(n); into != nil {
		return d.createTableAs(&pg.CreateTableAsStmt{Query: &pg.Node{Node: &pg.Node_SelectStmt{SelectStmt: n}}, Into: into, Objtype: pg.ObjectType_OBJECT_TABLE})
	}
	for _, target := range n.GetTargetList() {
		call := target.GetResTarget().GetVal().GetFuncCall()
		if call == nil || nameOf(call.GetFuncname()).name != "set_config" || len(call.GetArgs()) < 2 {
			continue
		}
		text := func(i int) string { return call.GetArgs()[i].GetAConst().GetSval().GetSval() }
		if !strings.EqualFold(text(0), "search_path") {
			continue
		}
		var path []string
		for _, ns := range strings.Split(text(1), ",") {
			path = append(path, strings.Trim(strings.TrimSpace(ns), `"`))
		}
		local := len(call.GetArgs()) > 2 && call.GetArgs()[2].GetAConst().GetBoolval().GetBoolval()
		d.setPath(path, local)
	}
	return nil
}

// intoOf gives the INTO of a SELECT, which stands in the first one of a UNION.
func intoOf(n *pg.SelectStmt) *pg.IntoClause {
	for n.GetLarg() != nil && n.GetIntoClause() == nil {
		n = n.GetLarg()
	}
	return n.GetIntoClause()
}

// createSchema follows CREATE SCHEMA, and what it holds.
func (d ddl) createSchema(n *pg.CreateSchemaStmt) error {
	name := n.GetSchemaname()
	if name == "" { // of a role
		name = n.GetAuthrole().GetRolename()
	}
	if d.namespaces[name] && !n.GetIfNotExists() && name != defaultNamespace {
		return d.errorf(0, "schema %q is created twice; remove one of them, or write create schema if not exists", name)
	}
	d.namespaces[name] = true
	before := d.path
	d.path = append([]string{name}, d.path...)
	defer func() { d.path = before }()
	for _, element := range n.GetSchemaElts() {
		switch element.GetNode().(type) {
		case *pg.Node_GrantStmt, *pg.Node_CreateTrigStmt:
			continue
		}
		if err := d.statement(element); err != nil {
			return err
		}
	}
	return nil
}
