package raw

import (
	"context"

	"github.com/seed83105465/duet/bench/data"
	"github.com/seed83105465/duet/bench/rivals"
)

// WithBooks is an author with books.
type WithBooks struct {
	data.Author
	Books []data.Book
}

// SeeAuthors hands authors over with their books.
func SeeAuthors(seen *rivals.Seen, authors []WithBooks) {
	if seen == nil {
		return
	}
	for i := range authors {
		seen.Authors = append(seen.Authors, rivals.AuthorRow(authors[i]))
	}
}

func (r reader) prefetch(ctx context.Context, seen *rivals.Seen) error {
	rows, err := r.pool.Query(ctx, SQLAuthors)
	if err != nil {
		return err
	}
	defer rows.Close()
	authors := make([]WithBooks, 0, 100)
	ids := make([]int64, 0, 100)
	at := make(map[int64]int, 100)
	for rows.Next() {
		authors = append(authors, WithBooks{})
		a := &authors[len(authors)-1]
		if err := rows.Scan(&a.ID, &a.Name, &a.Email, &a.Bio, &a.CreatedAt); err != nil {
			return err
		}
		at[a.ID] = len(authors) - 1
		ids = append(ids, a.ID)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	rows, err = r.pool.Query(ctx, SQLByAuthors, ids)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var b data.Book
		if err := rows.Scan(&b.ID, &b.Title, &b.AuthorID, &b.PublisherID, &b.PriceCents, &b.PublishedOn); err != nil {
			return err
		}
		a := &authors[at[b.AuthorID]]
		a.Books = append(a.Books, b)
	}
	SeeAuthors(seen, authors)
	return rows.Err()
}

// WithTags is a book with tags.
type WithTags struct {
	data.Book
	Tags []data.Tag
}

// SeeTagged hands books over with their tags.
func SeeTagged(seen *rivals.Seen, books []WithTags) {
	if seen == nil {
		return
	}
	for i := range books {
		seen.Books = append(seen.Books, rivals.BookRow{Book: books[i].Book, Tags: books[i].Tags})
	}
}

func (r reader) tagged(ctx context.Context, n int, seen *rivals.Seen) error {
	rows, err := r.pool.Query(ctx, SQLRead, n)
	if err != nil {
		return err
	}
	defer rows.Close()
	books := make([]WithTags, 0, n)
	ids := make([]int64, 0, n)
	at := make(map[int64]int, n)
	for rows.Next() {
		books = append(books, WithTags{})
		b := &books[len(books)-1]
		if err := rows.Scan(&b.ID, &b.Title, &b.AuthorID, &b.PublisherID, &b.PriceCents, &b.PublishedOn); err != nil {
			return err
		}
		at[b.ID] = len(books) - 1
		ids = append(ids, b.ID)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	rows, err = r.pool.Query(ctx, SQLTags, ids)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var book int64
		var t data.Tag
		if err := rows.Scan(&book, &t.ID, &t.Name); err != nil {
			return err
		}
		b := &books[at[book]]
		b.Tags = append(b.Tags, t)
	}
	SeeTagged(seen, books)
	return rows.Err()
}
