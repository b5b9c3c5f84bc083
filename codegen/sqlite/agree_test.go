package sqlite_test

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/codegen/schema"
	"github.com/seed83105465/duet/codegen/source"
	"github.com/seed83105465/duet/codegen/sqlite"
)

// TestReadingsAgree holds SQLite's reading of real schemas and of our fixtures against meyer's.
func TestReadingsAgree(t *testing.T) {
	t.Parallel()
	for name, files := range agreeing(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			executed, _, err := sqlite.Parse(files)
			require.NoError(t, err)
			parsed, err := sqlite.ParseText(files)
			require.NoError(t, err)
			if diff := cmp.Diff(parsed, executed, cmpopts.EquateEmpty(), cmp.FilterPath(ofViews, cmp.Ignore())); diff != "" {
				t.Errorf("readings differ (-parsed +executed):\n%s", diff)
			}
		})
	}
}

// ofViews are a view's columns, which only SQLite can tell, and its query, which RENAME rewrites in SQLite.
func ofViews(p cmp.Path) bool {
	for i, step := range p {
		field, ok := step.(cmp.StructField)
		if !ok || field.Name() != "Columns" && field.Name() != "Query" {
			continue
		}
		if _, values := p.Index(i - 1).Values(); values.Type() == reflectTable && values.FieldByName("Kind").String() == string(schema.KindView) {
			return true
		}
	}
	return false
}

// agreeing gives the corpus and the fixtures.
func agreeing(t *testing.T) map[string][]sqlite.Source {
	t.Helper()
	all := map[string][]sqlite.Source{}
	for name, e := range entries(t) {
		all[name] = e.sources(t, name)
	}
	fixtures, err := filepath.Glob("testdata/agree/*.sql")
	require.NoError(t, err)
	for _, path := range fixtures {
		files, _, err := source.Files(path)
		require.NoError(t, err)
		all[filepath.Base(path)] = files
	}
	return all
}
