package config

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/seed83105465/duet/codegen/golang"
	"github.com/seed83105465/duet/codegen/schema"
)

// Load reads a file. The options have no Package. An empty file is fine; errors are schema.Errors where they have a line.
func Load(path string) (golang.Options, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return golang.Options{}, fmt.Errorf("reading configuration: %w", err)
	}
	return Parse(path, text)
}

// Parse reads the text of a file; name is what errors call it.
func Parse(name string, text []byte) (golang.Options, error) {
	var document yaml.Node
	if err := yaml.Unmarshal(text, &document); err != nil {
		return golang.Options{}, syntaxError(name, err)
	}
	r := &reader{file: name}
	if len(document.Content) > 0 {
		r.document(document.Content[0])
	}
	return r.options, r.errs.Err()
}

// syntaxError gives the error of the parser ("yaml: line 3: ...") as one of ours.
func syntaxError(name string, err error) error {
	msg := strings.TrimPrefix(err.Error(), "yaml: ")
	var line int
	if _, scanned := fmt.Sscanf(msg, "line %d:", &line); scanned == nil {
		_, msg, _ = strings.Cut(msg, ": ")
	}
	return schema.Errors{{File: name, Line: line, Msg: msg}}
}

// reader turns nodes into options, and gathers errors.
type reader struct {
	file    string
	options golang.Options
	errs    schema.Errors
}

// setting is a key with its value.
type setting struct {
	key   string
	value *yaml.Node
	pos   schema.Pos
}

func (r *reader) pos(n *yaml.Node) schema.Pos { return schema.Pos{File: r.file, Line: n.Line} }

func (r *reader) fail(at schema.Pos, format string, args ...any) {
	r.errs = append(r.errs, schema.Errorf(at, format, args...))
}

// settings gives what a mapping holds. Anything but a mapping is an error, and so is a key that is there twice; nothing at all is not.
func (r *reader) settings(what string, n *yaml.Node) []setting {
	if n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if n.Tag == "!!null" {
		return nil
	}
	if n.Kind != yaml.MappingNode {
		r.fail(r.pos(n), "%s has to be a mapping of names", what)
		return nil
	}
	var all []setting
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i]
		if seen[key.Value] {
			r.fail(r.pos(key), "%s has %q twice", what, key.Value)
			continue
		}
		seen[key.Value] = true
		all = append(all, setting{key.Value, n.Content[i+1], r.pos(key)})
	}
	return all
}

// fields reads the settings of one name into strings. What is not among the known ones is an error.
func (r *reader) fields(of setting, known map[string]*string) {
	names := make([]string, 0, len(known))
	for _, name := range []string{"model", "var", "file", "skip", "name", "type", "kind", "null_elements", "references"} {
		if known[name] != nil {
			names = append(names, name)
		}
	}
	for _, s := range r.settings(of.key, of.value) {
		to := known[s.key]
		switch {
		case to == nil:
			r.fail(s.pos, "unknown key %q for %s; known are %s", s.key, of.key, strings.Join(names, ", "))
		case s.value.Kind != yaml.ScalarNode || s.value.Value == "":
			r.fail(s.pos, "%s of %s has to be a word", s.key, of.key)
		default:
			*to = s.value.Value
		}
	}
}

// document reads the whole.
func (r *reader) document(n *yaml.Node) {
	for _, section := range r.settings("the configuration", n) {
		read := map[string]func(setting){"tables": r.table, "columns": r.column, "relations": r.relation, "types": r.typ}[section.key]
		if read == nil {
			r.fail(section.pos, "unknown key %q; known are tables, columns, relations, types", section.key)
			continue
		}
		for _, s := range r.settings(section.key, section.value) {
			read(s)
		}
	}
}

func (r *reader) table(s setting) {
	o := golang.TableOption{Table: s.key, Pos: s.pos}
	skip := "false"
	r.fields(s, map[string]*string{"model": &o.Model, "var": &o.Var, "file": &o.File, "skip": &skip})
	if skip != "true" && skip != "false" {
		r.fail(s.pos, "skip of %s has to be true or false", s.key)
	}
	o.Skip = skip == "true"
	r.options.Tables = append(r.options.Tables, o)
}

func (r *reader) column(s setting) {
	o := golang.ColumnOption{Column: s.key, Pos: s.pos}
	var name, kind string
	nulls := "false"
	r.fields(s, map[string]*string{"name": &o.Name, "type": &name, "kind": &kind, "null_elements": &nulls, "references": &o.References})
	if nulls != "true" && nulls != "false" {
		r.fail(s.pos, "null_elements of %s has to be true or false", s.key)
	}
	o.NullElements = nulls == "true"
	o.Type = r.goType(s, name, kind)
	r.options.Columns = append(r.options.Columns, o)
}

func (r *reader) relation(s setting) {
	o := golang.RelationOption{Relation: s.key, Pos: s.pos}
	before := len(r.errs)
	r.fields(s, map[string]*string{"name": &o.Name})
	if o.Name == "" && len(r.errs) == before {
		r.fail(s.pos, "relation %s needs a name", s.key)
	}
	r.options.Relations = append(r.options.Relations, o)
}

func (r *reader) typ(s setting) {
	o := golang.TypeOption{Declared: s.key, Pos: s.pos}
	var name, kind string
	before := len(r.errs)
	r.fields(s, map[string]*string{"type": &name, "kind": &kind})
	if name == "" && len(r.errs) == before {
		r.fail(s.pos, "type %s needs a type", s.key)
	}
	o.Type = r.goType(s, name, kind)
	r.options.Types = append(r.options.Types, o)
}

// goType reads "decimal", or "example.com/money.Amount" with its kind.
func (r *reader) goType(s setting, name, kind string) golang.GoType {
	t, err := parseType(name, kind)
	if err != nil {
		r.fail(s.pos, "%s: %s", s.key, err)
	}
	return t
}

// shortKinds are names that people have for kinds.
var shortKinds = map[string]schema.TypeKind{"int": schema.KindInt64, "float": schema.KindFloat64, "string": schema.KindText}

func parseType(name, kind string) (golang.GoType, error) {
	none := golang.GoType{}
	dot := strings.LastIndexByte(name, '.')
	switch {
	case name == "" && kind != "":
		return none, errors.New("kind goes with a type")
	case name == "":
		return none, nil
	case dot < 0 && kind != "":
		return none, errors.New("kind goes with a type from a package; ormgen knows how to keep its own")
	case dot < 0:
		known := schema.TypeKind(name)
		if short, ok := shortKinds[name]; ok {
			known = short
		}
		if !golang.KnownKind(known) {
			return none, fmt.Errorf("unknown type %q; write bool, int, float, decimal, text, bytes, timestamp, date, interval, json, uuid, inet, hstore, or a type with its package: example.com/money.Amount", name)
		}
		return golang.GoType{Kind: known}, nil
	case kind != "" && kind != "text" && kind != "scalar":
		return none, fmt.Errorf("unknown kind %q; write text for a type that is a string, scalar for one that reads and writes itself as text", kind)
	}
	t := golang.GoType{Import: name[:dot], Name: name[dot+1:], Text: kind == "text"}
	return t, t.Check()
}
