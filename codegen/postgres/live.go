package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/seed83105465/duet/codegen/schema"
	"github.com/seed83105465/duet/codegen/source"
)

// connectTimeout bounds connecting where the data source does not: a host that never answers is a mistake in a URL, seldom a slow one.
const connectTimeout = 15 * time.Second

// Live reads the database of a data source (postgres://user:password@host:5432/database, or host=... dbname=... as libpq has them; PGHOST and
// the other variables of libpq fill what is left out). It reads system catalogs alone, within one read-only transaction, and sees one state
// of them; it needs no rights on the tables.
//
// It returns what Parse returns, without positions: tables in the order in which they were created, in all namespaces but the system's.
// What belongs to an extension is left out. Schema.Default is the first namespace of the connection's search path, "public" without one.
//
// Errors say whether the data source cannot be read, the server cannot be reached, or the database holds no tables (ErrNoTables). A context
// that ends, ends the reading with its error. Nothing of the password is in an error.
func Live(ctx context.Context, dsn string) (*schema.Schema, []schema.Warning, error) {
	config, err := configOf(dsn)
	if err != nil {
		return nil, nil, err
	}
	s, warnings, err := readDatabase(ctx, config)
	switch {
	case ctx.Err() != nil:
		return nil, nil, ctx.Err()
	case err != nil:
		return nil, nil, err
	case len(s.Tables) == 0:
		return nil, nil, source.NoTables(fmt.Sprintf("database %q", config.Database))
	}
	return finish(s, warnings)
}

// configOf reads a data source.
func configOf(dsn string) (*pgx.ConnConfig, error) {
	if strings.TrimSpace(dsn) == "" {
		return nil, errors.New("postgres: the data source is empty; give postgres://user:password@host:5432/database")
	}
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		return nil, fmt.Errorf("postgres: reading the data source: %w; write postgres://user:password@host:5432/database", err)
	}
	// Without named statements, so that PgBouncer may stand between.
	config.DefaultQueryExecMode = pgx.QueryExecModeExec
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = connectTimeout
	}
	return config, nil
}

// readDatabase connects, reads and disconnects.
func readDatabase(ctx context.Context, config *pgx.ConnConfig) (*schema.Schema, []schema.Warning, error) {
	conn, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return nil, nil, fmt.Errorf("postgres: cannot connect: %w", err)
	}
	defer disconnect(ctx, conn)
	// Nothing is written, so the end of the connection may end the transaction.
	tx, err := conn.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
	if err != nil {
		return nil, nil, fmt.Errorf("postgres: reading database %q: %w", config.Database, err)
	}
	c := &catalog{tx: tx}
	if err := c.read(ctx); err != nil {
		return nil, nil, fmt.Errorf("postgres: reading database %q: %w", config.Database, err)
	}
	return finish(c.schema, c.warnings)
}

// disconnect closes a connection and waits until what pgx does behind it is over. It takes its time even after the context has ended, so
// that no session is left open on the server.
func disconnect(ctx context.Context, conn *pgx.Conn) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	_ = conn.Close(ctx)
	select {
	case <-conn.PgConn().CleanupDone():
	case <-ctx.Done():
	}
}
