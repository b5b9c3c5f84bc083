// Package sqlboiler is sqlboiler on database/sql. boilm is what it generated, by sqlboiler.toml.
package sqlboiler

import (
	"context"
	"database/sql"

	"github.com/aarondl/null/v8"
	"github.com/aarondl/sqlboiler/v4/boil"
	"github.com/aarondl/sqlboiler/v4/queries"
	"github.com/aarondl/sqlboiler/v4/queries/qm"

	"github.com/seed83105465/duet/bench/data"
	"github.com/seed83105465/duet/bench/rivals"
	"github.com/seed83105465/duet/bench/rivals/sqlboiler/boilm"
)

// New is sqlboiler on a database of PostgreSQL, which it closes.
func New(database *sql.DB) *rivals.Rival {
	db := conn{database}
	return &rivals.Rival{
		Name: "sqlboiler", Get: db.get, Filter: db.filter, Read: db.read, Join: db.join, Prefetch: db.prefetch, Tagged: db.tagged,
		Insert: db.insert, Bulk: db.bulk,
		Update: func(ctx context.Context, id int64, title string, price int64) error {
			b := boilm.Book{ID: id, Title: title, PriceCents: price}
			_, err := b.Update(ctx, db, boil.Whitelist("title", "price_cents"))
			return err
		},
		Build: func(f rivals.Filter) (int, error) {
			text, args := queries.BuildQuery(boilm.Books(page(f)...).Query)
			return len(text) + len(args), nil
		},
		Close: db.Close,
	}
}

type conn struct{ *sql.DB }

// plain is a book as every rival's is compared.
func plain(of **boilm.Book) data.Book {
	b := *of
	return data.Book{ID: b.ID, Title: b.Title, AuthorID: b.AuthorID, PublisherID: b.PublisherID.Ptr(), PriceCents: b.PriceCents, PublishedOn: b.PublishedOn}
}

func plainAuthor(a *boilm.Author) data.Author {
	return data.Author{ID: a.ID, Name: a.Name, Email: a.Email, Bio: a.Bio.Ptr(), CreatedAt: a.CreatedAt}
}

func (c conn) get(ctx context.Context, id int64, seen *rivals.Seen) error {
	b, err := boilm.FindBook(ctx, c, id)
	if err == nil && seen != nil {
		rivals.SeeBooks(seen, []*boilm.Book{b}, plain)
	}
	return err
}

// page is the query of a filter.
func page(f rivals.Filter) []qm.QueryMod {
	var mods []qm.QueryMod
	if f.HasPublisher {
		mods = append(mods, boilm.BookWhere.PublisherID.EQ(null.Int64From(f.Publisher)))
	}
	if f.HasMinPrice {
		mods = append(mods, boilm.BookWhere.PriceCents.GTE(f.MinPrice))
	}
	if f.HasBefore {
		mods = append(mods, boilm.BookWhere.PublishedOn.LT(f.Before))
	}
	return append(mods, qm.OrderBy("published_on DESC, id DESC"), qm.Limit(100))
}

func (c conn) filter(ctx context.Context, f rivals.Filter, seen *rivals.Seen) error {
	books, err := boilm.Books(page(f)...).All(ctx, c)
	rivals.SeeBooks(seen, books, plain)
	return err
}

func (c conn) read(ctx context.Context, n int, seen *rivals.Seen) error {
	books, err := boilm.Books(qm.OrderBy("id"), qm.Limit(n)).All(ctx, c)
	rivals.SeeBooks(seen, books, plain)
	return err
}

// join is three queries: sqlboiler has no joins that fill relations.
func (c conn) join(ctx context.Context, seen *rivals.Seen) error {
	books, err := boilm.Books(qm.Load(boilm.BookRels.Author), qm.Load(boilm.BookRels.Publisher), qm.OrderBy("id"), qm.Limit(1000)).All(ctx, c)
	if err != nil || seen == nil {
		return err
	}
	for _, b := range books {
		a := plainAuthor(b.R.Author)
		row := rivals.BookRow{Book: plain(&b), Author: &a}
		if p := b.R.Publisher; p != nil {
			row.Publisher = &data.Publisher{ID: p.ID, Name: p.Name}
		}
		seen.Books = append(seen.Books, row)
	}
	return nil
}

func (c conn) prefetch(ctx context.Context, seen *rivals.Seen) error {
	authors, err := boilm.Authors(qm.Load(boilm.AuthorRels.Books), qm.OrderBy("id"), qm.Limit(100)).All(ctx, c)
	if err != nil || seen == nil {
		return err
	}
	for _, a := range authors {
		row := rivals.AuthorRow{Author: plainAuthor(a)}
		for _, b := range a.R.Books {
			row.Books = append(row.Books, plain(&b))
		}
		seen.Authors = append(seen.Authors, row)
	}
	return nil
}

func (c conn) tagged(ctx context.Context, n int, seen *rivals.Seen) error {
	books, err := boilm.Books(qm.Load(boilm.BookRels.Tags), qm.OrderBy("id"), qm.Limit(n)).All(ctx, c)
	if err != nil || seen == nil {
		return err
	}
	for _, b := range books {
		row := rivals.BookRow{Book: plain(&b)}
		for _, t := range b.R.Tags {
			row.Tags = append(row.Tags, data.Tag{ID: t.ID, Name: t.Name})
		}
		seen.Books = append(seen.Books, row)
	}
	return nil
}

func insertable(b *data.Book) *boilm.Book {
	return &boilm.Book{
		Title: b.Title, AuthorID: b.AuthorID, PublisherID: null.Int64FromPtr(b.PublisherID), PriceCents: b.PriceCents, PublishedOn: b.PublishedOn,
	}
}

func (c conn) insert(ctx context.Context, b *data.Book) (int64, error) {
	row := insertable(b)
	err := row.Insert(ctx, c, boil.Infer())
	return row.ID, err
}

// bulk is one insert after the other in a transaction: sqlboiler has no other way.
func (c conn) bulk(ctx context.Context, books []data.Book) (int, error) {
	tx, err := c.BeginTx(ctx, nil)
	if err != nil {
		return 0, err
	}
	defer func() { _ = tx.Rollback() }()
	for i := range books {
		if err := insertable(&books[i]).Insert(ctx, tx, boil.Infer()); err != nil {
			return 0, err
		}
	}
	return len(books), tx.Commit()
}
