CREATE TABLE authors (
  id bigserial PRIMARY KEY,
  name text NOT NULL,
  email text NOT NULL UNIQUE,
  bio text NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE publishers (
  id bigserial PRIMARY KEY,
  name text NOT NULL
);
CREATE TABLE books (
  id bigserial PRIMARY KEY,
  title text NOT NULL,
  author_id bigint NOT NULL REFERENCES authors(id),
  publisher_id bigint NULL REFERENCES publishers(id),
  price_cents bigint NOT NULL,
  published_on timestamptz NOT NULL
);
CREATE INDEX books_author_idx ON books(author_id);
CREATE INDEX books_pub_date_idx ON books(publisher_id, published_on DESC, id DESC);
CREATE TABLE tags (
  id bigserial PRIMARY KEY,
  name text NOT NULL
);
CREATE TABLE book_tags (
  book_id bigint NOT NULL REFERENCES books(id) ON DELETE CASCADE,
  tag_id bigint NOT NULL REFERENCES tags(id),
  PRIMARY KEY (book_id, tag_id)
);
CREATE INDEX book_tags_tag_idx ON book_tags(tag_id);

-- A chain of six tables, to see what each further join costs.
CREATE TABLE forests (
  id bigserial PRIMARY KEY,
  name text NOT NULL
);
CREATE TABLE groves (
  id bigserial PRIMARY KEY,
  name text NOT NULL,
  forest_id bigint NOT NULL REFERENCES forests(id)
);
CREATE TABLE trees (
  id bigserial PRIMARY KEY,
  name text NOT NULL,
  grove_id bigint NOT NULL REFERENCES groves(id)
);
CREATE TABLE branches (
  id bigserial PRIMARY KEY,
  name text NOT NULL,
  tree_id bigint NOT NULL REFERENCES trees(id)
);
CREATE TABLE twigs (
  id bigserial PRIMARY KEY,
  name text NOT NULL,
  branch_id bigint NOT NULL REFERENCES branches(id)
);
CREATE TABLE leaves (
  id bigserial PRIMARY KEY,
  name text NOT NULL,
  twig_id bigint NOT NULL REFERENCES twigs(id)
);
CREATE INDEX twigs_branch_idx ON twigs(branch_id);

-- A query that takes 50 ms and no CPU, to be asked beside quick ones.
CREATE VIEW naps AS SELECT 1::bigint AS id, pg_sleep(0.05)::text AS slept;
