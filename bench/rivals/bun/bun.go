// Package bun is bun, on either database: on PostgreSQL by its own driver.
package bun

import (
	"context"
	"database/sql"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/schema"

	"github.com/seed83105465/duet/bench/data"
	"github.com/seed83105465/duet/bench/rivals"
)

// New is bun on a database that speaks one of bun's dialects, and closes it.
func New(database *sql.DB, dialect schema.Dialect) *rivals.Rival {
	db := conn{bun.NewDB(database, dialect)}
	db.RegisterModel((*bookTag)(nil))
	return &rivals.Rival{
		Name: "bun", Get: db.get, Filter: db.filter, Read: db.read, Join: db.join, Prefetch: db.prefetch, Tagged: db.tagged,
		Insert: db.insert, Bulk: db.bulk,
		Update: func(ctx context.Context, id int64, title string, price int64) error {
			b := book{ID: id, Title: title, PriceCents: price}
			_, err := db.NewUpdate().Model(&b).Column("title", "price_cents").WherePK().Exec(ctx)
			return err
		},
		Build: func(f rivals.Filter) (int, error) {
			var books []book
			return len(db.page(&books, f).String()), nil
		},
		Close: db.Close,
	}
}

type conn struct{ *bun.DB }

// plain is a book as every rival's is compared.
func plain(b *book) data.Book {
	return data.Book{ID: b.ID, Title: b.Title, AuthorID: b.AuthorID, PublisherID: b.PublisherID, PriceCents: b.PriceCents, PublishedOn: b.PublishedOn}
}

func plainAuthor(a *author) data.Author {
	return data.Author{ID: a.ID, Name: a.Name, Email: a.Email, Bio: a.Bio, CreatedAt: a.CreatedAt}
}

func (c conn) get(ctx context.Context, id int64, seen *rivals.Seen) error {
	b := new(book)
	err := c.NewSelect().Model(b).Where("id = ?", id).Scan(ctx)
	if seen != nil {
		rivals.SeeBooks(seen, []book{*b}, plain)
	}
	return err
}

// page is the query of a filter.
func (c conn) page(into *[]book, f rivals.Filter) *bun.SelectQuery {
	q := c.NewSelect().Model(into)
	if f.HasPublisher {
		q = q.Where("b.publisher_id = ?", f.Publisher)
	}
	if f.HasMinPrice {
		q = q.Where("b.price_cents >= ?", f.MinPrice)
	}
	if f.HasBefore {
		q = q.Where("b.published_on < ?", f.Before)
	}
	return q.Order("b.published_on DESC", "b.id DESC").Limit(100)
}

func (c conn) filter(ctx context.Context, f rivals.Filter, seen *rivals.Seen) error {
	var books []book
	err := c.page(&books, f).Scan(ctx)
	rivals.SeeBooks(seen, books, plain)
	return err
}

func (c conn) read(ctx context.Context, n int, seen *rivals.Seen) error {
	var books []book
	err := c.NewSelect().Model(&books).Order("id").Limit(int64(n)).Scan(ctx)
	rivals.SeeBooks(seen, books, plain)
	return err
}

func (c conn) join(ctx context.Context, seen *rivals.Seen) error {
	var books []book
	err := c.NewSelect().Model(&books).Relation("Author").Relation("Publisher").Order("b.id").Limit(1000).Scan(ctx)
	if err != nil || seen == nil {
		return err
	}
	for i := range books {
		b := &books[i]
		a := plainAuthor(b.Author)
		row := rivals.BookRow{Book: plain(b), Author: &a}
		if p := b.Publisher; p != nil {
			row.Publisher = &data.Publisher{ID: p.ID, Name: p.Name}
		}
		seen.Books = append(seen.Books, row)
	}
	return nil
}

func (c conn) prefetch(ctx context.Context, seen *rivals.Seen) error {
	var authors []author
	err := c.NewSelect().Model(&authors).Relation("Books").Order("a.id").Limit(100).Scan(ctx)
	if err != nil || seen == nil {
		return err
	}
	for i := range authors {
		row := rivals.AuthorRow{Author: plainAuthor(&authors[i])}
		for _, b := range authors[i].Books {
			row.Books = append(row.Books, plain(b))
		}
		seen.Authors = append(seen.Authors, row)
	}
	return nil
}

func (c conn) tagged(ctx context.Context, n int, seen *rivals.Seen) error {
	var books []book
	err := c.NewSelect().Model(&books).Relation("Tags").Order("b.id").Limit(int64(n)).Scan(ctx)
	if err != nil || seen == nil {
		return err
	}
	for i := range books {
		row := rivals.BookRow{Book: plain(&books[i])}
		for _, t := range books[i].Tags {
			row.Tags = append(row.Tags, data.Tag{ID: t.ID, Name: t.Name})
		}
		seen.Books = append(seen.Books, row)
	}
	return nil
}

func fill(row *book, b *data.Book) {
	row.Title, row.AuthorID, row.PublisherID, row.PriceCents, row.PublishedOn = b.Title, b.AuthorID, b.PublisherID, b.PriceCents, b.PublishedOn
}

func (c conn) insert(ctx context.Context, b *data.Book) (int64, error) {
	var row book
	fill(&row, b)
	_, err := c.NewInsert().Model(&row).Exec(ctx)
	return row.ID, err
}

func (c conn) bulk(ctx context.Context, books []data.Book) (int, error) {
	rows := make([]book, len(books))
	for i := range books {
		fill(&rows[i], &books[i])
	}
	_, err := c.NewInsert().Model(&rows).Exec(ctx)
	return len(rows), err
}
