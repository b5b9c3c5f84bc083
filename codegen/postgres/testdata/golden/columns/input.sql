CREATE TABLE books (
  id bigserial PRIMARY KEY,
  number integer GENERATED ALWAYS AS IDENTITY,
  title varchar(200) NOT NULL,
  price numeric(10, 2) DEFAULT 0 CHECK (price >= 0),
  cents bigint GENERATED ALWAYS AS (price * 100) STORED,
  status text NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'sold')),
  tags text[] NOT NULL DEFAULT '{}',
  data jsonb DEFAULT '{"b":1,"a":[1,2]}',
  made_at timestamptz(3) NOT NULL DEFAULT now(),
  name text COLLATE "C"
);
COMMENT ON TABLE books IS 'All books';
COMMENT ON COLUMN books.title IS 'Its title';
