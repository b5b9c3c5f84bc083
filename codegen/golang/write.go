package golang

import (
	"bytes"
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Write puts the files of a package into a folder, which is made if it is not there, and removes files that an earlier Generate wrote and
// that are no longer among them. Files that do not begin with Header are never touched. Files that would not change keep their times.
//
// It is all or nothing: everything is written beside the old files first, and only then renamed; on an error the old package
// stands as it was.
func Write(dir string, files []File) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return fmt.Errorf("cannot make the folder for the models: %w", err)
	}
	old, err := readPackage(dir)
	if err != nil {
		return err
	}
	changes, err := old.compare(files)
	if err != nil || len(changes) == 0 {
		return err
	}
	aside, err := os.MkdirTemp(dir, ".ormgen-")
	if err != nil {
		return fmt.Errorf("cannot write models: %w", err)
	}
	defer func() { _ = os.RemoveAll(aside) }()
	for _, c := range changes {
		if c.file == nil {
			continue
		}
		if err := os.WriteFile(filepath.Join(aside, c.name), c.file.Content, 0o644); err != nil {
			return fmt.Errorf("cannot write models: %w", err)
		}
	}
	return apply(dir, aside, changes)
}

// existing is what a folder holds.
type existing struct {
	dir string
	// ours are the contents of the files that begin with Header, others the package names of other Go files, "" for what is none.
	ours   map[string][]byte
	others map[string]string
}

func readPackage(dir string) (*existing, error) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("cannot read the folder for the models: %w", err)
	}
	old := &existing{dir: dir, ours: map[string][]byte{}, others: map[string]string{}}
	for _, e := range entries {
		name := e.Name()
		if !strings.HasSuffix(name, ".go") || !e.Type().IsRegular() {
			old.others[name] = ""
			continue
		}
		content, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			return nil, fmt.Errorf("cannot read the folder for the models: %w", err)
		}
		if isOurs(content) {
			old.ours[name] = content
			continue
		}
		old.others[name] = packageOf(content)
	}
	return old, nil
}

// isOurs tells whether a file begins with Header, as its whole first line.
func isOurs(content []byte) bool {
	line, _, _ := bytes.Cut(content, []byte("\n"))
	return string(bytes.TrimSuffix(line, []byte("\r"))) == Header
}

// packageOf gives the name in a Go file's package clause, "" if it has none that can be read.
func packageOf(content []byte) string {
	f, err := parser.ParseFile(token.NewFileSet(), "", content, parser.PackageClauseOnly)
	if err != nil {
		return ""
	}
	return f.Name.Name
}

// change is a file to be written, or to be removed if it has no file.
type change struct {
	name    string
	file    *File
	existed bool
}

// compare gives what has to be done, in the order of the files, removals last. A file of somebody else's is never among it.
func (old *existing) compare(files []File) ([]change, error) {
	var changes []change
	wanted := map[string]bool{}
	for i := range files {
		f := &files[i]
		wanted[f.Name] = true
		if _, ok := old.others[f.Name]; ok {
			return nil, fmt.Errorf("%s is in the way: ormgen did not write it, and leaves it alone; rename it, or set another file for the table in ormgen.yaml", filepath.Join(old.dir, f.Name))
		}
		content, existed := old.ours[f.Name]
		if !existed || !bytes.Equal(content, f.Content) {
			changes = append(changes, change{f.Name, f, existed})
		}
	}
	if len(files) > 0 {
		name := packageOf(files[0].Content)
		for _, other := range sortedKeys(old.others) {
			has := old.others[other]
			if has == "" || has == name || strings.HasSuffix(other, "_test.go") && has == name+"_test" {
				continue
			}
			return nil, fmt.Errorf("%s is of package %s, so package %s cannot be in this folder; choose another --out, or --package %s", filepath.Join(old.dir, other), has, name, has)
		}
	}
	for _, name := range sortedKeys(old.ours) {
		if !wanted[name] {
			changes = append(changes, change{name: name, existed: true})
		}
	}
	return changes, nil
}

// apply does what has been prepared in aside: the old file goes there, the new one comes from there. If a step fails, those before it
// are undone, last one first.
func apply(dir, aside string, changes []change) (err error) {
	var undo []func() error
	defer func() {
		if err == nil {
			return
		}
		err = fmt.Errorf("cannot write models: %w", err)
		for i := len(undo) - 1; i >= 0; i-- {
			if failed := undo[i](); failed != nil {
				err = errors.Join(err, fmt.Errorf("and cannot put back what was there: %w", failed))
			}
		}
	}()
	for _, c := range changes {
		path, fresh, kept := filepath.Join(dir, c.name), filepath.Join(aside, c.name), filepath.Join(aside, c.name+".old")
		if c.existed {
			if err := os.Rename(path, kept); err != nil {
				return err
			}
			undo = append(undo, func() error { return os.Rename(kept, path) })
		} else if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("%s has just appeared, and ormgen did not write it", path)
		}
		if c.file != nil {
			if err := os.Rename(fresh, path); err != nil {
				return err
			}
			undo = append(undo, func() error { return os.Remove(path) })
		}
	}
	return nil
}
