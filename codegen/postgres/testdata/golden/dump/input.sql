\restrict abc
SET statement_timeout = 0;
SELECT pg_catalog.set_config('search_path', '', false);
CREATE EXTENSION IF NOT EXISTS pgcrypto WITH SCHEMA public;
COMMENT ON EXTENSION pgcrypto IS 'cryptographic functions';
CREATE FUNCTION public.touch() RETURNS trigger LANGUAGE plpgsql AS $_$
BEGIN
  CREATE TABLE not_this (id int);
  RETURN NEW;
END;
$_$;
CREATE FUNCTION public.three() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 3 END; END;
ALTER FUNCTION public.touch() OWNER TO someone;
CREATE TABLE public.users (
    id bigint NOT NULL,
    email character varying(255) DEFAULT ''::character varying NOT NULL,
    role integer DEFAULT '-1'::integer,
    kind text,
    CONSTRAINT users_kind_check CHECK ((kind = ANY (ARRAY['a'::text, 'b'::text])))
);
ALTER TABLE public.users OWNER TO someone;
CREATE SEQUENCE public.users_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.users_id_seq OWNED BY public.users.id;
ALTER TABLE ONLY public.users ALTER COLUMN id SET DEFAULT nextval('public.users_id_seq'::regclass);
COPY public.users (id, email) FROM stdin;
1	a; CREATE TABLE neither_this (id int);
2	'
\.
SELECT pg_catalog.setval('public.users_id_seq', 2, true);
ALTER TABLE ONLY public.users ADD CONSTRAINT users_pkey PRIMARY KEY (id);
CREATE INDEX index_users_on_email ON public.users USING btree (lower((email)::text) varchar_pattern_ops);
CREATE TRIGGER touched BEFORE UPDATE ON public.users FOR EACH ROW EXECUTE FUNCTION public.touch();
ALTER TABLE public.users ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON public.users USING ((id = 1));
GRANT SELECT ON TABLE public.users TO PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE someone GRANT ALL ON TABLES TO someone;
INSERT INTO public.users VALUES (3, 'x; y');
\unrestrict abc
