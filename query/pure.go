package query

import "slices"

// pure reports whether running the statement can have no effect, so that it may be run again, and share the server's
// implicit transaction with others: it reads, and only tables. What it calls is on the list of operations, none of which
// has effects. A view may call functions that have.
func (s *Statement) pure() bool {
	if s.Kind >= Insert || s.Select.Table.ReadOnly {
		return false
	}
	if s.Link != nil && !purePath([]*Relation{s.Link.Relation}) {
		return false
	}
	for _, p := range s.Select.related {
		if !purePath(p) {
			return false
		}
	}
	for _, o := range s.Select.order.all() {
		if !o.Node.pure() {
			return false
		}
	}
	impure := func(n *Node) bool { return !n.pure() }
	return !slices.ContainsFunc(s.Select.where.all(), impure) && !slices.ContainsFunc(s.Values, impure)
}

func (n *Node) pure() bool {
	return purePath(n.Path) && !slices.ContainsFunc(n.Kids, func(k *Node) bool { return !k.pure() })
}

func purePath(p []*Relation) bool {
	for _, r := range p {
		if r.Table.ReadOnly || r.Target.ReadOnly || r.Via != nil && r.Via.Table.ReadOnly {
			return false
		}
	}
	return true
}
