package transactions

import (
	"context"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
)

// level is the inside of a transaction, or of a savepoint, in one of the voices.
type level struct {
	ctx context.Context
	ac  *orm.AsyncContext // nil in the blocking voice
	tx  *orm.Tx
}

// begin runs f in a transaction.
func begin(ctx context.Context, db *orm.DB, async bool, f func(level) error) error {
	if !async {
		return db.Atomic(ctx, func(ctx context.Context, tx *orm.Tx) error { return f(level{ctx, nil, tx}) })
	}
	return orm.Async(ctx, func(ac orm.AsyncContext) error {
		_, err := db.AtomicAsync(ac, func(ac orm.AsyncContext, tx *orm.Tx) error { return f(level{ac.Context(), &ac, tx}) }).Await(ac)
		return err
	})
}

// savepoint runs f in a savepoint.
func (l level) savepoint(f func(level) error) error {
	if l.ac == nil {
		return l.tx.Atomic(l.ctx, func(ctx context.Context, tx *orm.Tx) error { return f(level{ctx, nil, tx}) })
	}
	_, err := l.tx.AtomicAsync(*l.ac, func(ac orm.AsyncContext, tx *orm.Tx) error {
		return f(level{ac.Context(), &ac, tx})
	}).Await(*l.ac)
	return err
}

// scope runs f where it can make futures: in the transaction's own scope or, in the blocking voice, in one inside of it.
func (l level) scope(f func(ac orm.AsyncContext) error) error {
	if l.ac != nil {
		return f(*l.ac)
	}
	return orm.Async(l.ctx, f)
}

// add creates a tag.
func (l level) add(name string) error {
	if l.ac == nil {
		return models.Tags.Using(l.tx).Create(l.ctx, &models.Tag{Name: name})
	}
	_, err := add(*l.ac, l.tx, name).Await(*l.ac)
	return err
}
