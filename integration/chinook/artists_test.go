package chinook

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/chinook/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
)

// Artists of whom there is no album.
func TestArtistsWithoutAlbums(t *testing.T) {
	t.Parallel()
	db := open(t)

	q := models.Artists.Using(db).Filter(models.Artists.Albums.None()).OrderBy(models.Artists.Name.Asc())

	voices(t, 1, q.All, q.AllAsync, func(t *testing.T, artists []*models.Artist) {
		want := db.sqlite3(t, `SELECT Artist.Name FROM Artist LEFT JOIN Album USING (ArtistId) WHERE AlbumId IS NULL ORDER BY 1`)
		require.NotEmpty(t, want)
		require.Equal(t, want, lines(artists, func(a *models.Artist) string { return line(a.Name) }))
	})
}

// The five artists with the most tracks, over their albums: a path through two to-many relations, in one statement.
func TestArtistsWithMostTracks(t *testing.T) {
	t.Parallel()
	db := open(t)

	tracks := query.ThroughMany(models.Artists.Albums, models.Albums.Tracks)
	count := query.Count(tracks)
	hours := query.SumOf(tracks, models.Tracks.Milliseconds)

	type artist struct {
		Name         orm.Null[string]
		Tracks       int64
		Milliseconds int64
	}
	q := orm.Project(models.Artists.Using(db).OrderBy(count.Desc(), models.Artists.Name.Asc()).Limit(5),
		func(r *artist) []query.Bind[models.Artist] {
			return []query.Bind[models.Artist]{
				query.IntoNull(models.Artists.Name, &r.Name), count.Into(&r.Tracks), hours.Into(&r.Milliseconds),
			}
		})

	voices(t, 1, q.All, q.AllAsync, func(t *testing.T, artists []artist) {
		require.Equal(t,
			db.sqlite3(t, `SELECT Artist.Name, COUNT(*), SUM(Milliseconds) FROM Artist JOIN Album USING (ArtistId)
				JOIN Track USING (AlbumId) GROUP BY ArtistId ORDER BY 2 DESC, 1 LIMIT 5`),
			lines(artists, func(a artist) string { return line(a.Name, a.Tracks, a.Milliseconds) }))
	})
}

// Artists with a track of more than half an hour. However many such tracks one has, he is there once.
func TestArtistsWithLongTracks(t *testing.T) {
	t.Parallel()
	db := open(t)

	tracks := query.ThroughMany(models.Artists.Albums, models.Albums.Tracks)
	q := models.Artists.Using(db).
		Filter(tracks.Any(models.Tracks.Milliseconds.Gt(30 * 60 * 1000))).
		OrderBy(models.Artists.ArtistID.Asc())

	voices(t, 1, q.All, q.AllAsync, func(t *testing.T, artists []*models.Artist) {
		want := db.sqlite3(t, `SELECT Name FROM Artist WHERE ArtistId IN (SELECT ArtistId FROM Album JOIN Track USING (AlbumId)
			WHERE Milliseconds > 1800000) ORDER BY ArtistId`)
		require.NotEmpty(t, want)
		require.Equal(t, want, lines(artists, func(a *models.Artist) string { return line(a.Name) }))
	})
}

// One artist's whole work: albums and their tracks in two more statements, and both ends of a relation know each other.
func TestDiscography(t *testing.T) {
	t.Parallel()
	db := open(t)

	q := models.Artists.Using(db).
		Filter(models.Artists.Name.Eq("Iron Maiden")).
		PrefetchRelated(models.Artists.Albums.OrderBy(models.Albums.Title.Asc()).
			PrefetchRelated(models.Albums.Tracks.OrderBy(models.Tracks.TrackID.Asc())))

	voices(t, 3, q.Get, q.GetAsync, func(t *testing.T, artist *models.Artist) {
		var work []string
		for _, album := range got(t, artist.Albums) {
			require.Same(t, artist, got(t, album.Artist), "the album's artist is the one who was asked for")
			for _, track := range got(t, album.Tracks) {
				require.Same(t, album, got(t, track.Album))
				work = append(work, line(album.Title, track.Name))
			}
		}
		want := db.sqlite3(t, `SELECT Title, Track.Name FROM Artist JOIN Album USING (ArtistId) JOIN Track USING (AlbumId)
			WHERE Artist.Name = 'Iron Maiden' ORDER BY Title, AlbumId, TrackId`)
		require.Len(t, want, 213)
		require.Equal(t, want, work)
	})
}

// A path through to-many relations can be prefetched as one thing: what is on the way is loaded, too.
func TestPrefetchPath(t *testing.T) {
	t.Parallel()
	db := open(t)

	q := models.Artists.Using(db).
		Filter(models.Artists.Name.In("AC/DC", "Accept", "A Cor Do Som")).
		PrefetchRelated(query.ThroughMany(models.Artists.Albums, models.Albums.Tracks)).
		OrderBy(models.Artists.ArtistID.Asc())

	voices(t, 3, q.All, q.AllAsync, func(t *testing.T, artists []*models.Artist) {
		var numbers []string
		for _, artist := range artists {
			tracks := 0
			for _, album := range got(t, artist.Albums) {
				tracks += len(got(t, album.Tracks))
			}
			numbers = append(numbers, line(artist.Name, len(got(t, artist.Albums)), tracks))
		}
		require.Equal(t, db.sqlite3(t, `SELECT Name, (SELECT COUNT(*) FROM Album WHERE ArtistId = a.ArtistId),
			(SELECT COUNT(*) FROM Album JOIN Track USING (AlbumId) WHERE ArtistId = a.ArtistId)
			FROM Artist a WHERE Name IN ('AC/DC', 'Accept', 'A Cor Do Som') ORDER BY ArtistId`), numbers)
	})
}
