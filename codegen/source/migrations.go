package source

import (
	"cmp"
	"math/big"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// style is one tool's way to name migrations.
type style struct {
	// up and down match the names of files that go up, and of those that only go down.
	up, down *regexp.Regexp
}

var (
	upDown   = style{up: regexp.MustCompile(`(?i)\.up\.sql$`), down: regexp.MustCompile(`(?i)\.down\.sql$`)}
	diesel   = style{up: regexp.MustCompile(`(?i)[/\\]up\.sql$`), down: regexp.MustCompile(`^$`)}
	flyway   = style{up: regexp.MustCompile(`^([VB]\d[\d._]*|R)__.*\.sql$`), down: regexp.MustCompile(`^U\d[\d._]*__`)}
	numbered = style{up: regexp.MustCompile(``), down: regexp.MustCompile(`(?i)[._-]down\.sql$`)}
)

// migrations gives the files that go up in their order, and those that belong to no tool's style beside others that do.
func migrations(names []string) (ups, strays []string) {
	s := styleOf(names)
	for _, name := range names {
		switch {
		case s.down.MatchString(name):
		case s.up.MatchString(name):
			ups = append(ups, name)
		default:
			strays = append(strays, name)
		}
	}
	slices.SortStableFunc(ups, byVersion)
	return ups, strays
}

// styleOf gives the first style that any file has.
func styleOf(names []string) style {
	for _, s := range []style{upDown, diesel, flyway} {
		if slices.ContainsFunc(names, s.up.MatchString) {
			return s
		}
	}
	return numbered
}

var version = regexp.MustCompile(`^[VvBb]?(\d+(?:[._]\d+)*)`)

// byVersion orders by the numbers a name begins with, 2 before 10, 1.2 before 1.10, 1 before 1.1; names without numbers come last; then by name.
func byVersion(a, b string) int {
	va, vb := versionOf(a), versionOf(b)
	if (va == nil) != (vb == nil) {
		return cmp.Compare(len(vb), len(va))
	}
	return cmp.Or(slices.CompareFunc(va, vb, (*big.Int).Cmp), cmp.Compare(a, b))
}

// versionOf gives the numbers at the beginning of a name, nil without. They may be long: 20240131120000 is a time.
func versionOf(name string) []*big.Int {
	m := version.FindStringSubmatch(filepath.ToSlash(name))
	if m == nil {
		return nil
	}
	var all []*big.Int
	for _, digits := range strings.FieldsFunc(m[1], func(r rune) bool { return r == '.' || r == '_' }) {
		n, ok := new(big.Int).SetString(digits, 10)
		if ok {
			all = append(all, n)
		}
	}
	return all
}

// The lines with which tools mark the way up and the way down inside one file.
var (
	upMark   = regexp.MustCompile(`(?i)^\s*--\s*(\+goose\s+up|\+migrate\s+up|migrate:up)\b`)
	downMark = regexp.MustCompile(`(?i)^\s*--\s*(\+goose\s+down|\+migrate\s+down|migrate:down)\b|^\s*-{2,}\s*create above\s*/\s*drop below\s*-{2,}`)
)

// upOnly blanks out the lines between a mark down and the next mark up, or the end. Lines stay lines.
func upOnly(text string) string {
	lines := strings.SplitAfter(text, "\n")
	down, found := false, false
	for i, line := range lines {
		switch {
		case downMark.MatchString(line):
			down, found = true, true
		case upMark.MatchString(line):
			down = false
		}
		if down {
			lines[i] = line[len(strings.TrimRight(line, "\r\n")):]
		}
	}
	if !found {
		return text
	}
	return strings.Join(lines, "")
}
