// Package ent is ent on database/sql, on either database. The folder ent beneath it was generated of ent/schema.
package ent

import (
	"context"
	"database/sql"

	entsql "entgo.io/ent/dialect/sql"

	"github.com/seed83105465/duet/bench/data"
	"github.com/seed83105465/duet/bench/rivals"
	"github.com/seed83105465/duet/bench/rivals/ent/ent"
	"github.com/seed83105465/duet/bench/rivals/ent/ent/author"
	"github.com/seed83105465/duet/bench/rivals/ent/ent/book"
)

// New is ent on a database that speaks one of ent's dialects, and closes it.
func New(dialect string, db *sql.DB) *rivals.Rival {
	c := client{ent.NewClient(ent.Driver(entsql.OpenDB(dialect, db)))}
	return &rivals.Rival{
		Name: "ent", Get: c.get, Filter: c.filter, Read: c.read, Join: c.join, Prefetch: c.prefetch, Tagged: c.tagged,
		Insert: c.insert, Bulk: c.bulk, Build: build(),
		Update: func(ctx context.Context, id int64, title string, price int64) error {
			return c.Book.UpdateOneID(id).SetTitle(title).SetPriceCents(price).Exec(ctx)
		},
		Close: c.Close,
	}
}

type client struct{ *ent.Client }

// plain is a book as every rival's is compared.
func plain(of **ent.Book) data.Book {
	b := *of
	return data.Book{ID: b.ID, Title: b.Title, AuthorID: b.AuthorID, PublisherID: b.PublisherID, PriceCents: b.PriceCents, PublishedOn: b.PublishedOn}
}

func plainAuthor(a *ent.Author) data.Author {
	return data.Author{ID: a.ID, Name: a.Name, Email: a.Email, Bio: a.Bio, CreatedAt: a.CreatedAt}
}

func (c client) get(ctx context.Context, id int64, seen *rivals.Seen) error {
	b, err := c.Book.Get(ctx, id)
	if err == nil && seen != nil {
		rivals.SeeBooks(seen, []*ent.Book{b}, plain)
	}
	return err
}

// page is the query of a filter.
func page(c *ent.Client, f rivals.Filter) *ent.BookQuery {
	q := c.Book.Query()
	if f.HasPublisher {
		q.Where(book.PublisherID(f.Publisher))
	}
	if f.HasMinPrice {
		q.Where(book.PriceCentsGTE(f.MinPrice))
	}
	if f.HasBefore {
		q.Where(book.PublishedOnLT(f.Before))
	}
	return q.Order(book.ByPublishedOn(entsql.OrderDesc()), book.ByID(entsql.OrderDesc())).Limit(100)
}

func (c client) filter(ctx context.Context, f rivals.Filter, seen *rivals.Seen) error {
	books, err := page(c.Client, f).All(ctx)
	rivals.SeeBooks(seen, books, plain)
	return err
}

func (c client) read(ctx context.Context, n int, seen *rivals.Seen) error {
	books, err := c.Book.Query().Order(book.ByID()).Limit(n).All(ctx)
	rivals.SeeBooks(seen, books, plain)
	return err
}

// join is three queries: ent has no joins that fill relations.
func (c client) join(ctx context.Context, seen *rivals.Seen) error {
	books, err := c.Book.Query().WithAuthor().WithPublisher().Order(book.ByID()).Limit(1000).All(ctx)
	if err != nil || seen == nil {
		return err
	}
	for _, b := range books {
		a := plainAuthor(b.Edges.Author)
		row := rivals.BookRow{Book: plain(&b), Author: &a}
		if p := b.Edges.Publisher; p != nil {
			row.Publisher = &data.Publisher{ID: p.ID, Name: p.Name}
		}
		seen.Books = append(seen.Books, row)
	}
	return nil
}

func (c client) prefetch(ctx context.Context, seen *rivals.Seen) error {
	authors, err := c.Author.Query().WithBooks().Order(author.ByID()).Limit(100).All(ctx)
	if err != nil || seen == nil {
		return err
	}
	for _, a := range authors {
		row := rivals.AuthorRow{Author: plainAuthor(a)}
		for _, b := range a.Edges.Books {
			row.Books = append(row.Books, plain(&b))
		}
		seen.Authors = append(seen.Authors, row)
	}
	return nil
}

func (c client) tagged(ctx context.Context, n int, seen *rivals.Seen) error {
	books, err := c.Book.Query().WithTags().Order(book.ByID()).Limit(n).All(ctx)
	if err != nil || seen == nil {
		return err
	}
	for _, b := range books {
		row := rivals.BookRow{Book: plain(&b)}
		for _, t := range b.Edges.Tags {
			row.Tags = append(row.Tags, data.Tag{ID: t.ID, Name: t.Name})
		}
		seen.Books = append(seen.Books, row)
	}
	return nil
}

func (c client) create(b *data.Book) *ent.BookCreate {
	return c.Book.Create().SetTitle(b.Title).SetAuthorID(b.AuthorID).SetNillablePublisherID(b.PublisherID).
		SetPriceCents(b.PriceCents).SetPublishedOn(b.PublishedOn)
}

func (c client) insert(ctx context.Context, b *data.Book) (int64, error) {
	row, err := c.create(b).Save(ctx)
	if err != nil {
		return 0, err
	}
	return row.ID, nil
}

func (c client) bulk(ctx context.Context, books []data.Book) (int, error) {
	rows := make([]*ent.BookCreate, len(books))
	for i := range books {
		rows[i] = c.create(&books[i])
	}
	made, err := c.Book.CreateBulk(rows...).Save(ctx)
	return len(made), err
}
