package speed

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// The rows as a program has them that writes its SQL by hand.
type (
	rawBook struct {
		ID          int64
		Title       string
		AuthorID    int64
		PublisherID *int64
		PriceCents  int64
		PublishedOn time.Time

		Author    rawAuthor
		Publisher *rawPublisher
		Tags      []rawTag
	}
	rawAuthor struct {
		ID        int64
		Name      string
		Email     string
		Bio       *string
		CreatedAt time.Time
		Books     []plainBook
	}
	rawPublisher struct {
		ID   int64
		Name string
	}
	rawTag struct {
		ID   int64
		Name string
	}
	plainBook struct {
		ID          int64
		Title       string
		AuthorID    int64
		PublisherID *int64
		PriceCents  int64
		PublishedOn time.Time
	}
	taggedBook struct {
		plainBook
		Tags []rawTag
	}
)

const (
	bookColumns = "id, title, author_id, publisher_id, price_cents, published_on"

	rawGetSQL      = "SELECT " + bookColumns + " FROM books WHERE id = $1"
	rawFilterSQL   = "SELECT " + bookColumns + " FROM books WHERE publisher_id = $1 AND price_cents >= $2 AND published_on < $3 ORDER BY published_on DESC, id DESC LIMIT 100"
	rawReadSQL     = "SELECT " + bookColumns + " FROM books ORDER BY id LIMIT 10000"
	rawJoinSQL     = "SELECT b.id, b.title, b.author_id, b.publisher_id, b.price_cents, b.published_on, a.id, a.name, a.email, a.bio, a.created_at, p.id, p.name FROM books b JOIN authors a ON a.id = b.author_id LEFT JOIN publishers p ON p.id = b.publisher_id ORDER BY b.id LIMIT 1000"
	rawAuthorsSQL  = "SELECT id, name, email, bio, created_at FROM authors ORDER BY id LIMIT 100"
	rawByAuthorSQL = "SELECT " + bookColumns + " FROM books WHERE author_id = ANY($1)"
	rawBooksSQL    = "SELECT " + bookColumns + " FROM books ORDER BY id LIMIT 100"
	rawTagsSQL     = "SELECT bt.book_id, t.id, t.name FROM book_tags bt JOIN tags t ON t.id = bt.tag_id WHERE bt.book_id = ANY($1)"
	rawInsertSQL   = "INSERT INTO books (title, author_id, publisher_id, price_cents, published_on) VALUES ($1,$2,$3,$4,$5) RETURNING id"
	rawBulkSQL     = "INSERT INTO books (title, author_id, publisher_id, price_cents, published_on) SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::timestamptz[]) RETURNING id"
	rawUpdateSQL   = "UPDATE books SET title = $1, price_cents = $2 WHERE id = $3"
)

// raw is pgx by hand.
type raw struct{ pool *pgxpool.Pool }

func (r raw) get(ctx context.Context, id int64) (*plainBook, error) {
	b := new(plainBook)
	err := r.pool.QueryRow(ctx, rawGetSQL, id).Scan(&b.ID, &b.Title, &b.AuthorID, &b.PublisherID, &b.PriceCents, &b.PublishedOn)
	return b, err
}

func scanBooks(rows pgx.Rows, err error, room int) ([]plainBook, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := make([]plainBook, 0, room)
	for rows.Next() {
		out = append(out, plainBook{})
		b := &out[len(out)-1]
		if err := rows.Scan(&b.ID, &b.Title, &b.AuthorID, &b.PublisherID, &b.PriceCents, &b.PublishedOn); err != nil {
			return nil, err
		}
	}
	return out, rows.Err()
}

func (r raw) filter(ctx context.Context, publisher, price int64, before time.Time) ([]plainBook, error) {
	rows, err := r.pool.Query(ctx, rawFilterSQL, publisher, price, before)
	return scanBooks(rows, err, 100)
}

func (r raw) read(ctx context.Context) ([]plainBook, error) {
	rows, err := r.pool.Query(ctx, rawReadSQL)
	return scanBooks(rows, err, 10000)
}

func (r raw) join(ctx context.Context) ([]rawBook, error) {
	rows, err := r.pool.Query(ctx, rawJoinSQL)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := make([]rawBook, 0, 1000)
	for rows.Next() {
		out = append(out, rawBook{})
		b := &out[len(out)-1]
		var id *int64
		var name *string
		if err := rows.Scan(&b.ID, &b.Title, &b.AuthorID, &b.PublisherID, &b.PriceCents, &b.PublishedOn,
			&b.Author.ID, &b.Author.Name, &b.Author.Email, &b.Author.Bio, &b.Author.CreatedAt, &id, &name); err != nil {
			return nil, err
		}
		if id != nil {
			b.Publisher = &rawPublisher{ID: *id, Name: *name}
		}
	}
	return out, rows.Err()
}

func (r raw) prefetch(ctx context.Context) ([]rawAuthor, error) {
	rows, err := r.pool.Query(ctx, rawAuthorsSQL)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := make([]rawAuthor, 0, 100)
	ids := make([]int64, 0, 100)
	at := make(map[int64]int, 100)
	for rows.Next() {
		out = append(out, rawAuthor{})
		a := &out[len(out)-1]
		if err := rows.Scan(&a.ID, &a.Name, &a.Email, &a.Bio, &a.CreatedAt); err != nil {
			return nil, err
		}
		at[a.ID] = len(out) - 1
		ids = append(ids, a.ID)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	rows, err = r.pool.Query(ctx, rawByAuthorSQL, ids)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var b plainBook
		if err := rows.Scan(&b.ID, &b.Title, &b.AuthorID, &b.PublisherID, &b.PriceCents, &b.PublishedOn); err != nil {
			return nil, err
		}
		a := &out[at[b.AuthorID]]
		a.Books = append(a.Books, b)
	}
	return out, rows.Err()
}

func (r raw) manyToMany(ctx context.Context) ([]taggedBook, error) {
	rows, err := r.pool.Query(ctx, rawBooksSQL)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := make([]taggedBook, 0, 100)
	ids := make([]int64, 0, 100)
	at := make(map[int64]int, 100)
	for rows.Next() {
		out = append(out, taggedBook{})
		b := &out[len(out)-1]
		if err := rows.Scan(&b.ID, &b.Title, &b.AuthorID, &b.PublisherID, &b.PriceCents, &b.PublishedOn); err != nil {
			return nil, err
		}
		at[b.ID] = len(out) - 1
		ids = append(ids, b.ID)
	}
	rows, err = r.pool.Query(ctx, rawTagsSQL, ids)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var t rawTag
		if err := rows.Scan(&id, &t.ID, &t.Name); err != nil {
			return nil, err
		}
		b := &out[at[id]]
		b.Tags = append(b.Tags, t)
	}
	return out, rows.Err()
}

func (r raw) insert(ctx context.Context, b *plainBook) error {
	return r.pool.QueryRow(ctx, rawInsertSQL, b.Title, b.AuthorID, b.PublisherID, b.PriceCents, b.PublishedOn).Scan(&b.ID)
}

func (r raw) bulk(ctx context.Context, books []plainBook) error {
	n := len(books)
	titles, authors, publishers := make([]string, n), make([]int64, n), make([]*int64, n)
	prices, dates := make([]int64, n), make([]time.Time, n)
	for i := range books {
		b := &books[i]
		titles[i], authors[i], publishers[i], prices[i], dates[i] = b.Title, b.AuthorID, b.PublisherID, b.PriceCents, b.PublishedOn
	}
	rows, err := r.pool.Query(ctx, rawBulkSQL, titles, authors, publishers, prices, dates)
	if err != nil {
		return err
	}
	defer rows.Close()
	for k := 0; rows.Next(); k++ {
		if err := rows.Scan(&books[k].ID); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (r raw) update(ctx context.Context, id int64, title string, price int64) error {
	_, err := r.pool.Exec(ctx, rawUpdateSQL, title, price, id)
	return err
}
