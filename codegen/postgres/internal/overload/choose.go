package overload

import "slices"

// candidate is a function as it would take the operands at hand: variadic arguments spread out, those left out cut off.
type candidate struct {
	*Func
	args   []string
	result string
	spread bool
}

// choose gives the one candidate that Postgres takes (func_select_candidate), false where it calls them ambiguous or finds none.
func (d *data) choose(all []candidate, given []string) (candidate, bool) {
	var fit []candidate
	for _, c := range all {
		if d.fits(&c, given) {
			fit = append(fit, c)
		}
	}
	fit = best(fit, func(c candidate) int { return d.exact(c, given, false) })
	if len(fit) > 1 {
		fit = best(fit, func(c candidate) int { return d.exact(c, given, true) })
	}
	if len(fit) > 1 {
		fit = d.byCategory(fit, given)
	}
	if len(fit) > 1 {
		fit = d.byKnown(fit, given)
	}
	if len(fit) != 1 {
		return candidate{}, false
	}
	return fit[0], true
}

// fits reports whether the operands can be given to a candidate, and solves what its result is.
func (d *data) fits(c *candidate, given []string) bool {
	for i, t := range given {
		if !d.implicit(t, c.args[i]) {
			return false
		}
	}
	result, ok := d.consistent(&Func{Args: c.args, Result: c.Result}, given)
	c.result = result
	return ok
}

// best keeps the candidates with the highest score.
func best(all []candidate, score func(candidate) int) []candidate {
	most := -1
	var kept []candidate
	for _, c := range all {
		n := score(c)
		if n > most {
			most, kept = n, nil
		}
		if n == most {
			kept = append(kept, c)
		}
	}
	return kept
}

// exact counts the operands that are of the very type, or else of the preferred type of their category.
func (d *data) exact(c candidate, given []string, preferred bool) int {
	n := 0
	for i, t := range given {
		if t == Unknown {
			continue
		}
		if t == c.args[i] {
			n++
			continue
		}
		if preferred {
			of, _ := d.categoryOf(t)
			wanted, isPreferred := d.categoryOf(c.args[i])
			if isPreferred && of == wanted {
				n++
			}
		}
	}
	return n
}

// byCategory decides what literals are: texts if any candidate takes texts there, else of the category that all agree on.
func (d *data) byCategory(fit []candidate, given []string) []candidate {
	type slot struct {
		category  byte
		preferred bool
	}
	slots := make([]slot, len(given))
	for i, t := range given {
		if t != Unknown {
			continue
		}
		conflict := false
		for _, c := range fit {
			category, preferred := d.categoryOf(c.args[i])
			switch {
			case slots[i].category == categoryNone:
				slots[i] = slot{category, preferred}
			case slots[i].category == category:
				slots[i].preferred = slots[i].preferred || preferred
			case category == categoryString:
				slots[i] = slot{category, preferred}
			default:
				conflict = true
			}
		}
		if conflict && slots[i].category != categoryString {
			return fit
		}
	}
	kept := slices.DeleteFunc(slices.Clone(fit), func(c candidate) bool {
		for i, t := range given {
			category, preferred := d.categoryOf(c.args[i])
			if t == Unknown && (category != slots[i].category || slots[i].preferred && !preferred) {
				return true
			}
		}
		return false
	})
	if len(kept) == 0 {
		return fit
	}
	return kept
}

// byKnown takes literals to be of the type that all other operands have.
func (d *data) byKnown(fit []candidate, given []string) []candidate {
	known, literals := "", false
	for _, t := range given {
		switch {
		case t == Unknown:
			literals = true
		case known == "":
			known = t
		case known != t:
			return fit
		}
	}
	if known == "" || !literals {
		return fit
	}
	var kept []candidate
	for _, c := range fit {
		assumed := c
		if d.fits(&assumed, slices.Repeat([]string{known}, len(given))) {
			kept = append(kept, c)
		}
	}
	return kept
}
