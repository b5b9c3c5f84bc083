package orm

import (
	"context"
	"log/slog"
	"sync"

	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/query"
	"github.com/seed83105465/duet/safety"
)

// DB is an opened database: a session whose every statement is a transaction of its own. sqlite.Open makes one. It is
// safe for use by several goroutines.
type DB struct {
	driver  driver.DB
	cache   *query.Cache
	policy  safety.Policy
	logger  *slog.Logger
	queries sync.Map  // by *query.Table: the *core for all of its rows
	jobs    sync.Pool // of *rowsJob, as they were made
}

// Option is a setting of a DB.
type Option func(*settings)

type settings struct {
	policy safety.Policy
	plans  int
	logger *slog.Logger
}

// WithPolicy says what happens when a rule of the guard is broken. Defaults to rejecting every breach.
func WithPolicy(p safety.Policy) Option { return func(s *settings) { s.policy = p } }

// WithPlanCache is how many compiled statements are kept. Defaults to 4096.
func WithPlanCache(plans int) Option { return func(s *settings) { s.plans = plans } }

// WithLogger has every statement logged at level Debug: its text, how many arguments and rows it had, and how long it
// took. Argument values are never logged. Defaults to none.
func WithLogger(l *slog.Logger) Option { return func(s *settings) { s.logger = l } }

// New makes a DB of a driver: what the Open functions of orm/sqlite and orm/postgres call. The environment variable
// DUET_ALLOW_ASYNC_UNSAFE is read here.
func New(d driver.DB, options ...Option) *DB {
	var s settings
	for _, o := range options {
		o(&s)
	}
	return &DB{driver: d, cache: query.NewCache(d.Dialect(), s.plans), policy: s.policy.FromEnv(), logger: s.logger}
}

// Close ends what runs, waits for it, and closes every connection. The second Close does nothing. Every call after it is
// ErrClosed.
func (db *DB) Close() error { return db.driver.Close() }

// Compiled is how many statements have been compiled: a program in a steady state compiles none.
func (db *DB) Compiled() int64 { return db.cache.Compiled() }

// Driver is the driver underneath, for tools and tests.
func (db *DB) Driver() driver.DB { return db.driver }

func (db *DB) root() *DB         { return db }
func (db *DB) conn() driver.Conn { return db.driver }
func (db *DB) shares() bool      { return db.driver.Pipelined() }
func (db *DB) apart() bool       { return true }

// lanes is a scope's share of the connections: where one round trip can serve many calls, one request does not need them
// all, and must not keep others from them.
func (db *DB) lanes() int {
	if db.shares() {
		return max(1, db.driver.Lanes()/2)
	}
	return db.driver.Lanes()
}

// hold has nothing to wait for: statements on a DB do not belong together.
func (db *DB) hold(context.Context) (func(), error) { return func() {}, nil }

// enter refuses the DB to whoever holds one of its transactions.
func (db *DB) enter(ctx context.Context) error {
	if tx := txFrom(ctx); tx != nil && tx.db == db && !tx.ended() {
		return ErrRootInAtomic
	}
	return nil
}

func (db *DB) inTx(ctx context.Context, f func(Session) error) error {
	return db.atomic(ctx, driver.TxOptions{}, func(_ context.Context, tx *Tx) error { return f(tx) })
}
