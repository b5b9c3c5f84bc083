-- 1,000 authors, 50 publishers, 20,000 books, 200 tags, 60,000 book_tags: the same each time.
INSERT INTO authors (id, name, email, bio, created_at)
SELECT i, 'Author Number ' || lpad(i::text, 4, '0'), 'author' || lpad(i::text, 4, '0') || '@example.com',
       CASE WHEN i % 3 <> 0 THEN 'Author ' || i || ' has written several books about topic ' || i % 37 || ' and lives somewhere nice.' END,
       timestamptz '2000-01-01 00:00:00Z' + i * interval '1 hour'
FROM generate_series(1, 1000) AS i;
INSERT INTO publishers (id, name) SELECT i, 'Publisher House ' || lpad(i::text, 2, '0') FROM generate_series(1, 50) AS i;
INSERT INTO books (id, title, author_id, publisher_id, price_cents, published_on)
SELECT i, 'The Book of Things, Volume ' || lpad(i::text, 5, '0'), 1 + (i * 7919) % 1000, CASE WHEN i % 10 <> 0 THEN 1 + (i / 7) % 50 END,
       500 + (i::bigint * 2654435) % 5000, timestamptz '2000-01-01 00:00:00Z' + ((i * 48271) % 8000) * interval '1 day'
FROM generate_series(1, 20000) AS i;
INSERT INTO tags (id, name) SELECT i, 'tag-' || lpad(i::text, 3, '0') FROM generate_series(1, 200) AS i;
INSERT INTO book_tags (book_id, tag_id)
SELECT i, 1 + (i * 31 + k * 61) % 200 FROM generate_series(1, 20000) AS i, generate_series(0, 1 + i % 3) AS k;
SELECT setval(pg_get_serial_sequence(t, 'id'), n) FROM (VALUES ('authors', 1000), ('publishers', 50), ('books', 20000), ('tags', 200)) AS s (t, n);
ANALYZE;
