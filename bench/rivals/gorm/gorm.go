// Package gorm is gorm, on either database, with prepared statements and without the transaction around each write.
package gorm

import (
	"context"

	"gorm.io/gorm"
	"gorm.io/gorm/logger"

	"github.com/seed83105465/duet/bench/data"
	"github.com/seed83105465/duet/bench/rivals"
)

// New opens gorm by one of its dialects, with at most so many connections.
func New(dialect gorm.Dialector, connections int) (*rivals.Rival, error) {
	opened, err := gorm.Open(dialect, &gorm.Config{PrepareStmt: true, SkipDefaultTransaction: true, Logger: logger.Discard})
	if err != nil {
		return nil, err
	}
	pool, err := opened.DB()
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(connections)
	db := conn{opened}
	return &rivals.Rival{
		Name: "gorm", Get: db.get, Filter: db.filter, Read: db.read, Join: db.join, Prefetch: db.prefetch, Tagged: db.tagged,
		Insert: db.insert, Bulk: db.bulk,
		Update: func(ctx context.Context, id int64, title string, price int64) error {
			return db.WithContext(ctx).Model(&book{ID: id}).Updates(map[string]any{"title": title, "price_cents": price}).Error
		},
		Build: func(f rivals.Filter) (int, error) {
			var books []book
			return len(page(db.Session(&gorm.Session{DryRun: true}), f).Find(&books).Statement.SQL.String()), nil
		},
		Close: pool.Close,
	}, nil
}

type conn struct{ *gorm.DB }

// plain is a book as every rival's is compared.
func plain(b *book) data.Book {
	return data.Book{ID: b.ID, Title: b.Title, AuthorID: b.AuthorID, PublisherID: b.PublisherID, PriceCents: b.PriceCents, PublishedOn: b.PublishedOn}
}

func plainAuthor(a *author) data.Author {
	return data.Author{ID: a.ID, Name: a.Name, Email: a.Email, Bio: a.Bio, CreatedAt: a.CreatedAt}
}

func (c conn) get(ctx context.Context, id int64, seen *rivals.Seen) error {
	b := new(book)
	err := c.WithContext(ctx).First(b, id).Error
	if seen != nil {
		rivals.SeeBooks(seen, []book{*b}, plain)
	}
	return err
}

// page is the query of a filter.
func page(db *gorm.DB, f rivals.Filter) *gorm.DB {
	if f.HasPublisher {
		db = db.Where("publisher_id = ?", f.Publisher)
	}
	if f.HasMinPrice {
		db = db.Where("price_cents >= ?", f.MinPrice)
	}
	if f.HasBefore {
		db = db.Where("published_on < ?", f.Before)
	}
	return db.Order("published_on DESC, id DESC").Limit(100)
}

func (c conn) filter(ctx context.Context, f rivals.Filter, seen *rivals.Seen) error {
	var books []book
	err := page(c.WithContext(ctx), f).Find(&books).Error
	rivals.SeeBooks(seen, books, plain)
	return err
}

func (c conn) read(ctx context.Context, n int, seen *rivals.Seen) error {
	var books []book
	err := c.WithContext(ctx).Order("id").Limit(n).Find(&books).Error
	rivals.SeeBooks(seen, books, plain)
	return err
}

func (c conn) join(ctx context.Context, seen *rivals.Seen) error {
	var books []book
	err := c.WithContext(ctx).Joins("Author").Joins("Publisher").Order("books.id").Limit(1000).Find(&books).Error
	if err != nil || seen == nil {
		return err
	}
	for i := range books {
		b := &books[i]
		a := plainAuthor(&b.Author)
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
	err := c.WithContext(ctx).Preload("Books").Order("id").Limit(100).Find(&authors).Error
	if err != nil || seen == nil {
		return err
	}
	for i := range authors {
		row := rivals.AuthorRow{Author: plainAuthor(&authors[i])}
		for k := range authors[i].Books {
			row.Books = append(row.Books, plain(&authors[i].Books[k]))
		}
		seen.Authors = append(seen.Authors, row)
	}
	return nil
}

func (c conn) tagged(ctx context.Context, n int, seen *rivals.Seen) error {
	var books []book
	err := c.WithContext(ctx).Preload("Tags").Order("id").Limit(n).Find(&books).Error
	if err != nil || seen == nil {
		return err
	}
	for i := range books {
		row := rivals.BookRow{Book: plain(&books[i])}
		for _, t := range books[i].Tags {
			row.Tags = append(row.Tags, data.Tag(t))
		}
		seen.Books = append(seen.Books, row)
	}
	return nil
}

func insertable(b *data.Book) book {
	return book{Title: b.Title, AuthorID: b.AuthorID, PublisherID: b.PublisherID, PriceCents: b.PriceCents, PublishedOn: b.PublishedOn}
}

func (c conn) insert(ctx context.Context, b *data.Book) (int64, error) {
	row := insertable(b)
	err := c.WithContext(ctx).Omit("Author", "Publisher", "Tags").Create(&row).Error
	return row.ID, err
}

func (c conn) bulk(ctx context.Context, books []data.Book) (int, error) {
	rows := make([]book, len(books))
	for i := range books {
		rows[i] = insertable(&books[i])
	}
	err := c.WithContext(ctx).Omit("Author", "Publisher", "Tags").CreateInBatches(&rows, 1000).Error
	return len(rows), err
}
