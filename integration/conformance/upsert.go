package conformance

import (
	"context"
	"sync"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
)

var upsertTests = []test{
	{"GetOrCreate", getOrCreate},
	{"GetOrCreateRace", getOrCreateRace},
	{"GetOrCreateOtherConflict", getOrCreateOtherConflict},
	{"UpdateOrCreate", updateOrCreate},
	{"UpdateOrCreateRace", updateOrCreateRace},
	{"InTx", upsertInTx},
}

// made is a row that was found or created.
type made[M any] struct {
	Row     *M
	Created bool
}

// getOr is GetOrCreate in the voice of the test.
func getOr[M any](e *env, q *orm.Query[M], row *M) (made[M], error) {
	created, err := ask(e, func(ctx context.Context) (bool, error) { return q.GetOrCreate(ctx, row) },
		func(ac orm.AsyncContext) *orm.Future[bool] { return q.GetOrCreateAsync(ac, row) })
	return made[M]{row, created}, err
}

func updateOr[M any](e *env, q *orm.Query[M], row *M, sets ...query.Assignment[M]) (made[M], error) {
	created, err := ask(e, func(ctx context.Context) (bool, error) { return q.UpdateOrCreate(ctx, row, sets...) },
		func(ac orm.AsyncContext) *orm.Future[bool] { return q.UpdateOrCreateAsync(ac, row, sets...) })
	return made[M]{row, created}, err
}

func getOrCreate(e *env) {
	b := &models.Books
	q := b.Using(e.s).Filter(b.ISBN.Eq("9781400079193")).SelectRelated(b.Author)
	made, err := getOr(e, q, draft("9781400079193"))
	require.NoError(e, err)
	e.queries(1)
	require.False(e, made.Created)
	sameRow(e, "SELECT * FROM books WHERE id = 1", made.Row)
	require.Equal(e, "Rob Tallis", has(e, made.Row.Author).Name)
	row := draft("new")
	made, err = getOr(e, b.Using(e.s).Filter(b.ISBN.Eq("new")), row)
	require.NoError(e, err)
	e.queries(2)
	require.True(e, made.Created)
	require.Same(e, row, made.Row)
	require.EqualValues(e, 61, row.ID)
	_, err = getOr(e, b.Using(e.s).Filter(b.ID.Le(2)), draft("x"))
	require.ErrorIs(e, err, orm.ErrMultiple)
	_, err = getOr(e, b.Using(e.s), nil)
	require.Error(e, err)
	bad := draft("bad")
	bad.Price = money("-1")
	given := *bad
	_, err = getOr(e, b.Using(e.s).Filter(b.ISBN.Eq("bad")), bad)
	var violated *orm.ConstraintError
	require.ErrorAs(e, err, &violated)
	require.Equal(e, given, *bad, "as it was")
	several := draft("several")
	_, err = getOr(e, b.Using(e.s), several)
	require.ErrorIs(e, err, orm.ErrMultiple)
	require.True(e, several.Equal(draft("several")), "as it was")
}

// getOrCreateRace: of 16 at once, one creates the row, and all get it.
func getOrCreateRace(e *env) {
	t := &models.Tags
	for range 5 {
		require.NoError(e, orm.Script(e.T.Context(), e.db, "DELETE FROM tags WHERE name = 'raced'"))
		var wg sync.WaitGroup
		all := make([]made[models.Tag], 16)
		errs := make([]error, 16)
		for i := range all {
			wg.Go(func() {
				all[i], errs[i] = getOr(e, t.Using(e.s).Filter(t.Name.Eq("raced")), &models.Tag{Name: "raced"})
			})
		}
		wg.Wait()
		created := 0
		for i := range all {
			require.NoError(e, errs[i])
			require.Equal(e, all[0].Row.ID, all[i].Row.ID)
			if all[i].Created {
				created++
			}
		}
		require.Equal(e, 1, created)
		require.Equal(e, "1", e.number("SELECT count(*) FROM tags WHERE name = 'raced'"))
	}
}

// getOrCreateOtherConflict: a row that conflicts with one which the query does not find is a conflict, not "no row".
func getOrCreateOtherConflict(e *env) {
	b := &models.Books
	_, err := getOr(e, b.Using(e.s).Filter(b.Title.Eq("nowhere")), draft("9781400079193"))
	var violated *orm.ConstraintError
	require.ErrorAs(e, err, &violated)
	require.Equal(e, orm.Unique, violated.Kind)
}

func updateOrCreate(e *env) {
	b := &models.Books
	made, err := updateOr(e, b.Using(e.s).Filter(b.ISBN.Eq("9781400079193")), draft("9781400079193"), b.Stock.Set(5), query.Assign(b.Version, query.Plus(b.Version, 1)))
	require.NoError(e, err)
	require.False(e, made.Created)
	require.EqualValues(e, 5, made.Row.Stock)
	require.EqualValues(e, 2, made.Row.Version)
	sameRow(e, "SELECT * FROM books WHERE id = 1", made.Row)
	e.queries(2)
	made, err = updateOr(e, b.Using(e.s).Filter(b.ISBN.Eq("new")), draft("new"), b.Stock.Set(5))
	require.NoError(e, err)
	require.True(e, made.Created)
	require.Zero(e, made.Row.Stock)
	sameRow(e, "SELECT * FROM books WHERE id = 61", made.Row)
	_, err = updateOr(e, b.Using(e.s).Filter(b.ISBN.Eq("new")), draft("new"))
	require.Error(e, err, "nothing to assign")
	// A key that is assigned is the row's key from then on.
	q := b.Using(e.s).Filter(b.ID.Eq(1)).SelectRelated(b.Author)
	made, err = updateOr(e, q, draft("x"), b.AuthorID.Set(5))
	require.NoError(e, err)
	author, err := made.Row.Author()
	if err == nil {
		require.EqualValues(e, 5, author.ID)
	}
	require.EqualValues(e, 5, must(e, made.Row.LoadAuthor, made.Row.LoadAuthorAsync).ID)
}

// updateOrCreateRace: no update is lost.
func updateOrCreateRace(e *env) {
	b := &models.Books
	var wg sync.WaitGroup
	errs := make([]error, 16)
	created := make([]bool, 16)
	for i := range errs {
		wg.Go(func() {
			row := draft("raced")
			row.Version = 1
			var made made[models.Book]
			made, errs[i] = updateOr(e, b.Using(e.s).Filter(b.ISBN.Eq("raced")), row, query.Assign(b.Version, query.Plus(b.Version, 1)))
			created[i] = made.Created
		})
	}
	wg.Wait()
	n := 0
	for i := range errs {
		require.NoError(e, errs[i])
		if created[i] {
			n++
		}
	}
	require.Equal(e, 1, n)
	require.Equal(e, "16", e.number("SELECT version FROM books WHERE isbn = 'raced'"))
}

func upsertInTx(e *env) {
	t := &models.Tags
	require.NoError(e, e.atomic(func(e *env, tx *orm.Tx) error {
		made, err := getOr(e, t.Using(tx).Filter(t.Name.Eq("in")), &models.Tag{Name: "in"})
		require.True(e, made.Created)
		if err != nil {
			return err
		}
		made, err = updateOr(e, t.Using(tx).Filter(t.Name.Eq("in")), &models.Tag{Name: "in"}, t.Name.Set("out"))
		require.False(e, made.Created)
		return err
	}))
	require.Equal(e, "1", e.number("SELECT count(*) FROM tags WHERE name = 'out'"))
}
