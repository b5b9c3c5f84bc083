package chinook

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/chinook/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
	"github.com/seed83105465/duet/safety"
)

// The artist of each of 347 albums, asked album by album as one would in a first draft. Rows of one answer load
// together, 256 at a time: two statements for the artists rather than 347.
func TestLazyArtists(t *testing.T) {
	t.Parallel()
	db := open(t)

	q := models.Albums.Using(db).OrderBy(models.Albums.AlbumID.Asc())
	want := db.sqlite3(t, `SELECT Title, Name FROM Album JOIN Artist USING (ArtistId) ORDER BY AlbumId`)
	require.Len(t, want, 347)

	ctx, sent := counted(t)
	albums, err := q.All(ctx)
	require.NoError(t, err)
	require.Equal(t, want, lines(albums, func(a *models.Album) string {
		artist, err := a.LoadArtist(ctx)
		require.NoError(t, err)
		return line(a.Title, artist.Name)
	}))
	require.Equal(t, 1+2, sent())

	ctx, sent = counted(t)
	require.NoError(t, orm.Async(ctx, func(ac orm.AsyncContext) error {
		albums, err := q.AllAsync(ac).Await(ac)
		require.NoError(t, err)
		require.Equal(t, want, lines(albums, func(a *models.Album) string {
			artist, err := a.LoadArtistAsync(ac).Await(ac)
			require.NoError(t, err)
			return line(a.Title, artist.Name)
		}))
		return nil
	}))
	require.Equal(t, 1+2, sent())
}

// What was not loaded is an error when it is read, and never a query behind one's back or an empty list.
func TestNotLoaded(t *testing.T) {
	t.Parallel()
	db := open(t)

	q := models.Albums.Using(db).Filter(models.Albums.AlbumID.Eq(1))
	voices(t, 1, q.Get, q.GetAsync, func(t *testing.T, album *models.Album) {
		_, err := album.Tracks()
		var missing *safety.NotLoadedError
		require.ErrorAs(t, err, &missing)
		require.Contains(t, err.Error(), "Tracks")
		_, err = album.Artist()
		require.ErrorAs(t, err, &missing)
	})
}

// Relations of rows that are there already, however they came: one statement for each relation.
func TestLoadLater(t *testing.T) {
	t.Parallel()
	db := open(t)

	ctx, sent := counted(t)
	first, err := models.Albums.Using(db).Filter(models.Albums.AlbumID.Eq(1)).Get(ctx)
	require.NoError(t, err)
	byHand := &models.Album{AlbumID: 2, ArtistID: 2, Title: "not asked for"}
	albums := []*models.Album{first, byHand}
	require.NoError(t, orm.Load(ctx, db, albums, query.PrefetchOf(models.Albums.Artist), models.Albums.Tracks))
	require.Equal(t, 1+2, sent())
	require.Equal(t, db.sqlite3(t, `SELECT Name, (SELECT COUNT(*) FROM Track WHERE AlbumId = a.AlbumId)
		FROM Album a JOIN Artist USING (ArtistId) WHERE AlbumId IN (1, 2) ORDER BY AlbumId`),
		lines(albums, func(a *models.Album) string { return line(got(t, a.Artist).Name, len(got(t, a.Tracks))) }))
}

// Five questions for a start page, asked at once.
func TestDashboard(t *testing.T) {
	t.Parallel()
	db := open(t)

	ctx, sent := counted(t)
	var numbers []int64
	require.NoError(t, orm.Async(ctx, func(ac orm.AsyncContext) (err error) {
		numbers, err = orm.Gather(ac,
			models.Artists.Using(db).CountAsync(ac),
			models.Albums.Using(db).CountAsync(ac),
			models.Tracks.Using(db).CountAsync(ac),
			models.Customers.Using(db).CountAsync(ac),
			models.Invoices.Using(db).CountAsync(ac))
		return err
	}))
	require.Equal(t, 5, sent())
	require.Equal(t, db.sqlite3(t, `SELECT COUNT(*) FROM Artist UNION ALL SELECT COUNT(*) FROM Album UNION ALL SELECT COUNT(*) FROM Track
		UNION ALL SELECT COUNT(*) FROM Customer UNION ALL SELECT COUNT(*) FROM Invoice`), lines(numbers, func(n int64) string { return line(n) }))
}

// JSON has the columns under their names in the database, and what was loaded, downwards only: an invoice has its
// lines, the lines their tracks, and none of them the invoice again.
func TestJSON(t *testing.T) {
	t.Parallel()
	db := open(t)

	q := models.Invoices.Using(db).Filter(models.Invoices.InvoiceID.Eq(1)).
		PrefetchRelated(models.Invoices.InvoiceLines.OrderBy(models.InvoiceLines.InvoiceLineID.Asc()).SelectRelated(models.InvoiceLines.Track))
	voices(t, 2, q.Get, q.GetAsync, func(t *testing.T, invoice *models.Invoice) {
		text, err := json.Marshal(invoice)
		require.NoError(t, err)
		var read map[string]any
		require.NoError(t, json.Unmarshal(text, &read))
		require.Equal(t, "2021-01-01T00:00:00Z", read["InvoiceDate"])
		require.Equal(t, "1.98", read["Total"])
		require.Nil(t, read["BillingState"])
		require.Contains(t, string(text), "Balls to the Wall")
		require.NotContains(t, string(text), `"Customer":`, "it was not loaded")

		var back models.Invoice
		require.NoError(t, json.Unmarshal(text, &back))
		require.True(t, invoice.Equal(&back))
	})
}
