package corpus

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/codegen/golang"
	"github.com/seed83105465/duet/codegen/postgres"
	"github.com/seed83105465/duet/codegen/schema"
	"github.com/seed83105465/duet/codegen/sqlite"
)

// generated is the package of models of one schema.
type generated struct {
	Schema
	Package string
	Tables  []table
	files   []golang.File
}

// table is a table or view as its models show it: what a program that imports the package can write.
type table struct {
	Schema  string // in the database, where it has to be said
	Name    string // in the database
	Var     string // "northwindsqlite.Orders"
	Model   string // "northwindsqlite.Order"
	View    bool
	Keyless bool
	One     []string // relations: "northwindsqlite.Orders.Customer"
	Many    []string
}

// columns are what has to be said in ormgen.yaml of columns that hold something else than they declare.
var columns = map[string][]golang.ColumnOption{
	"tbls_sqlite": { // NUMERIC, and filled with datetime('now')
		{Column: "users.created", Type: golang.GoType{Kind: schema.KindTimestamp}},
		{Column: "users.updated", Type: golang.GoType{Kind: schema.KindTimestamp}},
		{Column: "posts.created", Type: golang.GoType{Kind: schema.KindTimestamp}},
		{Column: "posts.updated", Type: golang.GoType{Kind: schema.KindTimestamp}},
	},
}

// generate reads a schema and makes its models, as `ormgen generate` does.
func generate(t *testing.T, s Schema) *generated {
	t.Helper()
	load := sqlite.Load
	if s.Dialect == "postgres" {
		load = postgres.Load
	}
	read, warnings, err := load(s.Input)
	require.NoError(t, err)
	for _, w := range warnings {
		t.Logf("warning: %s", w)
	}
	return generateFrom(t, s, read)
}

// generateFrom makes the models of a schema that was read.
func generateFrom(t *testing.T, s Schema, read *schema.Schema) *generated {
	t.Helper()
	g := &generated{Schema: s, Package: golang.PackageName(s.Name)}
	files, warnings, err := golang.Generate(read, golang.Options{Package: g.Package, Columns: columns[s.Name]})
	require.NoError(t, err)
	for _, w := range warnings {
		t.Logf("warning: %s", w)
	}
	g.files = files
	for _, f := range g.files {
		if one, ok := tableOf(g.Package, string(f.Content)); ok {
			g.Tables = append(g.Tables, one)
		}
	}
	return g
}

var (
	described = regexp.MustCompile(`(?:Schema: ("(?:[^"\\]|\\.)*"), )?Name: ("(?:[^"\\]|\\.)*"), Model: "(\w+)", Var: "([\w.]+)",(.*)`)
	relation  = regexp.MustCompile(`(?m)^\t(\w+) +\*query\.To(One|Many)\[`)
)

// tableOf reads what a generated file offers. It is told from the text, so that it works for what does not compile.
func tableOf(pkg, text string) (table, bool) {
	found := described.FindStringSubmatch(text)
	if found == nil {
		return table{}, false
	}
	t := table{
		Schema: unquoted(found[1]), Name: unquoted(found[2]), Model: pkg + "." + found[3], Var: found[4],
		View: strings.Contains(found[5], "ReadOnly: true"), Keyless: !strings.Contains(found[5], "Key: "),
	}
	for _, r := range relation.FindAllStringSubmatch(text, -1) {
		if r[2] == "One" {
			t.One = append(t.One, r[1])
		} else {
			t.Many = append(t.Many, r[1])
		}
	}
	return t, true
}

// unquoted is the text of a literal of Go.
func unquoted(literal string) string {
	return strings.Trim(strings.ReplaceAll(literal, `\"`, `"`), `"`)
}

// Every schema gives as many models as a database that has loaded it has tables and views; views are for reading, and
// who has no key is known to have none.
func TestGenerate(t *testing.T) {
	t.Parallel()
	// Tables and views without a primary key, as the catalogs of a loaded database count them.
	keyless := map[string]int{
		"vaultwarden_sqlite": 2, "memos_sqlite": 3, "xo_sqlite": 8,
		"authelia_pg": 1, "listmonk": 2, "openstreetmap": 2, "tbls_pg": 4, "xo_pg": 10,
	}
	for _, s := range append(SQLite(t), Postgres(t)...) {
		t.Run(s.Name, func(t *testing.T) {
			t.Parallel()
			g := generate(t, s)
			require.Equal(t, g.files, generate(t, s).files, "twice the same")
			tables, views, without := 0, 0, 0
			for _, one := range g.Tables {
				switch {
				case one.View:
					views++
					require.True(t, one.Keyless, one.Name)
				case one.Keyless:
					without++
					fallthrough
				default:
					tables++
				}
			}
			require.Equal(t, s.Views, views, "views")
			require.Equal(t, s.Tables, tables, "tables")
			require.Equal(t, keyless[s.Name], without, "tables without a key")
		})
	}
}

// Names with spaces, of tables as of views, are names of Go; which ones is not a matter of luck.
func TestNames(t *testing.T) {
	t.Parallel()
	names := map[string]string{}
	for _, s := range SQLite(t) {
		if s.Name == "northwind_sqlite" {
			for _, one := range generate(t, s).Tables {
				names[one.Name] = strings.TrimPrefix(one.Var, "northwindsqlite.") + " " + strings.TrimPrefix(one.Model, "northwindsqlite.")
			}
		}
	}
	for name, want := range map[string]string{
		"Order Details":           "OrderDetails OrderDetail",
		"Order Details Extended":  "OrderDetailsExtendeds OrderDetailsExtended",
		"Categories":              "Categories Category",
		"CustomerDemographics":    "CustomerDemographics CustomerDemographic",
		"Territories":             "Territories Territory",
		"Sales by Category":       "SalesByCategories SalesByCategory",
		"Category Sales for 1997": "CategorySalesFor1997s CategorySalesFor1997",
	} {
		require.Equal(t, want, names[name], name)
	}
}

// TestCompile writes all packages into one folder of this module, has Go compile them, and runs the program that asks
// for everything they offer.
func TestCompile(t *testing.T) {
	t.Parallel()
	schemas := append(SQLite(t), Postgres(t)...)
	// One name for all times, and the folder stays (git does not see it): Go keeps what it has compiled by its path, and
	// two hundred models are compiled again only when they, or what they import, have changed.
	dir := filepath.Join("testdata", "generated")
	var all []*generated
	for _, s := range schemas {
		g := generate(t, s)
		require.NoError(t, golang.Write(filepath.Join(dir, g.Package), g.files))
		all = append(all, g)
	}
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "ask"), 0o755))
	writeProgram(t, dir, all)
	program := filepath.Join(t.TempDir(), "ask")
	for _, args := range [][]string{
		{"build", "-p", "1", "./" + dir + "/..."},
		{"build", "-o", program, "./" + dir + "/ask"},
	} {
		output, err := exec.CommandContext(t.Context(), "go", args...).CombinedOutput()
		require.NoError(t, err, "go %v\n%s", args, output)
	}
	for _, g := range all {
		t.Run(g.Name, func(t *testing.T) { g.ask(t, program) })
	}
}
