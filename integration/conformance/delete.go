package conformance

import (
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
)

var deleteTests = []test{
	{"Rows", deleteRows},
	{"Guard", deleteGuard},
	{"Related", deleteRelated},
}

func deleteRows(e *env) {
	r := &models.Reviews
	q := r.Using(e.s)
	for _, c := range []struct {
		q     *orm.Query[models.Review]
		where string
	}{
		{q.Filter(r.Rating.Eq(1)), "rating = 1"},
		{q.Filter(r.Customer.Where(models.Customers.Vip.Eq(true))), "customer_id IN (SELECT id FROM customers WHERE vip)"},
		{q.Exclude(r.Body.Ne("Fine on a train.")).OrderBy(r.ID.Desc()).Limit(3), "id IN (SELECT id FROM reviews WHERE (body <> 'Fine on a train.') IS NOT TRUE ORDER BY id DESC LIMIT 3)"},
		{q.Filter(r.Book.Where(models.Books.Tags.Any(models.Tags.Name.Eq("go")))), "book_id IN (SELECT book_id FROM book_tags WHERE tag_id = 1)"},
		{q.AllRows(), "1 = 1"},
	} {
		want, left := e.number("SELECT count(*) FROM reviews WHERE "+c.where), e.plain("SELECT id FROM reviews WHERE NOT ("+c.where+") ORDER BY id")
		require.NotEqual(e, "0", want)
		require.Equal(e, want, cell(must(e, c.q.Delete, c.q.DeleteAsync)), c.where)
		e.queries(1)
		require.Equal(e, left, e.plain("SELECT id FROM reviews ORDER BY id"), c.where)
	}
	require.Zero(e, must(e, q.AllRows().Delete, q.AllRows().DeleteAsync))
	x := &models.Editions
	limited := x.Using(e.s).OrderBy(x.Price.Asc(), x.BookID.Asc(), x.Format.Asc()).Limit(5)
	require.EqualValues(e, 5, must(e, limited.Delete, limited.DeleteAsync))
	require.Equal(e, "119", e.number("SELECT count(*) FROM editions"))
	t := &models.BookTags
	one := t.Using(e.s).Filter(t.BookID.Eq(1), t.TagID.Eq(1))
	require.EqualValues(e, 1, must(e, one.Delete, one.DeleteAsync))
}

func deleteGuard(e *env) {
	q := models.Tags.Using(e.s)
	_, err := ask(e, q.Delete, q.DeleteAsync)
	require.ErrorIs(e, err, orm.ErrAllRows)
	_, err = ask(e, q.OrderBy(models.Tags.ID.Asc()).Distinct().Delete, q.OrderBy(models.Tags.ID.Asc()).Distinct().DeleteAsync)
	require.ErrorIs(e, err, orm.ErrAllRows)
	require.Zero(e, must(e, q.None().Delete, q.None().DeleteAsync))
	e.queries(0)
	require.Equal(e, "13", e.number("SELECT count(*) FROM tags"))
}

// deleteRelated: what becomes of related rows is for the schema to say.
func deleteRelated(e *env) {
	b, p := &models.Books, &models.Publishers
	restricted := b.Using(e.s).Filter(b.ID.Eq(1))
	_, err := ask(e, restricted.Delete, restricted.DeleteAsync)
	var violated *orm.ConstraintError
	require.ErrorAs(e, err, &violated)
	require.Equal(e, orm.ForeignKey, violated.Kind)
	cascades := b.Using(e.s).Filter(b.ID.Eq(12))
	require.EqualValues(e, 1, must(e, cascades.Delete, cascades.DeleteAsync))
	require.Equal(e, "0", e.number("SELECT count(*) FROM book_tags WHERE book_id = 12"))
	nulls := p.Using(e.s).Filter(p.ID.Eq(3))
	require.EqualValues(e, 1, must(e, nulls.Delete, nulls.DeleteAsync))
	require.Equal(e, "0", e.number("SELECT count(*) FROM books WHERE publisher_id = 3"))
}
