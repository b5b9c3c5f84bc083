// Package sqlitedirect calls go-sqlite3 without database/sql: what lies beneath it.
package sqlitedirect

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/mattn/go-sqlite3"

	"github.com/seed83105465/duet/bench/data"
	"github.com/seed83105465/duet/bench/rivals"
	"github.com/seed83105465/duet/bench/rivals/sqliteraw"
)

// New opens a connection of its own.
func New(dsn string) (*rivals.Rival, error) {
	opened, err := new(sqlite3.SQLiteDriver).Open(dsn)
	if err != nil {
		return nil, err
	}
	conn := opened.(*sqlite3.SQLiteConn)
	var statements [3]*sqlite3.SQLiteStmt
	for i, text := range []string{sqliteraw.SQLGet, sqliteraw.SQLFilter, sqliteraw.SQLRead} {
		s, err := conn.Prepare(text)
		if err != nil {
			return nil, errors.Join(err, conn.Close())
		}
		statements[i] = s.(*sqlite3.SQLiteStmt)
	}
	get, filter, read := statements[0], statements[1], statements[2]
	return &rivals.Rival{
		Name: "driver alone",
		Get: func(ctx context.Context, id int64, seen *rivals.Seen) error {
			return books(ctx, seen, get, 1, id)
		},
		Filter: func(ctx context.Context, f rivals.Filter, seen *rivals.Seen) error {
			return books(ctx, seen, filter, 100, f.Publisher, f.MinPrice, f.Before)
		},
		Read: func(ctx context.Context, n int, seen *rivals.Seen) error {
			return books(ctx, seen, read, n, int64(n))
		},
		Close: func() error {
			var err error
			for _, s := range statements {
				err = errors.Join(err, s.Close())
			}
			return errors.Join(err, conn.Close())
		},
	}, nil
}

// books reads books, of which there are about n.
func books(ctx context.Context, seen *rivals.Seen, statement *sqlite3.SQLiteStmt, n int, args ...driver.Value) error {
	named := make([]driver.NamedValue, len(args))
	for i, a := range args {
		named[i] = driver.NamedValue{Ordinal: i + 1, Value: a}
	}
	rows, err := statement.QueryContext(ctx, named)
	if err != nil {
		return err
	}
	books := make([]data.Book, 0, n)
	var values [6]driver.Value
	for {
		if err := rows.Next(values[:]); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return errors.Join(err, rows.Close())
		}
		books = append(books, data.Book{})
		if err := decode(&books[len(books)-1], values); err != nil {
			return errors.Join(err, rows.Close())
		}
	}
	rivals.SeeBooks(seen, books, func(b *data.Book) data.Book { return *b })
	return rows.Close()
}

func decode(b *data.Book, v [6]driver.Value) error {
	var ok [5]bool
	b.ID, ok[0] = v[0].(int64)
	b.Title, ok[1] = v[1].(string)
	b.AuthorID, ok[2] = v[2].(int64)
	b.PriceCents, ok[3] = v[4].(int64)
	b.PublishedOn, ok[4] = v[5].(time.Time)
	if v[3] != nil {
		publisher := v[3].(int64)
		b.PublisherID = &publisher
	}
	if ok != [5]bool{true, true, true, true, true} {
		return fmt.Errorf("a row of other types: %v", v)
	}
	return nil
}
