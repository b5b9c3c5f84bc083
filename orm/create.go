package orm

import (
	"context"
)

// Create inserts a row, and fills in what the database made of it: its key, defaults, generated columns. A column that
// the database can fill is left to it while the field says nothing: a number that identifies the row is 0, a text of a
// fixed set or a UUID is empty, a time is zero, a Null is not valid. Every other field is written as it is.
func (q *QueryOf[P]) Create(ctx context.Context, row P) error {
	_, err := ask(ctx, (*core)(q).creation("Create", row))
	return err
}

// CreateAsync is the asynchronous Create. The row is written to when the future has ended, and must be left alone until
// then.
func (q *QueryOf[P]) CreateAsync(ac AsyncContext, row P) *Future[struct{}] {
	return future[struct{}](ac, (*core)(q).creation("Create", row))
}

// BulkOptionOf is a setting of BulkCreate.
type BulkOptionOf[P any] struct{ set func(*createJob) }

// IgnoreConflicts skips rows that conflict with one that is there. Skipped rows are not filled in.
func IgnoreConflicts[M any]() BulkOption[M] { return BulkOption[M]{ignoreConflicts} }

// UpdateConflicts gives the row that is there the new values of the columns in set, when a row conflicts with it in the
// columns of unique, which must be those of a primary key or a unique index.
func UpdateConflicts[P any](unique []ColumnOf[P], set ...ColumnOf[P]) BulkOptionOf[P] {
	return BulkOptionOf[P]{updateConflicts(indexes(unique), indexes(set))}
}

func ignoreConflicts(j *createJob) { j.ignore = true }

func updateConflicts(unique, set []int) func(*createJob) {
	return func(j *createJob) { j.update, j.conflict, j.refresh = true, unique, set }
}

func bulkOptions[P any](options []BulkOptionOf[P]) []func(*createJob) {
	out := make([]func(*createJob), len(options))
	for i, o := range options {
		out[i] = o.set
	}
	return out
}

// BulkCreate inserts rows, all or none, and fills each in as Create does. No rows are no error.
func (q *QueryOf[P]) BulkCreate(ctx context.Context, rows []P, options ...BulkOptionOf[P]) error {
	_, err := ask(ctx, (*core)(q).bulkCreation(rows, len(rows), bulkOptions(options)))
	return err
}

// BulkCreateAsync is the asynchronous BulkCreate.
func (q *QueryOf[P]) BulkCreateAsync(ac AsyncContext, rows []P, options ...BulkOptionOf[P]) *Future[struct{}] {
	return future[struct{}](ac, (*core)(q).bulkCreation(rows, len(rows), bulkOptions(options)))
}
