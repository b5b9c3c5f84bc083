package inspect

import (
	"encoding/json"
	"io"

	"github.com/seed83105465/duet/codegen/schema"
)

// The types below are the JSON format of the package's documentation. Their fields are in its order.
type (
	document struct {
		Dialect string   `json:"dialect"`
		Tables  []table  `json:"tables"`
		Enums   []enum   `json:"enums"`
		Domains []domain `json:"domains"`
	}
	table struct {
		Schema      string       `json:"schema"`
		Name        string       `json:"name"`
		Kind        string       `json:"kind"`
		Columns     []column     `json:"columns"`
		PrimaryKey  []string     `json:"primary_key"`
		ForeignKeys []foreignKey `json:"foreign_keys"`
		Uniques     []unique     `json:"uniques"`
		Indexes     []index      `json:"indexes"`
		Checks      []check      `json:"checks"`
		Comment     string       `json:"comment"`
	}
	column struct {
		Name      string  `json:"name"`
		Type      string  `json:"type"`
		Null      bool    `json:"null"`
		Default   *string `json:"default"`
		Generated string  `json:"generated"`
		Identity  bool    `json:"identity"`
		Kind      string  `json:"kind"`
	}
	foreignKey struct {
		Name       string   `json:"name"`
		Columns    []string `json:"columns"`
		RefSchema  string   `json:"ref_schema"`
		RefTable   string   `json:"ref_table"`
		RefColumns []string `json:"ref_columns"`
		OnDelete   string   `json:"on_delete"`
		OnUpdate   string   `json:"on_update"`
	}
	unique struct {
		Name    string   `json:"name"`
		Columns []string `json:"columns"`
	}
	index struct {
		Name    string   `json:"name"`
		Columns []string `json:"columns"`
		Unique  bool     `json:"unique"`
		Where   string   `json:"where"`
	}
	check struct {
		Name       string `json:"name"`
		Expression string `json:"expression"`
	}
	enum struct {
		Schema string   `json:"schema"`
		Name   string   `json:"name"`
		Values []string `json:"values"`
		Origin string   `json:"origin"`
	}
	domain struct {
		Schema  string  `json:"schema"`
		Name    string  `json:"name"`
		Type    string  `json:"type"`
		Null    bool    `json:"null"`
		Default *string `json:"default"`
		Checks  []check `json:"checks"`
	}
)

// JSON writes a schema in the package's JSON format, indented, with a newline at the end. The error is the writer's.
func JSON(w io.Writer, s *schema.Schema) error {
	doc := document{
		Dialect: string(s.Dialect),
		Tables:  each(s.Tables, tableOf),
		Enums: each(s.Enums, func(e *schema.Enum) enum {
			return enum{Schema: e.Schema, Name: e.Name, Values: list(e.Values), Origin: string(e.Origin)}
		}),
		Domains: each(s.Domains, func(d *schema.Domain) domain {
			return domain{Schema: d.Schema, Name: d.Name, Type: d.Type.Declared, Null: !d.NotNull, Default: d.Default, Checks: each(d.Checks, checkOf)}
		}),
	}
	enc := json.NewEncoder(w)
	enc.SetIndent("", "  ")
	enc.SetEscapeHTML(false) // expressions are full of < and >
	return enc.Encode(doc)
}

func tableOf(t *schema.Table) table {
	out := table{
		Schema: t.Schema, Name: t.Name, Kind: string(t.Kind), Comment: t.Comment,
		Columns:     each(t.Columns, columnOf),
		PrimaryKey:  []string{},
		ForeignKeys: each(t.ForeignKeys, foreignKeyOf),
		Uniques:     []unique{},
		Indexes: each(t.Indexes, func(x *schema.Index) index {
			return index{Name: x.Name, Columns: x.Columns(), Unique: x.Unique, Where: x.Where}
		}),
		Checks: each(t.Checks, checkOf),
	}
	if t.PrimaryKey != nil {
		out.PrimaryKey = list(t.PrimaryKey.Columns)
	}
	for _, u := range t.Uniques {
		// A partial one has no place for its condition here; it is among the indexes.
		if !u.Partial() {
			out.Uniques = append(out.Uniques, unique{Name: u.Name, Columns: list(u.Columns)})
		}
	}
	return out
}

func columnOf(c *schema.Column) column {
	out := column{
		Name: c.Name, Type: c.Type.Declared, Null: c.Null, Default: c.Default,
		Identity: c.Identity != schema.IdentityNone, Kind: string(c.Type.Kind),
	}
	if c.Generated != nil {
		out.Generated = c.Generated.Expr
	}
	return out
}

func foreignKeyOf(fk *schema.ForeignKey) foreignKey {
	return foreignKey{
		Name: fk.Name, Columns: list(fk.Columns), RefSchema: fk.RefSchema, RefTable: fk.RefTable, RefColumns: list(fk.RefColumns),
		OnDelete: string(fk.OnDelete), OnUpdate: string(fk.OnUpdate),
	}
}

func checkOf(k *schema.Check) check {
	return check{Name: k.Name, Expression: k.Expr}
}

// each gives a list of the same length, never nil: nil would be null in JSON.
func each[A, B any](in []A, f func(A) B) []B {
	out := make([]B, len(in))
	for i, a := range in {
		out[i] = f(a)
	}
	return out
}

// list gives the same names, never nil.
func list(names []string) []string {
	return append([]string{}, names...)
}
