package sqlite

import (
	"context"

	"github.com/seed83105465/duet/orm"
)

// Open opens a database file, or a new database in memory when path is ":memory:" or "": the session that queries run
// on. The file must exist unless [Create] is given. What is wrong with the path, the file or an option is an error that
// says so, and leaves everything as it was. ctx bounds the opening alone.
func Open(ctx context.Context, path string, opts ...Option) (*orm.DB, error) {
	d, err := Connect(ctx, path, opts...)
	if err != nil {
		return nil, err
	}
	o := defaults()
	for _, set := range opts {
		set(&o)
	}
	return orm.New(d, o.orm...), nil
}

// With passes settings of package orm on: With(orm.WithLogger(logger)). Defaults to none.
func With(opts ...orm.Option) Option { return func(o *options) { o.orm = append(o.orm, opts...) } }
