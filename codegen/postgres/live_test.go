package postgres_test

import (
	"context"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/codegen/postgres"
	"github.com/seed83105465/duet/codegen/schema"
	"github.com/seed83105465/duet/codegen/source"
	"github.com/seed83105465/duet/integration/pgtest"
)

// with gives a data source with one more parameter.
func with(t *testing.T, dsn, key, value string) string {
	t.Helper()
	u, err := url.Parse(dsn)
	require.NoError(t, err)
	q := u.Query()
	q.Set(key, value)
	u.RawQuery = strings.ReplaceAll(q.Encode(), "+", "%20") // as libpq has it
	return u.String()
}

// connected gives a connection that ends with the test.
func connected(t *testing.T, dsn string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	require.NoError(t, err)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		assert.NoError(t, conn.Close(ctx))
	})
	return conn
}

// TestLiveDeclared holds the names of types against those that the server prints.
func TestLiveDeclared(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"types.sql", "named.sql", "tables.sql"} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			dsn := loaded(t, filepath.Join("testdata", "live", file))
			s, _, err := postgres.Live(t.Context(), dsn)
			require.NoError(t, err)

			rows, err := connected(t, dsn).Query(t.Context(), `
				SELECT n.nspname::text, c.relname::text, a.attname::text, format_type(a.atttypid, a.atttypmod)
				FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
				WHERE c.relkind IN ('r', 'v', 'm', 'p') AND NOT c.relispartition AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND a.attnum > 0`)
			require.NoError(t, err)
			var namespace, table, column, declared string
			columns := 0
			_, err = pgx.ForEachRow(rows, []any{&namespace, &table, &column, &declared}, func() error {
				if found := s.TableIn(namespace, table); assert.NotNil(t, found, table) && assert.NotNil(t, found.Column(column), column) {
					assert.Equal(t, declared, found.Column(column).Type.Declared, "%s.%s", table, column)
				}
				columns++
				return nil
			})
			require.NoError(t, err)
			assert.Greater(t, columns, 30)
			total := 0
			for _, found := range s.Tables {
				total += len(found.Columns)
			}
			assert.Equal(t, columns, total)
		})
	}
}

// TestLiveDefaultNamespace reads a database with another search path: that namespace's names are bare, and all others have theirs.
func TestLiveDefaultNamespace(t *testing.T) {
	t.Parallel()
	dsn := loaded(t, filepath.Join("testdata", "live", "named.sql"))
	s, warnings, err := postgres.Live(t.Context(), with(t, dsn, "search_path", `"Odd schema",shop`))
	require.NoError(t, err)
	assert.Empty(t, warnings)
	assert.Equal(t, "Odd schema", s.Default)
	orders := s.Table("orders")
	require.NotNil(t, orders)
	assert.Equal(t, "shop", orders.Schema)
	for column, want := range map[string]string{
		"Key": `"Key"`, "level": `"Level-1"`, "levels": `"Level-1"[]`, "state": "shop.state", "mood": "public.mood", "range": "shop.moods",
	} {
		assert.Equal(t, want, orders.Column(column).Type.Declared)
	}

	s, _, err = postgres.Live(t.Context(), with(t, dsn, "search_path", "nowhere"))
	require.NoError(t, err)
	assert.Equal(t, "public", s.Default)
	assert.Equal(t, "mood", s.Table("people").Column("mood").Type.Declared)
}

// TestLiveOrder shows that tables and types come in the order in which they were made.
func TestLiveOrder(t *testing.T) {
	t.Parallel()
	s, _, err := postgres.Live(t.Context(), loaded(t, written(t, `
		CREATE TABLE z (id integer); CREATE TYPE y AS ENUM ('2', '1'); CREATE VIEW x AS SELECT * FROM z; CREATE TYPE b AS ENUM ('1');
		CREATE TABLE a (id integer, UNIQUE (id), CONSTRAINT a_first CHECK (id > 1)); CREATE INDEX z_first ON z (id); CREATE INDEX a_second ON z (id)`)))
	require.NoError(t, err)
	require.Len(t, s.Tables, 3)
	assert.Equal(t, []string{"z", "x", "a"}, []string{s.Tables[0].Name, s.Tables[1].Name, s.Tables[2].Name})
	require.Len(t, s.Enums, 2)
	assert.Equal(t, []string{"y", "b"}, []string{s.Enums[0].Name, s.Enums[1].Name})
	assert.Equal(t, []string{"2", "1"}, s.Enums[0].Values)
	require.Len(t, s.Tables[0].Indexes, 2)
	assert.Equal(t, "z_first", s.Tables[0].Indexes[0].Name)
	for _, table := range s.Tables {
		assert.Zero(t, table.Pos)
		for _, c := range table.Columns {
			assert.Zero(t, c.Pos)
		}
	}
}

// TestLiveWarnings reads what models cannot be made of.
func TestLiveWarnings(t *testing.T) {
	t.Parallel()
	dsn := loaded(t, written(t, `
		CREATE EXTENSION hstore;
		CREATE TABLE of_extension (id integer PRIMARY KEY);
		CREATE TYPE enum_of_extension AS ENUM ('a');
		CREATE DOMAIN domain_of_extension AS varchar(7);
		ALTER EXTENSION hstore ADD TABLE of_extension;
		ALTER EXTENSION hstore ADD TYPE enum_of_extension;
		ALTER EXTENSION hstore ADD DOMAIN domain_of_extension;
		CREATE TABLE parent (id integer PRIMARY KEY) PARTITION BY RANGE (id);
		CREATE TABLE part PARTITION OF parent FOR VALUES FROM (0) TO (10);
		CREATE TYPE nil AS ENUM ();
		CREATE TABLE t (
			id integer PRIMARY KEY REFERENCES part, other integer REFERENCES of_extension, none nil, e enum_of_extension, d domain_of_extension,
			parent parent, parents parent[], name information_schema.sql_identifier
		);
		CREATE UNIQUE INDEX broken ON t (other);
		UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'broken'::regclass;`))
	s, warnings, err := postgres.Live(t.Context(), dsn)
	require.NoError(t, err)
	require.Len(t, s.Tables, 2)
	require.Empty(t, s.Enums)
	require.Empty(t, s.Domains)
	table := s.Table("t")
	require.Empty(t, table.ForeignKeys)
	require.Empty(t, table.Indexes)
	assert.False(t, table.IsUnique([]string{"other"}))
	for column, want := range map[string]schema.Type{
		"none":   {Kind: schema.KindUnknown, Declared: "nil"},
		"e":      {Kind: schema.KindUnknown, Declared: "enum_of_extension"},
		"d":      {Kind: schema.KindText, Length: 7, Declared: "domain_of_extension"},
		"parent": {Kind: schema.KindUnknown, Declared: "parent"},
		"parents": {
			Kind: schema.KindArray, Declared: "parent[]", Dims: 1, Elem: &schema.Type{Kind: schema.KindUnknown, Declared: "parent"},
		},
		"name": {Kind: schema.KindText, Declared: "information_schema.sql_identifier"},
	} {
		assert.Equal(t, want, table.Column(column).Type)
	}
	text := ""
	for _, w := range warnings {
		assert.Zero(t, w.Pos)
		text += w.String() + "\n"
	}
	for _, want := range []string{
		`enum nil has no values`, `foreign key "t_id_fkey" of table "t" refers to a partition`,
		`foreign key "t_other_fkey" of table "t" refers to a partition or to a table of an extension`, `index "broken" of table "t" is invalid`,
	} {
		assert.Contains(t, text, want)
	}
}

// TestLiveWithoutRights reads as a role that may read no table.
func TestLiveWithoutRights(t *testing.T) {
	t.Parallel()
	dsn := loaded(t, filepath.Join("testdata", "live", "keys.sql"))
	want, _, err := postgres.Live(t.Context(), dsn)
	require.NoError(t, err)
	got, _, err := postgres.Live(t.Context(), with(t, dsn, "role", "pg_signal_backend"))
	require.NoError(t, err)
	assert.Equal(t, want, got)
}

// TestLiveSettings reads through connections that print everything in another way.
func TestLiveSettings(t *testing.T) {
	t.Parallel()
	dsn := loaded(t, written(t, `CREATE TABLE t (
		id integer PRIMARY KEY, a timestamptz DEFAULT '2020-03-04 05:06:07+00', b interval DEFAULT '1 year 2 days 03:04:05', c bytea DEFAULT '\x0102',
		d date DEFAULT '2020-03-04', e float8 DEFAULT 0.1, "f" text DEFAULT 'back\slash', CHECK (a > '2021-01-01 00:00:00+00'))`))
	want, _, err := postgres.Live(t.Context(), dsn)
	require.NoError(t, err)
	for _, setting := range [][2]string{
		{"TimeZone", "Asia/Kolkata"}, {"DateStyle", "German"}, {"IntervalStyle", "iso_8601"}, {"bytea_output", "escape"},
		{"extra_float_digits", "-5"}, {"quote_all_identifiers", "on"}, {"standard_conforming_strings", "off"},
	} {
		got, _, err := postgres.Live(t.Context(), with(t, dsn, setting[0], setting[1]))
		require.NoError(t, err, setting)
		assert.Equal(t, want, got, "%s", setting)
	}
}

// TestLiveThroughPgBouncer reads where every transaction may be another connection's.
func TestLiveThroughPgBouncer(t *testing.T) {
	t.Parallel()
	dsn := loaded(t, filepath.Join("testdata", "live", "named.sql"))
	want, _, err := postgres.Live(t.Context(), dsn)
	require.NoError(t, err)
	got, _, err := postgres.Live(t.Context(), pgtest.PgBouncer(t, dsn))
	require.NoError(t, err)
	assert.Equal(t, want, got)
}

func TestLiveErrors(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, dsn, want string }{
		{"nothing", "", "the data source is empty; give postgres://"},
		{"blank", " \n", "the data source is empty"},
		{"path", "schema.sql", "reading the data source"},
		{"port", "postgres://user:hush@localhost:port/db", "write postgres://user:password@host:5432/database"},
		{"setting", "postgres://user:hush@localhost/db?sslmode=perhaps", "reading the data source"},
		{"nobody listens", "postgres://user:hush@127.0.0.1:1/db", "cannot connect"},
		{"no socket", "host=/nowhere user=user password=hush dbname=db", "cannot connect"},
	} {
		_, _, err := postgres.Live(t.Context(), c.dsn)
		require.ErrorContains(t, err, c.want, c.name)
		assert.NotContains(t, err.Error(), "hush", c.name)
	}

	dsn := pgtest.Database(t)
	_, _, err := postgres.Live(t.Context(), dsn)
	require.ErrorIs(t, err, source.ErrNoTables)
	assert.ErrorContains(t, err, "database")

	missing, err := url.Parse(dsn)
	require.NoError(t, err)
	missing.Path = "/there-is-none"
	_, _, err = postgres.Live(t.Context(), missing.String())
	require.ErrorContains(t, err, `cannot connect`)
	assert.ErrorContains(t, err, `"there-is-none" does not exist`)

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, _, err = postgres.Live(ctx, dsn)
	require.ErrorIs(t, err, context.Canceled)
}

// TestLiveCancelled ends the context while the server lets the reading wait for a lock.
func TestLiveCancelled(t *testing.T) {
	t.Parallel()
	dsn := loaded(t, written(t, "CREATE TABLE t (id integer PRIMARY KEY)"))
	holder := connected(t, dsn)
	tx, err := holder.Begin(t.Context())
	require.NoError(t, err)
	_, err = tx.Exec(t.Context(), "LOCK TABLE pg_catalog.pg_constraint")
	require.NoError(t, err)

	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	start := time.Now()
	_, _, err = postgres.Live(ctx, with(t, dsn, "application_name", "duet-cancelled"))
	require.ErrorIs(t, err, context.DeadlineExceeded)
	assert.Less(t, time.Since(start), 10*time.Second)

	// Nothing of it is left on the server.
	require.NoError(t, tx.Rollback(t.Context()))
	assert.Eventually(t, func() bool {
		var left int
		err := holder.QueryRow(t.Context(), "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'duet-cancelled'").Scan(&left)
		return assert.NoError(t, err) && left == 0
	}, 10*time.Second, 20*time.Millisecond)
	_, _, err = postgres.Live(t.Context(), dsn)
	require.NoError(t, err)
}
