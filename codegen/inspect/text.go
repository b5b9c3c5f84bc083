package inspect

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/seed83105465/duet/codegen/schema"
)

// Text writes a schema for people: each table with its columns, one per line, and its keys. The error is the writer's.
func Text(w io.Writer, s *schema.Schema) error {
	var b strings.Builder
	for i, t := range s.Tables {
		if i > 0 {
			b.WriteByte('\n')
		}
		writeTable(&b, s, t)
	}
	for _, e := range s.Enums {
		fmt.Fprintf(&b, "\nenum %s: %s\n", qualified(s, e.Schema, e.Name), strings.Join(e.Values, ", "))
	}
	for _, d := range s.Domains {
		fmt.Fprintf(&b, "\ndomain %s: %s\n", qualified(s, d.Schema, d.Name), d.Type.Declared)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func writeTable(b *strings.Builder, s *schema.Schema, t *schema.Table) {
	fmt.Fprintf(b, "%s %s\n", strings.ReplaceAll(string(t.Kind), "_", " "), qualified(s, t.Schema, t.Name))
	tab := tabwriter.NewWriter(b, 0, 0, 2, ' ', 0)
	for _, c := range t.Columns {
		fmt.Fprintf(tab, "  %s\t%s", c.Name, typeText(c.Type))
		if n := notes(t, c); n != "" { // an empty cell would be spaces
			fmt.Fprintf(tab, "\t%s", n)
		}
		fmt.Fprintln(tab)
	}
	_ = tab.Flush() // into a Builder, which does not fail
	if k := t.PrimaryKey; k != nil && len(k.Columns) > 1 {
		fmt.Fprintf(b, "  primary key (%s)\n", strings.Join(k.Columns, ", "))
	}
	for _, fk := range t.ForeignKeys {
		fmt.Fprintf(b, "  foreign key (%s) -> %s (%s)", strings.Join(fk.Columns, ", "), qualified(s, fk.RefSchema, fk.RefTable), strings.Join(fk.RefColumns, ", "))
		if fk.OnDelete != schema.NoAction {
			fmt.Fprintf(b, " on delete %s", strings.ToLower(string(fk.OnDelete)))
		}
		b.WriteByte('\n')
	}
	for _, u := range t.Uniques {
		if !u.FromIndex {
			fmt.Fprintf(b, "  unique (%s)\n", strings.Join(u.Columns, ", "))
		}
	}
	for _, x := range t.Indexes {
		kind := "index"
		if x.Unique {
			kind = "unique index"
		}
		fmt.Fprintf(b, "  %s %s (%s)%s\n", kind, x.Name, strings.Join(x.Columns(), ", "), where(x.Where))
	}
	for _, k := range t.Checks {
		fmt.Fprintf(b, "  check (%s)\n", k.Expr)
	}
}

func where(condition string) string {
	if condition == "" {
		return ""
	}
	return " where " + condition
}

// typeText gives the declared type and what it means.
func typeText(t schema.Type) string {
	kind := string(t.Kind)
	if t.Enum != nil {
		kind += " " + t.Enum.Name
	}
	if t.Declared == "" {
		return kind
	}
	return t.Declared + " (" + kind + ")"
}

func notes(t *schema.Table, c *schema.Column) string {
	var all []string
	if t.PrimaryKey != nil && len(t.PrimaryKey.Columns) == 1 && t.IsKey(c.Name) {
		all = append(all, "primary key")
	}
	if c.Identity != schema.IdentityNone {
		all = append(all, string(c.Identity))
	}
	if c.Null {
		all = append(all, "null")
	}
	if c.Default != nil {
		all = append(all, "default "+*c.Default)
	}
	if c.Generated != nil {
		all = append(all, "generated "+c.Generated.Expr)
	}
	return strings.Join(all, ", ")
}

// qualified leaves out the namespace that everyone is in.
func qualified(s *schema.Schema, namespace, name string) string {
	if s.Dialect.Same(namespace, s.Default) {
		return name
	}
	return namespace + "." + name
}
