package sqlite

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/mattn/go-sqlite3"

	"github.com/seed83105465/duet/orm/driver"
)

// Extended result codes that go-sqlite3 has no name for.
const (
	constraintDatatype = 19 | 12<<8
	busySnapshot       = 5 | 2<<8
)

// contextError is what a context that has ended means for a statement: its own error, and driver.ErrTimeout besides
// when it was a deadline.
func contextError(ctx context.Context) error {
	err := ctx.Err()
	if cause := context.Cause(ctx); cause != nil && !errors.Is(err, cause) {
		err = fmt.Errorf("%w: %w", err, cause)
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return &driver.Error{Kind: driver.ErrTimeout, Err: err}
	}
	return err
}

// typed makes one of driver's errors of what SQLite said.
func (db *database) typed(err error) error {
	var s sqlite3.Error
	if err == nil || !errors.As(err, &s) {
		return err
	}
	say := func(kind error, text string) error {
		return &driver.Error{Kind: kind, Err: fmt.Errorf("sqlite: %s: %w", text, err)}
	}
	switch s.Code {
	case sqlite3.ErrConstraint:
		return constraint(s)
	case sqlite3.ErrBusy:
		if s.ExtendedCode == busySnapshot {
			return say(driver.ErrSerialization, "the transaction reads an older state than it would write to")
		}
		return say(driver.ErrTimeout, fmt.Sprintf("another process or another DB holds the lock for longer than sqlite.BusyTimeout (%v)", db.opts.busyTimeout))
	case sqlite3.ErrLocked:
		return say(driver.ErrTimeout, "another statement on this connection uses the table")
	case sqlite3.ErrReadonly:
		if db.opts.readOnly {
			return say(driver.ErrReadOnly, "the database was opened with sqlite.ReadOnly()")
		}
		return say(driver.ErrReadOnly, "writing is not allowed here (a read-only file, transaction, or a write in a plan that says it reads)")
	case sqlite3.ErrFull:
		return say(driver.ErrFull, "the disk is full, or the database has reached its page limit")
	case sqlite3.ErrNotADB:
		return say(driver.ErrUnavailable, db.name+" is not an SQLite database")
	case sqlite3.ErrCantOpen:
		return say(driver.ErrUnavailable, db.name+" or its -wal and -shm files cannot be opened: look at the permissions of the file and of its folder")
	case sqlite3.ErrCorrupt:
		return say(driver.ErrUnavailable, db.name+" is damaged: restore it from a backup, or see sqlite3's .recover")
	case sqlite3.ErrIoErr, sqlite3.ErrPerm, sqlite3.ErrProtocol:
		return say(driver.ErrUnavailable, db.name+" cannot be read or written")
	case sqlite3.ErrError:
		if text := s.Error(); strings.HasPrefix(text, "no such table") || strings.HasPrefix(text, "no such column") {
			return &driver.Error{Kind: driver.ErrSchema, Err: fmt.Errorf("sqlite: %w", err)}
		}
	}
	return fmt.Errorf("sqlite: %w", err)
}

// constraint reads SQLite's message, which is all it tells about the constraint that was violated.
func constraint(s sqlite3.Error) error {
	e := &driver.ConstraintError{Err: s}
	_, what, _ := strings.Cut(s.Error(), "constraint failed: ")
	switch int(s.ExtendedCode) {
	case int(sqlite3.ErrConstraintUnique), int(sqlite3.ErrConstraintPrimaryKey), int(sqlite3.ErrConstraintRowID):
		e.Kind = driver.Unique
		if name, ok := strings.CutPrefix(what, "index '"); ok { // an index on expressions
			e.Constraint = strings.TrimSuffix(name, "'")
			break
		}
		e.Table, e.Columns = columns(what)
	case int(sqlite3.ErrConstraintNotNull):
		e.Kind = driver.NotNull
		e.Table, e.Columns = columns(what)
	case int(sqlite3.ErrConstraintForeignKey):
		e.Kind = driver.ForeignKey
	case int(sqlite3.ErrConstraintTrigger):
		if strings.HasPrefix(s.Error(), "FOREIGN KEY") { // ON DELETE RESTRICT is done by a trigger of SQLite's own
			e.Kind = driver.ForeignKey
		}
	case int(sqlite3.ErrConstraintCheck):
		e.Kind = driver.Check
		e.Constraint = what // its name, or its expression when it has none
	case constraintDatatype: // "cannot store TEXT value in INTEGER column t.c"
		if i := strings.LastIndexByte(s.Error(), ' '); i >= 0 {
			e.Table, e.Columns = columns(s.Error()[i+1:])
		}
	}
	return e
}

// columns splits "books.author, books.isbn".
func columns(list string) (table string, cols []string) {
	for _, c := range strings.Split(list, ", ") {
		t, col, ok := strings.Cut(c, ".")
		if !ok {
			continue
		}
		table = t
		cols = append(cols, col)
	}
	return table, cols
}

func isCode(err error, code sqlite3.ErrNo) bool {
	if err == nil {
		return false
	}
	var s sqlite3.Error
	return errors.As(err, &s) && s.Code == code
}
