package outcomes

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/codegen/golang"
	"github.com/seed83105465/duet/codegen/golang/config"
	"github.com/seed83105465/duet/codegen/postgres"
	codeschema "github.com/seed83105465/duet/codegen/schema"
	"github.com/seed83105465/duet/integration/pgtest"
)

// What is checked in is what ormgen makes today, of the text and of the database that has run it.
func TestModels(t *testing.T) {
	t.Parallel()
	options, err := config.Load("ormgen.yaml")
	require.NoError(t, err)
	options.Package = "models"
	for name, load := range map[string]func() (*codeschema.Schema, []codeschema.Warning, error){
		"offline": func() (*codeschema.Schema, []codeschema.Warning, error) { return postgres.Load("schema.sql") },
		"live": func() (*codeschema.Schema, []codeschema.Warning, error) {
			return postgres.Live(t.Context(), pgtest.DatabaseFrom(t, "outcomes", postgresSchema))
		},
	} {
		t.Run(name, func(t *testing.T) {
			read, _, err := load()
			require.NoError(t, err)
			files, warnings, err := golang.Generate(read, options)
			require.NoError(t, err)
			require.Empty(t, warnings)
			want := map[string]bool{"generate.go": true}
			for _, f := range files {
				want[f.Name] = true
				checkedIn, err := os.ReadFile(filepath.Join("models", f.Name))
				require.NoError(t, err)
				require.Equal(t, string(f.Content), string(checkedIn), "models/%s is not what ormgen makes: run go generate ./integration/outcomes/models", f.Name)
			}
			entries, err := os.ReadDir("models")
			require.NoError(t, err)
			for _, e := range entries {
				require.True(t, want[e.Name()], "models/%s comes from nowhere", e.Name())
			}
		})
	}
}
