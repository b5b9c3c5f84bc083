package speed

import (
	"context"
	_ "embed"
	"fmt"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/pgtest"
	"github.com/seed83105465/duet/integration/speed/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/postgres"
)

//go:embed schema.sql
var schema string

//go:embed seed.sql
var seed string

// TestMain runs the tests, looks for goroutines that are left, and ends the server.
func TestMain(m *testing.M) { pgtest.VerifyMain(m) }

// server gives both sides of one database of PostgreSQL.
func server(t testing.TB) (raw, duet) {
	t.Helper()
	dsn := pgtest.DatabaseFrom(t, "speed", schema, seed)
	pool, err := pgxpool.New(t.Context(), dsn)
	require.NoError(t, err)
	t.Cleanup(pool.Close)
	db, err := postgres.Open(t.Context(), dsn)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	return raw{pool}, duet{db}
}

// before is later than every book.
var before = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)

// oneCase is a call by hand and by Duet; i is how many were made before.
type oneCase struct {
	name      string
	raw, duet func(ctx context.Context, i int) error
	after     string // SQL that undoes what was done
}

func first[T any](_ T, err error) error { return err }

// cases are the ordinary calls.
func cases(r raw, d duet) []oneCase {
	plain, books := newPlains(), newBooks()
	titles := make([]string, 64)
	for i := range titles {
		titles[i] = fmt.Sprint("The Updated Book of Things, Vol ", i)
	}
	price := func(i int) int64 { return int64(500 + i%5000) }
	key := func(i int) int64 { return int64(1 + i*7%20000) }
	publisher := func(i int) int64 { return int64(1 + i%50) }
	const inserted = "DELETE FROM books WHERE id > 20000"
	return []oneCase{
		{name: "get by key",
			raw:  func(ctx context.Context, i int) error { return first(r.get(ctx, key(i))) },
			duet: func(ctx context.Context, i int) error { return first(d.get(ctx, key(i))) }},
		{name: "filter 100",
			raw:  func(ctx context.Context, i int) error { return first(r.filter(ctx, publisher(i), 1500, before)) },
			duet: func(ctx context.Context, i int) error { return first(d.filter(ctx, publisher(i), 1500, before)) }},
		{name: "read 10000",
			raw:  func(ctx context.Context, _ int) error { return first(r.read(ctx)) },
			duet: func(ctx context.Context, _ int) error { return first(d.read(ctx)) }},
		{name: "join 1000",
			raw:  func(ctx context.Context, _ int) error { return first(r.join(ctx)) },
			duet: func(ctx context.Context, _ int) error { return first(d.join(ctx)) }},
		{name: "prefetch",
			raw:  func(ctx context.Context, _ int) error { return first(r.prefetch(ctx)) },
			duet: func(ctx context.Context, _ int) error { return first(d.prefetch(ctx)) }},
		{name: "many to many",
			raw:  func(ctx context.Context, _ int) error { return first(r.manyToMany(ctx)) },
			duet: func(ctx context.Context, _ int) error { return first(d.manyToMany(ctx)) }},
		{name: "insert one", after: inserted,
			raw: func(ctx context.Context, i int) error { return r.insert(ctx, &plain[i%1000]) },
			duet: func(ctx context.Context, i int) error {
				book := books[i%1000]
				book.ID = 0
				return d.insert(ctx, book)
			}},
		{name: "bulk insert 1000", after: inserted,
			raw: func(ctx context.Context, _ int) error { return r.bulk(ctx, plain) },
			duet: func(ctx context.Context, _ int) error {
				for _, b := range books {
					b.ID = 0
				}
				return d.bulk(ctx, books)
			}},
		{name: "update one", after: "VACUUM books",
			raw:  func(ctx context.Context, i int) error { return r.update(ctx, key(i), titles[i%64], price(i)) },
			duet: func(ctx context.Context, i int) error { return d.update(ctx, key(i), titles[i%64], price(i)) }},
	}
}

// newPlains are 1,000 books to insert.
func newPlains() []plainBook {
	books := make([]plainBook, 1000)
	for i := range books {
		books[i] = plainBook{Title: fmt.Sprintf("A New Book of Things, Volume %05d", i), AuthorID: int64(1 + i*7919%1000),
			PriceCents: int64(500 + i*2654435%5000), PublishedOn: before.AddDate(0, 0, i)}
		if i%10 != 0 {
			publisher := int64(1 + i/7%50)
			books[i].PublisherID = &publisher
		}
	}
	return books
}

// newBooks are the same for Duet.
func newBooks() []*models.Book {
	var books []*models.Book
	for _, b := range newPlains() {
		book := &models.Book{Title: b.Title, AuthorID: b.AuthorID, PriceCents: b.PriceCents, PublishedOn: b.PublishedOn}
		if b.PublisherID != nil {
			book.PublisherID = orm.Some(*b.PublisherID)
		}
		books = append(books, book)
	}
	return books
}
