package conformance

import (
	"context"

	"github.com/seed83105465/duet/orm"
)

// creating is Create of a row, to be called in the blocking voice; creatingAsync its twin.
func creating[M any](q *orm.Query[M], row *M) func(context.Context) error {
	return func(ctx context.Context) error { return q.Create(ctx, row) }
}

func creatingAsync[M any](q *orm.Query[M], row *M) func(orm.AsyncContext) *orm.Future[struct{}] {
	return func(ac orm.AsyncContext) *orm.Future[struct{}] { return q.CreateAsync(ac, row) }
}
