package main

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"

	"entgo.io/ent/dialect"
	_ "github.com/mattn/go-sqlite3"
	"github.com/uptrace/bun/dialect/sqlitedialect"
	gormsqlite "gorm.io/driver/sqlite"

	"github.com/seed83105465/duet/bench/data"
	"github.com/seed83105465/duet/bench/rivals"
	"github.com/seed83105465/duet/bench/rivals/bun"
	"github.com/seed83105465/duet/bench/rivals/duet"
	"github.com/seed83105465/duet/bench/rivals/ent"
	"github.com/seed83105465/duet/bench/rivals/gorm"
	"github.com/seed83105465/duet/bench/rivals/sqlitedirect"
	"github.com/seed83105465/duet/bench/rivals/sqliteraw"
	"github.com/seed83105465/duet/orm/sqlite"
)

// sqliteOptions are those that Duet sets by itself.
const sqliteOptions = "?_journal_mode=WAL&_synchronous=NORMAL&_foreign_keys=1&_busy_timeout=5000"

// onSQLite opens every library that is measured on SQLite, in a folder that closeAll removes. The first is the base.
// Duet has a file of its own: it writes times otherwise.
func onSQLite(ctx context.Context) (list []*rivals.Rival, closeAll func(), err error) {
	folder, err := os.MkdirTemp(inMemory(), "duet-bench-")
	if err != nil {
		return nil, nil, err
	}
	defer func() {
		if err != nil {
			_ = os.RemoveAll(folder)
		}
	}()
	dsn := "file:" + filepath.Join(folder, "others.db") + sqliteOptions
	open := func() *sql.DB {
		db, openErr := sql.Open("sqlite3", dsn)
		err = errors.Join(err, openErr)
		return limited(db)
	}
	base := open()
	if err == nil {
		err = data.SeedSQLite(base)
	}
	if err != nil {
		return nil, nil, err
	}
	own, err := sqlite.Open(ctx, filepath.Join(folder, "duet.db"), sqlite.Create())
	if err != nil {
		return nil, nil, err
	}
	if err := duet.SeedSQLite(ctx, own); err != nil {
		return nil, nil, err
	}
	raw, err := sqliteraw.New(base)
	if err != nil {
		return nil, nil, err
	}
	direct, err := sqlitedirect.New(dsn)
	if err != nil {
		return nil, nil, err
	}
	gormed, err := gorm.New(gormsqlite.Open(dsn), connections)
	if err != nil {
		return nil, nil, err
	}
	list = []*rivals.Rival{raw, direct, duet.New(own), ent.New(dialect.SQLite, open()), bun.New(open(), sqlitedialect.New()), gormed}
	for _, r := range list {
		onlyReads(r)
	}
	return list, func() {
		closeRivals(list)
		_ = os.RemoveAll(folder)
	}, err
}

// onlyReads leaves of a library what is measured on SQLite.
func onlyReads(r *rivals.Rival) {
	*r = rivals.Rival{Name: r.Name, Get: r.Get, Filter: r.Filter, Read: r.Read, Close: r.Close}
}

// inMemory is a folder that no disk slows down, if there is one.
func inMemory() string {
	const memory = "/dev/shm"
	if info, err := os.Stat(memory); err == nil && info.IsDir() {
		return memory
	}
	return ""
}
