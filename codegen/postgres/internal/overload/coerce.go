package overload

// implicit reports whether a value of one type stands for another without a word: the same, or by an implicit cast, an array's
// elements included.
func (d *data) implicit(from, to string) bool {
	switch {
	case from == to, from == Unknown, to == "any":
		return true
	case to == "record" && d.isRow(from), from == "record" && d.isRow(to):
		return true
	case IsArray(from) && IsArray(to):
		return d.casts[[2]string{Elem(from), Elem(to)}] == 'i'
	case to == "anyarray", isPolymorphic(to):
		return true // consistent has a closer look
	}
	return d.casts[[2]string{from, to}] == 'i'
}

func (d *data) isRow(t string) bool {
	c, _ := d.categoryOf(t)
	return c == categoryRow
}

// Assignable reports whether a value of one type may be stored as another without a cast. Anything may as text.
func Assignable(from, to string) bool {
	d := load()
	context := d.casts[[2]string{from, to}]
	return d.implicit(from, to) || context == 'a' || IsString(to)
}

// Castable reports whether there is a cast from one type to another; to and from text there always is.
func Castable(from, to string) bool {
	return Assignable(from, to) || load().casts[[2]string{from, to}] != 0 || IsString(from)
}

// SameBytes reports whether a cast from one type to the other changes nothing but the type: varchar to text.
func SameBytes(from, to string) bool {
	if IsArray(from) && IsArray(to) {
		from, to = Elem(from), Elem(to)
	}
	return from == to || load().binary[[2]string{from, to}]
}

// Common gives the type that values of several types have together, as in CASE, COALESCE, ARRAY and UNION: text if all are literals,
// "" where they have none or one is not known.
func Common(types ...string) string {
	d := load()
	best := Unknown
	for _, t := range types {
		switch {
		case t == "":
			return ""
		case best == Unknown:
			best = t
		case t == Unknown || t == best:
		default:
			bc, preferred := d.categoryOf(best)
			tc, _ := d.categoryOf(t)
			if bc != tc {
				return ""
			}
			if !preferred && d.implicit(best, t) && !d.implicit(t, best) {
				best = t
			}
		}
	}
	if best == Unknown {
		return "text"
	}
	return best
}

// consistent solves the polymorphic arguments of a candidate: it gives its result type, false if the operands do not fit together.
func (d *data) consistent(f *Func, args []string) (result string, ok bool) {
	var elem, array, ranged string
	var compatible []string
	polymorphic := isPolymorphic(f.Result)
	for i, declared := range f.Args {
		if !isPolymorphic(declared) {
			continue
		}
		polymorphic = true
		given := args[i]
		if given == Unknown {
			if declared == "anycompatible" {
				compatible = append(compatible, given)
			}
			continue
		}
		var slot *string
		switch declared {
		case "anyelement", "anynonarray", "anyenum":
			c, _ := d.categoryOf(given)
			if declared == "anynonarray" && IsArray(given) || declared == "anyenum" && c != categoryEnum {
				return "", false
			}
			slot = &elem
		case "anyarray":
			if !IsArray(given) {
				return "", false
			}
			slot = &array
		case "anyrange", "anycompatiblerange":
			if !isRange(given) {
				return "", false
			}
			slot = &ranged
		case "anymultirange", "anycompatiblemultirange":
			if !isMultirange(given) {
				return "", false
			}
			continue
		case "anycompatiblearray":
			if !IsArray(given) {
				return "", false
			}
			given = Elem(given)
			compatible = append(compatible, given)
			continue
		default: // anycompatible, anycompatiblenonarray
			if declared == "anycompatiblenonarray" && IsArray(given) {
				return "", false
			}
			compatible = append(compatible, given)
			continue
		}
		if *slot != "" && *slot != given {
			return "", false
		}
		*slot = given
	}
	if !polymorphic {
		return f.Result, true
	}
	if array != "" {
		if elem != "" && elem != Elem(array) {
			return "", false
		}
		elem = Elem(array)
	}
	if ranged != "" {
		of := rangeElem(ranged)
		if elem != "" && of != "" && elem != of {
			return "", false
		}
		if elem == "" {
			elem = of
		}
	}
	common := ""
	if len(compatible) > 0 {
		if common = Common(compatible...); common == "" {
			return "", false
		}
	}
	switch f.Result {
	case "anyelement", "anynonarray", "anyenum":
		return elem, true
	case "anyarray":
		return Array(elem), true
	case "anyrange", "anycompatiblerange":
		return ranged, true
	case "anycompatible", "anycompatiblenonarray":
		return common, true
	case "anycompatiblearray":
		return Array(common), true
	case "anymultirange", "anycompatiblemultirange":
		return firstMultirange(f, args, ranged), true
	}
	return f.Result, true
}

func firstMultirange(f *Func, args []string, ranged string) string {
	for i, declared := range f.Args {
		if declared == "anymultirange" && args[i] != Unknown {
			return args[i]
		}
	}
	if ranged != "" && rangeElem(ranged) != "" {
		return ranged[:len(ranged)-len("range")] + "multirange"
	}
	return ""
}
