package data

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/seed83105465/duet/bench/schema"
)

// Seed makes the tables in an empty database of PostgreSQL and fills them.
func Seed(ctx context.Context, dsn string) error {
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	if _, err := conn.Exec(ctx, schema.Postgres); err != nil {
		return fmt.Errorf("create the tables: %w", err)
	}
	s := seeder{ctx: ctx, conn: conn}
	s.fill("authors", []string{"id", "name", "email", "bio", "created_at"}, Authors, func(id int) []any {
		a := AuthorOf(id)
		return []any{a.ID, a.Name, a.Email, a.Bio, a.CreatedAt}
	})
	s.fill("publishers", []string{"id", "name"}, Publishers, func(id int) []any {
		return []any{int64(id), PublisherOf(id).Name}
	})
	s.fill("books", bookColumns, Books, bookRow)
	s.fill("tags", []string{"id", "name"}, Tags, func(id int) []any { return []any{int64(id), TagOf(id).Name} })
	s.tagBooks()
	before := 0
	for _, level := range Chain {
		s.fill(level.Table, level.columns(), level.Rows, func(id int) []any { return level.row(id, before) })
		before = level.Rows
	}
	s.exec("VACUUM ANALYZE")
	return s.err
}

var bookColumns = []string{"id", "title", "author_id", "publisher_id", "price_cents", "published_on"}

func bookRow(id int) []any {
	b := BookOf(id)
	return []any{b.ID, b.Title, b.AuthorID, b.PublisherID, b.PriceCents, b.PublishedOn}
}

// Grow adds books until there are n; [Clean] takes them away again.
func Grow(ctx context.Context, dsn string, n int) error {
	conn, err := pgx.Connect(ctx, dsn)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close(ctx) }()
	s := seeder{ctx: ctx, conn: conn}
	s.exec(fmt.Sprintf("DELETE FROM books WHERE id > %d", Books))
	s.copy("books", bookColumns, n-Books, func(i int) []any { return bookRow(Books + i) })
	s.exec("VACUUM ANALYZE books")
	return s.err
}

// Inserted counts the books that were inserted.
func Inserted(ctx context.Context, conn *pgx.Conn) (n int, err error) {
	err = conn.QueryRow(ctx, fmt.Sprintf("SELECT count(*) FROM books WHERE id > %d", Books)).Scan(&n)
	return n, err
}

// Clean deletes the books that were inserted, and makes room again.
func Clean(ctx context.Context, conn *pgx.Conn) error {
	if _, err := conn.Exec(ctx, fmt.Sprintf("DELETE FROM books WHERE id > %d", Books)); err != nil {
		return err
	}
	_, err := conn.Exec(ctx, "VACUUM books")
	return err
}

// seeder keeps the first error.
type seeder struct {
	ctx  context.Context
	conn *pgx.Conn
	err  error
}

func (s *seeder) exec(sql string) {
	if s.err == nil {
		_, s.err = s.conn.Exec(s.ctx, sql)
	}
}

// copy writes rows 1 to n.
func (s *seeder) copy(table string, columns []string, n int, row func(i int) []any) {
	if s.err != nil {
		return
	}
	_, err := s.conn.CopyFrom(s.ctx, pgx.Identifier{table}, columns, pgx.CopyFromSlice(n, func(i int) ([]any, error) { return row(i + 1), nil }))
	if err != nil {
		s.err = fmt.Errorf("fill %s: %w", table, err)
	}
}

// fill is copy, and sets the sequence of the table's ids behind them.
func (s *seeder) fill(table string, columns []string, n int, row func(i int) []any) {
	s.copy(table, columns, n, row)
	s.exec(fmt.Sprintf("SELECT setval('%s_id_seq', %d)", table, n))
}

func (s *seeder) tagBooks() {
	var rows [][]any
	for book := 1; book <= Books; book++ {
		for _, tag := range TagsOf(book) {
			rows = append(rows, []any{int64(book), tag})
		}
	}
	s.copy("book_tags", []string{"book_id", "tag_id"}, len(rows), func(i int) []any { return rows[i-1] })
}
