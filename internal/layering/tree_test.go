package layering

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// goFile is what the checks need to know of one Go file.
type goFile struct {
	Path      string   // slash-separated, relative to the module's root
	Imports   []string // import paths as they are written, "C" included
	Lines     int
	Generated bool // has the standard "Code generated ... DO NOT EDIT." line
	Test      bool // its name ends in _test.go
	Doc       bool // has a package comment
}

// Folder is the folder of the file, relative to the module's root; "." is the root itself.
func (f goFile) Folder() string { return path.Dir(f.Path) }

// readModule reads every Go file of the module that this test is in, and the module's path. Nested modules, testdata
// and the folders that the go command ignores are left out.
func readModule(t *testing.T) (module, root string, files []goFile) {
	t.Helper()
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	module, err = modulePath(filepath.Join(root, "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	files, err = readTree(os.DirFS(root))
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Fatalf("no Go files under %s", root)
	}
	return module, root, files
}

// readTree reads the Go files of a module whose root is fsys.
func readTree(fsys fs.FS) ([]goFile, error) {
	var files []goFile
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if name != "." && skipped(fsys, name) {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") || strings.HasPrefix(path.Base(name), ".") {
			return nil
		}
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		file, err := readFile(name, text)
		if err != nil {
			return err
		}
		files = append(files, file)
		return nil
	})
	return files, err
}

// skipped tells whether a folder is no part of the module.
func skipped(fsys fs.FS, name string) bool {
	base := path.Base(name)
	if base == "testdata" || base == "vendor" || strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") {
		return true
	}
	_, err := fs.Stat(fsys, path.Join(name, "go.mod"))
	return err == nil // a module of its own, such as bench
}

// readFile parses a file as far as its imports.
func readFile(name string, text []byte) (goFile, error) {
	tree, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ImportsOnly|parser.ParseComments)
	if err != nil {
		return goFile{}, err
	}
	file := goFile{
		Path:      name,
		Lines:     bytes.Count(text, []byte("\n")),
		Generated: ast.IsGenerated(tree),
		Test:      strings.HasSuffix(name, "_test.go"),
		Doc:       tree.Doc != nil && strings.TrimSpace(tree.Doc.Text()) != "",
	}
	for _, spec := range tree.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return goFile{}, fmt.Errorf("%s: import %s: %w", name, spec.Path.Value, err)
		}
		file.Imports = append(file.Imports, imported)
	}
	return file, nil
}

// modulePath reads the module line of a go.mod file.
func modulePath(name string) (string, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return "", err
	}
	for line := range strings.Lines(string(text)) {
		if module, ok := strings.CutPrefix(line, "module "); ok {
			return strings.TrimSpace(module), nil
		}
	}
	return "", fmt.Errorf("%s has no module line", name)
}
