-- name: GetBook :one
SELECT id, title, author_id, publisher_id, price_cents, published_on FROM books WHERE id = $1;

-- name: FilterBooks :many
SELECT id, title, author_id, publisher_id, price_cents, published_on FROM books
WHERE publisher_id = @publisher_id AND price_cents >= @price_cents AND published_on < @published_on
ORDER BY published_on DESC, id DESC LIMIT 100;

-- name: ListBooks :many
SELECT id, title, author_id, publisher_id, price_cents, published_on FROM books ORDER BY id LIMIT $1;

-- name: BooksFull :many
SELECT sqlc.embed(b), sqlc.embed(a), p.id AS pub_id, p.name AS pub_name
FROM books b JOIN authors a ON a.id = b.author_id LEFT JOIN publishers p ON p.id = b.publisher_id
ORDER BY b.id LIMIT $1;

-- name: ListAuthors :many
SELECT id, name, email, bio, created_at FROM authors ORDER BY id LIMIT $1;

-- name: BooksByAuthors :many
SELECT id, title, author_id, publisher_id, price_cents, published_on FROM books WHERE author_id = ANY(@ids::bigint[]);

-- name: TagsByBooks :many
SELECT bt.book_id, t.id, t.name FROM book_tags bt JOIN tags t ON t.id = bt.tag_id WHERE bt.book_id = ANY(@ids::bigint[]);

-- name: InsertBook :one
INSERT INTO books (title, author_id, publisher_id, price_cents, published_on) VALUES ($1,$2,$3,$4,$5) RETURNING id;

-- name: InsertBooksCopy :copyfrom
INSERT INTO books (title, author_id, publisher_id, price_cents, published_on) VALUES ($1,$2,$3,$4,$5);

-- name: UpdateBook :execrows
UPDATE books SET title = $1, price_cents = $2 WHERE id = $3;
