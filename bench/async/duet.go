package async

import (
	"errors"

	"github.com/seed83105465/duet/bench/models"
	"github.com/seed83105465/duet/orm"
)

// futures asks with Duet, in one scope: a future for each question, awaited in order.
func futures(db *orm.DB) func(qs []question) error {
	return func(qs []question) error {
		return orm.Async(ctx, func(ac orm.AsyncContext) error {
			asked := make([]future, len(qs))
			for i := range qs {
				asked[i] = ask(ac, db, &qs[i])
			}
			for i := range asked {
				if err := asked[i].await(ac, &qs[i]); err != nil {
					return err
				}
			}
			return nil
		})
	}
}

// future is the answer to come of a question: one of the two.
type future struct {
	one *orm.Future[*models.Book]
	all *orm.Future[[]*models.Book]
}

func ask(ac orm.AsyncContext, db *orm.DB, q *question) future {
	b := &models.Books
	if q.byKey {
		return future{one: b.Using(db).Filter(b.ID.Eq(q.key)).GetAsync(ac)}
	}
	return future{all: b.Using(db).Filter(b.PublisherID.Eq(q.publisher), b.PriceCents.Ge(minPrice)).
		OrderBy(b.PublishedOn.Desc(), b.ID.Desc()).Limit(10).AllAsync(ac)}
}

func (f future) await(ac orm.AsyncContext, q *question) (err error) {
	if f.one != nil {
		book, err := f.one.Await(ac)
		q.books = append(q.books[:0], book)
		return err
	}
	if q.books, err = f.all.Await(ac); err == nil && len(q.books) == 0 {
		return errors.New("no rows")
	}
	return err
}
