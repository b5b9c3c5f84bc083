package sqlite

import (
	"fmt"
	"slices"

	"github.com/seed83105465/duet/codegen/schema"
)

// place gives the positions of one reading to another of the same tables. What the other one does not have gets its table's place.
func place(s, from *schema.Schema) {
	for _, t := range s.Tables {
		o := from.Table(t.Name)
		if o == nil {
			continue
		}
		t.Pos = o.Pos
		for _, c := range t.Columns {
			c.Pos = t.Pos
			if oc := o.Column(c.Name); oc != nil {
				c.Pos = oc.Pos
			}
		}
		if t.PrimaryKey != nil && o.PrimaryKey != nil {
			t.PrimaryKey.Pos = o.PrimaryKey.Pos
		}
		placeKeys(t, o)
	}
}

func placeKeys(t, o *schema.Table) {
	for i, fk := range t.ForeignKeys {
		fk.Pos = t.Pos
		if i < len(o.ForeignKeys) && joined(o.ForeignKeys[i].Columns) == joined(fk.Columns) {
			fk.Pos = o.ForeignKeys[i].Pos
		}
	}
	for _, u := range t.Uniques {
		u.Pos = t.Pos
		if i := slices.IndexFunc(o.Uniques, func(ou *schema.Unique) bool { return ou.Name == u.Name && joined(ou.Columns) == joined(u.Columns) }); i >= 0 {
			u.Pos = o.Uniques[i].Pos
		}
	}
	for _, x := range t.Indexes {
		x.Pos = t.Pos
		if i := slices.IndexFunc(o.Indexes, func(ox *schema.Index) bool { return ox.Name == x.Name }); i >= 0 {
			x.Pos = o.Indexes[i].Pos
		}
	}
	for i, k := range t.Checks {
		k.Pos = t.Pos
		if len(o.Checks) == len(t.Checks) {
			k.Pos = o.Checks[i].Pos
		}
	}
}

// warningsOf tells what is odd about tables and columns, in their order.
func warningsOf(s *schema.Schema) []schema.Warning {
	var all []schema.Warning
	for _, t := range s.Tables {
		if t.PrimaryKey == nil && !t.ReadOnly() {
			all = append(all, schema.Warning{Pos: t.Pos, Table: t.Name, Msg: fmt.Sprintf(
				"table %q has no primary key, so its rows cannot be saved, deleted or loaded by key; add one if they should", t.Name)})
		}
		for _, c := range t.Columns {
			if msg := typeWarning(t, c); msg != "" {
				all = append(all, schema.Warning{Pos: c.Pos, Table: t.Name, Column: c.Name, Msg: msg})
			}
		}
	}
	return all
}

// typeWarning says what is odd about a column's type, "" if nothing is.
func typeWarning(t *schema.Table, c *schema.Column) string {
	if _, known := TypeOf(c.Type.Declared); known || c.Type.Kind == schema.KindEnum {
		return ""
	}
	// A column of a view has the type of SQLite's making or ours, which its author cannot spell.
	if t.ReadOnly() && c.Type.Kind != schema.KindUnknown {
		return ""
	}
	what := fmt.Sprintf("column %q of %s %q", c.Name, noun(t), t.Name)
	fix := fmt.Sprintf("set it in ormgen.yaml: columns: {%s.%s: {type: ...}}", t.Name, c.Name)
	switch {
	case c.Type.Declared == "" && t.ReadOnly():
		return fmt.Sprintf("%s is an expression of unknown type, read as text; write CAST(... AS INTEGER) or the like in the view, or %s", what, fix)
	case c.Type.Declared == "":
		return fmt.Sprintf("%s is declared without a type, read as text; %s", what, fix)
	case c.Type.Kind == schema.KindUnknown:
		return fmt.Sprintf("%s has unknown type %q, read as text; %s", what, c.Type.Declared, fix)
	}
	return fmt.Sprintf("%s has unknown type %q, read as %s by SQLite's affinity; if that is wrong, %s", what, c.Type.Declared, c.Type.Kind, fix)
}

func noun(t *schema.Table) string {
	if t.ReadOnly() {
		return "view"
	}
	return "table"
}
