package samples

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/samples/chinook"
	"github.com/seed83105465/duet/integration/voices"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
)

// The ten longest tracks, with their album and its artist: one statement.
func TestLongestTracks(t *testing.T) {
	t.Parallel()
	db := open(t, "chinook_pg_serial")

	q := chinook.Tracks.Using(db).
		SelectRelated(query.Through(chinook.Tracks.Album, chinook.Albums.Artist)).
		OrderBy(chinook.Tracks.Milliseconds.Desc()).
		Limit(10)
	voices.Ask(t, 1, q.All, q.AllAsync, func(t *testing.T, tracks []*chinook.Track) {
		require.Equal(t, db.Ask(t, `SELECT track.name, title, artist.name, milliseconds
				FROM track JOIN album USING (album_id) JOIN artist USING (artist_id) ORDER BY milliseconds DESC LIMIT 10`),
			voices.Lines(tracks, func(track *chinook.Track) string {
				album := voices.Got(t, track.Album)
				return voices.Line(track.Name, album.Title, voices.Got(t, album.Artist).Name, track.Milliseconds)
			}))
	})
}

// The tracks of the smaller playlists, through a table that joins both and has a key of two columns.
func TestPlaylists(t *testing.T) {
	t.Parallel()
	db := open(t, "chinook_pg_serial")

	size := query.Count(chinook.Playlists.Tracks)
	q := chinook.Playlists.Using(db).
		Filter(size.Gt(0), size.Lt(30)).
		PrefetchRelated(chinook.Playlists.Tracks.OrderBy(chinook.Tracks.TrackID.Asc())).
		OrderBy(chinook.Playlists.PlaylistID.Asc())
	voices.Ask(t, 2, q.All, q.AllAsync, func(t *testing.T, playlists []*chinook.Playlist) {
		rows := []string{}
		for _, p := range playlists {
			for _, track := range voices.Got(t, p.Tracks) {
				rows = append(rows, voices.Line(p.Name, track.Name))
			}
		}
		want := db.Ask(t, `SELECT p.name, t.name FROM playlist p JOIN playlist_track USING (playlist_id) JOIN track t USING (track_id)
			WHERE (SELECT count(*) FROM playlist_track o WHERE o.playlist_id = p.playlist_id) < 30 ORDER BY playlist_id, track_id`)
		require.NotEmpty(t, want)
		require.Equal(t, want, rows)
	})
}

// Sales per year and country, exact to the cent, and the customers who made more than 45 of them.
func TestSales(t *testing.T) {
	t.Parallel()
	db := open(t, "chinook_pg_serial")

	type sales struct {
		Year    int64
		Country orm.Null[string]
		Total   decimal.Decimal
	}
	year, total := query.Year(chinook.Invoices.InvoiceDate), query.Sum(chinook.Invoices.Total)
	q := orm.Project(chinook.Invoices.Using(db).OrderBy(year.Asc(), chinook.Invoices.BillingCountry.Asc()), func(s *sales) []query.Bind[chinook.Invoice] {
		return []query.Bind[chinook.Invoice]{year.Into(&s.Year), query.IntoNull(chinook.Invoices.BillingCountry, &s.Country), total.Into(&s.Total)}
	})
	voices.Ask(t, 1, q.All, q.AllAsync, func(t *testing.T, all []sales) {
		want := db.Ask(t, `SELECT extract(year FROM invoice_date), billing_country, sum(total) FROM invoice GROUP BY 1, 2 ORDER BY 1, 2`)
		require.Greater(t, len(want), 50)
		require.Equal(t, want, voices.Lines(all, func(s sales) string { return voices.Line(s.Year, s.Country, s.Total.StringFixed(2)) }))
	})

	best := chinook.Customers.Using(db).
		Filter(query.SumOf(chinook.Customers.Invoices, chinook.Invoices.Total).Gt(decimal.NewFromInt(45))).
		OrderBy(chinook.Customers.CustomerID.Asc())
	voices.Ask(t, 1, best.All, best.AllAsync, func(t *testing.T, customers []*chinook.Customer) {
		want := db.Ask(t, `SELECT customer_id, email FROM customer WHERE (SELECT sum(total) FROM invoice i WHERE i.customer_id = customer.customer_id) > 45 ORDER BY 1`)
		require.NotEmpty(t, want)
		require.Equal(t, want, voices.Lines(customers, func(c *chinook.Customer) string { return voices.Line(c.CustomerID, c.Email) }))
	})
}

// A new album comes with its tracks, all or none, with numbers that go on where the script left the sequences.
func TestNewAlbum(t *testing.T) {
	t.Parallel()
	db := open(t, "chinook_pg_serial")
	album := &chinook.Album{Title: "Two Voices", ArtistID: 1}
	require.NoError(t, chinook.Albums.Using(db).Create(t.Context(), album))
	tracks := make([]*chinook.Track, 12)
	for i := range tracks {
		tracks[i] = &chinook.Track{Name: "Part", AlbumID: orm.Some(album.AlbumID), MediaTypeID: 1, Milliseconds: 1000, UnitPrice: decimal.RequireFromString("0.99")}
	}
	require.NoError(t, chinook.Tracks.Using(db).BulkCreate(t.Context(), tracks))
	require.Equal(t, []string{voices.Line(album.AlbumID, 12, tracks[0].TrackID, tracks[11].TrackID, "11.88")},
		db.Ask(t, `SELECT album_id, count(*), min(track_id), max(track_id), sum(unit_price) FROM track JOIN album USING (album_id) WHERE title = 'Two Voices' GROUP BY 1`))
}
