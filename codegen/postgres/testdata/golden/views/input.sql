CREATE TABLE books (id int PRIMARY KEY, title varchar(50) NOT NULL, price numeric(10, 2), sold_at timestamptz);
CREATE FUNCTION tax(p numeric) RETURNS numeric LANGUAGE sql AS 'SELECT p * 0.2';
CREATE VIEW sales AS
  SELECT b.*, price * 2 AS twice, tax(price), count(*) OVER () AS n, coalesce(title, 'none') AS name, CASE WHEN price > 1 THEN 'a' END,
    date_trunc('day', sold_at) AS day, unheard_of(price) AS what FROM books b;
CREATE MATERIALIZED VIEW totals (of, total) AS WITH s AS (SELECT title, sum(price) FROM books GROUP BY 1) SELECT * FROM s UNION SELECT 'all', 0 WITH NO DATA;
CREATE UNIQUE INDEX ON totals (of);
CREATE VIEW elsewhere AS SELECT * FROM pg_stat_activity;
CREATE TABLE copied AS SELECT id, title || '!' AS loud FROM books;
SELECT id INTO picked FROM books;
COMMENT ON VIEW sales IS 'What was sold';
COMMENT ON COLUMN sales.twice IS 'Two of them';
