package integration

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/ormhttp"
	"github.com/seed83105465/duet/query"
)

// requests are what a soak of requests asks for.
func requests(t *testing.T, db *orm.DB) []request {
	quiet := ormhttp.WithLogger(slog.New(slog.DiscardHandler))
	async := func(f func(ac orm.AsyncContext, n int) error) http.Handler {
		return ormhttp.Async(func(ac orm.AsyncContext, w http.ResponseWriter, r *http.Request) error {
			n, err := strconv.Atoi(r.FormValue("n"))
			if err == nil {
				err = f(ac, n)
			}
			if err == nil {
				w.WriteHeader(http.StatusNoContent)
			}
			return err
		}, quiet)
	}
	tag := func(ac orm.AsyncContext, s orm.Session, n, row int) *orm.Future[struct{}] {
		return models.Tags.Using(s).CreateAsync(ac, &models.Tag{Name: ledger(n, row)})
	}
	// both writes two rows in a transaction, the second in a savepoint, and ends it with end.
	both := func(end func() error) http.Handler {
		return async(func(ac orm.AsyncContext, n int) error {
			books := models.Books.Using(db).CountAsync(ac)
			done := db.AtomicAsync(ac, func(ac orm.AsyncContext, tx *orm.Tx) error {
				first := tag(ac, tx, n, 0)
				inner := tx.AtomicAsync(ac, func(ac orm.AsyncContext, tx *orm.Tx) error {
					_, err := tag(ac, tx, n, 1).Await(ac)
					return err
				})
				if err := orm.WaitAll(ac, first, inner); err != nil {
					return err
				}
				return end()
			})
			return orm.WaitAll(ac, books, done)
		})
	}
	return []request{
		{name: "read", status: 204, handler: async(func(ac orm.AsyncContext, _ int) error { return reading(t, ac, db) })},
		{name: "write", rows: 1, status: 204, handler: async(func(ac orm.AsyncContext, n int) error {
			write := tag(ac, db, n, 0)
			seen := models.Tags.Using(db).Filter(models.Tags.Name.Eq(ledger(n, 0))).CountAsync(ac)
			again := tag(ac, db, n, 0)
			if err := orm.WaitAll(ac, write, seen); err != nil {
				return err
			}
			if rows, _ := seen.Await(ac); rows != 1 {
				t.Errorf("%d rows are seen behind the write of one", rows)
			}
			_, err := again.Await(ac)
			var violated *orm.ConstraintError
			if errors.As(err, &violated) {
				return nil
			}
			return fmt.Errorf("the second one was written, too: %w", err)
		})},
		{name: "slow", rows: 1, status: 204, handler: async(func(ac orm.AsyncContext, n int) error {
			return orm.WaitAll(ac, orm.ScriptAsync(ac, db, "SELECT pg_sleep(0.02)"), tag(ac, db, n, 0))
		})},
		{name: "sent", rows: 1, status: 500, stands: true, handler: async(func(ac orm.AsyncContext, n int) error {
			if _, err := tag(ac, db, n, 0).Await(ac); err != nil {
				return err
			}
			models.Books.Using(db).AllAsync(ac)
			_ = orm.Send(ac)
			return errGivenUp
		})},
		{name: "panic", rows: 1, status: 500, stands: true, handler: async(func(ac orm.AsyncContext, n int) error {
			if _, err := tag(ac, db, n, 0).Await(ac); err != nil {
				return err
			}
			models.Books.Using(db).AllAsync(ac)
			panic(errGivenUp)
		})},
		{name: "transaction", rows: 2, status: 204, handler: both(func() error { return nil })},
		{name: "rollback", status: 500, handler: both(func() error { return errGivenUp })},
		{name: "crash", status: 500, handler: both(func() error { panic(errGivenUp) })},
		{name: "blocking", rows: 2, status: 204, handler: ormhttp.Sync(func(w http.ResponseWriter, r *http.Request) error {
			n, err := strconv.Atoi(r.FormValue("n"))
			if err != nil {
				return err
			}
			err = db.Atomic(r.Context(), func(ctx context.Context, tx *orm.Tx) error {
				return models.Tags.Using(tx).BulkCreate(ctx, []*models.Tag{{Name: ledger(n, 0)}, {Name: ledger(n, 1)}})
			})
			if err == nil {
				w.WriteHeader(http.StatusNoContent)
			}
			return err
		}, quiet)},
	}
}

// reading is a page of futures of all kinds; what it finds is known.
func reading(t *testing.T, ac orm.AsyncContext, db *orm.DB) error {
	books := models.Books.Using(db)
	count := books.CountAsync(ac)
	var some []*orm.Future[*models.Book]
	for range 5 {
		some = append(some, books.Filter(models.Books.ID.Eq(1+rand.Int64N(60))).GetAsync(ac))
	}
	missing := books.Filter(models.Books.ID.Eq(-1)).GetAsync(ac)
	failing := orm.Project(books, func(r *int64) []query.Bind[models.Book] {
		return []query.Bind[models.Book]{query.Div(models.Books.ID, query.Minus(models.Books.ID, 7)).Into(r)}
	}).AllAsync(ac)
	authors := models.Authors.Using(db).PrefetchRelated(query.ThroughMany(models.Authors.Books, models.Books.Tags)).AllAsync(ac)
	cancelled := books.AllAsync(ac)
	if rand.IntN(2) == 0 {
		_ = orm.Send(ac)
	}
	cancelled.Cancel()
	first := books.OrderBy(models.Books.ID.Asc()).FirstAsync(ac)
	last := books.OrderBy(models.Books.ID.Asc()).LastAsync(ac)
	if _, err := orm.Race(ac, first, last); err != nil {
		return err
	}
	if _, err := orm.Gather(ac, some...); err != nil {
		return err
	}
	if err := orm.WaitAll(ac, authors, count); err != nil {
		return err
	}
	n, _ := count.Await(ac)
	rows, _ := authors.Await(ac)
	assert.EqualValues(t, 60, n)
	assert.Len(t, rows, 20)
	_, err := missing.Await(ac)
	_, failed := failing.Await(ac)
	if ac.Err() == nil { // the client is there
		assert.ErrorIs(t, err, orm.ErrNotFound)
		assert.ErrorContains(t, failed, "division by zero")
	}
	return ac.Err()
}
