package conformance

import (
	"strings"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
)

// subject is a table to try conditions on.
type subject[M any] struct {
	table string
	using func(orm.Session) *orm.Query[M]
	byID  query.Ordering[M]
	id    func(*M) int64
}

var (
	books = subject[models.Book]{"books", models.Books.Using, models.Books.ID.Asc(),
		func(b *models.Book) int64 { return b.ID }}
	authors = subject[models.Author]{"authors", models.Authors.Using, models.Authors.ID.Asc(),
		func(a *models.Author) int64 { return a.ID }}
	orders = subject[models.Order]{"orders", models.Orders.Using, models.Orders.ID.Asc(),
		func(o *models.Order) int64 { return o.ID }}
	customers = subject[models.Customer]{"customers", models.Customers.Using, models.Customers.ID.Asc(),
		func(c *models.Customer) int64 { return c.ID }}
)

// trial is a condition and what it is in SQL written by hand.
type trial[M any] struct {
	name string
	c    query.Condition[M]
	sql  string
	none bool // no row satisfies it; without none, the test wants one that does
}

// try checks each condition in every place a condition can stand in: Filter, Exclude and Not, which must be its exact
// complement whatever is NULL, beside another one, and in Count and Exists. Each is one statement.
func try[M any](e *env, s subject[M], trials []trial[M]) {
	for _, x := range trials {
		ids := func(q *orm.Query[M]) string {
			rows, err := ask(e, q.OrderBy(s.byID).All, q.OrderBy(s.byID).AllAsync)
			if err != nil {
				return "error: " + err.Error()
			}
			e.queries(1, x.name)
			out := make([]string, len(rows))
			for i, r := range rows {
				out[i] = cell(s.id(r))
			}
			return strings.Join(out, " ")
		}
		want := func(where string) string {
			rows := e.plain("SELECT id FROM " + s.table + " WHERE " + where + " ORDER BY id")
			out := make([]string, len(rows))
			for i, r := range rows {
				out[i] = r[0]
			}
			return strings.Join(out, " ")
		}
		q := s.using(e.s)
		hits, misses := want(x.sql), want("("+x.sql+") IS NOT TRUE")
		require.Equal(e, x.none, hits == "", "%s: a test that shows nothing", x.name)
		if !assert.Equal(e, hits, ids(q.Filter(x.c)), "%s: %s", x.name, x.sql) {
			continue
		}
		assert.Equal(e, misses, ids(q.Exclude(x.c)), "%s: Exclude of %s", x.name, x.sql)
		assert.Equal(e, misses, ids(q.Filter(query.Not(x.c))), "%s: Not of %s", x.name, x.sql)
		assert.Equal(e, hits, ids(q.Filter(query.Not(query.Not(x.c)))), "%s: Not of Not of %s", x.name, x.sql)
		assert.Empty(e, ids(q.Filter(x.c).Exclude(x.c)), x.name)
		assert.Len(e, strings.Fields(ids(q.Filter(query.Or(x.c, query.Not(x.c))))), len(strings.Fields(hits+" "+misses)), x.name)
		n := must(e, q.Filter(x.c).Count, q.Filter(x.c).CountAsync)
		assert.Len(e, strings.Fields(hits), int(n), x.name)
		some := must(e, q.Filter(x.c).Exists, q.Filter(x.c).ExistsAsync)
		assert.Equal(e, hits != "", some, x.name)
		e.queries(2, x.name)
	}
}
