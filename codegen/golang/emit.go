package golang

import (
	"bytes"
	"fmt"
	"go/format"
	"sort"
	"strings"
	"unicode"
)

const (
	enumsFile    = "enums.go"
	registryFile = "registry.go"
)

// writer gathers the text of one file and what it imports.
type writer struct {
	pkg   *pkg
	body  bytes.Buffer
	paths map[string]bool
}

func newWriter(p *pkg) *writer { return &writer{pkg: p, paths: map[string]bool{}} }

// line writes a line of Go; the last step formats it.
func (w *writer) line(format string, args ...any) {
	fmt.Fprintf(&w.body, format, args...)
	w.body.WriteByte('\n')
}

// use imports a package into the file and gives its name there.
func (w *writer) use(path string) string {
	w.paths[path] = true
	return w.pkg.imports[path]
}

// file puts the parts together and formats them. An error here is a bug of the generator.
func (w *writer) file(name string) (File, error) {
	text := fmt.Sprintf("%s\n\npackage %s\n\n%s%s", Header, w.pkg.name, w.pkg.importBlock(w.paths), w.body.String())
	content, err := format.Source([]byte(text))
	if err != nil {
		return File{}, fmt.Errorf("ormgen wrote %s wrongly, please report this: %w", name, err)
	}
	return File{name, content}, nil
}

// files writes the whole package.
func (p *pkg) files() ([]File, error) {
	var files []File
	add := func(name string, write func(*writer)) error {
		w := newWriter(p)
		write(w)
		f, err := w.file(name)
		files = append(files, f)
		return err
	}
	for _, m := range p.models {
		if err := add(m.file, m.write); err != nil {
			return nil, err
		}
	}
	if len(p.enums) > 0 {
		if err := add(enumsFile, p.writeEnums); err != nil {
			return nil, err
		}
	}
	if err := add(registryFile, p.writeRegistry); err != nil {
		return nil, err
	}
	sort.Slice(files, func(i, j int) bool { return files[i].Name < files[j].Name })
	return files, nil
}

// writeEnums writes the types of all enums.
func (p *pkg) writeEnums(w *writer) {
	for _, e := range p.enums {
		comment := ""
		if e.schema.Comment != "" {
			comment = " " + oneLine(e.schema.Comment)
		}
		w.line("// %s is what %s can be.%s", e.name, oneLine(e.of), comment)
		w.line("type %s string\n", e.name)
		w.line("// The values of %s.", e.name)
		w.line("const (")
		for _, v := range e.values {
			w.line("%s %s = %q", v.name, e.name, v.text)
		}
		w.line(")\n")
		names := make([]string, len(e.values))
		for i, v := range e.values {
			names[i] = v.name
		}
		w.line("// %s are all values of %s, in the order of the schema.", e.list, e.name)
		w.line("var %s = []%s{%s}\n", e.list, e.name, strings.Join(names, ", "))
	}
}

// writeRegistry writes the list of all tables.
func (p *pkg) writeRegistry(w *writer) {
	table := w.use(queryPath) + ".Table"
	w.line("// Tables gives every table and view of the package, in the order of the schema.")
	w.line("func Tables() []*%s {", table)
	w.line("return []*%s{", table)
	for _, m := range p.models {
		w.line("&%s.Desc,", m.tvar)
	}
	w.line("}\n}")
}

// oneLine makes text from a schema fit for a comment in Go.
func oneLine(text string) string {
	clean := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || !unicode.IsPrint(r) || r == unicode.ReplacementChar {
			return ' '
		}
		return r
	}, text)
	return strings.Join(strings.Fields(clean), " ")
}

// ints writes a list of numbers as Go has it.
func ints(list []int) string {
	parts := make([]string, len(list))
	for i, n := range list {
		parts[i] = fmt.Sprint(n)
	}
	return "[]int{" + strings.Join(parts, ", ") + "}"
}
