package postgres_test

import (
	"context"
	"crypto/rand"
	"errors"
	"net"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/faultproxy"
	"github.com/seed83105465/duet/integration/pgtest"
	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/orm/postgres"
)

const rooms = `CREATE EXTENSION btree_gist;
CREATE TABLE hotels (id bigint PRIMARY KEY);
INSERT INTO hotels VALUES (1);
CREATE TABLE rooms (
	id bigint PRIMARY KEY, hotel bigint NOT NULL CONSTRAINT of_hotel REFERENCES hotels (id), "Floor, or so" int, number int,
	beds int CONSTRAINT some_beds CHECK (beds > 0), taken int4range, later bigint REFERENCES hotels (id) DEFERRABLE INITIALLY DEFERRED,
	CONSTRAINT where_it_is UNIQUE ("Floor, or so", number),
	CONSTRAINT taken_once EXCLUDE USING gist (number WITH =, taken WITH &&));
CREATE UNIQUE INDEX by_half ON rooms ((id / 2)) WHERE id > 100;
INSERT INTO rooms VALUES (1, 1, 2, 3, 2, '[1,5)');
CREATE TABLE tally (n bigint PRIMARY KEY)`

func TestConstraints(t *testing.T) {
	t.Parallel()
	dsn := pgtest.DatabaseFrom(t, "rooms", rooms)
	db := connect(t, dsn, postgres.Connections(2))
	tests := []struct {
		sql, code string
		want      driver.ConstraintError
	}{
		{"INSERT INTO rooms (id, hotel) VALUES (1, 1)", "23505",
			driver.ConstraintError{Kind: driver.Unique, Columns: []string{"id"}, Constraint: "rooms_pkey"}},
		{`INSERT INTO rooms (id, hotel, "Floor, or so", number) VALUES (2, 1, 2, 3)`, "23505",
			driver.ConstraintError{Kind: driver.Unique, Columns: []string{"Floor, or so", "number"}, Constraint: "where_it_is"}},
		{"INSERT INTO rooms (id, hotel) VALUES (200, 1), (201, 1)", "23505", // an expression is no column
			driver.ConstraintError{Kind: driver.Unique, Constraint: "by_half"}},
		{"INSERT INTO rooms (id, hotel) VALUES (2, 9)", "23503",
			driver.ConstraintError{Kind: driver.ForeignKey, Columns: []string{"hotel"}, Constraint: "of_hotel"}},
		{"INSERT INTO rooms (id, hotel, later) VALUES (2, 1, 9)", "23503", // at the end of its transaction
			driver.ConstraintError{Kind: driver.ForeignKey, Columns: []string{"later"}, Constraint: "rooms_later_fkey"}},
		{"DELETE FROM hotels", "23503",
			driver.ConstraintError{Kind: driver.ForeignKey, Columns: []string{"id"}, Constraint: "of_hotel"}},
		{"INSERT INTO rooms (id, hotel, beds) VALUES (2, 1, 0)", "23514",
			driver.ConstraintError{Kind: driver.Check, Constraint: "some_beds"}},
		{"INSERT INTO rooms (id) VALUES (2)", "23502",
			driver.ConstraintError{Kind: driver.NotNull, Columns: []string{"hotel"}}},
		{"INSERT INTO rooms (id, hotel, number, taken) VALUES (2, 1, 3, '[4,6)')", "23P01",
			driver.ConstraintError{Kind: driver.Exclusion, Columns: []string{"number", "taken"}, Constraint: "taken_once"}},
	}
	check := func(t *testing.T, err error, code string, want driver.ConstraintError) {
		t.Helper()
		var got *driver.ConstraintError
		require.ErrorAs(t, err, &got)
		require.Equal(t, want.Kind, got.Kind)
		require.Equal(t, "rooms", got.Table)
		require.Equal(t, want.Columns, got.Columns)
		require.Equal(t, want.Constraint, got.Constraint)
		var pg *pgconn.PgError
		require.ErrorAs(t, err, &pg)
		require.Equal(t, code, pg.Code)
		require.False(t, driver.CanRetry(err))
	}
	for _, test := range tests {
		op := write(test.sql)
		check(t, do(t.Context(), t, db, op), test.code, test.want)
		require.Equal(t, driver.Failed, op.Outcome.State)
		tx, err := db.Begin(t.Context(), driver.TxOptions{})
		require.NoError(t, err)
		if err = do(t.Context(), t, tx, write(test.sql)); err == nil {
			err = tx.Commit(t.Context())
		}
		check(t, err, test.code, test.want)
		require.NoError(t, tx.Rollback(t.Context()))
	}
	require.Equal(t, []int64{1}, ints(t, db, "SELECT id FROM rooms"))
}

func TestRefusals(t *testing.T) {
	t.Parallel()
	begin := func(t *testing.T, db driver.DB, o driver.TxOptions) driver.Tx {
		tx, err := db.Begin(t.Context(), o)
		require.NoError(t, err)
		t.Cleanup(func() { _ = tx.Rollback(context.Background()) })
		return tx
	}
	locked := func(t *testing.T, db driver.DB) {
		require.NoError(t, do(t.Context(), t, begin(t, db, driver.TxOptions{}), write("SELECT id FROM rooms FOR UPDATE")))
	}
	for _, test := range []struct {
		name, params, code string
		want               error
		retry              bool
		run                func(t *testing.T, db driver.DB) error
	}{
		{name: "NOWAIT", code: "55P03", want: driver.ErrLocked, run: func(t *testing.T, db driver.DB) error {
			locked(t, db)
			return do(t.Context(), t, db, write("SELECT id FROM rooms FOR UPDATE NOWAIT"))
		}},
		{name: "lock_timeout", params: "lock_timeout=20ms", code: "55P03", want: driver.ErrLocked, run: func(t *testing.T, db driver.DB) error {
			locked(t, db)
			err := do(t.Context(), t, db, write("UPDATE rooms SET beds = 3"))
			require.ErrorIs(t, err, driver.ErrTimeout)
			return err
		}},
		{name: "statement_timeout", params: "statement_timeout=20ms", code: "57014", want: driver.ErrTimeout, run: func(t *testing.T, db driver.DB) error {
			err := do(t.Context(), t, db, read("SELECT count(*) FROM pg_sleep(60)", 1, nil))
			require.NotErrorIs(t, err, context.DeadlineExceeded, "it was not the caller's")
			return err
		}},
		{name: "idle in a transaction", params: "idle_in_transaction_session_timeout=200ms", code: "25P03", want: driver.ErrTimeout, retry: true,
			run: func(t *testing.T, db driver.DB) error {
				tx := begin(t, db, driver.TxOptions{})
				require.NoError(t, do(t.Context(), t, tx, put(1)))
				time.Sleep(500 * time.Millisecond)
				return do(t.Context(), t, tx, put(2))
			}},
		{name: "idle before a commit", params: "idle_in_transaction_session_timeout=200ms", code: "25P03", want: driver.ErrTimeout, retry: true,
			run: func(t *testing.T, db driver.DB) error {
				tx := begin(t, db, driver.TxOptions{})
				require.NoError(t, do(t.Context(), t, tx, put(1)))
				time.Sleep(500 * time.Millisecond)
				err := tx.Commit(t.Context())
				require.NotErrorIs(t, err, driver.ErrCommitUnknown, "the server had ended it before")
				return err
			}},
		{name: "a read-only transaction", code: "25006", want: driver.ErrReadOnly, run: func(t *testing.T, db driver.DB) error {
			return do(t.Context(), t, begin(t, db, driver.TxOptions{ReadOnly: true}), put(1))
		}},
		{name: "a read-only session", params: "default_transaction_read_only=on", code: "25006", want: driver.ErrReadOnly, run: func(t *testing.T, db driver.DB) error {
			return do(t.Context(), t, db, put(1))
		}},
		{name: "serialization", code: "40001", want: driver.ErrSerialization, retry: true, run: func(t *testing.T, db driver.DB) error {
			tx := begin(t, db, driver.TxOptions{Isolation: driver.RepeatableRead})
			require.NoError(t, do(t.Context(), t, tx, read("SELECT beds FROM rooms", 1, nil)))
			require.NoError(t, do(t.Context(), t, db, write("UPDATE rooms SET beds = 9")))
			return do(t.Context(), t, tx, write("UPDATE rooms SET beds = 8"))
		}},
		{name: "serialization at commit", code: "40001", want: driver.ErrSerialization, retry: true, run: func(t *testing.T, db driver.DB) error {
			a, b := begin(t, db, driver.TxOptions{Isolation: driver.Serializable}), begin(t, db, driver.TxOptions{Isolation: driver.Serializable})
			for i, tx := range []driver.Tx{a, b} {
				require.NoError(t, do(t.Context(), t, tx, read("SELECT count(*) FROM tally", 1, nil)))
				require.NoError(t, do(t.Context(), t, tx, put(int64(i))))
			}
			require.NoError(t, a.Commit(t.Context()))
			return b.Commit(t.Context())
		}},
		{name: "deadlock", params: "deadlock_timeout=20ms", code: "40P01", want: driver.ErrDeadlock, retry: true, run: func(t *testing.T, db driver.DB) error {
			a, b := begin(t, db, driver.TxOptions{}), begin(t, db, driver.TxOptions{})
			require.NoError(t, do(t.Context(), t, a, write("LOCK TABLE rooms")))
			require.NoError(t, do(t.Context(), t, b, write("LOCK TABLE tally")))
			errs := make(chan error, 2)
			for _, call := range []func() error{
				func() error { return do(t.Context(), t, a, write("LOCK TABLE tally")) },
				func() error { return do(t.Context(), t, b, write("LOCK TABLE rooms")) },
			} {
				go func() { errs <- call() }()
			}
			one, other := <-errs, <-errs
			require.True(t, (one == nil) != (other == nil), "one of them goes on: %v, %v", one, other)
			return errors.Join(one, other)
		}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			dsn := pgtest.DatabaseFrom(t, "rooms", rooms)
			if test.params != "" {
				dsn += "&" + test.params
			}
			db := connect(t, dsn, postgres.Connections(3))
			err := test.run(t, db)
			require.ErrorIs(t, err, test.want)
			require.Equal(t, test.retry, driver.CanRetry(err), "%v", err)
			var pg *pgconn.PgError
			require.ErrorAs(t, err, &pg)
			require.Equal(t, test.code, pg.Code)
			works(t, db)
		})
	}
}

// TestTooManyConnections: the server's limit is told from a server that is not there.
func TestTooManyConnections(t *testing.T) {
	t.Parallel()
	dsn := pgtest.Database(t)
	w := watch(t, dsn)
	role := "few_" + strings.ToLower(rand.Text()[:8])
	w.exec("CREATE ROLE " + role + " LOGIN PASSWORD 'few' CONNECTION LIMIT 2")
	t.Cleanup(func() { w.exec("DROP ROLE " + role) })
	u, err := url.Parse(dsn)
	require.NoError(t, err)
	u.User = url.UserPassword(role, "few")
	db := connect(t, u.String(), postgres.Connections(3))
	var held []driver.Tx
	for range 2 {
		tx, err := db.Begin(t.Context(), driver.TxOptions{})
		require.NoError(t, err)
		held = append(held, tx)
	}
	err = do(t.Context(), t, db, read("SELECT 1", 1, nil))
	require.ErrorIs(t, err, driver.ErrTooManyConnections)
	require.ErrorIs(t, err, driver.ErrUnavailable)
	require.True(t, driver.CanRetry(err))
	_, err = postgres.Connect(t.Context(), u.String())
	require.ErrorIs(t, err, driver.ErrTooManyConnections)
	for _, tx := range held {
		require.NoError(t, tx.Rollback(t.Context()))
	}
	works(t, db)
	require.NoError(t, db.Close())
}

// TestOpenFails: what is wrong is an error of opening, clear, soon, and without the password.
func TestOpenFails(t *testing.T) {
	t.Parallel()
	dsn := pgtest.Database(t)
	with := func(change func(u *url.URL)) string {
		u, err := url.Parse(dsn)
		require.NoError(t, err)
		change(u)
		return u.String()
	}
	nobody, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, nobody.Close())
	silent, slow := faultproxy.Before(t, dsn)
	silent.Hold(faultproxy.ToServer)
	for _, test := range []struct {
		name, dsn, says string
		is              error
		opts            []postgres.Option
	}{
		{name: "wrong password", dsn: with(func(u *url.URL) { u.User = url.UserPassword("postgres", "hush-hush") }), says: "password authentication failed", is: driver.ErrUnavailable},
		{name: "no such database", dsn: with(func(u *url.URL) { u.Path = "/not_there" }), says: `database "not_there" does not exist`, is: driver.ErrUnavailable},
		{name: "no such user", dsn: with(func(u *url.URL) { u.User = url.UserPassword("nobody_here", "hush-hush") }), says: "nobody_here", is: driver.ErrUnavailable},
		{name: "nobody listening", dsn: with(func(u *url.URL) { u.Host = nobody.Addr().String() }), says: "connection refused", is: driver.ErrUnavailable},
		{name: "no such host", dsn: with(func(u *url.URL) { u.Host = "no-such-host.invalid:5432" }), says: "no-such-host.invalid", is: driver.ErrUnavailable},
		{name: "TLS that is not there", dsn: strings.Replace(dsn, "sslmode=disable", "sslmode=require", 1), says: "refused TLS", is: driver.ErrUnavailable},
		{name: "a server that does not answer", dsn: slow, says: "deadline exceeded", is: driver.ErrTimeout},
		{name: "a setting that is not there", dsn: dsn + "&no_such_setting=1", says: "no_such_setting"},
		{name: "a value that cannot be", dsn: dsn + "&statement_timeout=often", says: "statement_timeout"},
		{name: "a wrong port", dsn: "postgres://u:hush-hush@localhost:port/shop", says: "the DSN cannot be read"},
		{name: "a wrong port and a strange password", dsn: "postgres://u:hush/hu@sh-hush@localhost:port/shop", says: "the DSN cannot be read"},
		{name: "wrong keywords", dsn: "host=localhost password='hush hush-hush' port=many", says: "the DSN cannot be read"},
		{name: "wrong keywords, and spaces", dsn: `host=localhost password = 'hush \' hush-hush' port=many`, says: "the DSN cannot be read"},
		{name: "a wrong sslmode", dsn: "postgres://u:hush-hush@localhost/shop?sslmode=perhaps", says: "sslmode"},
		{name: "no DSN at all", dsn: "shop", says: "the DSN cannot be read"},
		{name: "no connections", dsn: dsn, opts: []postgres.Option{postgres.Connections(-1)}, says: "postgres.Connections(-1)"},
		{name: "no statements", dsn: dsn, opts: []postgres.Option{postgres.StatementCache(0)}, says: "postgres.StatementCache(0)"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			require.NotEmpty(t, test.dsn)
			ctx, cancel := context.WithTimeout(context.Background(), 500*time.Millisecond)
			defer cancel()
			if !errors.Is(test.is, driver.ErrTimeout) {
				ctx = context.Background()
			}
			start := time.Now()
			_, err := postgres.Open(ctx, test.dsn, test.opts...)
			require.Error(t, err)
			require.ErrorContains(t, err, test.says)
			require.NotContains(t, err.Error(), "hush")
			require.True(t, strings.HasPrefix(err.Error(), "postgres"), "%v", err)
			if test.is != nil {
				require.ErrorIs(t, err, test.is)
			}
			require.Less(t, time.Since(start), patient/2)
		})
	}
}
