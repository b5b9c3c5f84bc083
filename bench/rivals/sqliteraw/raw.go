// Package sqliteraw is database/sql by hand, with prepared statements, on SQLite. It is what the others are compared with.
package sqliteraw

import (
	"context"
	"database/sql"

	"github.com/seed83105465/duet/bench/data"
	"github.com/seed83105465/duet/bench/rivals"
)

// The statements, which package sqlitedirect uses too.
const (
	columns   = "id, title, author_id, publisher_id, price_cents, published_on"
	SQLGet    = "SELECT " + columns + " FROM books WHERE id = ?"
	SQLFilter = "SELECT " + columns + " FROM books WHERE publisher_id = ? AND price_cents >= ? AND published_on < ? ORDER BY published_on DESC, id DESC LIMIT 100"
	SQLRead   = "SELECT " + columns + " FROM books ORDER BY id LIMIT ?"
)

// New is that on a database, which it closes.
func New(db *sql.DB) (*rivals.Rival, error) {
	var statements [3]*sql.Stmt
	for i, text := range []string{SQLGet, SQLFilter, SQLRead} {
		var err error
		if statements[i], err = db.Prepare(text); err != nil {
			return nil, err
		}
	}
	get, filter, read := statements[0], statements[1], statements[2]
	return &rivals.Rival{
		Name: "raw",
		Get: func(ctx context.Context, id int64, seen *rivals.Seen) error {
			b := new(data.Book)
			err := get.QueryRowContext(ctx, id).Scan(&b.ID, &b.Title, &b.AuthorID, &b.PublisherID, &b.PriceCents, &b.PublishedOn)
			if seen != nil {
				rivals.SeeBooks(seen, []data.Book{*b}, plain)
			}
			return err
		},
		Filter: func(ctx context.Context, f rivals.Filter, seen *rivals.Seen) error {
			return books(ctx, seen, filter, 100, f.Publisher, f.MinPrice, f.Before)
		},
		Read: func(ctx context.Context, n int, seen *rivals.Seen) error {
			return books(ctx, seen, read, n, n)
		},
		Close: db.Close,
	}, nil
}

func plain(b *data.Book) data.Book { return *b }

// books scans books, of which there are about n.
func books(ctx context.Context, seen *rivals.Seen, statement *sql.Stmt, n int, args ...any) error {
	rows, err := statement.QueryContext(ctx, args...)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	books := make([]data.Book, 0, n)
	for rows.Next() {
		books = append(books, data.Book{})
		b := &books[len(books)-1]
		if err := rows.Scan(&b.ID, &b.Title, &b.AuthorID, &b.PublisherID, &b.PriceCents, &b.PublishedOn); err != nil {
			return err
		}
	}
	rivals.SeeBooks(seen, books, plain)
	return rows.Err()
}
