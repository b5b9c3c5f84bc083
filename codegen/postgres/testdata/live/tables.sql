-- Tables of all sorts: serial, partitions, inheritance, views, comments, and what is passed over.
CREATE TABLE counters (
    a smallserial,
    b serial PRIMARY KEY,
    c bigserial NOT NULL,
    d integer DEFAULT nextval('counters_b_seq'),
    e text DEFAULT NULL,
    f varchar(5) DEFAULT NULL,
    g text DEFAULT 'it''s',
    h integer DEFAULT -1,
    i numeric DEFAULT 1.50,
    j boolean NOT NULL DEFAULT false,
    k text[] DEFAULT '{}'::text[],
    l text[] DEFAULT ARRAY[]::text[],
    m text[] DEFAULT ARRAY['a', 'b'],
    n interval DEFAULT '1 day',
    o uuid DEFAULT gen_random_uuid(),
    p double precision DEFAULT 0,
    q bigint DEFAULT 9223372036854775807,
    r timestamp DEFAULT (now() AT TIME ZONE 'utc'),
    s varchar(10) DEFAULT 'x'::character varying,
    t bit(3) DEFAULT B'101',
    u timestamptz DEFAULT now() + interval '7 days',
    v integer DEFAULT 1 + 2 * 3,
    w text DEFAULT E'a\nb',
    x date DEFAULT '2020-01-01',
    y char(2) DEFAULT 'de',
    z text DEFAULT current_user,
    aa timestamp(3) DEFAULT CURRENT_TIMESTAMP(3),
    ab smallint DEFAULT 5,
    ac real DEFAULT 0.5,
    ad jsonb DEFAULT '[]',
    ae text DEFAULT md5(random()::text),
    af timestamp DEFAULT timezone('utc'::text, now()),
    ag inet DEFAULT '127.0.0.1',
    ah boolean DEFAULT true,
    ai text DEFAULT ''
);
COMMENT ON TABLE counters IS 'Counts
in two lines';
COMMENT ON COLUMN counters.b IS 'The key, it''s that';
CREATE SEQUENCE free_seq;
CREATE SEQUENCE owned_seq;
CREATE TABLE numbered (
    id bigint NOT NULL,
    other bigint DEFAULT nextval('free_seq'::regclass) NOT NULL,
    price numeric(10, 2),
    amount integer,
    total numeric GENERATED ALWAYS AS (price * amount) STORED,
    CONSTRAINT numbered_pkey PRIMARY KEY (id)
);
ALTER SEQUENCE owned_seq OWNED BY numbered.id;
ALTER TABLE ONLY numbered ALTER COLUMN id SET DEFAULT nextval('owned_seq'::regclass);

CREATE TABLE events (
    id bigint GENERATED ALWAYS AS IDENTITY,
    at timestamptz NOT NULL,
    counter integer REFERENCES counters (b),
    kind text NOT NULL CHECK (kind <> ''),
    PRIMARY KEY (id, at)
) PARTITION BY RANGE (at);
CREATE TABLE events_2024 PARTITION OF events FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01') PARTITION BY RANGE (at);
CREATE TABLE events_2025_a PARTITION OF events_2025 FOR VALUES FROM ('2025-01-01') TO ('2025-07-01');
CREATE TABLE events_default PARTITION OF events DEFAULT;
CREATE INDEX events_kind_idx ON events (kind);
CREATE TABLE event_notes (
    event_id bigint, event_at timestamptz, note text,
    FOREIGN KEY (event_id, event_at) REFERENCES events (id, at)
);

CREATE TABLE animals (id serial PRIMARY KEY, name text NOT NULL DEFAULT 'none', legs integer CHECK (legs >= 0), UNIQUE (name));
CREATE TABLE dogs (breed text, CHECK (breed <> '')) INHERITS (animals);
CREATE TABLE cats (name text NOT NULL, lives integer DEFAULT 9) INHERITS (animals);
CREATE TABLE animals_copy (LIKE animals INCLUDING ALL, more text);
CREATE TABLE animals_bare (LIKE animals);

CREATE UNLOGGED TABLE cache (key text PRIMARY KEY, value bytea NOT NULL) WITH (fillfactor = 70);
CREATE TABLE nothing ();
CREATE TABLE keyless (a integer, b text COLLATE "C", c varchar(5) COLLATE pg_catalog."POSIX");
CREATE COLLATION german (provider = libc, locale = 'C');
CREATE TABLE collated (a text COLLATE german, b text COLLATE public.german);
CREATE INDEX collated_idx ON collated (a COLLATE "C", b);

CREATE VIEW dog_names AS SELECT id, name, legs AS paws, upper(name) AS loud, 1 AS one FROM dogs WHERE legs > 3;
CREATE VIEW counted AS SELECT count(*) AS n, sum(amount) AS amounts, max(price) AS most, avg(amount) AS mean, bool_or(amount > 1) AS any FROM numbered;
CREATE MATERIALIZED VIEW kinds AS SELECT kind, count(*) AS n, min(at) AS first FROM events GROUP BY kind;
CREATE UNIQUE INDEX kinds_key ON kinds (kind);
CREATE VIEW joined AS
    SELECT c.*, n.price, coalesce(n.amount, 0) AS amount, CASE WHEN n.price > 5 THEN 'dear' ELSE 'cheap' END AS label
    FROM counters c LEFT JOIN numbered n ON n.id = c.b;
COMMENT ON VIEW dog_names IS 'Names of dogs';
COMMENT ON COLUMN dog_names.loud IS 'Shouted';
COMMENT ON MATERIALIZED VIEW kinds IS 'Kinds';

CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.value := NULL; RETURN NEW; END $$;
CREATE TRIGGER touching BEFORE UPDATE ON cache FOR EACH ROW EXECUTE FUNCTION touch();
ALTER TABLE cache ENABLE ROW LEVEL SECURITY;
CREATE POLICY nobody ON cache USING (false);
CREATE RULE quiet AS ON INSERT TO keyless DO INSTEAD NOTHING;
CREATE STATISTICS together ON a, b FROM keyless;
