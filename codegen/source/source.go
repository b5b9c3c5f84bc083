package source

import (
	"errors"
	"fmt"
	"strings"
)

// Source is one text of SQL. Name is what errors call it, usually its path.
type Source struct {
	Name string
	Text string
}

// Names gives the names of sources with commas between them, for a message about all of them.
func Names(files []Source) string {
	names := make([]string, len(files))
	for i, f := range files {
		names[i] = f.Name
	}
	return strings.Join(names, ", ")
}

// ErrNoTables is matched by the error for sources, or a database, that leave no table and no view.
var ErrNoTables = errors.New("no tables found")

// NoTables gives the error that matches ErrNoTables, with the name of what is empty.
func NoTables(name string) error { return &emptyError{name} }

// emptyError is ErrNoTables with the name of what is empty.
type emptyError struct{ name string }

func (e *emptyError) Error() string {
	return fmt.Sprintf("no tables found in %s: ormgen needs at least one create table", e.name)
}

func (e *emptyError) Is(target error) bool { return target == ErrNoTables }
