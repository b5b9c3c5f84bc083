package samples

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/codegen/golang"
	"github.com/seed83105465/duet/codegen/postgres"
	"github.com/seed83105465/duet/integration/corpus"
)

var update = flag.Bool("update", false, "write the packages of models again")

// What is checked in is what ormgen makes today.
func TestModels(t *testing.T) {
	t.Parallel()
	for schema, pkg := range map[string]string{"chinook_pg_serial": "chinook", "northwind_pg": "northwind"} {
		t.Run(pkg, func(t *testing.T) {
			t.Parallel()
			read, warnings, err := postgres.Load(corpus.PostgresNamed(t, schema).Input)
			require.NoError(t, err)
			require.Empty(t, warnings)
			files, warnings, err := golang.Generate(read, golang.Options{Package: pkg})
			require.NoError(t, err)
			require.Empty(t, warnings)
			if *update {
				require.NoError(t, golang.Write(pkg, files))
			}
			want := map[string]bool{"doc.go": true}
			for _, f := range files {
				want[f.Name] = true
				checkedIn, err := os.ReadFile(filepath.Join(pkg, f.Name))
				require.NoError(t, err)
				require.Equal(t, string(f.Content), string(checkedIn), "%s/%s is not what ormgen makes: run go test ./integration/samples -run TestModels -update", pkg, f.Name)
			}
			all, err := filepath.Glob(filepath.Join(pkg, "*.go"))
			require.NoError(t, err)
			for _, path := range all {
				require.True(t, want[filepath.Base(path)], "%s comes from nowhere", path)
			}
		})
	}
}
