// Package rawvals is pgx by hand below rows.Scan: values are decoded from their binary form as they came. It is what
// generated code could be at best while it uses pgx's rows. What has no rows to decode is not measured.
package rawvals

import (
	"context"
	"encoding/binary"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/seed83105465/duet/bench/data"
	"github.com/seed83105465/duet/bench/rivals"
	"github.com/seed83105465/duet/bench/rivals/raw"
)

func number(v []byte) int64 { return int64(binary.BigEndian.Uint64(v)) }

const postgresEpoch = 946684800 // 2000-01-01, in seconds since 1970

func instant(v []byte) time.Time {
	micros := number(v)
	return time.Unix(micros/1_000_000+postgresEpoch, micros%1_000_000*1000)
}

func book(b *data.Book, v [][]byte) {
	b.ID = number(v[0])
	b.Title = string(v[1])
	b.AuthorID = number(v[2])
	if v[3] != nil {
		publisher := number(v[3])
		b.PublisherID = &publisher
	}
	b.PriceCents = number(v[4])
	b.PublishedOn = instant(v[5])
}

func author(a *data.Author, v [][]byte) {
	a.ID, a.Name, a.Email, a.CreatedAt = number(v[0]), string(v[1]), string(v[2]), instant(v[4])
	if v[3] != nil {
		bio := string(v[3])
		a.Bio = &bio
	}
}

// New is that on a pool.
func New(pool *pgxpool.Pool) *rivals.Rival {
	r := reader{pool}
	return &rivals.Rival{
		Name: "rawvals", Get: r.get, Filter: r.filter, Read: r.read, Join: r.join, Prefetch: r.prefetch, Tagged: r.tagged,
	}
}

type reader struct{ pool *pgxpool.Pool }

// each calls f with the values of each row.
func (r reader) each(ctx context.Context, f func(v [][]byte), sql string, args ...any) error {
	rows, err := r.pool.Query(ctx, sql, args...)
	if err != nil {
		return err
	}
	return drain(rows, f)
}

func drain(rows pgx.Rows, f func(v [][]byte)) error {
	defer rows.Close()
	for rows.Next() {
		f(rows.RawValues())
	}
	return rows.Err()
}

func (r reader) get(ctx context.Context, id int64, seen *rivals.Seen) error {
	b := new(data.Book)
	rows, err := r.pool.Query(ctx, raw.SQLGet, id)
	if err != nil {
		return err
	}
	if rows.Next() {
		book(b, rows.RawValues())
	}
	rows.Close()
	if seen != nil {
		seen.Books = append(seen.Books, rivals.BookRow{Book: *b})
	}
	return rows.Err()
}

func (r reader) books(ctx context.Context, seen *rivals.Seen, n int, sql string, args ...any) error {
	books := make([]data.Book, 0, n)
	err := r.each(ctx, func(v [][]byte) {
		books = append(books, data.Book{})
		book(&books[len(books)-1], v)
	}, sql, args...)
	rivals.SeeBooks(seen, books, func(b *data.Book) data.Book { return *b })
	return err
}

func (r reader) filter(ctx context.Context, f rivals.Filter, seen *rivals.Seen) error {
	return r.books(ctx, seen, 100, raw.SQLFilter, f.Publisher, f.MinPrice, f.Before)
}

func (r reader) read(ctx context.Context, n int, seen *rivals.Seen) error {
	return r.books(ctx, seen, n, raw.SQLRead, n)
}

func (r reader) join(ctx context.Context, seen *rivals.Seen) error {
	books := make([]raw.Full, 0, 1000)
	err := r.each(ctx, func(v [][]byte) {
		books = append(books, raw.Full{})
		b := &books[len(books)-1]
		book(&b.Book, v)
		author(&b.Author, v[6:])
		if v[11] != nil {
			b.Publisher = &data.Publisher{ID: number(v[11]), Name: string(v[12])}
		}
	}, raw.SQLJoin)
	raw.SeeFull(seen, books)
	return err
}

func (r reader) prefetch(ctx context.Context, seen *rivals.Seen) error {
	authors := make([]raw.WithBooks, 0, 100)
	ids := make([]int64, 0, 100)
	at := make(map[int64]int, 100)
	if err := r.each(ctx, func(v [][]byte) {
		authors = append(authors, raw.WithBooks{})
		a := &authors[len(authors)-1]
		author(&a.Author, v)
		at[a.ID] = len(authors) - 1
		ids = append(ids, a.ID)
	}, raw.SQLAuthors); err != nil {
		return err
	}
	err := r.each(ctx, func(v [][]byte) {
		var b data.Book
		book(&b, v)
		a := &authors[at[b.AuthorID]]
		a.Books = append(a.Books, b)
	}, raw.SQLByAuthors, ids)
	raw.SeeAuthors(seen, authors)
	return err
}

func (r reader) tagged(ctx context.Context, n int, seen *rivals.Seen) error {
	books := make([]raw.WithTags, 0, n)
	ids := make([]int64, 0, n)
	at := make(map[int64]int, n)
	if err := r.each(ctx, func(v [][]byte) {
		books = append(books, raw.WithTags{})
		b := &books[len(books)-1]
		book(&b.Book, v)
		at[b.ID] = len(books) - 1
		ids = append(ids, b.ID)
	}, raw.SQLRead, n); err != nil {
		return err
	}
	err := r.each(ctx, func(v [][]byte) {
		b := &books[at[number(v[0])]]
		b.Tags = append(b.Tags, data.Tag{ID: number(v[1]), Name: string(v[2])})
	}, raw.SQLTags, ids)
	raw.SeeTagged(seen, books)
	return err
}
