package source_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/codegen/schema"
	"github.com/seed83105465/duet/codegen/source"
)

// folder writes files, by their paths, into a fresh folder.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
	}
	return dir
}

func TestFiles(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		files  map[string]string
		texts  []string // in order
		strays int
	}{
		{"golang-migrate", map[string]string{"10_b.up.sql": "b", "10_b.down.sql": "x", "2_a.up.sql": "a", "readme.sql": "?"}, []string{"a", "b"}, 1},
		{"diesel", map[string]string{"2020-01-02/up.sql": "b", "2020-01-02/down.sql": "x", "2020-01-01/up.sql": "a"}, []string{"a", "b"}, 0},
		{"flyway", map[string]string{"V1.10__c.sql": "c", "V1.9__b.sql": "b", "V1__a.sql": "a", "R__z.sql": "z", "U1__x.sql": "x"}, []string{"a", "b", "c", "z"}, 0},
		{"numbers", map[string]string{"0001_a.sql": "a", "0010_c.sql": "c", "2_b.sql": "b", ".hidden.sql": "x"}, []string{"a", "b", "c"}, 0},
		{"goose", map[string]string{"1_a.sql": "-- +goose Up\na\n-- +goose Down\nx\n"}, []string{"-- +goose Up\na\n\n\n"}, 0},
		{"dbmate", map[string]string{"1_a.sql": "-- migrate:up\na\n-- migrate:down\nx"}, []string{"-- migrate:up\na\n\n"}, 0},
		{"tern", map[string]string{"1_a.sql": "a\n---- create above / drop below ----\nx\n"}, []string{"a\n\n\n"}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			files, warnings, err := source.Files(folder(t, c.files))
			require.NoError(t, err)
			var texts []string
			for _, f := range files {
				texts = append(texts, f.Text)
			}
			assert.Equal(t, c.texts, texts)
			assert.Len(t, warnings, c.strays)
		})
	}
}

func TestFilesErrors(t *testing.T) {
	t.Parallel()
	_, _, err := source.Files(filepath.Join(t.TempDir(), "none"))
	require.ErrorContains(t, err, "no such file or folder")
	_, _, err = source.Files(t.TempDir())
	require.ErrorContains(t, err, "no .sql files found in this folder")
	require.ErrorIs(t, source.NoTables("a.sql"), source.ErrNoTables)
}

func TestDialect(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text  string
		want  schema.Dialect
		known bool
	}{
		{"CREATE TABLE a (id bigserial PRIMARY KEY)", schema.Postgres, true},
		{"CREATE TABLE a (id int DEFAULT ('1'::int))", schema.Postgres, true},
		{"CREATE TYPE mood AS ENUM ('a'); CREATE TABLE a (m mood)", schema.Postgres, true},
		{"CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT)", schema.SQLite, true},
		{"PRAGMA foreign_keys = on; CREATE TABLE a (id INTEGER)", schema.SQLite, true},
		{"CREATE TABLE a (id INTEGER) STRICT", schema.SQLite, true},
		{"CREATE TABLE a (id INTEGER PRIMARY KEY)", "", false},
		{"CREATE TABLE a (id INTEGER DEFAULT 'serial') -- pragma", "", false},
		{"CREATE TABLE a (id serial, b INTEGER PRIMARY KEY AUTOINCREMENT)", "", false},
		{"", "", false},
	} {
		got, known := source.Dialect([]source.Source{{Text: c.text}})
		assert.Equal(t, c.want, got, c.text)
		assert.Equal(t, c.known, known, c.text)
	}
}
