package duet

import (
	"context"

	"github.com/seed83105465/duet/bench/data"
	"github.com/seed83105465/duet/bench/models"
	"github.com/seed83105465/duet/bench/schema"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
)

// SeedSQLite makes the tables in an empty database of SQLite and fills those that are measured, with the times as Duet
// writes them: each library has a database of what it wrote itself.
func SeedSQLite(ctx context.Context, db *orm.DB) error {
	if err := orm.Script(ctx, db, schema.SQLite); err != nil {
		return err
	}
	var authors []*models.Author
	for id := 1; id <= data.Authors; id++ {
		a := data.AuthorOf(id)
		row := &models.Author{ID: a.ID, Name: a.Name, Email: a.Email, CreatedAt: a.CreatedAt}
		if a.Bio != nil {
			row.Bio = query.Some(*a.Bio)
		}
		authors = append(authors, row)
	}
	var publishers []*models.Publisher
	for id := 1; id <= data.Publishers; id++ {
		p := data.PublisherOf(id)
		publishers = append(publishers, &models.Publisher{ID: p.ID, Name: p.Name})
	}
	var books []*models.Book
	for id := 1; id <= data.Books; id++ {
		b := data.BookOf(id)
		row := &models.Book{ID: b.ID}
		fill(row, &b)
		books = append(books, row)
	}
	if err := models.Authors.Using(db).BulkCreate(ctx, authors); err != nil {
		return err
	}
	if err := models.Publishers.Using(db).BulkCreate(ctx, publishers); err != nil {
		return err
	}
	if err := models.Books.Using(db).BulkCreate(ctx, books); err != nil {
		return err
	}
	return orm.Script(ctx, db, "ANALYZE")
}
