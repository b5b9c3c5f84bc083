package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/driver"
)

// Open opens a database: the session that queries run on. The DSN is a URL (postgres://user:password@host:5432/shop) or
// keywords (host=/run/postgresql dbname=shop), with everything libpq takes: sslmode and certificates, several hosts with
// target_session_attrs, statement_timeout and other settings of the server, and pool_max_conns of pgxpool. What is empty comes from the
// environment (PGHOST ...). A first connection is made, so that a wrong DSN, a server that is not there and a password
// that does not do are errors here. ctx bounds the opening alone.
func Open(ctx context.Context, dsn string, opts ...Option) (*orm.DB, error) {
	d, err := Connect(ctx, dsn, opts...)
	if err != nil {
		return nil, err
	}
	o := defaults()
	for _, set := range opts {
		set(&o)
	}
	return orm.New(d, o.orm...), nil
}

// Connect opens a database as a driver, for tools and tests; programs use [Open].
func Connect(ctx context.Context, dsn string, opts ...Option) (driver.DB, error) {
	o := defaults()
	for _, set := range opts {
		set(&o)
	}
	if err := o.check(); err != nil {
		return nil, err
	}
	config, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, fmt.Errorf("postgres: the DSN cannot be read: %w", withoutDSN(err))
	}
	o.configure(config)
	db := &database{opts: o, taken: map[*conn]struct{}{}, open: map[closer]struct{}{}, known: known{max: 4096}}
	if db.pool, err = pgxpool.NewWithConfig(ctx, config); err != nil {
		return nil, fmt.Errorf("postgres: %w", err)
	}
	beside := config.Copy()
	beside.MaxConns, beside.MinConns, beside.MinIdleConns = int32(o.cursors), 0, 0
	if db.cursors, err = pgxpool.NewWithConfig(ctx, beside); err != nil {
		db.pool.Close()
		return nil, fmt.Errorf("postgres: %w", err)
	}
	c, err := db.take(ctx, db.pool)
	if err != nil {
		db.pool.Close()
		db.cursors.Close()
		return nil, fmt.Errorf("postgres: open: %w", err)
	}
	c.release()
	return db, nil
}

// configure makes pgxpool's configuration ours. pgx's own caches of statements are not used, and connections are not
// pinged: that would be a round trip which nobody sees.
func (o *options) configure(config *pgxpool.Config) {
	if o.conns > 0 {
		config.MaxConns = int32(o.conns)
	}
	params := config.ConnConfig.RuntimeParams
	switch {
	case o.application != "":
		params["application_name"] = o.application
	case params["application_name"] == "":
		params["application_name"] = "duet"
	}
	if o.searchPath != "" {
		params["search_path"] = o.searchPath
	}
	// What values look like as text, and what a timestamp without a zone means.
	params["DateStyle"], params["TimeZone"], params["client_encoding"] = "ISO, YMD", "UTC", "UTF8"
	if !o.bouncer { // which refuses settings that it does not know; these are the server's own defaults
		params["IntervalStyle"], params["bytea_output"], params["extra_float_digits"] = "postgres", "hex", "1"
	}
	config.PrepareConn = prepareConn
	config.ShouldPing = func(context.Context, pgxpool.ShouldPingParams) bool { return false }
	for _, change := range o.pool {
		change(config)
	}
}

// withoutDSN takes the DSN out of a message that quotes it: where in a wrong one the password is, nobody can tell.
func withoutDSN(err error) error {
	text := err.Error()
	if i := strings.LastIndex(text, "`: "); i >= 0 {
		text = text[i+len("`: "):]
	}
	if before, _, ok := strings.Cut(text, "://"); ok {
		text = before + "://..."
	}
	return errors.New(text)
}
