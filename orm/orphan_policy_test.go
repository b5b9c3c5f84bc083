package orm_test

import (
	"errors"
	"testing"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/safety"
)

// TestOrphanPolicy forgets each kind of future under the policy of its session: statements, transactions and what an iterator asked
// for must be judged alike.
func TestOrphanPolicy(t *testing.T) {
	t.Parallel()
	forget := map[string]func(ac orm.AsyncContext, db *orm.DB){
		"statement": func(ac orm.AsyncContext, db *orm.DB) { models.Books.Using(db).CountAsync(ac) },
		"transaction": func(ac orm.AsyncContext, db *orm.DB) {
			db.AtomicAsync(ac, func(orm.AsyncContext, *orm.Tx) error { return nil })
		},
		"load": func(ac orm.AsyncContext, db *orm.DB) {
			orm.LoadAsync(ac, db, []*models.Book{{ID: 1}}, models.Books.Tags)
		},
	}
	for _, action := range []safety.Action{safety.Reject, safety.Allow} {
		db, _ := seeded(t, orm.WithPolicy(safety.Policy{}.With(safety.RuleOrphanFuture, action)))
		for name, f := range forget {
			t.Run(action.String()+" "+name, func(t *testing.T) {
				err := orm.Async(t.Context(), func(ac orm.AsyncContext) error {
					f(ac, db)
					return nil
				})
				if rejected := errors.Is(err, safety.ErrOrphanFuture); rejected != (action == safety.Reject) {
					t.Errorf("got %v", err)
				}
			})
		}
	}
}
