package chinook

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/chinook/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
)

// Playlists with more than 1,000 tracks, with how many they have.
func TestLongPlaylists(t *testing.T) {
	t.Parallel()
	db := open(t)

	tracks := query.Count(models.Playlists.Tracks)
	long := models.Playlists.Using(db).Filter(tracks.Gt(1000)).OrderBy(models.Playlists.PlaylistID.Asc())

	t.Run("rows", func(t *testing.T) {
		voices(t, 1, long.All, long.AllAsync, func(t *testing.T, playlists []*models.Playlist) {
			want := db.sqlite3(t, `SELECT PlaylistId, Name FROM Playlist JOIN PlaylistTrack USING (PlaylistId)
				GROUP BY 1 HAVING COUNT(*) > 1000 ORDER BY 1`)
			require.NotEmpty(t, want)
			require.Equal(t, want, lines(playlists, func(p *models.Playlist) string { return line(p.PlaylistID, p.Name) }))
		})
	})
	t.Run("numbers", func(t *testing.T) {
		type playlist struct {
			Name   orm.Null[string]
			Tracks int64
		}
		q := orm.Project(long, func(r *playlist) []query.Bind[models.Playlist] {
			return []query.Bind[models.Playlist]{query.IntoNull(models.Playlists.Name, &r.Name), tracks.Into(&r.Tracks)}
		})
		voices(t, 1, q.All, q.AllAsync, func(t *testing.T, playlists []playlist) {
			require.Equal(t,
				db.sqlite3(t, `SELECT Name, COUNT(*) FROM Playlist JOIN PlaylistTrack USING (PlaylistId)
					GROUP BY PlaylistId HAVING COUNT(*) > 1000 ORDER BY PlaylistId`),
				lines(playlists, func(p playlist) string { return line(p.Name, p.Tracks) }))
		})
	})
}

// Many to many, from one end: each playlist with its three longest tracks. Playlists without tracks are there, with none.
func TestPlaylistsWithTracks(t *testing.T) {
	t.Parallel()
	db := open(t)

	q := models.Playlists.Using(db).
		PrefetchRelated(models.Playlists.Tracks.OrderBy(models.Tracks.Milliseconds.Desc(), models.Tracks.TrackID.Asc()).Limit(3)).
		OrderBy(models.Playlists.PlaylistID.Asc())

	voices(t, 2, q.All, q.AllAsync, func(t *testing.T, playlists []*models.Playlist) {
		var rows []string
		empty := 0
		for _, playlist := range playlists {
			tracks := got(t, playlist.Tracks)
			if len(tracks) == 0 {
				empty++
			}
			for _, track := range tracks {
				rows = append(rows, line(playlist.PlaylistID, track.Name))
			}
		}
		require.Equal(t, db.sqlite3(t, `SELECT PlaylistId, Name FROM (SELECT PlaylistId, Name,
			ROW_NUMBER() OVER (PARTITION BY PlaylistId ORDER BY Milliseconds DESC, TrackId) n
			FROM PlaylistTrack JOIN Track USING (TrackId)) WHERE n <= 3 ORDER BY PlaylistId, n`), rows)
		require.Equal(t, db.sqlite3(t, `SELECT COUNT(*) FROM Playlist WHERE PlaylistId NOT IN (SELECT PlaylistId FROM PlaylistTrack)`),
			[]string{line(empty)})
	})
}

// Many to many, from the other end: the tracks of one album with all playlists they are on, and the condition that
// one of these is called Grunge.
func TestTracksWithPlaylists(t *testing.T) {
	t.Parallel()
	db := open(t)

	q := models.Tracks.Using(db).
		Filter(models.Tracks.Playlists.Any(models.Playlists.Name.Eq("Grunge"))).
		PrefetchRelated(models.Tracks.Playlists.OrderBy(models.Playlists.PlaylistID.Asc())).
		OrderBy(models.Tracks.TrackID.Asc())

	voices(t, 2, q.All, q.AllAsync, func(t *testing.T, tracks []*models.Track) {
		var rows []string
		for _, track := range tracks {
			for _, playlist := range got(t, track.Playlists) {
				rows = append(rows, line(track.Name, playlist.PlaylistID, playlist.Name))
			}
		}
		want := db.sqlite3(t, `SELECT t.Name, p.PlaylistId, p.Name FROM Track t JOIN PlaylistTrack USING (TrackId) JOIN Playlist p USING (PlaylistId)
			WHERE TrackId IN (SELECT TrackId FROM PlaylistTrack JOIN Playlist USING (PlaylistId) WHERE Name = 'Grunge')
			ORDER BY TrackId, p.PlaylistId`)
		require.NotEmpty(t, want)
		require.Equal(t, want, rows)
	})
}

// Playlists all of whose tracks are classical music. An empty playlist is one of them, as it is in logic; the second
// condition says that it is not wanted.
func TestPurePlaylists(t *testing.T) {
	t.Parallel()
	db := open(t)

	classical := models.Playlists.Tracks.All(models.Tracks.Genre.Where(models.Genres.Name.Eq("Classical")))
	q := models.Playlists.Using(db).OrderBy(models.Playlists.PlaylistID.Asc())
	written := func(p *models.Playlist) string { return line(p.PlaylistID, p.Name) }
	const other = `SELECT PlaylistId FROM PlaylistTrack JOIN Track USING (TrackId) JOIN Genre USING (GenreId) WHERE Genre.Name <> 'Classical'`

	all := q.Filter(classical)
	voices(t, 1, all.All, all.AllAsync, func(t *testing.T, playlists []*models.Playlist) {
		require.Equal(t, db.sqlite3(t, `SELECT PlaylistId, Name FROM Playlist WHERE PlaylistId NOT IN (`+other+`) ORDER BY 1`),
			lines(playlists, written))
	})
	some := q.Filter(classical, models.Playlists.Tracks.Any())
	voices(t, 1, some.All, some.AllAsync, func(t *testing.T, playlists []*models.Playlist) {
		want := db.sqlite3(t, `SELECT PlaylistId, Name FROM Playlist WHERE PlaylistId NOT IN (`+other+`)
			AND PlaylistId IN (SELECT PlaylistId FROM PlaylistTrack) ORDER BY 1`)
		require.NotEmpty(t, want)
		require.Equal(t, want, lines(playlists, written))
	})
}
