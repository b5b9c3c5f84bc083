package faults

import (
	"context"
	"errors"
	"iter"
	"runtime"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/postgres"
)

// TestIterateInLittleMemory reads a million rows, of which never more than a few are there at once. It is not parallel: the
// heap is everybody's.
func TestIterateInLittleMemory(t *testing.T) {
	const rows, ceiling = 1_000_000, 32 << 20
	db := bookshop(t, "")
	require.NoError(t, orm.Script(t.Context(), db, `DELETE FROM publishers;
		INSERT INTO publishers (id, name, country) SELECT i, 'publisher number ' || i, 'DE' FROM generate_series(1, 1000000) i`))
	all := models.Publishers.Using(db).OrderBy(models.Publishers.ID.Asc())
	check := func(what string, each iter.Seq2[*models.Publisher, error], limit int64) {
		t.Helper()
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		start, most, n := m.HeapInuse, uint64(0), int64(0)
		for row, err := range each {
			require.NoError(t, err)
			if n++; row.ID != n {
				t.Fatalf("row %d is %d", n, row.ID)
			}
			if n%20_000 == 0 {
				runtime.ReadMemStats(&m)
				most = max(most, m.HeapInuse)
			}
			if n == limit {
				break
			}
		}
		require.Equal(t, limit, n)
		require.Less(t, most, start+ceiling, "%s: the heap grew by %d KiB", what, (most-start)/1024)
		t.Logf("%s: %d rows, the heap grew by %d KiB", what, n, (int64(most)-int64(start))/1024)
	}
	check("blocking", all.Iterate(t.Context()), rows)
	require.NoError(t, orm.Async(t.Context(), func(ac orm.AsyncContext) error {
		check("async", all.IterateAsync(ac), rows/4) // the same statement
		return nil
	}))
}

// TestIterations: as many as there may be, one more, and again once they have ended.
func TestIterations(t *testing.T) {
	t.Parallel()
	db := bookshop(t, "", postgres.Connections(1), postgres.Cursors(3))
	books := models.Books.Using(db)
	var nest func(depth int) error
	nest = func(depth int) error {
		for _, err := range books.Iterate(t.Context()) {
			if err != nil {
				return err
			}
			if depth == 1 {
				_, err = books.Count(t.Context()) // on the pool's only connection
				return err
			}
			return nest(depth - 1)
		}
		return errors.New("no rows")
	}
	for range 3 {
		require.NoError(t, nest(3))
		require.ErrorContains(t, nest(4), "raise postgres.Cursors")
	}
}

// TestIterateInSavepoints: an iteration goes on whatever savepoints are opened and undone inside of its loop.
func TestIterateInSavepoints(t *testing.T) {
	t.Parallel()
	db := bookshop(t, "", postgres.Connections(1))
	undo := errors.New("undo it")
	before, err := models.Books.Using(db).Count(t.Context())
	require.NoError(t, err)
	require.NoError(t, db.Atomic(t.Context(), func(ctx context.Context, tx *orm.Tx) error {
		n := int64(0)
		for book, err := range models.Books.Using(tx).OrderBy(models.Books.ID.Asc()).Iterate(ctx) {
			if err != nil {
				return err
			}
			n++
			err = tx.Atomic(ctx, func(ctx context.Context, tx *orm.Tx) error {
				if _, err := models.Books.Using(tx).Filter(models.Books.ID.Eq(book.ID)).Update(ctx, models.Books.Stock.Set(1000+n)); err != nil {
					return err
				}
				if n%2 == 0 {
					return undo
				}
				if n%3 == 0 { // a failed statement, undone with its savepoint
					return orm.Script(ctx, tx, "SELECT 1/0")
				}
				return nil
			})
			if err != nil && n%2 != 0 && n%3 != 0 {
				return err
			}
		}
		require.Equal(t, before, n)
		return nil
	}))
	kept, err := models.Books.Using(db).Filter(models.Books.Stock.Gt(1000)).Count(t.Context())
	require.NoError(t, err)
	require.Equal(t, (before+1)/2-(before+3)/6, kept)
}
