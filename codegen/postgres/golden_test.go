package postgres_test

import (
	"bytes"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/codegen/inspect"
	"github.com/seed83105465/duet/codegen/postgres"
)

var update = flag.Bool("update", false, "write the golden files instead of comparing with them")

// TestGolden loads input.sql or input/ of each folder under testdata/golden and compares with schema.json (the format of ormgen inspect),
// warnings.txt and error.txt; a file that is not there says that there is nothing to compare.
func TestGolden(t *testing.T) {
	t.Parallel()
	cases, err := filepath.Glob("testdata/golden/*")
	require.NoError(t, err)
	require.NotEmpty(t, cases)
	for _, dir := range cases {
		t.Run(filepath.Base(dir), func(t *testing.T) {
			t.Parallel()
			input := filepath.Join(dir, "input.sql")
			if _, err := os.Stat(input); errors.Is(err, fs.ErrNotExist) {
				input = filepath.Join(dir, "input")
			}
			var schemaJSON bytes.Buffer
			var warned []string
			failed := ""
			s, warnings, err := postgres.Load(input)
			if err != nil {
				failed = err.Error() + "\n"
				require.Nil(t, s)
			} else {
				require.NoError(t, inspect.JSON(&schemaJSON, s))
			}
			for _, w := range warnings {
				warned = append(warned, w.String()+"\n")
			}
			golden(t, filepath.Join(dir, "schema.json"), schemaJSON.String())
			golden(t, filepath.Join(dir, "warnings.txt"), strings.Join(warned, ""))
			golden(t, filepath.Join(dir, "error.txt"), failed)
		})
	}
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
		require.NoError(t, os.WriteFile(path, []byte(got), 0o600))
		return
	}
	want, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", path, diff)
	}
}
