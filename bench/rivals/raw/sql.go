// Package raw is pgx by hand: one text for each statement, rows scanned into fields by rows.Scan. It is what the others
// are compared with.
package raw

import (
	"strconv"
	"strings"

	"github.com/seed83105465/duet/bench/rivals"
)

// The statements, which package rawvals uses too.
const (
	columns = "id, title, author_id, publisher_id, price_cents, published_on"

	SQLGet    = "SELECT " + columns + " FROM books WHERE id = $1"
	SQLFilter = "SELECT " + columns + " FROM books WHERE publisher_id = $1 AND price_cents >= $2 AND published_on < $3 ORDER BY published_on DESC, id DESC LIMIT 100"
	SQLRead   = "SELECT " + columns + " FROM books ORDER BY id LIMIT $1"
	SQLJoin   = "SELECT b.id, b.title, b.author_id, b.publisher_id, b.price_cents, b.published_on, a.id, a.name, a.email, a.bio, a.created_at, p.id, p.name " +
		"FROM books b JOIN authors a ON a.id = b.author_id LEFT JOIN publishers p ON p.id = b.publisher_id ORDER BY b.id LIMIT 1000"
	SQLAuthors   = "SELECT id, name, email, bio, created_at FROM authors ORDER BY id LIMIT 100"
	SQLByAuthors = "SELECT " + columns + " FROM books WHERE author_id = ANY($1)"
	SQLTags      = "SELECT bt.book_id, t.id, t.name FROM book_tags bt JOIN tags t ON t.id = bt.tag_id WHERE bt.book_id = ANY($1)"

	sqlInsert = "INSERT INTO books (title, author_id, publisher_id, price_cents, published_on) VALUES ($1,$2,$3,$4,$5) RETURNING id"
	sqlUnnest = "INSERT INTO books (title, author_id, publisher_id, price_cents, published_on) " +
		"SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[], $4::bigint[], $5::timestamptz[]) RETURNING id"
	sqlUpdate = "UPDATE books SET title = $1, price_cents = $2 WHERE id = $3"
)

// build writes the statement of a filter as one does by hand where parts of it may be missing.
func build(f rivals.Filter) (string, []any) {
	var sql strings.Builder
	sql.Grow(256)
	args := make([]any, 0, 3)
	sql.WriteString("SELECT " + columns + " FROM books")
	separator := " WHERE "
	add := func(condition string, value any) {
		args = append(args, value)
		sql.WriteString(separator)
		sql.WriteString(condition)
		sql.WriteByte('$')
		sql.WriteString(strconv.Itoa(len(args)))
		separator = " AND "
	}
	if f.HasPublisher {
		add("publisher_id = ", f.Publisher)
	}
	if f.HasMinPrice {
		add("price_cents >= ", f.MinPrice)
	}
	if f.HasBefore {
		add("published_on < ", f.Before)
	}
	sql.WriteString(" ORDER BY published_on DESC, id DESC LIMIT 100")
	return sql.String(), args
}
