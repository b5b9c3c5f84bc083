package postgres_test

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/codegen/postgres"
	"github.com/seed83105465/duet/codegen/schema"
	"github.com/seed83105465/duet/codegen/source"
)

// TestReadersAgree reads schemas from their text, from what pg_dump writes of a database that psql has loaded the same files into, and from
// that database. What differs by nature is left out: places in the text, the queries of views (which the server writes anew), and the order
// of lists. The schemas of the corpus have the counts of their index, however they are read.
func TestReadersAgree(t *testing.T) {
	t.Parallel()
	corpus := entries(t)
	for name, paths := range agreeing(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dsn := loaded(t, paths...)
			live, _, err := postgres.Live(t.Context(), dsn)
			require.NoError(t, err)
			counted := func(t *testing.T, s *schema.Schema) {
				if e, ok := corpus[name]; ok {
					assert.Equal(t, e.Counts, count(s))
				}
			}
			t.Run("live", func(t *testing.T) { counted(t, live) })
			t.Run("text", func(t *testing.T) {
				text, _, err := postgres.Parse(sources(t, paths))
				require.NoError(t, err)
				counted(t, text)
				compare(t, text, live)
			})
			t.Run("dump", func(t *testing.T) {
				flatten(live)
				text, _, err := postgres.Parse([]source.Source{{Name: "dump.sql", Text: dump(t, dsn)}})
				require.NoError(t, err)
				compare(t, text, live)
			})
		})
	}
}

// compare fails a test where two schemas differ in what is not left out.
func compare(t *testing.T, offline, live *schema.Schema) {
	t.Helper()
	order(offline)
	order(live)
	if diff := gocmp.Diff(offline, live, cmpopts.EquateEmpty(), cmpopts.IgnoreTypes(schema.Pos{}), cmpopts.IgnoreFields(schema.Table{}, "Query")); diff != "" {
		t.Errorf("live differs (-text +live):\n%s", diff)
	}
}

// flatten gives arrays one dimension, as pg_dump does.
func flatten(s *schema.Schema) {
	for _, t := range s.Tables {
		for _, c := range t.Columns {
			c.Type.Dims = min(c.Type.Dims, 1)
		}
	}
}

// agreeing gives the files of the corpus and our own.
func agreeing(t *testing.T) map[string][]string {
	t.Helper()
	all := map[string][]string{}
	for name, e := range entries(t) {
		all[name] = e.paths(name)
	}
	own, err := filepath.Glob("testdata/live/*.sql")
	require.NoError(t, err)
	require.NotEmpty(t, own)
	for _, path := range own {
		all[filepath.Base(path)] = []string{path}
	}
	return all
}

// sources reads files as they are.
func sources(t *testing.T, paths []string) []source.Source {
	t.Helper()
	var all []source.Source
	for _, path := range paths {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		all = append(all, source.Source{Name: path, Text: string(text)})
	}
	return all
}

// order sorts the lists of a schema by name; columns keep their order, which counts.
func order(s *schema.Schema) {
	slices.SortFunc(s.Tables, func(a, b *schema.Table) int {
		return cmp.Or(cmp.Compare(a.Schema, b.Schema), cmp.Compare(a.Name, b.Name))
	})
	slices.SortFunc(s.Enums, func(a, b *schema.Enum) int {
		return cmp.Or(cmp.Compare(a.Schema, b.Schema), cmp.Compare(a.Name, b.Name))
	})
	slices.SortFunc(s.Domains, func(a, b *schema.Domain) int {
		return cmp.Or(cmp.Compare(a.Schema, b.Schema), cmp.Compare(a.Name, b.Name))
	})
	slices.SortFunc(s.Composites, func(a, b *schema.Composite) int {
		return cmp.Or(cmp.Compare(a.Schema, b.Schema), cmp.Compare(a.Name, b.Name))
	})
	slices.SortFunc(s.Ranges, func(a, b *schema.Range) int {
		return cmp.Or(cmp.Compare(a.Schema, b.Schema), cmp.Compare(a.Name, b.Name))
	})
	byName := func(a, b *schema.Check) int { return cmp.Compare(a.Name, b.Name) }
	for _, d := range s.Domains {
		slices.SortFunc(d.Checks, byName)
	}
	for _, t := range s.Tables {
		slices.SortFunc(t.Checks, byName)
		slices.SortFunc(t.ForeignKeys, func(a, b *schema.ForeignKey) int { return cmp.Compare(a.Name, b.Name) })
		slices.SortFunc(t.Uniques, func(a, b *schema.Unique) int { return cmp.Compare(a.Name, b.Name) })
		slices.SortFunc(t.Indexes, func(a, b *schema.Index) int { return cmp.Compare(a.Name, b.Name) })
	}
}
