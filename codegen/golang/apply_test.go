package golang

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestApplyUndoes lets the last of several steps fail: those before it are undone.
func TestApplyUndoes(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	aside := filepath.Join(dir, ".ormgen-x")
	require.NoError(t, os.Mkdir(aside, 0o700))
	put := func(path, text string) { require.NoError(t, os.WriteFile(path, []byte(text), 0o600)) }
	put(filepath.Join(dir, "a.go"), "old a")
	put(filepath.Join(dir, "z.go"), "old z")
	put(filepath.Join(aside, "a.go"), "new a")
	put(filepath.Join(aside, "b.go"), "new b")
	// c.go was not prepared, so it cannot be renamed.
	err := apply(dir, aside, []change{
		{name: "a.go", file: &File{}, existed: true}, {name: "b.go", file: &File{}}, {name: "z.go", existed: true}, {name: "c.go", file: &File{}},
	})
	require.ErrorContains(t, err, "cannot write models")
	for name, want := range map[string]string{"a.go": "old a", "z.go": "old z"} {
		text, err := os.ReadFile(filepath.Join(dir, name))
		require.NoError(t, err)
		require.Equal(t, want, string(text))
	}
	require.NoFileExists(t, filepath.Join(dir, "b.go"))

	// A file that appeared meanwhile is not ours to replace.
	put(filepath.Join(dir, "b.go"), "somebody's")
	put(filepath.Join(aside, "b.go"), "new b")
	require.ErrorContains(t, apply(dir, aside, []change{{name: "b.go", file: &File{}}}), "has just appeared")
}
