package sqlite_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/seed83105465/duet/codegen/schema"
	"github.com/seed83105465/duet/codegen/sqlite"
)

// FuzzParse holds both readings to never panicking, and the schema they give to being valid.
func FuzzParse(f *testing.F) {
	for _, pattern := range []string{"testdata/agree/*.sql", "testdata/golden/*/input.sql"} {
		paths, err := filepath.Glob(pattern)
		if err != nil {
			f.Fatal(err)
		}
		for _, path := range paths {
			text, err := os.ReadFile(path)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(string(text))
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		files := []sqlite.Source{{Name: "fuzz.sql", Text: text}}
		_, _ = sqlite.ParseText(files)
		s, _, err := sqlite.Parse(files)
		if err != nil {
			return
		}
		if err := s.Validate(); err != nil {
			t.Errorf("an invalid schema came out: %v", err)
		}
		for _, table := range s.Tables {
			if table.Kind != schema.KindTable && table.Kind != schema.KindView {
				t.Errorf("table %q is of kind %q", table.Name, table.Kind)
			}
		}
	})
}
