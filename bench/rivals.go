package main

import (
	"context"
	"database/sql"
	"regexp"

	"entgo.io/ent/dialect"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/uptrace/bun/dialect/pgdialect"
	"github.com/uptrace/bun/driver/pgdriver"
	gormpostgres "gorm.io/driver/postgres"

	"github.com/seed83105465/duet/bench/rivals"
	"github.com/seed83105465/duet/bench/rivals/bob"
	"github.com/seed83105465/duet/bench/rivals/bun"
	"github.com/seed83105465/duet/bench/rivals/duet"
	"github.com/seed83105465/duet/bench/rivals/ent"
	"github.com/seed83105465/duet/bench/rivals/gorm"
	"github.com/seed83105465/duet/bench/rivals/raw"
	"github.com/seed83105465/duet/bench/rivals/rawvals"
	"github.com/seed83105465/duet/bench/rivals/sqlboiler"
	"github.com/seed83105465/duet/bench/rivals/sqlc"
	"github.com/seed83105465/duet/bench/rivals/squirrel"
	"github.com/seed83105465/duet/orm/postgres"
)

// connections is how many each library may have.
const connections = 10

// onPostgres opens every library on a database of PostgreSQL. The first is the base.
func onPostgres(ctx context.Context, dsn string) (list []*rivals.Rival, closeAll func(), err error) {
	config, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, nil, err
	}
	config.MaxConns = connections
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, nil, err
	}
	db, err := postgres.Open(ctx, dsn, postgres.Connections(connections))
	if err != nil {
		return nil, nil, err
	}
	gormed, err := gorm.New(gormpostgres.Open(dsn), connections)
	if err != nil {
		return nil, nil, err
	}
	list = []*rivals.Rival{
		raw.New(pool), rawvals.New(pool), duet.New(db), duet.NewCall(), sqlc.New(pool), squirrel.New(pool), ent.New(dialect.Postgres, limited(stdlib.OpenDB(*config.ConnConfig))),
		bun.New(limited(sql.OpenDB(pgdriver.NewConnector(pgdriver.WithDSN(dsn)))), pgdialect.New()), gormed, bob.New(pool),
		sqlboiler.New(limited(stdlib.OpenDB(*config.ConnConfig))),
	}
	return list, func() { closeRivals(list); pool.Close() }, nil
}

// limited lets database/sql have as many connections as everybody, and keep them.
func limited(db *sql.DB) *sql.DB {
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	return db
}

func closeRivals(list []*rivals.Rival) {
	for _, r := range list {
		if r.Close != nil {
			_ = r.Close() // all was measured
		}
	}
}

// chosen are the rivals whose names match, and the base.
func chosen(list []*rivals.Rival, names *regexp.Regexp) []*rivals.Rival {
	some := list[:1:1]
	for _, r := range list[1:] {
		if names.MatchString(r.Name) {
			some = append(some, r)
		}
	}
	return some
}
