package chinook

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/codegen/golang"
	"github.com/seed83105465/duet/codegen/sqlite"
	"github.com/seed83105465/duet/integration/chinook/models"
	"github.com/seed83105465/duet/integration/corpus"
)

var update = flag.Bool("update", false, "write the package models again")

// generate makes the models of Chinook as `ormgen generate` does.
func generate(t *testing.T) []golang.File {
	t.Helper()
	schema, warnings, err := sqlite.Load(script(t))
	require.NoError(t, err)
	require.Empty(t, warnings)
	files, warnings, err := golang.Generate(schema, golang.Options{Package: "models"})
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
	want := map[string]bool{"doc.go": true, "LICENSE.chinook.md": true}
	for _, f := range files {
		want[f.Name] = true
		checkedIn, err := os.ReadFile(filepath.Join("models", f.Name))
		require.NoError(t, err)
		require.Equal(t, string(f.Content), string(checkedIn), "models/%s is not what ormgen makes: run go test ./integration/chinook -run TestModels -update", f.Name)
	}
	entries, err := os.ReadDir("models")
	require.NoError(t, err)
	for _, e := range entries {
		require.True(t, want[e.Name()], "models/%s comes from nowhere", e.Name())
	}
}

// 11 tables, 64 columns, 11 foreign keys.
func TestNumbers(t *testing.T) {
	t.Parallel()
	columns, keys, ways := 0, 0, 0
	for _, table := range models.Tables() {
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
	require.Len(t, models.Tables(), 11)
	require.Equal(t, 64, columns)
	require.Equal(t, 11, keys)
	require.Equal(t, 2, ways, "tracks of a playlist, playlists of a track")
}

// The command itself, as one runs it: in less than two seconds, and twice with the same outcome.
func TestCommand(t *testing.T) {
	t.Parallel()
	input := script(t)
	command := filepath.Join(t.TempDir(), "ormgen")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", command, "./cmd/ormgen")
	build.Dir = corpus.Root(t)
	output, err := build.CombinedOutput()
	require.NoError(t, err, "%s", output)

	out := filepath.Join(t.TempDir(), "models")
	for range 2 {
		began := time.Now()
		output, err = exec.CommandContext(t.Context(), command, "generate", "--dialect", "sqlite", "--schema", input, "--out", out).CombinedOutput()
		took := time.Since(began)
		require.NoError(t, err, "%s", output)
		require.Empty(t, strings.TrimSpace(string(output)))
		t.Logf("ormgen generate took %s", took)
		require.Less(t, took, 2*time.Second)
		for _, f := range generate(t) {
			content, err := os.ReadFile(filepath.Join(out, f.Name))
			require.NoError(t, err)
			require.Equal(t, string(f.Content), string(content))
		}
	}
}
