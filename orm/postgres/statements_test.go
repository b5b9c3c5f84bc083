package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/faultproxy"
	"github.com/seed83105465/duet/integration/pgtest"
	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/orm/postgres"
	"github.com/seed83105465/duet/query"
)

const stock = `CREATE TABLE stock (id int PRIMARY KEY, n int NOT NULL);
INSERT INTO stock SELECT i, i * 10 FROM generate_series(1, 20) i`

// everywhere runs something in a transaction on each of the pool's connections. A transaction that it fails in may be run
// again.
func everywhere(t *testing.T, db driver.DB, run func(tx driver.Tx) error) (failed int) {
	t.Helper()
	var all []driver.Tx
	for range db.Lanes() {
		tx, err := db.Begin(t.Context(), driver.TxOptions{})
		require.NoError(t, err)
		all = append(all, tx)
	}
	for _, tx := range all {
		if err := run(tx); err != nil {
			failed++
			require.True(t, driver.CanRetry(err), "%v", err)
		}
	}
	for _, tx := range all {
		require.NoError(t, tx.Rollback(t.Context()))
	}
	return failed
}

// TestTablesChange: a table changes behind the back of statements that every connection has prepared. Reads go on, with
// the values that there are, or with an error that says what to do; writes go on.
func TestTablesChange(t *testing.T) {
	t.Parallel()
	const byID, insert = "SELECT id, n FROM stock WHERE id = $1", "INSERT INTO stock (id, n) VALUES ($1, $2)"
	for _, test := range []struct {
		name, ddl string
		want      string // n of row 3 as text
	}{
		{"a column is added", "ALTER TABLE stock ADD COLUMN more text DEFAULT 'x'", "30"},
		{"a column is added before, by making the table anew", "ALTER TABLE stock RENAME TO old; CREATE TABLE stock (more text, n bigint NOT NULL, id bigint PRIMARY KEY); INSERT INTO stock SELECT 'x', n + 1, id FROM old", "31"},
		{"int becomes bigint", "ALTER TABLE stock ALTER n TYPE bigint, ALTER id TYPE bigint", "30"},
		{"int becomes text", "ALTER TABLE stock ALTER n TYPE text USING n || ' pieces'", "30 pieces"},
		{"int becomes numeric", "ALTER TABLE stock ALTER n TYPE numeric(8, 2)", "30.00"},
		{"the key becomes text", "ALTER TABLE stock ALTER id TYPE text", "30"},
		{"the table is dropped and made again", "DROP TABLE stock; CREATE TABLE stock (id int PRIMARY KEY, n int NOT NULL); INSERT INTO stock VALUES (3, 33)", "33"},
		{"everything is forgotten", "DISCARD ALL", "30"},
	} {
		for _, pooler := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, pooler %v", test.name, pooler), func(t *testing.T) {
				t.Parallel()
				dsn := pgtest.DatabaseFrom(t, "stock", stock)
				opts := []postgres.Option{postgres.Connections(3)}
				if pooler {
					opts = append(opts, postgres.PgBouncer()) // the same protocol, without a pooler
				}
				db, w := connect(t, dsn, opts...), watch(t, dsn)
				var got []string
				look := func() *driver.Op {
					got = nil
					return read(byID, 2, func(r driver.Row) error {
						got = append(got, r.String(0)+"="+r.String(1))
						return nil
					}, query.IntArg(3))
				}
				put := func(n int64) *driver.Op { return write(insert, query.IntArg(n), query.IntArg(n)) }
				id := int64(100)
				require.Zero(t, everywhere(t, db, func(tx driver.Tx) error {
					id++
					return errors.Join(do(t.Context(), t, tx, look()), do(t.Context(), t, tx, put(id)))
				}))
				if test.ddl == "DISCARD ALL" {
					for range db.Lanes() * 2 {
						require.NoError(t, do(t.Context(), t, db, &driver.Op{Plan: &driver.Plan{SQL: "DISCARD ALL", Write: true, Script: true}}))
					}
				} else {
					w.exec(test.ddl)
				}
				for range 2 * db.Lanes() {
					id++
					require.NoError(t, do(t.Context(), t, db, look()))
					require.Equal(t, []string{"3=" + test.want}, got)
					require.NoError(t, do(t.Context(), t, db, put(id)))
				}
				again := func(tx driver.Tx) error {
					err := do(t.Context(), t, tx, look())
					if err == nil {
						require.Equal(t, []string{"3=" + test.want}, got)
					}
					return err
				}
				everywhere(t, db, again) // there may be connections that were not used since
				require.Zero(t, everywhere(t, db, again))
			})
		}
	}
}

// TestColumnGrows: a number that the column could not hold when the statement was prepared.
func TestColumnGrows(t *testing.T) {
	t.Parallel()
	dsn := pgtest.DatabaseFrom(t, "stock", stock)
	db, w := connect(t, dsn, postgres.Connections(2)), watch(t, dsn)
	add := func(n int64) error {
		return do(t.Context(), t, db, write("INSERT INTO stock (id, n) VALUES ($1, 0)", query.IntArg(n)))
	}
	require.NoError(t, add(100))
	require.ErrorContains(t, add(1<<40), "does not fit into an integer of 4 bytes")
	w.exec("ALTER TABLE stock ALTER id TYPE bigint")
	require.NoError(t, add(1<<40))
	require.NoError(t, add(1<<41))
	require.Equal(t, []int64{1 << 40, 1 << 41}, ints(t, db, "SELECT id FROM stock WHERE id > 1000 ORDER BY id"))
}

// TestTablesChangeUnderLoad: DDL back and forth while others read and write.
func TestTablesChangeUnderLoad(t *testing.T) {
	t.Parallel()
	dsn := pgtest.DatabaseFrom(t, "stock", stock)
	db, w := connect(t, dsn, postgres.Connections(4)), watch(t, dsn)
	var stop atomic.Bool
	var reads, again atomic.Int64
	var wg sync.WaitGroup
	for worker := range 4 {
		wg.Go(func() {
			for i := worker; !stop.Load(); i++ {
				id, got := int64(i%20)+1, ""
				op := read("SELECT n FROM stock WHERE id = $1", 1, func(r driver.Row) error { got = r.String(0); return nil }, query.IntArg(id))
				db.Pipeline(t.Context(), []*driver.Op{op})
				if op.Outcome.Err != nil {
					again.Add(1)
					assert.True(t, driver.CanRetry(op.Outcome.Err), "%v", op.Outcome.Err)
					continue
				}
				reads.Add(1)
				assert.Equal(t, strconv.FormatInt(id*10, 10), got)
			}
		})
	}
	for range 15 {
		for _, to := range []string{"text", "bigint", "int"} {
			w.exec("ALTER TABLE stock ALTER n TYPE " + to + " USING n::" + to)
			time.Sleep(10 * time.Millisecond)
		}
	}
	stop.Store(true)
	wg.Wait()
	t.Logf("%d reads, %d refused", reads.Load(), again.Load())
	require.Greater(t, reads.Load(), 20*(1+again.Load()))
}

// TestManyStatements: more statements than any cache holds, from several goroutines; the server keeps no more than it is told to.
func TestManyStatements(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		cache, statements int
		opts              []postgres.Option
	}{{1, 600, nil}, {512, 10_000, nil}, {1, 600, []postgres.Option{postgres.PgBouncer()}}} {
		t.Run(fmt.Sprintf("%d of %d %v", test.cache, test.statements, test.opts != nil), func(t *testing.T) {
			t.Parallel()
			dsn := pgtest.Database(t)
			db := connect(t, dsn, append(test.opts, postgres.Connections(2), postgres.StatementCache(test.cache))...)
			var wg sync.WaitGroup
			const workers, batch = 4, 25
			for worker := range workers {
				wg.Go(func() {
					for from := worker * batch; from < test.statements; from += workers * batch {
						var ops []*driver.Op
						var got []int64
						for n := from; n < from+batch; n++ {
							ops = append(ops, read(fmt.Sprintf("SELECT $1::bigint + %d", n), 1, func(r driver.Row) error {
								got = append(got, r.Int64(0)-int64(n))
								return nil
							}, query.IntArg(int64(n))))
						}
						db.Pipeline(t.Context(), ops)
						for i, op := range ops {
							if assert.NoError(t, op.Outcome.Err) {
								assert.EqualValues(t, from+i, got[i])
							}
						}
					}
				})
			}
			wg.Wait()
			kept := ints(t, db, "SELECT count(*) FROM pg_prepared_statements")[0]
			require.LessOrEqual(t, kept, int64(test.cache+batch+2))
		})
	}
}

// TestPlanDoesNotFit: a model's column is of another type in this database. The first query says so, and sends nothing else.
func TestPlanDoesNotFit(t *testing.T) {
	t.Parallel()
	dsn := pgtest.DatabaseFrom(t, "typed", "CREATE TABLE typed (id bigint PRIMARY KEY, price text, born text, big numeric, ok int, raw text)")
	db := connect(t, dsn, postgres.Connections(1))
	for _, test := range []struct {
		column string
		typ    query.Type
	}{{"price", driver.DecimalType}, {"born", driver.DateType}, {"big", driver.IntType}, {"ok", driver.BoolType}, {"raw", driver.BytesType}} {
		column := &driver.Column{Name: test.column, Type: test.typ, Table: &query.Table{Name: "typed"}}
		op := &driver.Op{Plan: &driver.Plan{SQL: "SELECT " + test.column + " FROM typed", Columns: 1, Fields: []*driver.Column{column}}}
		for range 2 {
			err := do(t.Context(), t, db, &driver.Op{Plan: op.Plan})
			require.ErrorContains(t, err, "typed."+test.column+" is ")
			require.ErrorContains(t, err, "generate them again with ormgen")
		}
	}
	works(t, db)
}

// TestSettings: what the DSN and the options say is in effect on every connection, a cursor's too.
func TestSettings(t *testing.T) {
	t.Parallel()
	dsn := pgtest.DatabaseFrom(t, "paths", "CREATE SCHEMA shop; CREATE TABLE shop.only_here (n bigint); INSERT INTO shop.only_here VALUES (5); CREATE TABLE tally (n bigint)")
	w := watch(t, dsn)
	named := func(name string) int64 { return w.number("SELECT count(*) "+others+" AND application_name = $1", name) }
	db := connect(t, dsn+"&work_mem=123kB", postgres.SearchPath("shop, public"), postgres.ApplicationName("till 4"), postgres.Connections(2))
	require.Equal(t, []int64{5}, ints(t, db, "SELECT n FROM only_here"))
	require.EqualValues(t, 1, named("till 4"))
	require.Equal(t, []int64{1}, ints(t, db, "SELECT 1 WHERE current_setting('work_mem') = '123kB' AND current_setting('TimeZone') = 'UTC'"))
	cur, err := db.Cursor(t.Context(), &driver.Plan{SQL: "SELECT n FROM only_here", Columns: 1}, nil)
	require.NoError(t, err)
	_, err = cur.Fetch(t.Context(), 1, func(driver.Row) error { return nil })
	require.NoError(t, err)
	require.EqualValues(t, 2, named("till 4"))
	require.NoError(t, cur.Close())

	works(t, connect(t, dsn))
	require.EqualValues(t, 1, named("duet"))
	works(t, connect(t, dsn+"&application_name=from%20dsn"))
	require.EqualValues(t, 1, named("from dsn"))
}

// TestSeveralHosts: one after the other is tried, until one lets us in and may be written to.
func TestSeveralHosts(t *testing.T) {
	t.Parallel()
	dsn := pgtest.DatabaseFrom(t, "tally", "CREATE TABLE tally (n bigint PRIMARY KEY)")
	nobody, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, nobody.Close())
	refusing, _ := faultproxy.Before(t, dsn)
	refusing.Refuse(true)
	u, err := url.Parse(dsn)
	require.NoError(t, err)
	u.Host = nobody.Addr().String() + "," + refusing.Addr() + "," + u.Host
	db := connect(t, u.String()+"&target_session_attrs=read-write")
	works(t, db)
	require.NoError(t, do(t.Context(), t, db, write("INSERT INTO tally VALUES (1)")))
	require.ErrorIs(t, do(after(t, 30*time.Millisecond), t, db, read("SELECT count(*) FROM pg_sleep(60)", 1, nil)), context.Canceled)
	watch(t, dsn).quiet("cancelled at the host that it runs on")
	_, err = postgres.Connect(t.Context(), u.String()+"&target_session_attrs=read-only")
	require.ErrorIs(t, err, driver.ErrUnavailable)
	require.ErrorContains(t, err, "read only")
}
