package golang_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/codegen/golang"
	"github.com/seed83105465/duet/codegen/schema"
	"github.com/seed83105465/duet/codegen/sqlite"
)

func parse(t testing.TB, ddl string) *schema.Schema {
	t.Helper()
	s, _, err := sqlite.Parse([]sqlite.Source{{Name: "test.sql", Text: ddl}})
	require.NoError(t, err)
	return s
}

func generate(t testing.TB, s *schema.Schema) map[string]string {
	t.Helper()
	files, _, err := golang.Generate(s, golang.Options{Package: "models"})
	require.NoError(t, err)
	all := map[string]string{}
	for _, f := range files {
		all[f.Name] = string(f.Content)
	}
	return all
}

// TestSameInputSameOutput: nothing depends on maps or on what ran before.
func TestSameInputSameOutput(t *testing.T) {
	t.Parallel()
	for _, dir := range goldenFolders(t) {
		first, _, err := generateGolden(dir)
		for range 5 {
			again, _, errAgain := generateGolden(dir)
			require.Equal(t, first, again, dir)
			require.Equal(t, err, errAgain, dir)
		}
	}
}

// TestOrderOfTables: the order in which tables are declared changes the order of lists, and no name.
func TestOrderOfTables(t *testing.T) {
	t.Parallel()
	for _, dir := range goldenFolders(t) {
		s, _, err := loadGolden(dir)
		if err != nil || exists(filepath.Join(dir, "ormgen.yaml")) {
			continue
		}
		files, _, err := golang.Generate(s, golang.Options{Package: "models"})
		if err != nil {
			continue
		}
		slices.Reverse(s.Tables)
		reversed, _, err := golang.Generate(s, golang.Options{Package: "models"})
		require.NoError(t, err)
		require.Equal(t, exported(t, files), exported(t, reversed), dir)
	}
}

// exported gives the names of all exported methods, types, variables and fields, sorted.
func exported(t *testing.T, files []golang.File) []string {
	t.Helper()
	var names []string
	for _, f := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), f.Name, f.Content, 0)
		require.NoError(t, err)
		ast.Inspect(parsed, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok && id.IsExported() {
				names = append(names, f.Name+" "+id.Name)
			}
			return true
		})
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// TestModelsAreUpToDate compares the checked-in models with what the bookshop's schema gives now.
func TestModelsAreUpToDate(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..")
	s, _, err := sqlite.Load(filepath.Join(root, "testdata", "bookshop.sql"))
	require.NoError(t, err)
	for name, want := range generate(t, s) {
		got, err := os.ReadFile(filepath.Join(root, "models", name))
		require.NoError(t, err)
		require.Equal(t, want, string(got), "run make generate")
	}
}

// TestLinesOfATable holds a promise of docs/design.md: at most 250 lines for a table of ten columns.
func TestLinesOfATable(t *testing.T) {
	t.Parallel()
	files := generate(t, parse(t, `
		CREATE TABLE authors (id INTEGER PRIMARY KEY);
		CREATE TABLE publishers (id INTEGER PRIMARY KEY);
		CREATE TABLE books (
			id INTEGER PRIMARY KEY, author_id INTEGER NOT NULL REFERENCES authors, publisher_id INTEGER NULL REFERENCES publishers,
			title TEXT NOT NULL CHECK (length(title) <= 200), price DECIMAL(10, 2) NOT NULL CHECK (price >= 0), published_on DATE NULL,
			stock INTEGER NOT NULL DEFAULT 0 CHECK (stock >= 0), status TEXT NOT NULL CHECK (status IN ('draft', 'published')),
			metadata JSON NULL, created_at TIMESTAMP NOT NULL);
		CREATE TABLE reviews (id INTEGER PRIMARY KEY, book_id INTEGER NOT NULL REFERENCES books);
		CREATE TABLE editions (id INTEGER PRIMARY KEY, book_id INTEGER NOT NULL REFERENCES books);`))
	lines := strings.Count(files["books.go"], "\n")
	t.Logf("%d lines for ten columns and four relations", lines)
	require.LessOrEqual(t, lines, 250)
}

// TestNamespaces: a table outside of the default namespace says so, and has it in its name where that would be another table's.
func TestNamespaces(t *testing.T) {
	t.Parallel()
	table := func(namespace, name string) *schema.Table {
		return &schema.Table{
			Schema: namespace, Name: name, Kind: schema.KindTable, Dialect: schema.Postgres,
			Columns:    []*schema.Column{{Name: "id", Type: schema.Type{Kind: schema.KindInt64}, Identity: schema.IdentityAlways}},
			PrimaryKey: &schema.PrimaryKey{Columns: []string{"id"}},
		}
	}
	s := &schema.Schema{Dialect: schema.Postgres, Default: "public", Tables: []*schema.Table{table("auth", "users"), table("public", "users"), table("auth", "keys")}}
	s.Tables[2].ForeignKeys = []*schema.ForeignKey{{Columns: []string{"id"}, RefSchema: "auth", RefTable: "users", RefColumns: []string{"id"}}}
	files := generate(t, s)
	require.Contains(t, files["auth_users.go"], `Schema: "auth", Name: "users", Model: "AuthUser", Var: "models.AuthUsers"`)
	require.Contains(t, files["users.go"], `Name: "users", Model: "User", Var: "models.Users"`)
	require.NotContains(t, files["users.go"], "Schema:")
	require.Contains(t, files["keys.go"], `Schema: "auth", Name: "keys", Model: "Key"`)
	require.Contains(t, files["keys.go"], "AuthUser *query.ToOne[Key, AuthUser]")
}

// TestComments: comments of a schema become comments of Go, whatever is in them.
func TestComments(t *testing.T) {
	t.Parallel()
	s := parse(t, "CREATE TABLE books (id INTEGER PRIMARY KEY)")
	s.Tables[0].Comment = "What we sell.\n\n*/ \x00 package evil\r\n//go:embed x"
	s.Tables[0].Columns[0].Comment = "the\nnumber"
	text := generate(t, s)["books.go"]
	require.Contains(t, text, "// Book is a row of the table books. What we sell. */ package evil //go:embed x.\n")
	require.Contains(t, text, "`json:\"id\"` // the number\n")
}

func TestPackageName(t *testing.T) {
	t.Parallel()
	for dir, want := range map[string]string{
		"/x/models": "models", "/x/my-models": "mymodels", "/x/2models": "models", "/x/type": "models", "/x/main": "models", "/": "models", "/x/Shop": "shop",
	} {
		require.Equal(t, want, golang.PackageName(dir), dir)
	}
	for _, bad := range []string{"", "_", "a-b", "type", "2x"} {
		_, _, err := golang.Generate(parse(t, "CREATE TABLE a (id INTEGER PRIMARY KEY)"), golang.Options{Package: bad})
		require.ErrorContains(t, err, "cannot be the name of a package")
	}
}
