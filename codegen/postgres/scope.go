package postgres

import (
	pg "github.com/sqlc-dev/oliphant"

	"github.com/seed83105465/duet/codegen/schema"
)

// output is one column that a query or a table gives.
type output struct {
	name  string
	value value
	// of and column are the column of a table that it is, nil for others.
	of     *relation
	column *schema.Column
}

// origin is one table, view, query or function in FROM, by the name that it has there.
type origin struct {
	name    qname
	columns []output
	of      *relation // nil for what is no table
}

// item is one entry of FROM: what stands for its star, and the origins that may be named in it, more than one for a join.
type item struct {
	columns []output
	origins []origin
	// open says that it has columns that are not known: a table of the system, a query that writes.
	open bool
}

// scope is what names mean inside a query.
type scope struct {
	db    *database
	ctes  []item
	from  []item
	outer *scope
	uses  map[use]bool
}

// inner is a scope within this one: its names are found where it has none of its own.
func (s *scope) inner() *scope {
	return &scope{db: s.db, ctes: s.ctes, outer: s, uses: s.uses}
}

// read notes that a column of a table is read.
func (s *scope) read(o output) {
	if o.of != nil && s.uses != nil {
		s.uses[use{o.of, o.column}] = true
	}
}

// columnRef gives the value of a column by its name, and its table's if that is given.
func (s *scope) columnRef(n *pg.ColumnRef) value {
	names := strs(n.GetFields())
	if len(names) == 0 || len(names) < len(n.GetFields()) { // a star
		return nothing
	}
	column := names[len(names)-1]
	table := qname{}
	switch len(names) {
	case 1:
	case 2:
		table = qname{"", names[0]}
	default:
		table = qname{names[len(names)-3], names[len(names)-2]}
	}
	for at := s; at != nil; at = at.outer {
		if o, ok := at.find(table, column); ok {
			s.read(o)
			return o.value
		}
	}
	if len(names) == 2 { // (function or composite column).field, without parentheses
		for at := s; at != nil; at = at.outer {
			if o, ok := at.find(qname{}, names[0]); ok && o.value.Composite != nil {
				return s.attribute(nil, o.value, column)
			}
		}
	}
	return s.row(table, column)
}

// row gives the value of a table's name where a column's could stand: its whole row.
func (s *scope) row(namespace qname, table string) value {
	for at := s; at != nil; at = at.outer {
		for _, it := range at.from {
			for _, from := range it.origins {
				if from.name.name != table || namespace.name != "" && from.name.namespace != namespace.name || from.of == nil {
					continue
				}
				of := from.of.qname()
				return value{
					Type: schema.Type{Kind: schema.KindUnknown, Declared: qualifiedIdent(of)}, ref: "composite:" + of.namespace + "." + of.name,
				}
			}
		}
	}
	return nothing
}

// find looks for a column in this scope alone.
func (s *scope) find(table qname, column string) (output, bool) {
	for _, it := range s.from {
		if table.name == "" {
			for _, o := range it.columns {
				if o.name == column {
					return o, true
				}
			}
			continue
		}
		for _, from := range it.origins {
			if from.name.name != table.name || table.namespace != "" && from.name.namespace != table.namespace {
				continue
			}
			for _, o := range from.columns {
				if o.name == column {
					return o, true
				}
			}
		}
	}
	return output{}, false
}

// star gives the columns of * and t.*, false where they are not all known.
func (s *scope) star(n *pg.ColumnRef) ([]output, bool) {
	names := strs(n.GetFields())
	var all []output
	for _, it := range s.from {
		if len(names) == 0 {
			if it.open {
				return nil, false
			}
			all = append(all, it.columns...)
			continue
		}
		for _, from := range it.origins {
			if from.name.name == names[len(names)-1] {
				all = append(all, from.columns...)
				if it.open {
					return nil, false
				}
			}
		}
	}
	if len(names) > 0 && len(all) == 0 && s.outer != nil {
		return s.outer.star(n)
	}
	for _, o := range all {
		s.read(o)
	}
	return all, len(all) > 0
}
