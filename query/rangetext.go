package query

import "strings"

// RangeCoding is the coding of ranges of what of is the coding of: [1,5), (,"2024-01-01 00:00:00+00"], empty.
func RangeCoding[V any](of *Coding[V]) *Coding[Range[V]] {
	return &Coding[Range[V]]{
		Append: func(b []byte, r Range[V]) ([]byte, error) { return appendRange(b, of, r) },
		Parse: func(text string) (Range[V], error) {
			r, rest, err := parseRange(text, of)
			if err == nil && rest != "" {
				err = unreadable("range", text)
			}
			return r, err
		},
	}
}

// MultirangeCoding is the coding of multiranges: {[1,3),[5,9)}. A nil slice is one without ranges, but an insert leaves
// it to the database where the column has a default. What is read is never nil.
func MultirangeCoding[V any](of *Coding[V]) *Coding[[]Range[V]] {
	return &Coding[[]Range[V]]{
		Unset: func(rs []Range[V]) bool { return rs == nil },
		Append: func(b []byte, rs []Range[V]) (_ []byte, err error) {
			b = append(b, '{')
			for i, r := range rs {
				if i > 0 {
					b = append(b, ',')
				}
				if b, err = appendRange(b, of, r); err != nil {
					return nil, err
				}
			}
			return append(b, '}'), nil
		},
		Parse: func(text string) ([]Range[V], error) { return parseMultirange(text, of) },
	}
}

func parseMultirange[V any](text string, of *Coding[V]) ([]Range[V], error) {
	rs := []Range[V]{}
	rest, ok := strings.CutPrefix(text, "{")
	for ok && rest != "}" {
		r, after, err := parseRange(rest, of)
		if err != nil {
			return nil, err
		}
		rs = append(rs, r)
		if rest, ok = strings.CutPrefix(after, ","); !ok {
			rest, ok = after, after == "}"
		} else if rest == "}" {
			ok = false
		}
	}
	if !ok {
		return nil, unreadable("multirange", text)
	}
	return rs, nil
}

func appendRange[V any](b []byte, of *Coding[V], r Range[V]) ([]byte, error) {
	if r.Empty {
		return append(b, "empty"...), nil
	}
	b, err := appendBound(append(b, r.Lower.opening()), of, r.Lower)
	if err != nil {
		return nil, err
	}
	if b, err = appendBound(append(b, ','), of, r.Upper); err != nil {
		return nil, err
	}
	return append(b, r.Upper.closing()), nil
}

func appendBound[V any](b []byte, of *Coding[V], bound Bound[V]) ([]byte, error) {
	if bound.Kind == Unbounded {
		return b, nil
	}
	start := len(b)
	b, err := of.Append(b, bound.V)
	if err != nil {
		return nil, err
	}
	if text := string(b[start:]); text == "" || strings.ContainsAny(text, "()[],\"\\ \t\n\r\v\f") {
		return appendQuoted(b[:start], text, '"'), nil
	}
	return b, nil
}

// parseRange reads the range that text begins with.
func parseRange[V any](text string, of *Coding[V]) (r Range[V], rest string, err error) {
	if rest, ok := strings.CutPrefix(text, "empty"); ok {
		return EmptyRange[V](), rest, nil
	}
	if text == "" || text[0] != '[' && text[0] != '(' {
		return r, "", unreadable("range", text)
	}
	lower, rest, ok := cutBound(text[1:], ",")
	if !ok {
		return r, "", unreadable("range", text)
	}
	upper, rest, ok := cutBound(rest[1:], ")]")
	if !ok {
		return r, "", unreadable("range", text)
	}
	if r.Lower, err = parseBound(of, lower, text[0] == '['); err == nil {
		r.Upper, err = parseBound(of, upper, rest[0] == ']')
	}
	if err != nil {
		return Range[V]{}, "", err
	}
	return r, rest[1:], nil
}

// cutBound reads a bound up to one of the ends, where rest begins. A bound without a text is not there.
func cutBound(s, ends string) (bound Null[string], rest string, ok bool) {
	if strings.HasPrefix(s, `"`) {
		text, rest, ok := cutQuoted(s)
		return Some(text), rest, ok && rest != "" && strings.Contains(ends, rest[:1])
	}
	end := strings.IndexAny(s, `,()[]"\`)
	if end < 0 || !strings.Contains(ends, s[end:end+1]) {
		return bound, "", false
	}
	return Null[string]{s[:end], end > 0}, s[end:], true
}

func parseBound[V any](of *Coding[V], text Null[string], inclusive bool) (Bound[V], error) {
	if !text.Valid {
		return Bound[V]{}, nil
	}
	v, err := of.Parse(text.V)
	return Bound[V]{v, kindOf(inclusive)}, err
}
