// Package squirrel is Squirrel for the text of a statement, and pgx by hand for the rest. It has no relations.
package squirrel

import (
	"context"

	sq "github.com/Masterminds/squirrel"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/seed83105465/duet/bench/data"
	"github.com/seed83105465/duet/bench/rivals"
	"github.com/seed83105465/duet/bench/rivals/raw"
)

var (
	psql    = sq.StatementBuilder.PlaceholderFormat(sq.Dollar)
	columns = []string{"id", "title", "author_id", "publisher_id", "price_cents", "published_on"}
)

// New is that on a pool.
func New(pool *pgxpool.Pool) *rivals.Rival {
	b := builder{pool}
	return &rivals.Rival{
		Name: "squirrel + pgx", Get: b.get, Filter: b.filter, Read: b.read, Join: b.join, Insert: b.insert, Bulk: b.bulk,
		Update: func(ctx context.Context, id int64, title string, price int64) error {
			sql, args, err := psql.Update("books").Set("title", title).Set("price_cents", price).Where(sq.Eq{"id": id}).ToSql()
			if err != nil {
				return err
			}
			_, err = pool.Exec(ctx, sql, args...)
			return err
		},
		Build: func(f rivals.Filter) (int, error) {
			sql, args, err := page(f).ToSql()
			return len(sql) + len(args), err
		},
	}
}

type builder struct{ pool *pgxpool.Pool }

func (b builder) query(ctx context.Context, q sq.Sqlizer) (pgx.Rows, error) {
	sql, args, err := q.ToSql()
	if err != nil {
		return nil, err
	}
	return b.pool.Query(ctx, sql, args...)
}

func (b builder) get(ctx context.Context, id int64, seen *rivals.Seen) error {
	sql, args, err := psql.Select(columns...).From("books").Where(sq.Eq{"id": id}).ToSql()
	if err != nil {
		return err
	}
	book := new(data.Book)
	err = b.pool.QueryRow(ctx, sql, args...).Scan(&book.ID, &book.Title, &book.AuthorID, &book.PublisherID, &book.PriceCents, &book.PublishedOn)
	if seen != nil {
		rivals.SeeBooks(seen, []data.Book{*book}, plain)
	}
	return err
}

func plain(b *data.Book) data.Book { return *b }

// page is the query of a filter.
func page(f rivals.Filter) sq.SelectBuilder {
	q := psql.Select(columns...).From("books")
	if f.HasPublisher {
		q = q.Where(sq.Eq{"publisher_id": f.Publisher})
	}
	if f.HasMinPrice {
		q = q.Where(sq.GtOrEq{"price_cents": f.MinPrice})
	}
	if f.HasBefore {
		q = q.Where(sq.Lt{"published_on": f.Before})
	}
	return q.OrderBy("published_on DESC", "id DESC").Limit(100)
}

func (b builder) books(ctx context.Context, q sq.Sqlizer, n int, seen *rivals.Seen) error {
	rows, err := b.query(ctx, q)
	books, err := raw.Books(rows, err, n)
	rivals.SeeBooks(seen, books, plain)
	return err
}

func (b builder) filter(ctx context.Context, f rivals.Filter, seen *rivals.Seen) error {
	return b.books(ctx, page(f), 100, seen)
}

func (b builder) read(ctx context.Context, n int, seen *rivals.Seen) error {
	return b.books(ctx, psql.Select(columns...).From("books").OrderBy("id").Limit(uint64(n)), 0, seen)
}

func (b builder) join(ctx context.Context, seen *rivals.Seen) error {
	rows, err := b.query(ctx, psql.Select("b.id", "b.title", "b.author_id", "b.publisher_id", "b.price_cents", "b.published_on",
		"a.id", "a.name", "a.email", "a.bio", "a.created_at", "p.id", "p.name").
		From("books b").Join("authors a ON a.id = b.author_id").LeftJoin("publishers p ON p.id = b.publisher_id").OrderBy("b.id").Limit(1000))
	if err != nil {
		return err
	}
	books, err := raw.Fulls(rows, 0)
	raw.SeeFull(seen, books)
	return err
}

func (b builder) insert(ctx context.Context, book *data.Book) (id int64, err error) {
	sql, args, err := psql.Insert("books").Columns(columns[1:]...).
		Values(book.Title, book.AuthorID, book.PublisherID, book.PriceCents, book.PublishedOn).Suffix("RETURNING id").ToSql()
	if err != nil {
		return 0, err
	}
	err = b.pool.QueryRow(ctx, sql, args...).Scan(&id)
	return id, err
}

func (b builder) bulk(ctx context.Context, books []data.Book) (int, error) {
	q := psql.Insert("books").Columns(columns[1:]...).Suffix("RETURNING id")
	for i := range books {
		book := &books[i]
		q = q.Values(book.Title, book.AuthorID, book.PublisherID, book.PriceCents, book.PublishedOn)
	}
	rows, err := b.query(ctx, q)
	if err != nil {
		return 0, err
	}
	return raw.IDs(rows, books)
}
