// Package bob is bob on pgx. bobm is what it generated, by bobgen.yaml; its loaders of many-to-many relations are mended
// by hand in books.bob.go and tags.bob.go, where v0.41.1 has a test the wrong way round (its issue 585, fixed later).
package bob

import (
	"context"

	"github.com/aarondl/opt/omit"
	"github.com/aarondl/opt/omitnull"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stephenafamo/bob"
	"github.com/stephenafamo/bob/dialect/psql"
	"github.com/stephenafamo/bob/dialect/psql/dialect"
	"github.com/stephenafamo/bob/dialect/psql/sm"
	"github.com/stephenafamo/bob/dialect/psql/um"
	bobpgx "github.com/stephenafamo/bob/drivers/pgx"

	"github.com/seed83105465/duet/bench/data"
	"github.com/seed83105465/duet/bench/rivals"
	models "github.com/seed83105465/duet/bench/rivals/bob/bobm"
)

// New is bob on a pool.
func New(pool *pgxpool.Pool) *rivals.Rival {
	e := executor{bobpgx.NewPool(pool)}
	return &rivals.Rival{
		Name: "bob", Get: e.get, Filter: e.filter, Read: e.read, Join: e.join, Prefetch: e.prefetch, Tagged: e.tagged,
		Insert: e.insert, Bulk: e.bulk,
		Update: func(ctx context.Context, id int64, title string, price int64) error {
			set := models.BookSetter{Title: omit.From(title), PriceCents: omit.From(price)}
			_, err := models.Books.Update(set.UpdateMod(), um.Where(models.Books.Columns.ID.EQ(psql.Arg(id)))).Exec(ctx, e.db)
			return err
		},
		Build: func(f rivals.Filter) (int, error) {
			sql, args, err := models.Books.Query(page(f)...).Build(context.Background())
			return len(sql) + len(args), err
		},
	}
}

type executor struct{ db bob.Executor }

// plain is a book as every rival's is compared.
func plain(of **models.Book) data.Book {
	b := *of
	return data.Book{ID: b.ID, Title: b.Title, AuthorID: b.AuthorID, PublisherID: b.PublisherID.Ptr(), PriceCents: b.PriceCents, PublishedOn: b.PublishedOn}
}

func plainAuthor(a *models.Author) data.Author {
	return data.Author{ID: a.ID, Name: a.Name, Email: a.Email, Bio: a.Bio.Ptr(), CreatedAt: a.CreatedAt}
}

func (e executor) get(ctx context.Context, id int64, seen *rivals.Seen) error {
	b, err := models.FindBook(ctx, e.db, id)
	if err == nil && seen != nil {
		rivals.SeeBooks(seen, []*models.Book{b}, plain)
	}
	return err
}

// page is the query of a filter.
func page(f rivals.Filter) []bob.Mod[*dialect.SelectQuery] {
	mods := make([]bob.Mod[*dialect.SelectQuery], 0, 6)
	if f.HasPublisher {
		mods = append(mods, models.SelectWhere.Books.PublisherID.EQ(f.Publisher))
	}
	if f.HasMinPrice {
		mods = append(mods, models.SelectWhere.Books.PriceCents.GTE(f.MinPrice))
	}
	if f.HasBefore {
		mods = append(mods, models.SelectWhere.Books.PublishedOn.LT(f.Before))
	}
	return append(mods, sm.OrderBy(models.Books.Columns.PublishedOn).Desc(), sm.OrderBy(models.Books.Columns.ID).Desc(), sm.Limit(100))
}

func (e executor) filter(ctx context.Context, f rivals.Filter, seen *rivals.Seen) error {
	books, err := models.Books.Query(page(f)...).All(ctx, e.db)
	rivals.SeeBooks(seen, books, plain)
	return err
}

func (e executor) read(ctx context.Context, n int, seen *rivals.Seen) error {
	books, err := models.Books.Query(sm.OrderBy(models.Books.Columns.ID), sm.Limit(n)).All(ctx, e.db)
	rivals.SeeBooks(seen, books, plain)
	return err
}

func (e executor) join(ctx context.Context, seen *rivals.Seen) error {
	books, err := models.Books.Query(models.Preload.Book.Author(), models.Preload.Book.Publisher(),
		sm.OrderBy(models.Books.Columns.ID), sm.Limit(1000)).All(ctx, e.db)
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

func (e executor) prefetch(ctx context.Context, seen *rivals.Seen) error {
	authors, err := models.Authors.Query(models.SelectThenLoad.Author.Books(), sm.OrderBy(models.Authors.Columns.ID), sm.Limit(100)).All(ctx, e.db)
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

func (e executor) tagged(ctx context.Context, n int, seen *rivals.Seen) error {
	books, err := models.Books.Query(models.SelectThenLoad.Book.Tags(), sm.OrderBy(models.Books.Columns.ID), sm.Limit(n)).All(ctx, e.db)
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

func setter(b *data.Book) *models.BookSetter {
	return &models.BookSetter{
		Title: omit.From(b.Title), AuthorID: omit.From(b.AuthorID), PublisherID: omitnull.FromPtr(b.PublisherID),
		PriceCents: omit.From(b.PriceCents), PublishedOn: omit.From(b.PublishedOn),
	}
}

func (e executor) insert(ctx context.Context, b *data.Book) (int64, error) {
	row, err := models.Books.Insert(setter(b)).One(ctx, e.db)
	if err != nil {
		return 0, err
	}
	return row.ID, nil
}

func (e executor) bulk(ctx context.Context, books []data.Book) (int, error) {
	rows := make([]*models.BookSetter, len(books))
	for i := range books {
		rows[i] = setter(&books[i])
	}
	made, err := models.Books.Insert(bob.ToMods(rows...)).All(ctx, e.db)
	return len(made), err
}
