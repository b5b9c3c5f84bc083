package postgres

import (
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/seed83105465/duet/orm"
)

// Option is one setting of [Connect] and [Open].
type Option func(*options)

type options struct {
	conns         int
	cursors       int
	statements    int
	bouncer       bool
	application   string
	searchPath    string
	commitTimeout time.Duration
	pool          []func(*pgxpool.Config)
	orm           []orm.Option
}

func defaults() options {
	return options{cursors: 16, statements: 512, commitTimeout: 30 * time.Second}
}

func (o *options) check() error {
	switch {
	case o.conns < 0:
		return fmt.Errorf("postgres.Connections(%d): give at least 1", o.conns)
	case o.cursors < 1:
		return fmt.Errorf("postgres.Cursors(%d): give at least 1", o.cursors)
	case o.statements < 1:
		return fmt.Errorf("postgres.StatementCache(%d): give at least 1", o.statements)
	case o.commitTimeout <= 0:
		return fmt.Errorf("postgres.CommitTimeout(%v): give more than 0", o.commitTimeout)
	case o.bouncer && o.searchPath != "":
		return fmt.Errorf("postgres.PgBouncer and postgres.SearchPath: a pooled connection does not keep a search path: set it for the role (ALTER ROLE ... SET search_path)")
	}
	return nil
}

// named reports whether statements are prepared under names, which stay with a connection.
func (o *options) named() bool { return !o.bouncer }

// Connections is how many connections the pool has at most. Defaults to pool_max_conns of the DSN, and without that to the
// number of processors, and at least 4.
func Connections(n int) Option { return func(o *options) { o.conns = n } }

// Cursors is how many iterations may be open at once outside of transactions. Each has a connection of its own beside the
// pool's, opened when it is needed, so that a loop over rows can run other statements however small the pool is. One more
// is an error. Defaults to 16.
func Cursors(n int) Option { return func(o *options) { o.cursors = n } }

// StatementCache is how many prepared statements each connection keeps. Defaults to 512.
func StatementCache(n int) Option { return func(o *options) { o.statements = n } }

// PgBouncer is for a DSN that leads to PgBouncer, or a pooler like it, in transaction pooling: statements are prepared
// without a name with every use, because the next may meet another connection of the server. Defaults to naming them.
func PgBouncer() Option { return func(o *options) { o.bouncer = true } }

// ApplicationName is what pg_stat_activity shows. Defaults to application_name of the DSN, or "duet".
func ApplicationName(name string) Option { return func(o *options) { o.application = name } }

// SearchPath is where the server looks for names without a schema: "shop, public". Defaults to that of the DSN, the role or
// the database.
func SearchPath(path string) Option { return func(o *options) { o.searchPath = path } }

// CommitTimeout is how long a COMMIT may take before it is given up as driver.ErrCommitUnknown; no context ends it before.
// Defaults to 30 seconds.
func CommitTimeout(d time.Duration) Option { return func(o *options) { o.commitTimeout = d } }

// Pool changes pgxpool's configuration, for what has no option of its own: lifetimes, a dialer, BeforeConnect. Do not set
// tracers, PrepareConn or ShouldPing. Defaults to nothing.
func Pool(change func(*pgxpool.Config)) Option {
	return func(o *options) { o.pool = append(o.pool, change) }
}

// With passes settings of package orm on: With(orm.WithLogger(logger)). Defaults to none.
func With(opts ...orm.Option) Option { return func(o *options) { o.orm = append(o.orm, opts...) } }
