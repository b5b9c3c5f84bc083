package overload

import "strings"

// Unknown is the type of a literal in quotes, and of NULL, before its surroundings decide.
const Unknown = "unknown"

// The letters of pg_type.typcategory that the rules name.
const (
	categoryNone   = 0
	categoryArray  = 'A'
	categoryEnum   = 'E'
	categoryRange  = 'R'
	categoryRow    = 'C'
	categoryString = 'S'
	categoryUser   = 'U'
)

// The prefixes of named types.
const (
	enumPrefix      = "enum:"
	compositePrefix = "composite:"
	rangePrefix     = "range:"
)

// Array gives the type of arrays of a type. There are no arrays of arrays.
func Array(elem string) string {
	if elem == "" || IsArray(elem) {
		return elem
	}
	return elem + "[]"
}

// IsArray reports whether a type is an array.
func IsArray(t string) bool { return strings.HasSuffix(t, "[]") }

// Elem gives what an array is of, "" for other types.
func Elem(t string) string {
	elem, ok := strings.CutSuffix(t, "[]")
	if !ok {
		return ""
	}
	return elem
}

// categoryOf gives a type's category, and whether it is its category's preferred type.
func (d *data) categoryOf(t string) (category byte, preferred bool) {
	switch {
	case IsArray(t):
		return categoryArray, false
	case strings.HasPrefix(t, enumPrefix):
		return categoryEnum, false
	case strings.HasPrefix(t, rangePrefix):
		return categoryRange, false
	case strings.HasPrefix(t, compositePrefix):
		return categoryRow, false
	}
	if info, ok := d.types[t]; ok {
		return info.category, info.preferred
	}
	return categoryUser, false
}

// IsString reports whether a type is one of the types of text.
func IsString(t string) bool {
	c, _ := load().categoryOf(t)
	return c == categoryString
}

// IsNumber reports whether a type is one of the types of numbers.
func IsNumber(t string) bool {
	c, _ := load().categoryOf(t)
	return c == 'N'
}

func isRange(t string) bool {
	return strings.HasPrefix(t, rangePrefix) || strings.HasSuffix(t, "range") && !isMultirange(t) && !isPolymorphic(t)
}

func isMultirange(t string) bool { return strings.HasSuffix(t, "multirange") && !isPolymorphic(t) }

// rangeElems are what the ranges of the system are of.
var rangeElems = map[string]string{
	"int4range": "int4", "int8range": "int8", "numrange": "numeric", "daterange": "date", "tsrange": "timestamp", "tstzrange": "timestamptz",
}

// rangeElem gives what a range or multirange is of, "" where that is not known.
func rangeElem(t string) string {
	return rangeElems[strings.Replace(t, "multirange", "range", 1)]
}

func isPolymorphic(t string) bool { return strings.HasPrefix(t, "any") && t != "any" }
