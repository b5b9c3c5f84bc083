package chinook

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/chinook/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
)

// The ten longest tracks, with their album and its artist: one statement.
func TestLongestTracks(t *testing.T) {
	t.Parallel()
	db := open(t)

	q := models.Tracks.Using(db).
		SelectRelated(query.Through(models.Tracks.Album, models.Albums.Artist)).
		OrderBy(models.Tracks.Milliseconds.Desc()).
		Limit(10)

	voices(t, 1, q.All, q.AllAsync, func(t *testing.T, tracks []*models.Track) {
		want := db.sqlite3(t, `SELECT Track.Name, Title, Artist.Name, Milliseconds
			FROM Track JOIN Album USING (AlbumId) JOIN Artist USING (ArtistId) ORDER BY Milliseconds DESC LIMIT 10`)
		require.Len(t, want, 10)
		require.Equal(t, want, lines(tracks, func(track *models.Track) string {
			album := got(t, track.Album)
			artist := got(t, album.Artist)
			return line(track.Name, album.Title, artist.Name, track.Milliseconds)
		}))
	})
}

// How long a track is on average, by media type.
func TestAverageLengthPerMediaType(t *testing.T) {
	t.Parallel()
	db := open(t)
	want := db.sqlite3(t, `SELECT MediaType.Name, AVG(Milliseconds) FROM Track JOIN MediaType USING (MediaTypeId) GROUP BY 1 ORDER BY 1`)
	require.Len(t, want, 5)

	type length struct {
		MediaType orm.Null[string]
		Average   float64
	}
	written := func(l length) string { return line(l.MediaType, l.Average) }

	// From the media types: an average of related rows.
	t.Run("of related rows", func(t *testing.T) {
		average := query.AvgOf(models.MediaTypes.Tracks, models.Tracks.Milliseconds)
		q := orm.Project(models.MediaTypes.Using(db).OrderBy(models.MediaTypes.Name.Asc()), func(r *length) []query.Bind[models.MediaType] {
			return []query.Bind[models.MediaType]{query.IntoNull(models.MediaTypes.Name, &r.MediaType), average.Into(&r.Average)}
		})
		voices(t, 1, q.All, q.AllAsync, func(t *testing.T, lengths []length) {
			require.Equal(t, want, lines(lengths, written))
		})
	})

	// From the tracks: groups by the name of their media type.
	t.Run("of groups", func(t *testing.T) {
		name := query.Via(models.Tracks.MediaType, models.MediaTypes.Name)
		q := orm.Project(models.Tracks.Using(db).OrderBy(name.Asc()), func(r *length) []query.Bind[models.Track] {
			return []query.Bind[models.Track]{query.IntoNull(name, &r.MediaType), query.Avg(models.Tracks.Milliseconds).Into(&r.Average)}
		})
		voices(t, 1, q.All, q.AllAsync, func(t *testing.T, lengths []length) {
			require.Equal(t, want, lines(lengths, written))
		})
	})
}

// Tracks that AC/DC did not write. A third of the tracks have no composer, and belong to them: with NOT in SQL they
// would be lost without a word; Exclude keeps them, and Ne is there for who wants them gone.
func TestTracksNotBy(t *testing.T) {
	t.Parallel()
	db := open(t)

	excluded := models.Tracks.Using(db).Exclude(models.Tracks.Composer.Eq("AC/DC"))
	voices(t, 1, excluded.Count, excluded.CountAsync, func(t *testing.T, n int64) {
		require.Equal(t, db.sqlite3(t, `SELECT COUNT(*) FROM Track WHERE Composer IS NULL OR Composer <> 'AC/DC'`), []string{line(n)})
	})
	known := models.Tracks.Using(db).Filter(models.Tracks.Composer.Ne("AC/DC"))
	voices(t, 1, known.Count, known.CountAsync, func(t *testing.T, n int64) {
		require.Equal(t, db.sqlite3(t, `SELECT COUNT(*) FROM Track WHERE Composer <> 'AC/DC'`), []string{line(n)})
	})
	unknown := models.Tracks.Using(db).Filter(models.Tracks.Composer.IsNull())
	voices(t, 1, unknown.Count, unknown.CountAsync, func(t *testing.T, n int64) {
		require.Equal(t, db.sqlite3(t, `SELECT COUNT(*) FROM Track WHERE Composer IS NULL`), []string{line(n)})
	})
}

// Titles are looked for as they are written: what SQL calls wildcards are letters like others, quotes too, and
// upper and lower case differ unless IContains is asked.
func TestFindByName(t *testing.T) {
	t.Parallel()
	db := open(t)

	names := models.Tracks.Using(db).OrderBy(models.Tracks.TrackID.Asc())
	for name, test := range map[string]struct {
		condition query.Condition[models.Track]
		sql       string
	}{
		"percent":     {models.Tracks.Name.Contains("%"), `instr(Name, '%')`},
		"quote":       {models.Tracks.Name.Contains("'t "), `instr(Name, '''t ')`},
		"case":        {models.Tracks.Name.Contains("love"), `instr(Name, 'love')`},
		"any case":    {models.Tracks.Name.IContains("love"), `instr(lower(Name), 'love')`},
		"beginning":   {models.Tracks.Name.StartsWith("The "), `Name GLOB 'The *'`},
		"end":         {models.Tracks.Name.EndsWith("?"), `substr(Name, -1) = '?'`},
		"not English": {models.Tracks.Name.Contains("ção"), `instr(Name, 'ção')`},
		"pattern":     {models.Tracks.Name.Like("%(Live)"), `Name GLOB '*(Live)'`},
		"expression":  {models.Tracks.Name.Regex("^[0-9]+ "), `Name GLOB '[0-9]*' AND ltrim(Name, '0123456789') GLOB ' *'`},
		"one letter":  {models.Tracks.Name.Like("L_ve%"), `Name GLOB 'L?ve*'`},
		"nobody's":    {models.Tracks.Name.Eq("'; DROP TABLE Track; --"), `0`},
	} {
		t.Run(name, func(t *testing.T) {
			q := names.Filter(test.condition)
			voices(t, 1, q.All, q.AllAsync, func(t *testing.T, tracks []*models.Track) {
				want := db.sqlite3(t, `SELECT Name FROM Track WHERE `+test.sql+` ORDER BY TrackId`)
				require.Equal(t, want, lines(tracks, func(track *models.Track) string { return track.Name }))
				if name != "nobody's" {
					require.NotEmpty(t, want, "a question without an answer shows nothing")
				}
			})
		})
	}
}
