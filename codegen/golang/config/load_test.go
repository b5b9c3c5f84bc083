package config_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/codegen/golang"
	"github.com/seed83105465/duet/codegen/golang/config"
	"github.com/seed83105465/duet/codegen/schema"
)

func TestLoad(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "ormgen.yaml")
	require.NoError(t, os.WriteFile(path, []byte(`
tables:
  order_items: {model: Line, var: Lines, file: lines.go}
  old: {skip: true}
columns:
  books.isbn:
    name: Number
  books.price: {type: example.com/shop/money.Amount}
  books.language: {type: example.com/shop.Language, kind: text}
  books.tags: {null_elements: true, references: tags.id}
relations:
  books.Author: {name: Writer}
types:
  MONEY: {type: decimal}
  COUNT: {type: int}
`), 0o600))
	at := func(line int) schema.Pos { return schema.Pos{File: path, Line: line} }
	options, err := config.Load(path)
	require.NoError(t, err)
	require.Equal(t, golang.Options{
		Tables: []golang.TableOption{
			{Table: "order_items", Model: "Line", Var: "Lines", File: "lines.go", Pos: at(3)},
			{Table: "old", Skip: true, Pos: at(4)},
		},
		Columns: []golang.ColumnOption{
			{Column: "books.isbn", Name: "Number", Pos: at(6)},
			{Column: "books.price", Type: golang.GoType{Import: "example.com/shop/money", Name: "Amount"}, Pos: at(8)},
			{Column: "books.language", Type: golang.GoType{Import: "example.com/shop", Name: "Language", Text: true}, Pos: at(9)},
			{Column: "books.tags", NullElements: true, References: "tags.id", Pos: at(10)},
		},
		Relations: []golang.RelationOption{{Relation: "books.Author", Name: "Writer", Pos: at(12)}},
		Types: []golang.TypeOption{
			{Declared: "MONEY", Type: golang.GoType{Kind: schema.KindDecimal}, Pos: at(14)},
			{Declared: "COUNT", Type: golang.GoType{Kind: schema.KindInt64}, Pos: at(15)},
		},
	}, options)
}

func TestNothing(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "# a comment\n", "tables:\n", "tables: {}\ncolumns:\n"} {
		options, err := config.Parse("ormgen.yaml", []byte(text))
		require.NoError(t, err, text)
		require.Equal(t, golang.Options{}, options, text)
	}
	_, err := config.Load(filepath.Join(t.TempDir(), "ormgen.yaml"))
	require.ErrorIs(t, err, os.ErrNotExist)
}

func TestMistakes(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"tabels: {}":                                         `ormgen.yaml:1: unknown key "tabels"; known are tables, columns, relations, types`,
		"tables: [a]":                                        "ormgen.yaml:1: tables has to be a mapping of names",
		"- a":                                                "ormgen.yaml:1: the configuration has to be a mapping of names",
		"tables:\n  a: {}\n  a: {}":                          `ormgen.yaml:3: tables has "a" twice`,
		"tables:\n  a: {mdl: B}":                             `ormgen.yaml:2: unknown key "mdl" for a; known are model, var, file, skip`,
		"tables:\n  a: {model: [B]}":                         "ormgen.yaml:2: model of a has to be a word",
		"tables:\n  a: {skip: perhaps}":                      "ormgen.yaml:2: skip of a has to be true or false",
		"tables:\n\t- a":                                     "ormgen.yaml:2: found character that cannot start any token",
		"columns:\n  a.b: {kind: text}":                      "ormgen.yaml:2: a.b: kind goes with a type",
		"columns:\n  a.b: {type: int, kind: text}":           "ormgen.yaml:2: a.b: kind goes with a type from a package",
		"columns:\n  a.b: {type: money}":                     `ormgen.yaml:2: a.b: unknown type "money"`,
		"columns:\n  a.b: {type: x/money.amount}":            `ormgen.yaml:2: a.b: "x/money.amount" is no type of a package`,
		"columns:\n  a.b: {type: \"x y.Amount\"}":            `ormgen.yaml:2: a.b: "x y.Amount" is no type of a package`,
		"columns:\n  a.b: {type: x/money.Amount, kind: int}": `ormgen.yaml:2: a.b: unknown kind "int"; write text for a type that is a string`,
		"columns:\n  a.b: {null_elements: 1}":                "ormgen.yaml:2: null_elements of a.b has to be true or false",
		"relations:\n  a.B: {}":                              "ormgen.yaml:2: relation a.B needs a name",
		"types:\n  MONEY:":                                   "ormgen.yaml:2: type MONEY needs a type",
	} {
		_, err := config.Parse("ormgen.yaml", []byte(text))
		require.ErrorContains(t, err, want, text)
		var errs schema.Errors
		require.ErrorAs(t, err, &errs, text)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("tables:\n  a: {model: B}\n"))
	f.Add([]byte("a: &x [*x]\n"))
	f.Add([]byte("tables: &t\n  a: *t\n"))
	f.Fuzz(func(_ *testing.T, text []byte) {
		_, _ = config.Parse("ormgen.yaml", text)
	})
}
