-- Expressions as people write them; the server writes them its own way.
CREATE TYPE size AS ENUM ('s', 'm', 'l');
CREATE FUNCTION is_fine(t text) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT t <> ''''';
CREATE SCHEMA tools;
CREATE FUNCTION tools.twice(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT n * 2';

CREATE TABLE checks (
    i integer, s smallint, b bigint, n numeric(10, 2), f double precision, r real, t text, v varchar(20), c char(4), o boolean, d date, ts timestamp,
    tz timestamptz, j jsonb, u uuid, a integer[], ta text[], e size, iv interval, ip inet, tm time, by bytea, va varchar[], rg int4range,
    CHECK (i > 0 AND i < 10), CHECK (i >= 0 OR t IS NULL), CHECK (NOT o), CHECK (o), CHECK (o IS TRUE), CHECK (o IS NOT FALSE), CHECK (o = true),
    CHECK (i BETWEEN 1 AND 5), CHECK (i NOT BETWEEN 1 AND 5), CHECK (i BETWEEN SYMMETRIC 5 AND 1),
    CHECK (i IN (1, 2)), CHECK (i IN (1)), CHECK (i NOT IN (1, 2)), CHECK (t IN ('a', 'b')), CHECK (v IN ('a', 'b')), CHECK (v NOT IN ('a', 'b')),
    CHECK (c IN ('ab', 'cd')), CHECK (e IN ('s', 'm')), CHECK (e <> 'l'), CHECK (v = 'x'), CHECK (t = 'x'), CHECK (c = 'x'),
    CHECK (v = ANY (ARRAY['a', 'b'])), CHECK (t = ANY ('{a,b}'::text[])), CHECK (t <> ALL (ARRAY['a', 'b']::text[])), CHECK (v::text = ANY (ARRAY['a'::varchar, 'b'::varchar]::text[])),
    CHECK (n > 0), CHECK (n >= 0.5), CHECK (n <= 100.00), CHECK (f > 0), CHECK (f > 0.5), CHECK (f < 1e6), CHECK (r > 1), CHECK (s > 1), CHECK (b > 1), CHECK (b < 9999999999),
    CHECK (i > -1), CHECK (n > -1.5), CHECK (-i < 5), CHECK (+i > 4), CHECK (i = -2147483648 + 1),
    CHECK (t LIKE 'a%'), CHECK (t NOT LIKE 'a%'), CHECK (v ILIKE 'a%'), CHECK (v NOT ILIKE '%b'), CHECK (t LIKE 'a!%' ESCAPE '!'), CHECK (t SIMILAR TO 'a|b'),
    CHECK (t ~ '^a'), CHECK (v ~* '^a'), CHECK (v !~ 'a'), CHECK (t !~* 'b'), CHECK (t ^@ 'a'),
    CHECK (length(t) > 3), CHECK (char_length(v) <= 5), CHECK (character_length(v) > 0), CHECK (octet_length(by) = 20), CHECK (trim(t) <> ''), CHECK (trim(both 'x' from v) <> ''),
    CHECK (ltrim(t) = t), CHECK (btrim(v) <> ''), CHECK (substring(t from 1 for 2) = 'ab'), CHECK (position('a' in t) > 0), CHECK (upper(v) = v), CHECK (left(t, 1) = 'a'),
    CHECK (overlay(t placing 'x' from 1) <> ''), CHECK (substring(t from 'a.') = 'ab'), CHECK (concat(t, v) <> ''), CHECK (t || v <> ''), CHECK (t || i::text <> ''),
    CHECK (d > '2000-01-01'), CHECK (d > date '2000-01-01'), CHECK (ts > timestamp '2000-01-01 00:00'), CHECK (tz < '2100-01-01'::timestamptz), CHECK (ts::date = d),
    CHECK (extract(year from d) > 2000), CHECK (date_part('hour', ts) < 5), CHECK (date_trunc('day', ts) = ts), CHECK (iv > interval '1 day'), CHECK (ts + interval '1 hour' > ts),
    CHECK (tm > '10:00'), CHECK (d + 1 > d), CHECK (ts AT TIME ZONE 'UTC' > tz), CHECK (ts < CURRENT_TIMESTAMP), CHECK (d <= CURRENT_DATE), CHECK (tz < now()), CHECK (ts < localtimestamp),
    CHECK ((d, d) OVERLAPS (d, d)), CHECK ((i, b) = (1, 2)), CHECK ((i, b) > (1, 2)), CHECK (ROW(i, s) IS NOT NULL), CHECK ((i, b) IN ((1, 2), (3, 4))),
    CHECK (t IS DISTINCT FROM v), CHECK (i IS NOT DISTINCT FROM s), CHECK (o IS UNKNOWN), CHECK (t IS NULL), CHECK (t ISNULL), CHECK (t NOTNULL), CHECK ((i IS NULL) <> (t IS NULL)),
    CHECK (coalesce(i, 0) > 1), CHECK (coalesce(t, v) <> ''), CHECK (nullif(t, '') IS NOT NULL), CHECK (greatest(i, s) < 5), CHECK (least(n, 1) < 5),
    CHECK (CASE WHEN i > 1 THEN t = 'a' WHEN i > 2 THEN false ELSE true END), CHECK (CASE i WHEN 1 THEN 'a' ELSE 'b' END = 'a'), CHECK ((CASE e WHEN 's' THEN 1 END) = 1),
    CHECK (j ? 'a'), CHECK (j ->> 'a' = 'b'), CHECK (j -> 'a' IS NOT NULL), CHECK (j #>> '{a,b}' = 'c'), CHECK (j @> '{"a": 1}'), CHECK (jsonb_typeof(j) = 'object'), CHECK ((j ->> 'n')::int > 5),
    CHECK (j ?& ARRAY['a', 'b']), CHECK (jsonb_array_length(j -> 'a') < 5), CHECK (j['a'] IS NULL),
    CHECK (array_length(a, 1) > 0), CHECK (a[1] > 0), CHECK (a[1:2] = ARRAY[1, 2]), CHECK (1 = ANY (a)), CHECK (5 > ALL (a)), CHECK (cardinality(ta) < 5), CHECK (a @> ARRAY[1]), CHECK (ta && ARRAY['a', 'b']),
    CHECK ('x' = ANY (ta)), CHECK (a <> '{}'), CHECK (ta = ARRAY[]::text[]), CHECK (va @> ARRAY['a']::varchar[]), CHECK (array_position(ta, NULL) IS NULL), CHECK (va && '{a,b}'),
    CHECK (i + s * 2 > b - 1), CHECK ((i + s) * 2 > 5), CHECK (i % 2 = 0), CHECK (mod(i, 2) = 0), CHECK (i / 2 > n), CHECK (i ^ 2 > 4), CHECK (i & 1 = 1), CHECK (i | 1 > 1), CHECK (i << 2 > 1), CHECK (abs(i) > n), CHECK (n * i > f),
    CHECK (i::numeric > 5), CHECK (i::text <> ''), CHECK (cast(i as bigint) > 5), CHECK (cast(t as integer) > 5), CHECK (v::text <> 'a'), CHECK (t::varchar(5) <> 'a'), CHECK (n::integer > 5), CHECK ('5'::integer < i), CHECK (i::boolean),
    CHECK (u <> '00000000-0000-0000-0000-000000000000'), CHECK (ip << '10.0.0.0/8'), CHECK (ip = '10.0.0.1'), CHECK (family(ip) = 4), CHECK (by <> '\x00'), CHECK (lower(rg) > 5), CHECK (rg @> 5), CHECK (isempty(rg)), CHECK (rg && '[1,5)'),
    CHECK (is_fine(t)), CHECK (public.is_fine(v)), CHECK (tools.twice(i) > 5), CHECK (pg_catalog.length(t) > 1), CHECK (num_nonnulls(i, t) = 1), CHECK (num_nulls(i, t) = 1),
    CHECK (t COLLATE "C" < 'x'), CHECK (v < 'x' COLLATE "C"), CHECK (lower(t) = t AND (upper(v) = v OR (i > 1 AND s < 2)) AND NOT (o AND i = 1)), CHECK (NOT (i = 1 OR s = 2)), CHECK (((i > 1))), CHECK (true), CHECK (i <> 1), CHECK (i != 2),
    CHECK (t = E'a\nb' OR t = 'it''s' OR t = 'back\slash'), CHECK (t <> $$dollar$$), CHECK (t <> U&'d\0061t'), CHECK (format('%s', t) <> ''), CHECK (to_tsvector('simple', t) @@ to_tsquery('a')), CHECK (random() < 2)
);

CREATE TABLE ranges (
    a int4range DEFAULT '[1,5]', b int8range DEFAULT '(1, 5]', c daterange DEFAULT '[2020-1-31,2020-02-28]', d numrange DEFAULT '[1.0, 2.50]', e tsrange DEFAULT '[2020-01-01,2021-01-01 12:00)',
    f tstzrange DEFAULT '[,]', g int4range DEFAULT '[1,1)', h int4range DEFAULT 'empty', i numrange DEFAULT '[1,1]', j tstzrange DEFAULT '(2020-01-01,]', k numrange DEFAULT '(1,1]', l int4range DEFAULT '[,5]',
    m int4range DEFAULT int4range(1, 5), n int4multirange DEFAULT '{[1,5]}', o daterange DEFAULT daterange('2020-01-01', '2021-01-01', '[]'), CHECK (a <@ '[0,100]'), CHECK (d && '[,5)'::numrange), CHECK (NOT isempty(a))
);
