--
-- As big applications keep their schema: a dump, written by pg_dump and edited since.
--

\restrict kT0cPq3vYf2

SET statement_timeout = 0;
SET lock_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

CREATE SCHEMA app_partitions_dynamic;
COMMENT ON SCHEMA app_partitions_dynamic IS 'Schema to hold partitions managed dynamically from the application';
CREATE SCHEMA app_partitions_static;

CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
COMMENT ON EXTENSION pg_trgm IS 'text similarity measurement and index searching based on trigrams';
CREATE EXTENSION IF NOT EXISTS citext WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS hstore WITH SCHEMA public;

CREATE TYPE public.job_status AS ENUM (
    'pending',
    'running',
    'done'
);
CREATE DOMAIN public.percent AS numeric(5,2)
	CONSTRAINT percent_check CHECK (((VALUE >= (0)::numeric) AND (VALUE <= (100)::numeric)));

CREATE FUNCTION public.delete_associated_project_namespace() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
DELETE FROM namespaces
WHERE namespaces.id = OLD.project_namespace_id AND
namespaces.type = 'Project';
RETURN NULL;

END
$$;

CREATE FUNCTION public.f_immutable(value text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $_$ SELECT lower($1) $_$;

SET default_tablespace = '';

CREATE TABLE public.p_builds (
    status character varying,
    finished_at timestamp without time zone,
    created_at timestamp without time zone,
    started_at timestamp without time zone,
    coverage double precision,
    name character varying,
    options text,
    allow_failure boolean DEFAULT false NOT NULL,
    stage_idx integer,
    tag boolean,
    type character varying,
    erased_at timestamp without time zone,
    lock_version integer DEFAULT 0,
    id bigint NOT NULL,
    token_encrypted character varying,
    retried boolean,
    partition_id bigint NOT NULL,
    scheduling_type smallint,
    CONSTRAINT check_1e2fbd1b39 CHECK ((lock_version IS NOT NULL)),
    CONSTRAINT check_9aa9432137 CHECK ((char_length((name)::text) <= 255))
)
PARTITION BY LIST (partition_id);

SET default_table_access_method = heap;

CREATE TABLE public.builds (
    status character varying,
    finished_at timestamp without time zone,
    created_at timestamp without time zone,
    started_at timestamp without time zone,
    coverage double precision,
    name character varying,
    options text,
    allow_failure boolean DEFAULT false NOT NULL,
    stage_idx integer,
    tag boolean,
    type character varying,
    erased_at timestamp without time zone,
    lock_version integer DEFAULT 0,
    id bigint NOT NULL,
    token_encrypted character varying,
    retried boolean,
    partition_id bigint NOT NULL,
    scheduling_type smallint,
    CONSTRAINT check_1e2fbd1b39 CHECK ((lock_version IS NOT NULL)),
    CONSTRAINT check_9aa9432137 CHECK ((char_length((name)::text) <= 255))
);

ALTER TABLE ONLY public.p_builds ATTACH PARTITION public.builds FOR VALUES IN ('100');

CREATE TABLE public.audit_events (
    id bigint NOT NULL,
    author_id bigint NOT NULL,
    entity_type character varying NOT NULL,
    details text,
    ip_address inet,
    created_at timestamp without time zone NOT NULL,
    CONSTRAINT check_492aaa021d CHECK ((char_length(entity_type) <= 5500)),
    CONSTRAINT check_83ff8406e2 CHECK ((char_length(details) <= 255))
)
PARTITION BY RANGE (created_at);

CREATE SEQUENCE public.audit_events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.audit_events_id_seq OWNED BY public.audit_events.id;

CREATE TABLE app_partitions_dynamic.audit_events_202401 (
    id bigint DEFAULT nextval('public.audit_events_id_seq'::regclass) NOT NULL,
    author_id bigint NOT NULL,
    entity_type character varying NOT NULL,
    details text,
    ip_address inet,
    created_at timestamp without time zone NOT NULL,
    CONSTRAINT check_492aaa021d CHECK ((char_length((entity_type)::text) <= 5500)),
    CONSTRAINT check_83ff8406e2 CHECK ((char_length(details) <= 255))
);
ALTER TABLE ONLY public.audit_events ATTACH PARTITION app_partitions_dynamic.audit_events_202401 FOR VALUES FROM ('2024-01-01 00:00:00') TO ('2024-02-01 00:00:00');

CREATE TABLE app_partitions_static.loose_items (
    id bigint NOT NULL,
    app_partitions_static text
);

CREATE TABLE public.users (
    id bigint NOT NULL,
    email character varying DEFAULT ''::character varying NOT NULL,
    username public.citext,
    encrypted_password character varying DEFAULT ''::character varying NOT NULL,
    sign_in_count integer DEFAULT 0,
    current_sign_in_ip inet,
    admin boolean DEFAULT false NOT NULL,
    projects_limit integer NOT NULL,
    locale character varying(10) DEFAULT 'en'::character varying NOT NULL COLLATE pg_catalog."C",
    preferences jsonb DEFAULT '{}'::jsonb NOT NULL,
    settings public.hstore DEFAULT ''::public.hstore NOT NULL,
    tags character varying[] DEFAULT '{}'::character varying[],
    numbers integer[] DEFAULT '{}'::integer[] NOT NULL,
    days integer[] DEFAULT ARRAY[1, 2, 3],
    status public.job_status DEFAULT 'pending'::public.job_status NOT NULL,
    statuses public.job_status[] DEFAULT ARRAY['pending'::public.job_status],
    share public.percent DEFAULT 12.5,
    state smallint DEFAULT 0 NOT NULL,
    score double precision DEFAULT 0.0 NOT NULL,
    ratio numeric DEFAULT 0.25,
    negative integer DEFAULT '-1'::integer NOT NULL,
    big bigint DEFAULT '-1'::bigint,
    expires interval DEFAULT '7 days'::interval,
    starts_on date DEFAULT CURRENT_DATE NOT NULL,
    uid uuid DEFAULT gen_random_uuid() NOT NULL,
    created_at timestamp(6) without time zone NOT NULL,
    updated_at timestamp with time zone DEFAULT now() NOT NULL,
    confirmed_at timestamp without time zone DEFAULT CURRENT_TIMESTAMP,
    epoch timestamp with time zone DEFAULT '1970-01-01 00:00:00+00'::timestamp with time zone NOT NULL,
    utc timestamp without time zone DEFAULT timezone('utc'::text, now()) NOT NULL,
    avatar bytea,
    sha bytea DEFAULT '\x'::bytea,
    note text,
    search_vector tsvector GENERATED ALWAYS AS ((setweight(to_tsvector('english'::regconfig, (COALESCE(email, ''::character varying))::text), 'A'::"char") || setweight(to_tsvector('english'::regconfig, COALESCE(note, ''::text)), 'B'::"char"))) STORED,
    lower_email text GENERATED ALWAYS AS (lower((email)::text)) STORED,
    name_length integer GENERATED ALWAYS AS (length(note)) STORED,
    CONSTRAINT check_0dd5948e38 CHECK ((char_length((email)::text) <= 255)),
    CONSTRAINT check_7bde697e8e CHECK ((char_length(note) <= 1024)),
    CONSTRAINT check_state CHECK ((state = ANY (ARRAY[0, 1, 2]))),
    CONSTRAINT check_locale CHECK (((locale)::text = ANY ((ARRAY['en'::character varying, 'de'::character varying, 'fr'::character varying])::text[]))),
    CONSTRAINT check_json CHECK ((jsonb_typeof(preferences) = 'object'::text)),
    CONSTRAINT check_one CHECK ((num_nonnulls(avatar, note) = 1)),
    CONSTRAINT check_sha CHECK ((octet_length(sha) = ANY (ARRAY[0, 20, 32]))),
    CONSTRAINT check_score CHECK (((score >= (0)::double precision) AND (score <= (1)::double precision))),
    CONSTRAINT check_days CHECK ((cardinality(days) <= 7)),
    CONSTRAINT check_like CHECK (((email)::text !~~ '%;%'::text)),
    CONSTRAINT check_regex CHECK (((username)::text ~ '^[a-z]+$'::text)),
    CONSTRAINT check_distinct CHECK ((created_at IS DISTINCT FROM confirmed_at))
);

CREATE SEQUENCE public.users_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.users_id_seq OWNED BY public.users.id;

CREATE TABLE public.todos (
    id integer NOT NULL,
    user_id bigint NOT NULL,
    build_id bigint,
    build_partition bigint,
    parent_id integer,
    title character varying(255),
    "position" integer DEFAULT 0,
    "order" integer,
    "user" text,
    during daterange,
    room integer,
    lat numeric(10,6),
    done boolean DEFAULT false,
    CONSTRAINT todos_title_not_empty CHECK (((title)::text <> ''::text))
);
ALTER TABLE public.todos ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.todos_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE ONLY public.todos REPLICA IDENTITY FULL;
COMMENT ON TABLE public.todos IS 'What is to be done';
COMMENT ON COLUMN public.todos."position" IS 'In the list';
COMMENT ON CONSTRAINT todos_title_not_empty ON public.todos IS 'No empty titles';

CREATE UNLOGGED TABLE public.sessions (
    session_id character varying NOT NULL,
    data text
);

CREATE TABLE public.schema_migrations (
    version character varying NOT NULL
);

CREATE VIEW public.secured WITH (security_barrier='true') AS
 SELECT todos.id,
    todos.title
   FROM public.todos
  WHERE (todos.done IS NOT TRUE)
UNION ALL
 SELECT 0 AS id,
    'none'::character varying AS title;

CREATE MATERIALIZED VIEW public.daily AS
 SELECT date_trunc('day'::text, users.updated_at) AS day,
    count(*) AS users,
    sum(users.score) AS score,
    avg(users.sign_in_count) AS mean
   FROM public.users
  GROUP BY (date_trunc('day'::text, users.updated_at))
  WITH NO DATA;

ALTER TABLE ONLY public.audit_events ALTER COLUMN id SET DEFAULT nextval('public.audit_events_id_seq'::regclass);
ALTER TABLE ONLY public.users ALTER COLUMN id SET DEFAULT nextval('public.users_id_seq'::regclass);

COPY public.schema_migrations (version) FROM stdin;
20200101000000
20200102000000
\.

SELECT pg_catalog.setval('public.users_id_seq', 1, false);
INSERT INTO public.schema_migrations VALUES ('20200103000000'), ('; CREATE TABLE not_a_table ()');

ALTER TABLE ONLY public.p_builds
    ADD CONSTRAINT p_builds_pkey PRIMARY KEY (id, partition_id);
ALTER TABLE ONLY public.builds
    ADD CONSTRAINT builds_pkey PRIMARY KEY (id, partition_id);
ALTER TABLE ONLY public.audit_events
    ADD CONSTRAINT audit_events_pkey PRIMARY KEY (id, created_at);
ALTER TABLE ONLY app_partitions_dynamic.audit_events_202401
    ADD CONSTRAINT audit_events_202401_pkey PRIMARY KEY (id, created_at);
ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.todos
    ADD CONSTRAINT todos_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.todos
    ADD CONSTRAINT no_overlap EXCLUDE USING gist (room WITH =, during WITH &&) WHERE ((done = false));
ALTER TABLE ONLY public.schema_migrations
    ADD CONSTRAINT schema_migrations_pkey PRIMARY KEY (version);
ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_session_id_key UNIQUE (session_id);
ALTER TABLE public.users
    ADD CONSTRAINT check_late CHECK ((note IS NOT NULL)) NOT VALID;
ALTER TABLE ONLY public.users CLUSTER ON users_pkey;

CREATE INDEX p_builds_status_idx ON ONLY public.p_builds USING btree (status, type);
CREATE INDEX builds_status_idx ON public.builds USING btree (status, type);
CREATE INDEX index_users_on_lower_email ON public.users USING btree (lower((email)::text));
CREATE UNIQUE INDEX index_users_on_email ON public.users USING btree (email);
CREATE UNIQUE INDEX index_users_on_username ON public.users USING btree (username) WHERE (username IS NOT NULL);
CREATE INDEX index_users_on_email_trigram ON public.users USING gin (email public.gin_trgm_ops);
CREATE INDEX index_users_on_search ON public.users USING gin (search_vector);
CREATE INDEX index_users_on_preferences ON public.users USING gin (preferences jsonb_path_ops);
CREATE INDEX index_users_on_theme ON public.users USING btree (((preferences ->> 'theme'::text)));
CREATE INDEX index_users_on_function ON public.users USING btree (public.f_immutable(note));
CREATE INDEX index_users_on_day ON public.users USING btree (date(created_at), COALESCE(state, 0) DESC);
CREATE INDEX index_users_on_pattern ON public.users USING btree (email varchar_pattern_ops) INCLUDE (admin, state) WITH (fillfactor='90');
CREATE INDEX index_users_partial ON public.users USING btree (created_at DESC NULLS LAST, id) WHERE ((admin = true) AND (state <> ALL (ARRAY[1, 2])) AND ((locale)::text = 'en'::text));
CREATE INDEX index_users_in ON public.users USING btree (id) WHERE ((status = ANY (ARRAY['pending'::public.job_status, 'running'::public.job_status])) AND (NOT admin));
CREATE UNIQUE INDEX index_todos_unique ON public.todos USING btree (user_id, COALESCE(parent_id, '-1'::integer), title) WHERE ((NOT done) OR (done IS NULL));
CREATE INDEX index_todos_on_year ON public.todos USING btree (date_part('year'::text, lower(during))) TABLESPACE pg_default;
CREATE INDEX index_audit ON ONLY public.audit_events USING brin (created_at) WITH (pages_per_range='16');
CREATE UNIQUE INDEX index_daily ON public.daily USING btree (day);
CREATE STATISTICS public.users_stats (dependencies) ON state, admin FROM public.users;

ALTER INDEX public.p_builds_pkey ATTACH PARTITION public.builds_pkey;
ALTER INDEX public.p_builds_status_idx ATTACH PARTITION public.builds_status_idx;
ALTER INDEX public.audit_events_pkey ATTACH PARTITION app_partitions_dynamic.audit_events_202401_pkey;

CREATE VIEW public.active_users AS
 SELECT users.id,
    users.email,
    users.status,
    (users.created_at)::date AS day,
    count(todos.id) AS todos,
    max(todos.lat) AS furthest,
    array_agg(todos.title) AS titles,
    (users.preferences ->> 'theme'::text) AS theme,
    COALESCE(users.note, (users.email)::text) AS label,
    (count(*) FILTER (WHERE todos.done) > 0) AS any_done,
    row_number() OVER (ORDER BY users.id) AS place
   FROM (public.users
     LEFT JOIN public.todos ON ((todos.user_id = users.id)))
  WHERE (users.state = 0)
  GROUP BY users.id;

CREATE TRIGGER trigger_delete_project AFTER DELETE ON public.todos FOR EACH ROW EXECUTE FUNCTION public.delete_associated_project_namespace();
ALTER TABLE public.todos DISABLE TRIGGER trigger_delete_project;
CREATE CONSTRAINT TRIGGER late AFTER INSERT ON public.todos DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.delete_associated_project_namespace();

ALTER TABLE ONLY public.todos
    ADD CONSTRAINT fk_rails_1 FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;
ALTER TABLE ONLY public.todos
    ADD CONSTRAINT fk_rails_2 FOREIGN KEY (parent_id) REFERENCES public.todos(id) ON DELETE SET NULL NOT VALID;
ALTER TABLE ONLY public.todos
    ADD CONSTRAINT fk_rails_3_p FOREIGN KEY (build_id, build_partition) REFERENCES public.p_builds(id, partition_id) ON UPDATE CASCADE ON DELETE CASCADE;
ALTER TABLE public.audit_events
    ADD CONSTRAINT fk_rails_4 FOREIGN KEY (author_id) REFERENCES public.users(id) DEFERRABLE INITIALLY DEFERRED;

ALTER TABLE public.todos ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_todos ON public.todos USING (("user" = CURRENT_USER));
CREATE PUBLICATION everything FOR TABLE public.todos;
GRANT SELECT ON TABLE public.todos TO PUBLIC;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO PUBLIC;

\unrestrict kT0cPq3vYf2

SET search_path TO "$user", public;

INSERT INTO "schema_migrations" (version) VALUES
('20200104000000');
