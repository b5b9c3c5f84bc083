package shop

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/sqlite"
	"github.com/seed83105465/duet/testdata"
)

// Open opens the shop's database. A file that is not there is made, with the schema and some hundred rows.
func Open(ctx context.Context, path string, options ...orm.Option) (*orm.DB, error) {
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
