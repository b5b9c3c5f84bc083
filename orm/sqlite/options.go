package sqlite

import (
	"fmt"
	"runtime"
	"time"

	"github.com/seed83105465/duet/orm"
)

// Option is one setting of [Connect].
type Option func(*options)

type options struct {
	readers     int
	busyTimeout time.Duration
	readOnly    bool
	create      bool
	maxPages    int
	statements  int
	orm         []orm.Option // of Open
}

func defaults() options {
	return options{
		readers:     max(4, runtime.NumCPU()),
		busyTimeout: 5 * time.Second,
		statements:  256,
	}
}

func (o *options) check() error {
	switch {
	case o.readers < 1:
		return fmt.Errorf("sqlite.Readers(%d): give at least 1", o.readers)
	case o.busyTimeout < 0:
		return fmt.Errorf("sqlite.BusyTimeout(%v): give 0 or more", o.busyTimeout)
	case o.maxPages < 0:
		return fmt.Errorf("sqlite.MaxPages(%d): give at least 1, or 0 for SQLite's own limit", o.maxPages)
	case o.statements < 1:
		return fmt.Errorf("sqlite.StatementCache(%d): give at least 1", o.statements)
	case o.readOnly && o.create:
		return fmt.Errorf("sqlite.ReadOnly and sqlite.Create: a database that is only read cannot be created: leave one out")
	}
	return nil
}

// Readers is how many connections read side by side, and so how many reads run at once. They are opened when they are
// first needed. An open cursor has a connection of its own beyond these. A database in memory has one connection for
// everything. Defaults to the number of processors, and at least 4.
func Readers(n int) Option { return func(o *options) { o.readers = n } }

// BusyTimeout is how long a statement waits for a lock that another process (or another DB on the same file) holds,
// before it fails with driver.ErrTimeout; 0 does not wait. Statements of one DB wait for each other without this limit,
// until their context ends. Defaults to 5 seconds.
func BusyTimeout(d time.Duration) Option { return func(o *options) { o.busyTimeout = d } }

// ReadOnly opens a file that is only read: writes fail with driver.ErrReadOnly. A file in WAL mode that nobody has open
// still needs a folder that can be written to, for SQLite's -wal and -shm files. Defaults to reading and writing.
func ReadOnly() Option { return func(o *options) { o.readOnly = true } }

// Create makes the file when it is missing; its folder must exist. Defaults to refusing, because a mistyped path would
// otherwise be an empty database.
func Create() Option { return func(o *options) { o.create = true } }

// MaxPages is how many pages (usually 4096 bytes each) the database may grow to; a write beyond fails with
// driver.ErrFull. Defaults to 0, which is SQLite's own limit.
func MaxPages(n int) Option { return func(o *options) { o.maxPages = n } }

// StatementCache is how many prepared statements each connection keeps. Defaults to 256.
func StatementCache(n int) Option { return func(o *options) { o.statements = n } }
