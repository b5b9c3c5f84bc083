package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/mattn/go-sqlite3"

	"github.com/seed83105465/duet/orm/driver"
)

// Connect opens a database file, or a new database in memory when path is ":memory:" or "". It is the driver alone, for
// tools and tests; programs use Open.
//
// The file must exist unless [Create] is given. It is put into WAL mode, where readers and the writer do not wait for
// each other. Connect waits for locks of other processes as a statement does, and fails when ctx ends. What it returns
// is closed with Close; ctx means nothing to it any more.
func Connect(ctx context.Context, path string, opts ...Option) (driver.DB, error) {
	o := defaults()
	for _, set := range opts {
		set(&o)
	}
	if err := o.check(); err != nil {
		return nil, err
	}
	db := &database{opts: o, name: path, tenure: make(lock, 1), open: make(map[closer]struct{})}
	db.readers = readers{db: db, turns: make(lock, o.readers)}
	if path == "" || path == ":memory:" {
		db.memory, db.name = true, "the database in memory"
	} else if err := db.find(path); err != nil {
		return nil, fmt.Errorf("sqlite: open %s: %w", path, err)
	}
	if ctx.Err() != nil {
		return nil, contextError(ctx)
	}
	db.alive, db.kill = context.WithCancel(context.Background())
	w, err := db.connect(ctx, writing)
	if err != nil {
		db.kill()
		return nil, fmt.Errorf("sqlite: open %s: %w", db.name, err)
	}
	db.writer = w
	return db, nil
}

// find looks at the file before SQLite does, whose own message is "unable to open database file" for everything.
func (db *database) find(path string) error {
	no := func(format string, args ...any) error {
		return &driver.Error{Kind: driver.ErrUnavailable, Err: fmt.Errorf(format, args...)}
	}
	if strings.HasPrefix(path, "file:") {
		return no("give the path alone (%s), and settings as options such as sqlite.ReadOnly()", strings.TrimPrefix(path, "file:"))
	}
	abs, err := filepath.Abs(path) // readers are opened later, when the working directory may be another
	if err != nil {
		return no("%w", err)
	}
	db.path = abs
	info, err := os.Stat(abs)
	switch {
	case err == nil && info.IsDir():
		return no("this is a folder: give the path of a database file")
	case err == nil:
		return nil
	case !errors.Is(err, fs.ErrNotExist):
		return no("%w", err)
	case !db.opts.create:
		return no("the file does not exist: create it first, or open it with sqlite.Create() (%w)", fs.ErrNotExist)
	}
	if _, err := os.Stat(filepath.Dir(abs)); err != nil {
		return no("the folder for the new file: %w", err)
	}
	return nil
}

// role says what a connection is for.
type role uint8

const (
	writing role = iota
	reading
)

// connect opens one connection.
func (db *database) connect(ctx context.Context, r role) (*conn, error) {
	var p patience
	opened, err := (&sqlite3.SQLiteDriver{}).Open(db.dsn(r))
	for isCode(err, sqlite3.ErrBusy) && p.wait(ctx, db) {
		opened, err = (&sqlite3.SQLiteDriver{}).Open(db.dsn(r))
	}
	if err != nil {
		return nil, db.unwritable(db.typed(err))
	}
	c := &conn{
		db:         db,
		raw:        opened.(*sqlite3.SQLiteConn),
		statements: newStatements(db.opts.statements),
		turn:       make(lock, 1),
		cursors:    make(map[*cursor]struct{}),
	}
	err = addFunctions(c.raw)
	if err == nil {
		err = db.prepare(ctx, c, r)
	}
	if err != nil {
		_ = c.close()
		return nil, err
	}
	return c, nil
}

// dsn is the URI of the file. Connections are used by one goroutine at a time, so SQLite needs no mutex of its own (an
// interrupt is allowed without), and locks are waited for by patience.
func (db *database) dsn(r role) string {
	const settings = "_mutex=no&_busy_timeout=0&_foreign_keys=1&_synchronous=NORMAL"
	if db.memory {
		return ":memory:?" + settings
	}
	path := filepath.ToSlash(db.path)
	if runtime.GOOS == "windows" {
		path = "/" + path
	}
	mode := "rw"
	switch {
	case db.opts.readOnly:
		mode = "ro"
	case db.opts.create && r == writing:
		mode = "rwc"
	}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?mode=" + mode + "&" + settings
}

// prepare makes the connection what it is to be, and looks whether it works.
func (db *database) prepare(ctx context.Context, c *conn, r role) error {
	if r == writing && !db.memory && !db.opts.readOnly {
		if err := db.wal(ctx, c); err != nil {
			return err
		}
	}
	var settings []string
	if r == reading {
		settings = append(settings, "PRAGMA query_only=1")
	}
	if db.opts.maxPages > 0 && r == writing {
		settings = append(settings, fmt.Sprintf("PRAGMA max_page_count=%d", db.opts.maxPages))
	}
	settings = append(settings, "SELECT count(*) FROM sqlite_schema") // whether it is a database at all
	for _, sql := range settings {
		if err := c.run(ctx, sql); err != nil {
			return db.unwritable(err)
		}
	}
	return nil
}

// wal puts the file into WAL mode, which lasts.
func (db *database) wal(ctx context.Context, c *conn) error {
	s, err := c.prepared(ctx, "PRAGMA journal_mode=WAL")
	if err != nil {
		return db.unwritable(err)
	}
	defer c.statements.give(s)
	rows, err := c.start(ctx, context.Background(), s)
	if err != nil {
		return db.unwritable(err)
	}
	err = rows.Next(s.dest)
	mode, _ := s.dest[0].(string)
	_ = rows.Close()
	switch {
	case err != nil:
		return db.typed(err)
	case mode != "wal":
		return &driver.Error{Kind: driver.ErrUnavailable, Err: fmt.Errorf("the file cannot be put into WAL mode (it stays in %q): it may be on a network file system", mode)}
	}
	return nil
}

// unwritable says what to do about a file that is meant to be written to and cannot be.
func (db *database) unwritable(err error) error {
	if errors.Is(err, driver.ErrReadOnly) && !db.opts.readOnly {
		return &driver.Error{Kind: driver.ErrUnavailable, Err: fmt.Errorf("the file or its folder is read-only: make both writable (SQLite keeps its -wal and -shm files beside the file), or open it with sqlite.ReadOnly(): %w", err)}
	}
	return err
}
