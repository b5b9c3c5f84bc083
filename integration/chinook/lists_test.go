package chinook

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/chinook/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
)

// One of a list: of numbers, texts, amounts; of one value, none, or ten thousand.
func TestOneOf(t *testing.T) {
	t.Parallel()
	db := open(t)

	amounts := []decimal.Decimal{decimal.RequireFromString("1.98"), decimal.RequireFromString("13.860"), decimal.NewFromInt(7)}
	thousands := make([]int64, 10_000)
	for i := range thousands {
		thousands[i] = int64(i) * 2
	}
	awkward := []string{`O'Brien "Bob" \ ; -- ?`, "Luís Gonçalves", "[1,2]", "null", "1", "Niterói\n"}

	for name, test := range map[string]struct {
		condition query.Condition[models.Invoice]
		sql       string
	}{
		"amounts":      {models.Invoices.Total.In(amounts...), `Total IN (1.98, 13.86, 7)`},
		"no amounts":   {models.Invoices.Total.NotIn(amounts...), `Total NOT IN (1.98, 13.86, 7)`},
		"between":      {models.Invoices.Total.Between(amounts[2], amounts[1]), `Total BETWEEN 7 AND 13.86`},
		"numbers":      {models.Invoices.CustomerID.In(1, 5, 999), `CustomerId IN (1, 5, 999)`},
		"many numbers": {models.Invoices.InvoiceID.In(thousands...), `InvoiceId % 2 = 0`},
		"of nothing":   {models.Invoices.InvoiceID.In(), `0`},
		"not nothing":  {models.Invoices.InvoiceID.NotIn(), `1`},
		"not, null":    {models.Invoices.BillingState.NotIn("CA"), `BillingState <> 'CA'`},
		"texts":        {models.Invoices.BillingCity.In("Oslo", "São Paulo", "O'Hare"), `BillingCity IN ('Oslo', 'São Paulo')`},
		"awkward":      {models.Invoices.BillingCity.In(awkward...), `0`},
		"year":         {query.Year(models.Invoices.InvoiceDate).In(2021, 2024), `strftime('%Y', InvoiceDate) IN ('2021', '2024')`},
		"or":           {query.Or(models.Invoices.InvoiceID.Eq(1), models.Invoices.Customer.Where(models.Customers.Country.Eq("Norway"))), `InvoiceId = 1 OR CustomerId IN (SELECT CustomerId FROM Customer WHERE Country = 'Norway')`},
		"or nothing":   {query.Or[models.Invoice](), `0`},
		"and nothing":  {query.And[models.Invoice](), `1`},
		"not or":       {query.Not(query.Or(models.Invoices.BillingState.IsNull(), models.Invoices.Total.Lt(amounts[2]))), `BillingState IS NOT NULL AND Total >= 7`},
		"expression":   {query.Times(models.Invoices.Total, decimal.NewFromInt(2)).Gt(decimal.NewFromInt(30)), `Total * 2 > 30`},
	} {
		t.Run(name, func(t *testing.T) {
			q := models.Invoices.Using(db).Filter(test.condition).OrderBy(models.Invoices.InvoiceID.Asc())
			voices(t, 1, q.All, q.AllAsync, func(t *testing.T, invoices []*models.Invoice) {
				require.Equal(t, db.sqlite3(t, `SELECT InvoiceId FROM Invoice WHERE `+test.sql+` ORDER BY 1`),
					lines(invoices, func(i *models.Invoice) string { return line(i.InvoiceID) }))
			})
		})
	}
}

// What SQLite cannot do in a list it refuses, with words, rather than to find something else.
func TestZeroByteInList(t *testing.T) {
	t.Parallel()
	_, err := models.Invoices.Using(open(t)).Filter(models.Invoices.BillingCity.In("Oslo", "Os\x00lo")).All(t.Context())
	require.ErrorContains(t, err, "zero byte")
}

// All tracks with album, artist, genre and media type joined: 3,503 rows over five tables in one statement, every row
// with what belongs to it; and the same prefetched, with a statement for each relation.
func TestWholeCatalogue(t *testing.T) {
	t.Parallel()
	db := open(t)

	want := db.sqlite3(t, `SELECT TrackId, Title, a.Name, g.Name, m.Name FROM Track JOIN Album USING (AlbumId) JOIN Artist a USING (ArtistId)
		JOIN Genre g USING (GenreId) JOIN MediaType m USING (MediaTypeId) ORDER BY TrackId`)
	require.Len(t, want, 3503)
	check := func(t *testing.T, tracks []*models.Track) {
		require.Equal(t, want, lines(tracks, func(track *models.Track) string {
			album := got(t, track.Album)
			return line(track.TrackID, album.Title, got(t, album.Artist).Name, got(t, track.Genre).Name, got(t, track.MediaType).Name)
		}))
	}
	all := models.Tracks.Using(db).OrderBy(models.Tracks.TrackID.Asc())

	joined := all.SelectRelated(query.Through(models.Tracks.Album, models.Albums.Artist), models.Tracks.Genre, models.Tracks.MediaType)
	t.Run("joined", func(t *testing.T) { voices(t, 1, joined.All, joined.AllAsync, check) })

	prefetched := all.PrefetchRelated(
		query.PrefetchOf(models.Tracks.Album).PrefetchRelated(query.PrefetchOf(models.Albums.Artist)),
		query.PrefetchOf(models.Tracks.Genre), query.PrefetchOf(models.Tracks.MediaType))
	t.Run("prefetched", func(t *testing.T) { voices(t, 5, prefetched.All, prefetched.AllAsync, check) })
}

// A track without album, genre and composer is a track: joins do not lose it, groups have one for what is missing.
func TestTrackOfNothing(t *testing.T) {
	t.Parallel()
	db := open(t)
	lost := &models.Track{Name: "Untitled", MediaTypeID: 1}
	require.NoError(t, models.Tracks.Using(db).Create(t.Context(), lost))

	q := models.Tracks.Using(db).
		SelectRelated(query.Through(models.Tracks.Album, models.Albums.Artist), models.Tracks.Genre).
		OrderBy(query.Via(query.Through(models.Tracks.Album, models.Albums.Artist), models.Artists.Name).Asc(), models.Tracks.TrackID.Asc())
	voices(t, 1, q.First, q.FirstAsync, func(t *testing.T, track *models.Track) {
		require.Equal(t, lost.TrackID, track.TrackID, "NULL is smallest")
		require.Nil(t, got(t, track.Album))
		require.Nil(t, got(t, track.Genre))
	})
	voices(t, 1, q.Count, q.CountAsync, func(t *testing.T, n int64) { require.EqualValues(t, 3504, n) })

	type genre struct {
		Name   orm.Null[string]
		Tracks int64
	}
	name := query.Via(models.Tracks.Genre, models.Genres.Name)
	groups := orm.Project(models.Tracks.Using(db).OrderBy(name.Asc()), func(r *genre) []query.Bind[models.Track] {
		return []query.Bind[models.Track]{query.IntoNull(name, &r.Name), query.CountAll[models.Track]().Into(&r.Tracks)}
	})
	voices(t, 1, groups.All, groups.AllAsync, func(t *testing.T, genres []genre) {
		require.Equal(t, db.sqlite3(t, `SELECT g.Name, COUNT(*) FROM Track LEFT JOIN Genre g USING (GenreId) GROUP BY 1 ORDER BY 1`),
			lines(genres, func(g genre) string { return line(g.Name, g.Tracks) }))
	})

	// An absent row satisfies no condition, and its complement has it.
	rock := models.Tracks.Genre.Where(models.Genres.Name.Eq("Rock"))
	with, err := models.Tracks.Using(db).Filter(rock).Count(t.Context())
	require.NoError(t, err)
	without, err := models.Tracks.Using(db).Exclude(rock).Count(t.Context())
	require.NoError(t, err)
	require.Equal(t, db.sqlite3(t, `SELECT SUM(g.Name IS 'Rock'), SUM(g.Name IS NOT 'Rock') FROM Track LEFT JOIN Genre g USING (GenreId)`),
		[]string{line(with, without)})
}

// Writing a slice of a query: the ten longest tracks become free, five of them go.
func TestWriteSlice(t *testing.T) {
	t.Parallel()
	db := open(t)
	longest := models.Tracks.Using(db).OrderBy(models.Tracks.Milliseconds.Desc())
	want := db.sqlite3(t, `SELECT TrackId FROM Track ORDER BY Milliseconds DESC LIMIT 10`)

	n, err := longest.Limit(10).Update(t.Context(), models.Tracks.UnitPrice.Set(decimal.Zero))
	require.NoError(t, err)
	require.EqualValues(t, 10, n)
	require.Equal(t, want, db.sqlite3(t, `SELECT TrackId FROM Track WHERE UnitPrice = 0 ORDER BY Milliseconds DESC`))

	created := make([]*models.Genre, 5)
	for i := range created {
		created[i] = &models.Genre{Name: orm.Some(fmt.Sprint("Genre ", i))}
	}
	require.NoError(t, models.Genres.Using(db).BulkCreate(t.Context(), created))
	n, err = models.Genres.Using(db).OrderBy(models.Genres.GenreID.Desc()).Limit(5).Delete(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, 5, n)
	require.Equal(t, []string{"25"}, db.sqlite3(t, `SELECT COUNT(*) FROM Genre`))
}

// Customers without more get their name for a company: an assignment from the row's own values, to rows that are
// chosen over two relations.
func TestUpdateFromRow(t *testing.T) {
	t.Parallel()
	db := open(t)

	n, err := models.Customers.Using(db).
		Filter(models.Customers.SupportRep.Where(models.Employees.ReportsToEmployee.Where(models.Employees.LastName.Eq("Edwards")))).
		Update(t.Context(), query.Assign(models.Customers.Company, query.Upper(models.Customers.LastName)))
	require.NoError(t, err)
	require.EqualValues(t, 59, n)
	require.Equal(t, []string{"0"}, db.sqlite3(t, `SELECT COUNT(*) FROM Customer WHERE Company IS NOT upper(LastName)`))
}
