package source

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/seed83105465/duet/codegen/schema"
)

// Files reads the SQL of a path: of a file, that file; of a folder, the files that take a database up, in the order in which their tool
// runs them:
//
//   - *.up.sql (golang-migrate, V0001.Name.up.sql): ordered by their leading number; *.down.sql is left out;
//   - dir/up.sql (diesel): ordered by the folder's name; dir/down.sql is left out;
//   - V1__name.sql (Flyway): ordered by version, then the R__name.sql; U1__name.sql is left out;
//   - any other *.sql: ordered by their leading number, then by name.
//
// In any of them, what goose, dbmate, sql-migrate or tern mark as the way down is blanked out, so that lines keep their numbers.
// A file in a folder of migrations that is none is a warning. A missing path, and a folder without SQL, are errors.
func Files(path string) ([]Source, []schema.Warning, error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil, &schema.Error{File: path, Msg: "no such file or folder"}
	case err != nil:
		return nil, nil, fmt.Errorf("reading schema: %w", err)
	case !info.IsDir():
		f, err := read(path)
		return []Source{f}, nil, err
	}
	names, err := sqlFiles(path)
	if err != nil {
		return nil, nil, fmt.Errorf("reading schema: %w", err)
	}
	if len(names) == 0 {
		return nil, nil, &schema.Error{File: path, Msg: "no .sql files found in this folder"}
	}
	ups, strays := migrations(names)
	var files []Source
	for _, name := range ups {
		f, err := read(filepath.Join(path, name))
		if err != nil {
			return nil, nil, err
		}
		files = append(files, f)
	}
	var warnings []schema.Warning
	for _, name := range strays {
		warnings = append(warnings, schema.Warning{
			Pos: schema.Pos{File: filepath.Join(path, name)},
			Msg: "is not named as the migrations beside it are, and was left out",
		})
	}
	return files, warnings, nil
}

// read reads one file and blanks out the way down.
func read(path string) (Source, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return Source{}, fmt.Errorf("reading schema: %w", err)
	}
	return Source{Name: path, Text: upOnly(string(text))}, nil
}

// sqlFiles lists the SQL files of a folder, and the up.sql and down.sql of the folders in it.
func sqlFiles(folder string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		name := e.Name()
		switch {
		case strings.HasPrefix(name, "."):
		case !e.IsDir():
			if strings.EqualFold(filepath.Ext(name), ".sql") {
				names = append(names, name)
			}
		default:
			inner := filepath.Join(name, "up.sql")
			if _, err := os.Stat(filepath.Join(folder, inner)); err == nil {
				names = append(names, inner)
			}
		}
	}
	return names, nil
}
