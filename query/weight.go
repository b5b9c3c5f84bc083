package query

// Weight is about how many bytes the value takes as an argument.
func (v Value) Weight() int {
	n := 8 + len(v.str)
	for _, e := range v.List() {
		n += e.Weight()
	}
	return n
}

// Weight is about how many bytes the arguments of the conditions take.
func (s *Select) Weight() int {
	n := 0
	for _, c := range s.where.all() {
		n += c.Weight()
	}
	return n
}

// Weight is about how many bytes the arguments in the node take.
func (n *Node) Weight() int {
	if n == nil {
		return 0
	}
	w := n.Val.Weight()
	for _, k := range n.Kids {
		w += k.Weight()
	}
	return w
}
