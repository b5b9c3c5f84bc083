package main

import (
	"context"
	"database/sql"
	"regexp"
	"slices"

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
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/postgres"
)

// connections is how many each library may have.
const connections = 10

// onPostgres is every library on a database of PostgreSQL, and what two of them run on. The first is the base.
type onPostgres struct {
	list []*rivals.Rival
	pool *pgxpool.Pool
	db   *orm.DB
}

func openPostgres(ctx context.Context, dsn string) (*onPostgres, error) {
	config, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, err
	}
	config.MaxConns = connections
	p := new(onPostgres)
	if p.pool, err = pgxpool.NewWithConfig(ctx, config); err != nil {
		return nil, err
	}
	if p.db, err = postgres.Open(ctx, dsn, postgres.Connections(connections)); err != nil {
		return nil, err
	}
	gormed, err := gorm.New(gormpostgres.Open(dsn), connections)
	if err != nil {
		return nil, err
	}
	stdlibs := func() *sql.DB { return limited(stdlib.OpenDB(*config.ConnConfig)) }
	buns := limited(sql.OpenDB(pgdriver.NewConnector(pgdriver.WithDSN(dsn))))
	p.list = []*rivals.Rival{
		raw.New(p.pool), rawvals.New(p.pool), duet.New(p.db), duet.NewCall(), sqlc.New(p.pool), squirrel.New(p.pool),
		ent.New(dialect.Postgres, stdlibs()), bun.New(buns, pgdialect.New()), gormed, bob.New(p.pool), sqlboiler.New(stdlibs()),
	}
	return p, nil
}

func (p *onPostgres) close() {
	closeRivals(p.list)
	p.pool.Close()
}

// named is the library of this name, which is there.
func (p *onPostgres) named(name string) *rivals.Rival {
	return p.list[slices.IndexFunc(p.list, func(r *rivals.Rival) bool { return r.Name == name })]
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
