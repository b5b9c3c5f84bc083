package main

import (
	"context"
	"regexp"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/seed83105465/duet/bench/rivals"
	"github.com/seed83105465/duet/bench/rivals/duet"
	"github.com/seed83105465/duet/bench/rivals/raw"
	"github.com/seed83105465/duet/bench/rivals/rawvals"
	"github.com/seed83105465/duet/bench/rivals/sqlc"
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
	closeAll = func() {
		for _, r := range list {
			if r.Close != nil {
				_ = r.Close() // all was measured
			}
		}
		pool.Close()
	}
	db, err := postgres.Open(ctx, dsn, postgres.Connections(connections))
	if err != nil {
		closeAll()
		return nil, nil, err
	}
	list = []*rivals.Rival{raw.New(pool), rawvals.New(pool), duet.New(db), duet.NewCall(), sqlc.New(pool)}
	return list, closeAll, nil
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
