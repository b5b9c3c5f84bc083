package query_test

import (
	"testing"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/query"
)

// TestOrderThatIsNotWritten is about statements for which the order does not matter: it is left out of the SQL, and its arguments
// must be left out with it. Counting a query that is sorted by a count of related rows is what every page of a list does.
func TestOrderThatIsNotWritten(t *testing.T) {
	t.Parallel()
	b := &models.Books
	order := by(query.Count(b.Reviews, models.Reviews.Rating.Gt(3)).Desc())
	tests := map[string]*query.Statement{
		"count":  statement(query.SelectCount, &b.Desc, where(b.Stock.Gt(7)), order),
		"exists": statement(query.SelectExists, &b.Desc, where(b.Stock.Gt(7)), order),
		"update": statement(query.Update, &b.Desc, sets(b.Version.Set(1)), where(b.Stock.Gt(7)), order),
		"delete": statement(query.Delete, &b.Desc, where(b.Stock.Gt(7)), order),
	}
	for name, st := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, args := planOf(t, st)
			if len(args) == 0 || args[len(args)-1].Int() != 7 {
				t.Errorf("arguments %s for %s", show(args), p.SQL)
			}
		})
	}
}
