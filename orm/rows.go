package orm

import (
	"context"

	"github.com/seed83105465/duet/query"
	"github.com/seed83105465/duet/safety"
)

// RowsOf is what the methods of rows that ormgen writes call, P being the pointer to the model. It is made of functions
// because generic functions are compiled anew for every model, and functions in functions are not.
//
// The accessors of a relation are of the model that it leads to: they take the table that it belongs to, its number there,
// and the row, a pointer to a row of that table.
type RowsOf[P any] struct {
	// Equal reports whether two rows hold the same values; what was loaded of their relations is not compared. Nil
	// equals nil only.
	Equal func(a, b P) bool
	// Validate checks what the schema says of a row, without asking the database: lengths, enumerated values, and the
	// CHECK constraints that ormgen understood. It returns nil or a *ValidationError. The database checks again, and more.
	Validate func(row P) error

	// One is what was loaded of a to-one relation; nil where there is no related row, an error when it was not loaded.
	One func(t *query.Table, rel int, row any) (P, error)
	// Many is what was loaded of a to-many relation: an empty slice when there are no related rows, an error when they
	// were not loaded. The slice is the caller's to read; sorting or changing it changes what the next call returns.
	Many func(t *query.Table, rel int, row any) ([]P, error)
	// LoadOne loads a to-one relation unless it is loaded, for all rows of the row's chunk with one query, and returns
	// it. The guard is asked first, whatever the row holds.
	LoadOne func(ctx context.Context, t *query.Table, rel int, row any) (P, error)
	// LoadMany loads a to-many relation in the same way. A relation that was loaded in part is loaded whole.
	LoadMany func(ctx context.Context, t *query.Table, rel int, row any) ([]P, error)
	// LoadOneAsync is the asynchronous LoadOne.
	LoadOneAsync func(ac AsyncContext, t *query.Table, rel int, row any) *Future[P]
	// LoadManyAsync is the asynchronous LoadMany.
	LoadManyAsync func(ac AsyncContext, t *query.Table, rel int, row any) *Future[[]P]
}

func newRows[P any](desc *query.Table) *RowsOf[P] {
	m := modelOf(desc)
	return &RowsOf[P]{
		Equal:    func(a, b P) bool { return equalRows(m, []P{a, b}) },
		Validate: func(row P) error { return validate(m, []P{row}) },
		One:      func(t *query.Table, rel int, row any) (P, error) { return as[P](one(t, rel, row)) },
		Many:     func(t *query.Table, rel int, row any) ([]P, error) { return manyOf[P](look(t, rel, row)) },
		LoadOne: func(ctx context.Context, t *query.Table, rel int, row any) (P, error) {
			return as[P](loadOne(ctx, t, rel, row))
		},
		LoadMany: func(ctx context.Context, t *query.Table, rel int, row any) ([]P, error) {
			return manyOf[P](load(ctx, t, rel, row, 0))
		},
		LoadOneAsync: func(ac AsyncContext, t *query.Table, rel int, row any) *Future[P] {
			return future[P](ac, newLazyJob(t, rel, row, safety.Caller(2)).within(ac.Context()))
		},
		LoadManyAsync: func(ac AsyncContext, t *query.Table, rel int, row any) *Future[[]P] {
			return future[[]P](ac, newLazyJob(t, rel, row, safety.Caller(2)).within(ac.Context()))
		},
	}
}
