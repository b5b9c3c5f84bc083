package golang

import (
	"fmt"
	"path"
	"strconv"
	"strings"
	"unicode"
)

// locals are the names that generated functions use for themselves; a package of that name gets another one in the file.
var locals = []string{"m", "r", "at", "columns", "i", "c", "ctx", "ac", "o", "t", "plain", "init", "string", "int64", "float64", "bool", "byte", "int", "error", "nil", "true", "false"}

// nameImports gives each package that fields need a name that is free in every file, so that all files write a type alike.
func (b *builder) nameImports() {
	taken := map[string]bool{}
	for _, name := range locals {
		taken[name] = true
	}
	for _, own := range []string{ormPath, queryPath, decimalPath, uuidPath, "context", "time", "encoding/json", netipPath} {
		b.pkg.imports[own] = path.Base(own)
		taken[path.Base(own)] = true
	}
	others := map[string]bool{}
	for _, m := range b.pkg.models {
		taken["scan"+m.name], taken["valueOf"+m.name] = true, true
		for _, f := range m.fields {
			if p := f.typ.path; p != "" && b.pkg.imports[p] == "" {
				others[p] = true
			}
		}
	}
	for _, p := range sortedKeys(others) {
		name := importName(p)
		for n := 2; taken[name]; n++ {
			name = fmt.Sprintf("%s%d", importName(p), n)
		}
		b.pkg.imports[p], taken[name] = name, true
	}
}

// importName gives a fitting name for a package: the last element of its path that is no version.
func importName(p string) string {
	base := path.Base(p)
	if len(base) > 1 && base[0] == 'v' && strings.Trim(base[1:], "0123456789") == "" && path.Dir(p) != "." {
		base = path.Base(path.Dir(p))
	}
	base, _, _ = strings.Cut(base, ".") // gopkg.in/yaml.v3
	var b strings.Builder
	for _, r := range strings.ToLower(base) {
		if unicode.IsLetter(r) || b.Len() > 0 && unicode.IsDigit(r) {
			b.WriteRune(r)
		}
	}
	if b.Len() == 0 {
		return "pkg"
	}
	return b.String()
}

// importBlock writes the imports of a file: the standard library's, then the others, each by path.
func (p *pkg) importBlock(paths map[string]bool) string {
	if len(paths) == 0 {
		return ""
	}
	var standard, others []string
	for _, one := range sortedKeys(paths) {
		line := strconv.Quote(one)
		if name := p.imports[one]; name != path.Base(one) {
			line = name + " " + line
		}
		if strings.Contains(strings.Split(one, "/")[0], ".") {
			others = append(others, line)
		} else {
			standard = append(standard, line)
		}
	}
	block := strings.Join(standard, "\n")
	if len(standard) > 0 && len(others) > 0 {
		block += "\n\n"
	}
	return "import (\n" + block + strings.Join(others, "\n") + "\n)\n\n"
}
