// Package duet is Duet, in its blocking voice, on either database.
package duet

import (
	"context"

	"github.com/seed83105465/duet/bench/data"
	"github.com/seed83105465/duet/bench/models"
	"github.com/seed83105465/duet/bench/rivals"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
)

// New is Duet on a database, which it closes.
func New(db *orm.DB) *rivals.Rival {
	b := books{db}
	return &rivals.Rival{
		Name: "duet", Get: b.get, Filter: b.filter, Read: b.read, Join: b.join, Prefetch: b.prefetch, Tagged: b.tagged,
		Insert: b.insert, Bulk: b.bulk, Update: b.update, Build: build(), Close: db.Close,
	}
}

type books struct{ db *orm.DB }

func (b books) get(ctx context.Context, id int64, seen *rivals.Seen) error {
	book, err := models.Books.Using(b.db).Filter(models.Books.ID.Eq(id)).Get(ctx)
	if err == nil && seen != nil {
		rivals.SeeBooks(seen, []*models.Book{book}, plain)
	}
	return err
}

// page is the query of a filter.
func page(s orm.Session, f rivals.Filter) *orm.Query[models.Book] {
	q := models.Books.Using(s)
	if f.HasPublisher {
		q = q.Filter(models.Books.PublisherID.Eq(f.Publisher))
	}
	if f.HasMinPrice {
		q = q.Filter(models.Books.PriceCents.Ge(f.MinPrice))
	}
	if f.HasBefore {
		q = q.Filter(models.Books.PublishedOn.Lt(f.Before))
	}
	return q.OrderBy(models.Books.PublishedOn.Desc(), models.Books.ID.Desc()).Limit(100)
}

func (b books) filter(ctx context.Context, f rivals.Filter, seen *rivals.Seen) error {
	rows, err := page(b.db, f).All(ctx)
	rivals.SeeBooks(seen, rows, plain)
	return err
}

func (b books) read(ctx context.Context, n int, seen *rivals.Seen) error {
	rows, err := models.Books.Using(b.db).OrderBy(models.Books.ID.Asc()).Limit(n).All(ctx)
	rivals.SeeBooks(seen, rows, plain)
	return err
}

func (b books) join(ctx context.Context, seen *rivals.Seen) error {
	rows, err := models.Books.Using(b.db).SelectRelated(models.Books.Author, models.Books.Publisher).
		OrderBy(models.Books.ID.Asc()).Limit(1000).All(ctx)
	if err != nil || seen == nil {
		return err
	}
	for _, row := range rows {
		author, err := row.Author()
		if err != nil {
			return err
		}
		publisher, err := row.Publisher()
		if err != nil {
			return err
		}
		see := rivals.BookRow{Book: plain(&row)}
		a := plainAuthor(author)
		see.Author = &a
		if publisher != nil {
			see.Publisher = &data.Publisher{ID: publisher.ID, Name: publisher.Name}
		}
		seen.Books = append(seen.Books, see)
	}
	return nil
}

func (b books) prefetch(ctx context.Context, seen *rivals.Seen) error {
	authors, err := models.Authors.Using(b.db).PrefetchRelated(models.Authors.Books).
		OrderBy(models.Authors.ID.Asc()).Limit(100).All(ctx)
	if err != nil || seen == nil {
		return err
	}
	for _, a := range authors {
		row := rivals.AuthorRow{Author: plainAuthor(a)}
		books, err := a.Books()
		if err != nil {
			return err
		}
		for _, book := range books {
			row.Books = append(row.Books, plain(&book))
		}
		seen.Authors = append(seen.Authors, row)
	}
	return nil
}

func (b books) tagged(ctx context.Context, n int, seen *rivals.Seen) error {
	rows, err := models.Books.Using(b.db).PrefetchRelated(models.Books.Tags).OrderBy(models.Books.ID.Asc()).Limit(n).All(ctx)
	if err != nil || seen == nil {
		return err
	}
	for _, book := range rows {
		row := rivals.BookRow{Book: plain(&book)}
		tags, err := book.Tags()
		if err != nil {
			return err
		}
		for _, t := range tags {
			row.Tags = append(row.Tags, data.Tag{ID: t.ID, Name: t.Name})
		}
		seen.Books = append(seen.Books, row)
	}
	return nil
}

func (b books) insert(ctx context.Context, book *data.Book) (int64, error) {
	row := new(models.Book)
	fill(row, book)
	err := models.Books.Using(b.db).Create(ctx, row)
	return row.ID, err
}

func (b books) bulk(ctx context.Context, books []data.Book) (int, error) {
	rows, of := make([]models.Book, len(books)), make([]*models.Book, len(books))
	for i := range books {
		fill(&rows[i], &books[i])
		of[i] = &rows[i]
	}
	if err := models.Books.Using(b.db).BulkCreate(ctx, of); err != nil {
		return 0, err
	}
	for i := range books {
		books[i].ID = rows[i].ID
	}
	return len(rows), nil
}

func (b books) update(ctx context.Context, id int64, title string, price int64) error {
	_, err := models.Books.Using(b.db).Filter(models.Books.ID.Eq(id)).
		Update(ctx, models.Books.Title.Set(title), models.Books.PriceCents.Set(price))
	return err
}

func fill(row *models.Book, b *data.Book) {
	row.Title, row.AuthorID, row.PriceCents, row.PublishedOn = b.Title, b.AuthorID, b.PriceCents, b.PublishedOn
	if b.PublisherID != nil {
		row.PublisherID = query.Some(*b.PublisherID)
	}
}

func plain(b **models.Book) data.Book { return Plain(*b) }

// Plain is a book as every rival's is compared.
func Plain(b *models.Book) data.Book {
	book := data.Book{ID: b.ID, Title: b.Title, AuthorID: b.AuthorID, PriceCents: b.PriceCents, PublishedOn: b.PublishedOn}
	if b.PublisherID.Valid {
		book.PublisherID = &b.PublisherID.V
	}
	return book
}

func plainAuthor(a *models.Author) data.Author {
	author := data.Author{ID: a.ID, Name: a.Name, Email: a.Email, CreatedAt: a.CreatedAt}
	if a.Bio.Valid {
		author.Bio = &a.Bio.V
	}
	return author
}
