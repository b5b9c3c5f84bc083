-- Every clause that a table may have, in one file.
.mode list
PRAGMA foreign_keys = OFF;
BEGIN TRANSACTION;

/* A key before the table it refers to;
   with a ; in a comment. */
CREATE TABLE "Order Items" (
  order_id INTEGER NOT NULL REFERENCES orders ON DELETE CASCADE ON UPDATE RESTRICT,
  [line no] INT NOT NULL CHECK ([line no] > 0),
  sku VARCHAR(20) COLLATE NOCASE,
  price DECIMAL(10, 2) NOT NULL DEFAULT (0.0),
  qty INTEGER DEFAULT +1,
  total REAL GENERATED ALWAYS AS (price * qty) STORED,
  `label` TEXT AS (sku || ' x ' || qty),
  CONSTRAINT pk_items PRIMARY KEY (order_id, [line no]),
  CONSTRAINT positive CHECK (qty > 0 AND price >= 0)
) WITHOUT ROWID;

CREATE TABLE orders (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'it''s paid', 'sent')),
  kind TEXT CONSTRAINT kinds CHECK (kind IS NULL OR kind = "a" OR kind = "b"),
  billing INTEGER CONSTRAINT billed REFERENCES addresses (id) DEFERRABLE INITIALLY DEFERRED,
  shipping INTEGER REFERENCES addresses (ID) MATCH FULL ON DELETE SET NULL,
  x INT, y INT,
  placed TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
  note TEXT DEFAULT NULL,
  day TEXT DEFAULT (date('now')),
  level INT DEFAULT -3,
  FOREIGN KEY (X, y) REFERENCES points (a, b) ON DELETE SET DEFAULT NOT DEFERRABLE,
  CONSTRAINT one_place UNIQUE (x, y),
  UNIQUE (y, x)
);
CREATE TABLE addresses (id INTEGER NOT NULL, primary key (id));
CREATE TABLE points (a INT, b INT, c ANY, PRIMARY KEY (b, a), UNIQUE (a, b)) STRICT;
CREATE TABLE tree (id TEXT PRIMARY KEY, parent TEXT REFERENCES Tree, depth SMALLINT UNSIGNED, UNIQUE (id));
CREATE TABLE odd (id INTEGER PRIMARY KEY DESC, v NOT NULL, email TEXT CHECK (email REGEXP '.+@.+'), UNIQUE (email));
CREATE TABLE IF NOT EXISTS odd (other INT);
CREATE TABLE nokey (a, b MYTYPE, c POINT, d NVARCHAR, e DOUBLE PRECISION, f TIMESTAMP WITH TIME ZONE);
CREATE TEMP TABLE scratch (z INT);
CREATE INDEX temp.scratch_z ON scratch (z);
DROP TABLE scratch;

CREATE UNIQUE INDEX orders_open ON orders (billing) WHERE state = 'new';
CREATE UNIQUE INDEX orders_day ON orders (date(placed), x DESC);
CREATE INDEX IF NOT EXISTS orders_state ON orders (state COLLATE RTRIM, kind);
CREATE UNIQUE INDEX main.odd_v ON odd (v);
CREATE INDEX gone ON odd (email);
DROP INDEX gone;

CREATE TRIGGER orders_sent AFTER UPDATE ON orders WHEN new.state = 'sent' BEGIN
  UPDATE orders SET note = CASE WHEN note IS NULL THEN 'x;y' ELSE note END WHERE id = new.id;
  INSERT INTO nowhere VALUES (1);
END;

CREATE VIEW open_orders AS SELECT id, state, count(*) AS n FROM orders WHERE state <> 'sent' GROUP BY 1, 2;
CREATE VIEW named (a, b) AS SELECT id, sqrt_of(depth) FROM tree;

INSERT INTO orders (state) VALUES ('it''s; new'), ('sent');
UPDATE orders SET state = 'sent';
COMMIT;
