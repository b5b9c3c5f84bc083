package golang

import (
	"fmt"
	"go/token"
	"strings"
	"unicode/utf8"
)

// addTables makes a model of each table that is not left out. Their names come later.
func (b *builder) addTables() {
	for _, t := range b.schema.Tables {
		label := t.Name
		if t.Schema != "" && !b.schema.Dialect.Same(t.Schema, b.schema.Default) {
			label = t.Schema + "." + t.Name
		}
		b.pkg.models = append(b.pkg.models, &model{table: t, label: label, words: wordsOf(strings.ToValidUTF8(t.Name, ""))})
	}
	// The namespace is part of the name where the name alone would be another table's.
	count := map[string]int{}
	for _, m := range b.pkg.models {
		count[camel(singularOf(m.words))]++
	}
	for _, m := range b.pkg.models {
		if m.label != m.table.Name && count[camel(singularOf(m.words))] > 1 {
			m.words = append(wordsOf(m.table.Schema), m.words...)
		}
	}
}

// applyTableOptions takes over names that were asked for, and leaves out tables.
func (b *builder) applyTableOptions() {
	left := map[*model]bool{}
	for _, o := range b.options.Tables {
		m := b.labelled(o.Table)
		if m == nil {
			b.fail(o.Pos, "there is no table %q in the schema", o.Table)
			continue
		}
		for _, name := range []string{o.Model, o.Var} {
			if name != "" && !validName(name) {
				b.fail(o.Pos, "%q cannot be a name for table %q: it has to be an exported Go identifier", name, o.Table)
			}
		}
		if o.File != "" && !validFile(o.File) {
			b.fail(o.Pos, "%q cannot be the file for table %q: it has to be a plain name that ends in .go, and none that Go builds on some systems only or reserves for tests", o.File, o.Table)
		}
		m.name, m.tvar, m.file = o.Model, o.Var, o.File
		left[m] = o.Skip
	}
	kept := b.pkg.models[:0]
	for _, m := range b.pkg.models {
		if !left[m] {
			kept = append(kept, m)
		}
	}
	b.pkg.models = kept
}

// validName tells whether a name may be given by an option.
func validName(name string) bool { return token.IsIdentifier(name) && token.IsExported(name) }

// nameTables names models, variables and files. Models come first, then variables: a variable that would have a taken name gets
// "Table" behind it (NewsTable: "news" has no plural).
func (b *builder) nameTables() {
	taken := b.pkg.taken
	taken.claim("Tables", "the list of all tables")
	for _, m := range b.pkg.models {
		if m.name == "" {
			m.name = camel(singularOf(m.words))
			m.plural = camel(pluralOf(m.words))
		} else {
			m.plural = camel(pluralOf(wordsOf(m.name)))
		}
		if m.tvar != "" {
			m.plural = m.tvar
		}
		if owner, ok := taken.claim(m.name, fmt.Sprintf("table %q", m.label)); !ok {
			b.fail(m.table.Pos, "%s and table %q would both be %s in Go; in ormgen.yaml set tables: {%s: {model: ...}}", owner, m.label, m.name, yamlKey(m.label))
		}
	}
	for _, m := range b.pkg.models {
		if m.tvar == "" {
			if m.tvar = m.plural; !taken.free(m.tvar) {
				m.tvar = m.plural + "Table"
			}
		}
		if owner, ok := taken.claim(m.tvar, fmt.Sprintf("the variable of table %q", m.label)); !ok {
			b.fail(m.table.Pos, "%s and the variable of table %q would both be %s in Go; in ormgen.yaml set tables: {%s: {var: ...}}", owner, m.label, m.tvar, yamlKey(m.label))
		}
	}
	b.nameFiles()
}

// nameFiles gives each table a file. The names are compared without case, as some file systems do.
func (b *builder) nameFiles() {
	files := scope{enumsFile: "the enums", registryFile: "the registry", "doc.go": "a file of yours", "generate.go": "a file of yours"}
	for _, m := range b.pkg.models {
		if m.file == "" {
			continue
		}
		if owner, ok := files.claim(strings.ToLower(m.file), fmt.Sprintf("table %q", m.label)); !ok {
			b.fail(m.table.Pos, "%s and table %q would both be in the file %s; in ormgen.yaml set another one in tables: {%s: {file: ...}}", owner, m.label, m.file, yamlKey(m.label))
		}
	}
	for _, m := range b.pkg.models {
		if m.file != "" {
			continue
		}
		stem := fileStem(m.words)
		m.file = stem + ".go"
		for n := 1; !validFile(m.file) || !files.free(m.file); n++ {
			if m.file = stem + "_table.go"; n > 1 {
				m.file = fmt.Sprintf("%s_table%d.go", stem, n)
			}
		}
		files.claim(m.file, fmt.Sprintf("table %q", m.label))
	}
}

// fileStem gives the name of a file without .go: words in small letters, and not longer than file systems can bear.
func fileStem(words []string) string {
	const most = 120 // bytes; the limit of common file systems is 255
	stem := strings.ToLower(strings.Join(words, "_"))
	for len(stem) > most {
		_, size := utf8.DecodeLastRuneInString(stem)
		stem = stem[:len(stem)-size]
	}
	return stem
}

// systems are the words that Go's build gives a meaning to at the end of a file's name.
var systems = setOf(`test aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris wasip1 windows zos
	386 amd64 amd64p32 arm arm64 arm64be armbe loong64 mips mips64 mips64le mips64p32 mips64p32le mipsle ppc ppc64 ppc64le riscv riscv64
	s390 s390x sparc sparc64 wasm unix cgo`)

// validFile tells whether Go takes a file as part of the package on every system.
func validFile(name string) bool {
	stem, ok := strings.CutSuffix(name, ".go")
	if !ok || stem == "" || strings.ContainsAny(name, `/\`) || stem[0] == '_' || stem[0] == '.' {
		return false
	}
	last := strings.LastIndexByte(stem, '_')
	return last < 0 || !systems[stem[last+1:]]
}

// yamlKey writes a name as it has to be in ormgen.yaml.
func yamlKey(name string) string {
	for _, r := range name {
		if !(r == '_' || r == '.' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r > 127) {
			return fmt.Sprintf("%q", name)
		}
	}
	return name
}
