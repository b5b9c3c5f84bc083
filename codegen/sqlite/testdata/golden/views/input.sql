CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT NOT NULL, size DECIMAL(5, 2), state TEXT CHECK (state IN ('on', 'off')), born DATE);
CREATE VIEW numbers AS SELECT count(*) AS n, sum(id) AS ids, sum(size) AS sizes, avg(id), max(born) AS youngest, 1.5 AS f, -id AS minus FROM people;
CREATE VIEW texts (a, b, c, d) AS SELECT name || '!', upper(name), CASE WHEN id > 1 THEN 'x' ELSE name END, coalesce(state, 'on') FROM people;
CREATE VIEW bools AS SELECT id > 1 AS gt, name IN ('a') AS isin, EXISTS (SELECT 1 FROM people) AS ex, NOT id AS negated, true AS yes FROM people p;
CREATE VIEW stars AS SELECT p.*, q.state AS other FROM people p LEFT JOIN (SELECT * FROM people) q ON q.id = p.id;
CREATE VIEW ctes AS WITH RECURSIVE up (n, name) AS (SELECT 1, 'a' UNION ALL SELECT n + 1, name FROM up WHERE n < 9) SELECT * FROM up;
CREATE VIEW unions AS SELECT id AS x, name AS y FROM people UNION ALL SELECT 'text', state FROM people;
CREATE VIEW over_views AS SELECT n, youngest, (SELECT name FROM people) AS someone, datetime('now') AS at, row_number() OVER (ORDER BY n) AS r FROM numbers;
