package corpus

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Schema is one schema of the corpus.
type Schema struct {
	// Name is its folder's: "northwind_sqlite".
	Name string
	// Dialect is "sqlite" or "postgres".
	Dialect string
	// Input is what ormgen is given: the one file, or the folder of migrations.
	Input string
	// Files are all files of the schema, in the order in which a database loads them.
	Files []string
	// Tables and Views are how many there are once a database has loaded them, partitions of a table not counted and
	// materialized views counted as views.
	Tables, Views int
}

// Root is the folder of the module that the test is in.
func Root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		up := filepath.Dir(dir)
		if up == dir {
			t.Fatal("no go.mod above the folder of the test")
		}
		dir = up
	}
}

// Dir is the folder of the schemas. Without one the test is skipped, in a line that says what to do; where CI=true it
// fails, so that nobody takes a run without its material for a green one.
func Dir(t testing.TB) string {
	t.Helper()
	dir := os.Getenv("DUET_SCHEMAS")
	if dir == "" {
		dir = filepath.Join(Root(t), "..", "shared", "schemas")
	}
	if _, err := os.Stat(filepath.Join(dir, "INDEX.json")); err != nil {
		missing(t, "no schemas in %s: set DUET_SCHEMAS to a folder with INDEX.json to run this test", dir)
	}
	return dir
}

// PostgresNamed is the schema of that name among [Postgres]. Without it the test is skipped, or fails, as without [Dir].
func PostgresNamed(t testing.TB, name string) Schema {
	t.Helper()
	all := Postgres(t)
	i := slices.IndexFunc(all, func(s Schema) bool { return s.Name == name })
	if i < 0 {
		missing(t, "the schemas of DUET_SCHEMAS have no %s, which this test is about", name)
	}
	return all[i]
}

// missing ends a test without its material.
func missing(t testing.TB, format string, args ...any) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatalf("CI=true: "+format, args...)
	}
	t.Skipf(format, args...)
}

// SQLite gives the schemas for SQLite, in the order of their names.
func SQLite(t testing.TB) []Schema {
	t.Helper()
	return of(t, "sqlite")
}

// Postgres gives the schemas for PostgreSQL, in the order of their names.
func Postgres(t testing.TB) []Schema {
	t.Helper()
	return of(t, "postgres")
}

// Scripts are the texts of the schema's files, in the order in which a database loads them.
func (s Schema) Scripts(t testing.TB) []string {
	t.Helper()
	texts := make([]string, len(s.Files))
	for i, file := range s.Files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		texts[i] = string(text)
	}
	return texts
}

func of(t testing.TB, dialect string) []Schema {
	t.Helper()
	dir := Dir(t)
	content, err := os.ReadFile(filepath.Join(dir, "INDEX.json"))
	if err != nil {
		t.Fatal(err)
	}
	var index map[string]struct {
		Dialect string   `json:"dialect"`
		Files   []string `json:"files_in_load_order"`
		Counts  struct {
			Tables       int `json:"tables"`
			Views        int `json:"views"`
			Materialized int `json:"matviews"`
		} `json:"counts_after_loading"`
	}
	if err := json.Unmarshal(content, &index); err != nil {
		t.Fatal(err)
	}
	var all []Schema
	for name, entry := range index {
		if entry.Dialect != dialect {
			continue
		}
		s := Schema{Name: name, Dialect: dialect, Tables: entry.Counts.Tables, Views: entry.Counts.Views + entry.Counts.Materialized}
		for _, f := range entry.Files {
			s.Files = append(s.Files, filepath.Join(dir, name, filepath.FromSlash(f)))
		}
		s.Input = common(s.Files)
		all = append(all, s)
	}
	slices.SortFunc(all, func(a, b Schema) int { return strings.Compare(a.Name, b.Name) })
	if len(all) == 0 {
		t.Fatalf("no schema for %s in %s", dialect, dir)
	}
	return all
}

// common is the file, if there is one alone, or the deepest folder that holds all of them.
func common(files []string) string {
	if len(files) == 1 {
		return files[0]
	}
	dir := filepath.Dir(files[0])
	for slices.ContainsFunc(files, func(f string) bool { return !strings.HasPrefix(f, dir+string(filepath.Separator)) }) {
		dir = filepath.Dir(dir)
	}
	return dir
}
