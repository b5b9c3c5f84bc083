package golang_test

import (
	"errors"
	"flag"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	_ "github.com/google/uuid" // golden packages need it, and go mod tidy does not look into testdata
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/codegen/golang"
	"github.com/seed83105465/duet/codegen/golang/config"
	"github.com/seed83105465/duet/codegen/postgres"
	"github.com/seed83105465/duet/codegen/schema"
	"github.com/seed83105465/duet/codegen/sqlite"
)

var update = flag.Bool("update", false, "write the golden files instead of comparing with them")

// TestGolden makes models of input.sql (SQLite) or postgres.sql (Postgres), with ormgen.yaml where there is one, in each folder below testdata/golden. It compares with the
// package in models, with warnings.txt and error.txt; a file that is not there says that nothing is expected.
func TestGolden(t *testing.T) {
	t.Parallel()
	for _, dir := range goldenFolders(t) {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			files, warnings, err := generateGolden(dir)
			var warned strings.Builder
			for _, w := range warnings {
				warned.WriteString(w.String() + "\n")
			}
			failed := ""
			if err != nil {
				failed = err.Error() + "\n"
				require.Empty(t, files, "an error leaves nothing")
			}
			golden(t, filepath.Join(dir, "warnings.txt"), warned.String())
			golden(t, filepath.Join(dir, "error.txt"), failed)
			compareFiles(t, filepath.Join(dir, "models"), files)
		})
	}
}

func goldenFolders(t testing.TB) []string {
	t.Helper()
	dirs, err := filepath.Glob("testdata/golden/*")
	require.NoError(t, err)
	require.NotEmpty(t, dirs)
	return dirs
}

// generateGolden does what the command does, up to writing.
func generateGolden(dir string) ([]golang.File, []schema.Warning, error) {
	s, warnings, err := loadGolden(dir)
	if err != nil {
		return nil, warnings, err
	}
	var options golang.Options
	if path := filepath.Join(dir, "ormgen.yaml"); exists(path) {
		if options, err = config.Load(path); err != nil {
			return nil, warnings, err
		}
	}
	options.Package = "models"
	files, more, err := golang.Generate(s, options)
	return files, append(warnings, more...), err
}

// loadGolden reads the schema of a folder, whose name says the dialect.
func loadGolden(dir string) (*schema.Schema, []schema.Warning, error) {
	if path := filepath.Join(dir, "postgres.sql"); exists(path) {
		return postgres.Load(path)
	}
	return sqlite.Load(filepath.Join(dir, "input.sql"))
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// golden compares a text with a file; no text is no file.
func golden(t *testing.T, path, got string) {
	t.Helper()
	got = filepath.ToSlash(got)
	if *update {
		if got == "" {
			_ = os.Remove(path)
			return
		}
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
		return
	}
	want, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}

// compareFiles compares a package with the one in a folder, name by name.
func compareFiles(t *testing.T, dir string, files []golang.File) {
	t.Helper()
	if *update {
		require.NoError(t, os.RemoveAll(dir))
		if len(files) > 0 {
			require.NoError(t, golang.Write(dir, files))
		}
		return
	}
	want, got := map[string]string{}, map[string]string{}
	for _, f := range files {
		got[f.Name] = string(f.Content)
	}
	entries, err := os.ReadDir(dir)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	for _, e := range entries {
		content, err := os.ReadFile(filepath.Join(dir, e.Name()))
		require.NoError(t, err)
		want[e.Name()] = string(content)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", dir, diff)
	}
}

// TestGoldenCompiles vets every package among the golden files, which compiles it too.
func TestGoldenCompiles(t *testing.T) {
	t.Parallel()
	args := []string{"vet"}
	for _, dir := range goldenFolders(t) {
		if models := filepath.Join(dir, "models"); exists(models) {
			args = append(args, "./"+filepath.ToSlash(models))
		}
	}
	require.Greater(t, len(args), 10)
	out, err := exec.Command("go", args...).CombinedOutput()
	require.NoError(t, err, string(out))
}
