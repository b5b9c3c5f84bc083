package postgres_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/seed83105465/duet/codegen/postgres"
	"github.com/seed83105465/duet/codegen/schema"
)

// FuzzParse holds the reader to never panicking, and the schema it gives to being valid.
func FuzzParse(f *testing.F) {
	for _, pattern := range []string{"testdata/live/*.sql", "testdata/golden/*/input.sql"} {
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
		s, _, err := postgres.Parse([]postgres.Source{{Name: "fuzz.sql", Text: text}})
		if err != nil {
			return
		}
		if err := s.Validate(); err != nil {
			t.Errorf("an invalid schema came out: %v", err)
		}
		for _, table := range s.Tables {
			if table.Schema == "" || table.Dialect != schema.Postgres {
				t.Errorf("table %q is in no schema, or of dialect %q", table.Name, table.Dialect)
			}
		}
	})
}
