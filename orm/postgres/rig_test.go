package postgres_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/orm/postgres"
	"github.com/seed83105465/duet/query"
)

// patient is how long what must happen soon may take on a slow machine.
const patient = 20 * time.Second

// connect opens a database for a test. When the test ends it is closed, and nothing of it is left at the server.
func connect(t testing.TB, dsn string, opts ...postgres.Option) driver.DB {
	t.Helper()
	db, err := postgres.Connect(t.Context(), dsn, opts...)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	return db
}

// watcher is a connection that looks at what others do. It takes no part in what is tested.
type watcher struct {
	t    testing.TB
	conn *pgx.Conn
}

// watch connects a watcher to the database of a DSN, past any proxy.
func watch(t testing.TB, dsn string) *watcher {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return &watcher{t: t, conn: conn}
}

func (w *watcher) exec(sql string, args ...any) {
	w.t.Helper()
	_, err := w.conn.Exec(context.Background(), sql, args...)
	require.NoError(w.t, err, sql)
}

// number is the one integer that a query answers.
func (w *watcher) number(sql string, args ...any) int64 {
	w.t.Helper()
	var n int64
	require.NoError(w.t, w.conn.QueryRow(context.Background(), sql, args...).Scan(&n), sql)
	return n
}

// others is whoever else uses the database.
const others = "FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()"

// active is how many statements of others run.
func (w *watcher) active() int64 {
	w.t.Helper()
	return w.number("SELECT count(*) " + others + " AND state = 'active'")
}

// connections is how many others are connected.
func (w *watcher) connections() int64 {
	w.t.Helper()
	return w.number("SELECT count(*) " + others)
}

// quiet fails unless within a second nothing runs any more.
func (w *watcher) quiet(what string) {
	w.t.Helper()
	require.Eventually(w.t, func() bool { return w.active() == 0 }, time.Second, 5*time.Millisecond, "%s: still running at the server", what)
}

// running waits until n statements with this text run.
func (w *watcher) running(text string, n int64) {
	w.t.Helper()
	require.Eventually(w.t, func() bool {
		return w.number("SELECT count(*) "+others+" AND state = 'active' AND position($1 in query) > 0", text) == n
	}, patient, 2*time.Millisecond, "%s does not run", text)
}

// kill ends the backends of others whose last statement has this text, and returns how many there were.
func (w *watcher) kill(text string) int64 {
	w.t.Helper()
	return w.number("SELECT count(pg_terminate_backend(pid)) "+others+" AND position($1 in query) > 0", text)
}

// strike kills as soon as there is something to kill: what was sent may not have been begun.
func (w *watcher) strike(text string) error {
	w.t.Helper()
	for range 1000 {
		if w.kill(text) > 0 {
			return nil
		}
		time.Sleep(10 * time.Millisecond)
	}
	return fmt.Errorf("no backend runs a statement with %q", text)
}

func read(sql string, columns int, scan func(driver.Row) error, args ...driver.Value) *driver.Op {
	return &driver.Op{Plan: &driver.Plan{SQL: sql, Columns: columns}, Scan: scan, Args: args}
}

func write(sql string, args ...driver.Value) *driver.Op {
	return &driver.Op{Plan: &driver.Plan{SQL: sql, Write: true}, Args: args}
}

func put(n int64) *driver.Op { return write("INSERT INTO tally VALUES ($1)", query.IntArg(n)) }

// do runs one op and returns its error.
func do(ctx context.Context, t testing.TB, c driver.Conn, op *driver.Op) error {
	t.Helper()
	c.Pipeline(ctx, []*driver.Op{op})
	require.NotEqual(t, driver.Pending, op.Outcome.State)
	require.Equal(t, op.Outcome.State == driver.OK, op.Outcome.Err == nil, "%v", op.Outcome)
	return op.Outcome.Err
}

// ints is a column of integers; ctx bounds it, so that a hang is a failure.
func ints(t testing.TB, c driver.Conn, sql string, args ...driver.Value) []int64 {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patient)
	defer cancel()
	out := []int64{}
	require.NoError(t, do(ctx, t, c, read(sql, 1, func(r driver.Row) error {
		out = append(out, r.Int64(0))
		return nil
	}, args...)), sql)
	return out
}

// works looks that nothing of what went before hinders the database.
func works(t testing.TB, c driver.Conn) {
	t.Helper()
	require.Equal(t, []int64{7}, ints(t, c, "SELECT $1::bigint", query.IntArg(7)))
}

// after is a context that is cancelled so much later.
func after(t testing.TB, d time.Duration) context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	timer := time.AfterFunc(d, cancel)
	t.Cleanup(func() {
		timer.Stop()
		cancel()
	})
	return ctx
}
