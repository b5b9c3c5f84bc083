package shop

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/postgres"
	"github.com/seed83105465/duet/orm/sqlite"
	"github.com/seed83105465/duet/testdata"
)

// Open opens the shop's database: a file of SQLite or, where it is given a URL (postgres://...), a database of Postgres. What
// is not there is made, with the schema and some hundred rows. Nothing else in the service knows which of them it is.
func Open(ctx context.Context, where string, options ...orm.Option) (*orm.DB, error) {
	if u, err := url.Parse(where); err == nil && (u.Scheme == "postgres" || u.Scheme == "postgresql") {
		return openPostgres(ctx, where, options)
	}
	return openFile(ctx, where, options)
}

func openPostgres(ctx context.Context, dsn string, options []orm.Option) (*orm.DB, error) {
	db, err := postgres.Open(ctx, dsn, postgres.With(options...))
	if err != nil {
		return nil, err
	}
	_, err = models.Books.Using(db).Exists(ctx)
	if errors.Is(err, orm.ErrSchema) {
		// One script is one transaction: of two services that start at once, one finds the tables there.
		err = orm.Script(ctx, db, testdata.PostgresSchema+testdata.PostgresSeed())
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

func openFile(ctx context.Context, path string, options []orm.Option) (*orm.DB, error) {
	_, err := os.Stat(path)
	switch {
	case err == nil:
		return sqlite.Open(ctx, path, sqlite.With(options...))
	case !errors.Is(err, fs.ErrNotExist):
		return nil, err
	}
	db, err := sqlite.Open(ctx, path, sqlite.Create(), sqlite.With(options...))
	if err != nil {
		return nil, err
	}
	if err := fill(ctx, db); err != nil {
		// A file with half of a shop in it would be opened without a question the next time.
		err = errors.Join(fmt.Errorf("filling %s: %w", path, err), db.Close())
		for _, suffix := range []string{"", "-wal", "-shm"} {
			_ = os.Remove(path + suffix)
		}
		return nil, err
	}
	return db, nil
}

func fill(ctx context.Context, db *orm.DB) error {
	if err := orm.Script(ctx, db, testdata.BookshopSchema); err != nil {
		return err
	}
	return orm.Script(ctx, db, testdata.BookshopSeed)
}
