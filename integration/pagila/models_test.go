package pagila

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/codegen/golang"
	"github.com/seed83105465/duet/codegen/golang/config"
	"github.com/seed83105465/duet/codegen/postgres"
	"github.com/seed83105465/duet/integration/corpus"
	"github.com/seed83105465/duet/integration/pagila/models"
)

var update = flag.Bool("update", false, "write the package models again")

// generate makes the models of Pagila as `ormgen generate --schema --config` does.
func generate(t *testing.T) []golang.File {
	t.Helper()
	read, warnings, err := postgres.Load(ddl(t))
	require.NoError(t, err)
	require.Empty(t, warnings)
	options, err := config.Load("ormgen.yaml")
	require.NoError(t, err)
	options.Package = "models"
	files, warnings, err := golang.Generate(read, options)
	require.NoError(t, err)
	require.Empty(t, warnings)
	return files
}

// What is checked in is what ormgen makes today, and makes again.
func TestModels(t *testing.T) {
	t.Parallel()
	files := generate(t)
	require.Equal(t, files, generate(t), "twice the same")
	if *update {
		require.NoError(t, golang.Write("models", files))
	}
	want := map[string]bool{"doc.go": true, "LICENSE.pagila.txt": true}
	for _, f := range files {
		want[f.Name] = true
		checkedIn, err := os.ReadFile(filepath.Join("models", f.Name))
		require.NoError(t, err)
		require.Equal(t, string(f.Content), string(checkedIn), "models/%s is not what ormgen makes: run go test ./integration/pagila -run TestModels -update", f.Name)
	}
	entries, err := os.ReadDir("models")
	require.NoError(t, err)
	for _, e := range entries {
		require.True(t, want[e.Name()], "models/%s comes from nowhere", e.Name())
	}
}

// 15 tables, of which one is made of 7 partitions, 7 views and a materialized one; 87 columns of tables, 18 foreign keys, and three that
// ormgen.yaml adds.
func TestNumbers(t *testing.T) {
	t.Parallel()
	tables, views, columns, keys, ways := 0, 0, 0, 0, 0
	for _, table := range models.Tables() {
		if table.ReadOnly {
			views++
			continue
		}
		tables++
		columns += len(table.Columns)
		for _, r := range table.Relations {
			if !r.Many {
				keys++
			}
			if r.Via != nil {
				ways++
			}
		}
	}
	require.Equal(t, []int{15, 8, 87, 18 + 3, 4}, []int{tables, views, columns, keys, ways})
}

// The command itself, as one runs it, makes the same of the text and of the database.
func TestCommand(t *testing.T) {
	t.Parallel()
	source, database := ddl(t), dsn(t)
	command := filepath.Join(t.TempDir(), "ormgen")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", command, "./cmd/ormgen")
	build.Dir = corpus.Root(t)
	output, err := build.CombinedOutput()
	require.NoError(t, err, "%s", output)
	for name, from := range map[string][]string{
		"offline": {"--dialect", "postgres", "--schema", source},
		"live":    {"--dsn", database},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			out := filepath.Join(t.TempDir(), "models")
			for range 2 {
				output, err := exec.CommandContext(t.Context(), command, append([]string{"generate", "--config", "ormgen.yaml", "--out", out}, from...)...).CombinedOutput()
				require.NoError(t, err, "%s", output)
				require.Empty(t, string(output))
				for _, f := range generate(t) {
					content, err := os.ReadFile(filepath.Join(out, f.Name))
					require.NoError(t, err)
					require.Equal(t, string(f.Content), string(content))
				}
			}
		})
	}
}
