package query

import (
	"fmt"
	"strings"
)

// arrayParts is how an array is written and read as an element of another one, which it is without quotes.
type arrayParts[V any] struct {
	dims    int
	append  func(b []byte, v V) ([]byte, error)
	parse   func(p *arrayText) (V, error)
	measure func(v V, sizes []int) error
}

// ArrayCoding is the coding of a one-dimensional array; ArrayCoding(ArrayCoding(of)) has two dimensions, and so on. A nil
// slice is an empty array, but an insert leaves it to the database where the column has a default. What is read is never
// nil. Elements that may be NULL need [NullCoding].
//
// Errors: rows of different sizes, an array of more or fewer dimensions, a NULL element without NullCoding. Lower bounds
// other than 1 are read and forgotten. The elements are separated by commas: those of box[] are not.
func ArrayCoding[V any](of *Coding[V]) *Coding[[]V] {
	parts := &arrayParts[[]V]{dims: 1}
	if of.array != nil {
		parts.dims += of.array.dims
	}
	parts.measure = func(vs []V, sizes []int) error {
		if sizes[0] >= 0 && sizes[0] != len(vs) {
			return fmt.Errorf("an array has rows of %d and of %d elements: they have to be of one size", sizes[0], len(vs))
		}
		sizes[0] = len(vs)
		for i := 0; of.array != nil && i < len(vs); i++ {
			if err := of.array.measure(vs[i], sizes[1:]); err != nil {
				return err
			}
		}
		return nil
	}
	parts.append = func(b []byte, vs []V) ([]byte, error) {
		b = append(b, '{')
		for i, v := range vs {
			if i > 0 {
				b = append(b, ',')
			}
			var err error
			if b, err = appendElement(b, of, v); err != nil {
				return nil, err
			}
		}
		return append(b, '}'), nil
	}
	parts.parse = func(p *arrayText) ([]V, error) {
		vs := []V{}
		err := p.elements(func() error {
			v, err := parseElement(p, of)
			vs = append(vs, v)
			return err
		})
		return vs, err
	}
	return &Coding[[]V]{
		array: parts,
		Unset: func(vs []V) bool { return vs == nil },
		Append: func(b []byte, vs []V) ([]byte, error) {
			empty, err := isEmptyArray(parts, vs)
			if err != nil || empty {
				return append(b, "{}"...), err
			}
			return parts.append(b, vs)
		},
		Parse: func(text string) ([]V, error) {
			p := &arrayText{text: text, dims: parts.dims}
			if err := p.begin(); err != nil {
				return nil, err
			}
			if p.rest == "{}" {
				return []V{}, nil // of any number of dimensions
			}
			vs, err := parts.parse(p)
			if err == nil && p.rest != "" {
				err = p.malformed()
			}
			if err != nil {
				return nil, err
			}
			return vs, nil
		},
	}
}

// isEmptyArray reports whether there is no element: Postgres knows no empty rows in an array.
func isEmptyArray[V any](parts *arrayParts[V], v V) (bool, error) {
	sizes := make([]int, parts.dims)
	for i := range sizes {
		sizes[i] = -1
	}
	if err := parts.measure(v, sizes); err != nil {
		return false, err
	}
	for _, n := range sizes {
		if n <= 0 {
			return true, nil
		}
	}
	return false, nil
}

func appendElement[V any](b []byte, of *Coding[V], v V) ([]byte, error) {
	switch {
	case of.array != nil:
		return of.array.append(b, v)
	case of.isNull != nil && of.isNull(v):
		return append(b, "NULL"...), nil
	}
	start := len(b)
	b, err := of.Append(b, v)
	if err != nil {
		return nil, err
	}
	if text := string(b[start:]); text == "" || strings.ContainsAny(text, "{},\"\\ \t\n\r\v\f") || strings.EqualFold(text, "null") {
		return appendQuoted(b[:start], text, '\\'), nil
	}
	return b, nil
}

// appendQuoted writes a text in double quotes, with escape before each double quote, and a backslash before each backslash.
func appendQuoted(b []byte, text string, escape byte) []byte {
	b = append(b, '"')
	for i := range len(text) {
		switch text[i] {
		case '"':
			b = append(b, escape)
		case '\\':
			b = append(b, '\\')
		}
		b = append(b, text[i])
	}
	return append(b, '"')
}

func parseElement[V any](p *arrayText, of *Coding[V]) (v V, err error) {
	if of.array != nil {
		return of.array.parse(p)
	}
	text, null, err := p.element()
	switch {
	case err != nil:
		return v, err
	case !null:
		return of.Parse(text)
	case of.isNull == nil:
		return v, errNullElement
	}
	return v, nil
}

// arrayText is the text of an array while it is read.
type arrayText struct {
	text string
	rest string
	dims int
}

func (p *arrayText) malformed() error { return unreadable("array", p.text) }

// begin passes over lower bounds: [0:2]={1,2,3}.
func (p *arrayText) begin() error {
	p.rest = p.text
	if strings.HasPrefix(p.text, "[") {
		bounds, rest, ok := strings.Cut(p.text, "=")
		if !ok || strings.Trim(bounds, "[]:-+0123456789") != "" {
			return p.malformed()
		}
		p.rest = rest
	}
	if !strings.HasPrefix(p.rest, "{") {
		return p.malformed()
	}
	return nil
}

func (p *arrayText) wrongDimensions() error {
	braces := p.text[strings.IndexByte(p.text, '{'):]
	have := len(braces) - len(strings.TrimLeft(braces, "{"))
	return fmt.Errorf("an array of %d dimensions is read as one of %d: declare the column with as many [] as its arrays have dimensions, or give it the type text in ormgen.yaml", have, p.dims)
}

// elements calls one for each element between the braces that the rest begins with.
func (p *arrayText) elements(one func() error) error {
	if !strings.HasPrefix(p.rest, "{") {
		return p.wrongDimensions()
	}
	p.rest = p.rest[1:]
	for {
		if err := one(); err != nil {
			return err
		}
		if p.rest == "" {
			return p.malformed()
		}
		end := p.rest[0]
		p.rest = p.rest[1:]
		switch end {
		case '}':
			return nil
		case ',':
		default:
			return p.malformed()
		}
	}
}

// element reads one element up to the comma or brace behind it.
func (p *arrayText) element() (text string, null bool, err error) {
	if strings.HasPrefix(p.rest, "{") {
		return "", false, p.wrongDimensions()
	}
	if !strings.HasPrefix(p.rest, `"`) {
		end := strings.IndexAny(p.rest, `,{}"\`)
		if end <= 0 || p.rest[end] != ',' && p.rest[end] != '}' {
			return "", false, p.malformed()
		}
		text, p.rest = p.rest[:end], p.rest[end:]
		return text, strings.EqualFold(text, "null"), nil
	}
	text, rest, ok := cutQuoted(p.rest)
	if !ok {
		return "", false, p.malformed()
	}
	p.rest = rest
	return text, false, nil
}

// cutQuoted reads the text in double quotes that s begins with; a backslash, or a double quote before another one, takes the
// next character as it is.
func cutQuoted(s string) (text, rest string, ok bool) {
	plain := strings.IndexAny(s[1:], `"\`) + 1
	if plain > 0 && s[plain] == '"' && !strings.HasPrefix(s[plain+1:], `"`) {
		return s[1:plain], s[plain+1:], true
	}
	var b strings.Builder
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '"' && !strings.HasPrefix(s[i+1:], `"`):
			return b.String(), s[i+1:], true
		case s[i] == '"', s[i] == '\\':
			if i++; i == len(s) {
				return "", "", false
			}
		}
		b.WriteByte(s[i])
	}
	return "", "", false
}
