// Package sqlc is sqlc on pgx. sqlcq is what it generated, of query.sql beside it.
package sqlc

import (
	"context"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/seed83105465/duet/bench/data"
	"github.com/seed83105465/duet/bench/rivals"
	"github.com/seed83105465/duet/bench/rivals/sqlc/sqlcq"
)

// New is sqlc on a pool. Relations are put together by hand, as its users do.
func New(pool *pgxpool.Pool) *rivals.Rival {
	q := queries{sqlcq.New(pool)}
	return &rivals.Rival{
		Name: "sqlc", Get: q.get, Filter: q.filter, Read: q.read, Join: q.join, Prefetch: q.prefetch, Tagged: q.tagged,
		Insert: func(ctx context.Context, b *data.Book) (int64, error) {
			return q.InsertBook(ctx, sqlcq.InsertBookParams(insertable(b)))
		},
		Bulk: func(ctx context.Context, books []data.Book) (int, error) { // COPY: it gives no ids
			rows := make([]sqlcq.InsertBooksCopyParams, len(books))
			for i := range books {
				rows[i] = insertable(&books[i])
			}
			n, err := q.InsertBooksCopy(ctx, rows)
			return int(n), err
		},
		Update: func(ctx context.Context, id int64, title string, price int64) error {
			_, err := q.UpdateBook(ctx, sqlcq.UpdateBookParams{Title: title, PriceCents: price, ID: id})
			return err
		},
	}
}

func insertable(b *data.Book) sqlcq.InsertBooksCopyParams {
	return sqlcq.InsertBooksCopyParams{
		Title: b.Title, AuthorID: b.AuthorID, PublisherID: b.PublisherID, PriceCents: b.PriceCents, PublishedOn: b.PublishedOn,
	}
}

func book(b *sqlcq.Book) data.Book { return data.Book(*b) }

type queries struct{ *sqlcq.Queries }

func (q queries) get(ctx context.Context, id int64, seen *rivals.Seen) error {
	b, err := q.GetBook(ctx, id)
	if seen != nil {
		rivals.SeeBooks(seen, []sqlcq.Book{b}, book)
	}
	return err
}

func (q queries) filter(ctx context.Context, f rivals.Filter, seen *rivals.Seen) error {
	books, err := q.FilterBooks(ctx, sqlcq.FilterBooksParams{PublisherID: &f.Publisher, PriceCents: f.MinPrice, PublishedOn: f.Before})
	rivals.SeeBooks(seen, books, book)
	return err
}

func (q queries) read(ctx context.Context, n int, seen *rivals.Seen) error {
	books, err := q.ListBooks(ctx, int32(n))
	rivals.SeeBooks(seen, books, book)
	return err
}

type full struct {
	sqlcq.Book
	Author    sqlcq.Author
	Publisher *sqlcq.Publisher
}

func (q queries) join(ctx context.Context, seen *rivals.Seen) error {
	rows, err := q.BooksFull(ctx, 1000)
	if err != nil {
		return err
	}
	books := make([]full, len(rows))
	for i := range rows {
		books[i].Book, books[i].Author = rows[i].Book, rows[i].Author
		if rows[i].PubID != nil {
			books[i].Publisher = &sqlcq.Publisher{ID: *rows[i].PubID, Name: *rows[i].PubName}
		}
	}
	if seen != nil {
		for _, b := range books {
			author := data.Author(b.Author)
			seen.Books = append(seen.Books, rivals.BookRow{Book: book(&b.Book), Author: &author, Publisher: (*data.Publisher)(b.Publisher)})
		}
	}
	return nil
}

func (q queries) prefetch(ctx context.Context, seen *rivals.Seen) error {
	authors, err := q.ListAuthors(ctx, 100)
	if err != nil {
		return err
	}
	ids := make([]int64, len(authors))
	for i := range authors {
		ids[i] = authors[i].ID
	}
	books, err := q.BooksByAuthors(ctx, ids)
	of := make(map[int64][]sqlcq.Book, len(authors))
	for _, b := range books {
		of[b.AuthorID] = append(of[b.AuthorID], b)
	}
	if seen != nil {
		for _, a := range authors {
			row := rivals.AuthorRow{Author: data.Author(a)}
			for _, b := range of[a.ID] {
				row.Books = append(row.Books, data.Book(b))
			}
			seen.Authors = append(seen.Authors, row)
		}
	}
	return err
}

func (q queries) tagged(ctx context.Context, n int, seen *rivals.Seen) error {
	books, err := q.ListBooks(ctx, int32(n))
	if err != nil {
		return err
	}
	ids := make([]int64, len(books))
	for i := range books {
		ids[i] = books[i].ID
	}
	tags, err := q.TagsByBooks(ctx, ids)
	of := make(map[int64][]sqlcq.Tag, len(books))
	for _, t := range tags {
		of[t.BookID] = append(of[t.BookID], sqlcq.Tag{ID: t.ID, Name: t.Name})
	}
	if seen != nil {
		for _, b := range books {
			row := rivals.BookRow{Book: data.Book(b)}
			for _, t := range of[b.ID] {
				row.Tags = append(row.Tags, data.Tag(t))
			}
			seen.Books = append(seen.Books, row)
		}
	}
	return err
}
