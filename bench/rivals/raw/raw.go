package raw

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/seed83105465/duet/bench/data"
	"github.com/seed83105465/duet/bench/rivals"
)

// New is pgx by hand on a pool.
func New(pool *pgxpool.Pool) *rivals.Rival {
	r := reader{pool}
	return &rivals.Rival{
		Name: "raw", Get: r.get, Filter: r.filter, Read: r.read, Join: r.join, Prefetch: r.prefetch, Tagged: r.tagged,
		Insert: func(ctx context.Context, b *data.Book) (id int64, err error) {
			err = pool.QueryRow(ctx, sqlInsert, b.Title, b.AuthorID, b.PublisherID, b.PriceCents, b.PublishedOn).Scan(&id)
			return id, err
		},
		Bulk: r.bulk,
		Update: func(ctx context.Context, id int64, title string, price int64) error {
			_, err := pool.Exec(ctx, sqlUpdate, title, price, id)
			return err
		},
		Build: func(f rivals.Filter) (int, error) {
			sql, args := build(f)
			return len(sql) + len(args), nil
		},
	}
}

type reader struct{ pool *pgxpool.Pool }

func (r reader) get(ctx context.Context, id int64, seen *rivals.Seen) error {
	b := new(data.Book)
	err := r.pool.QueryRow(ctx, SQLGet, id).Scan(&b.ID, &b.Title, &b.AuthorID, &b.PublisherID, &b.PriceCents, &b.PublishedOn)
	if seen != nil {
		seen.Books = append(seen.Books, rivals.BookRow{Book: *b})
	}
	return err
}

func (r reader) filter(ctx context.Context, f rivals.Filter, seen *rivals.Seen) error {
	rows, err := r.pool.Query(ctx, SQLFilter, f.Publisher, f.MinPrice, f.Before)
	return see(seen)(Books(rows, err, 100))
}

func (r reader) read(ctx context.Context, n int, seen *rivals.Seen) error {
	rows, err := r.pool.Query(ctx, SQLRead, n)
	return see(seen)(Books(rows, err, n))
}

// Books scans books, of which there are about n.
func Books(rows pgx.Rows, err error, n int) ([]data.Book, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	books := make([]data.Book, 0, n)
	for rows.Next() {
		books = append(books, data.Book{})
		b := &books[len(books)-1]
		if err := rows.Scan(&b.ID, &b.Title, &b.AuthorID, &b.PublisherID, &b.PriceCents, &b.PublishedOn); err != nil {
			return nil, err
		}
	}
	return books, rows.Err()
}

func see(seen *rivals.Seen) func([]data.Book, error) error {
	return func(books []data.Book, err error) error {
		rivals.SeeBooks(seen, books, func(b *data.Book) data.Book { return *b })
		return err
	}
}

// Full is a book with what is joined to it.
type Full struct {
	data.Book
	Author    data.Author
	Publisher *data.Publisher
}

// SeeFull hands books over with what is joined to them.
func SeeFull(seen *rivals.Seen, books []Full) {
	if seen == nil {
		return
	}
	for i := range books {
		b := &books[i]
		seen.Books = append(seen.Books, rivals.BookRow{Book: b.Book, Author: &b.Author, Publisher: b.Publisher})
	}
}

func (r reader) join(ctx context.Context, seen *rivals.Seen) error {
	rows, err := r.pool.Query(ctx, SQLJoin)
	if err != nil {
		return err
	}
	books, err := Fulls(rows, 1000)
	SeeFull(seen, books)
	return err
}

// Fulls scans books with what is joined to them, of which there are about n.
func Fulls(rows pgx.Rows, n int) ([]Full, error) {
	defer rows.Close()
	books := make([]Full, 0, n)
	for rows.Next() {
		books = append(books, Full{})
		b := &books[len(books)-1]
		var id *int64
		var name *string
		if err := rows.Scan(&b.ID, &b.Title, &b.AuthorID, &b.PublisherID, &b.PriceCents, &b.PublishedOn,
			&b.Author.ID, &b.Author.Name, &b.Author.Email, &b.Author.Bio, &b.Author.CreatedAt, &id, &name); err != nil {
			return nil, err
		}
		if id != nil {
			b.Publisher = &data.Publisher{ID: *id, Name: *name}
		}
	}
	return books, rows.Err()
}

func (r reader) bulk(ctx context.Context, books []data.Book) (int, error) {
	n := len(books)
	titles, prices, dates := make([]string, n), make([]int64, n), make([]time.Time, n)
	authors, publishers := make([]int64, n), make([]*int64, n)
	for i := range books {
		b := &books[i]
		titles[i], authors[i], publishers[i], prices[i], dates[i] = b.Title, b.AuthorID, b.PublisherID, b.PriceCents, b.PublishedOn
	}
	rows, err := r.pool.Query(ctx, sqlUnnest, titles, authors, publishers, prices, dates)
	if err != nil {
		return 0, err
	}
	return IDs(rows, books)
}

// IDs scans the ids that books got, in their order, and says how many.
func IDs(rows pgx.Rows, books []data.Book) (int, error) {
	defer rows.Close()
	k := 0
	for rows.Next() {
		if err := rows.Scan(&books[k].ID); err != nil {
			return 0, err
		}
		k++
	}
	return k, rows.Err()
}
