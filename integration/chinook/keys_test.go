package chinook

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/chinook/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
)

// A row of the join table by its composite key, with both ends: it is a model like any other.
func TestCompositeKey(t *testing.T) {
	t.Parallel()
	db := open(t)

	q := models.PlaylistTracks.Using(db).
		Filter(models.PlaylistTracks.PlaylistID.Eq(16), models.PlaylistTracks.TrackID.Eq(52)).
		SelectRelated(models.PlaylistTracks.Playlist, query.Through(models.PlaylistTracks.Track, models.Tracks.Genre))

	voices(t, 1, q.Get, q.GetAsync, func(t *testing.T, on *models.PlaylistTrack) {
		require.Equal(t,
			db.sqlite3(t, `SELECT p.Name, t.Name, g.Name FROM PlaylistTrack JOIN Playlist p USING (PlaylistId) JOIN Track t USING (TrackId)
				JOIN Genre g USING (GenreId) WHERE PlaylistId = 16 AND TrackId = 52`),
			[]string{line(got(t, on.Playlist).Name, got(t, on.Track).Name, got(t, got(t, on.Track).Genre).Name)})
	})

	// Without an order, the first and the last are by the whole key.
	voices(t, 1, models.PlaylistTracks.Using(db).Last, models.PlaylistTracks.Using(db).LastAsync, func(t *testing.T, on *models.PlaylistTrack) {
		require.Equal(t, db.sqlite3(t, `SELECT PlaylistId, TrackId FROM PlaylistTrack ORDER BY 1 DESC, 2 DESC LIMIT 1`), []string{line(on.PlaylistID, on.TrackID)})
	})
}

// A track is put on a playlist: once, whoever asks how often; the second time the database refuses, which is an error
// with a kind, a table and columns, or not an error for who says so.
func TestPutOnPlaylist(t *testing.T) {
	t.Parallel()
	db := open(t)
	on := func() *models.PlaylistTrack { return &models.PlaylistTrack{PlaylistID: 2, TrackID: 1} } // playlist 2 is empty
	count := func() []string { return db.sqlite3(t, `SELECT COUNT(*) FROM PlaylistTrack WHERE PlaylistId = 2`) }

	require.NoError(t, models.PlaylistTracks.Using(db).Create(t.Context(), on()))
	err := models.PlaylistTracks.Using(db).Create(t.Context(), on())
	var refused *orm.ConstraintError
	require.ErrorAs(t, err, &refused)
	require.Equal(t, orm.Unique, refused.Kind)
	require.Equal(t, "PlaylistTrack", refused.Table)
	require.Equal(t, []string{"PlaylistId", "TrackId"}, refused.Columns)
	require.Equal(t, []string{"1"}, count())

	require.NoError(t, models.PlaylistTracks.Using(db).BulkCreate(t.Context(),
		[]*models.PlaylistTrack{on(), {PlaylistID: 2, TrackID: 2}}, orm.IgnoreConflicts[models.PlaylistTrack]()))
	require.Equal(t, []string{"2"}, count())

	q := models.PlaylistTracks.Using(db).Filter(models.PlaylistTracks.PlaylistID.Eq(2), models.PlaylistTracks.TrackID.Eq(3))
	row := &models.PlaylistTrack{PlaylistID: 2, TrackID: 3}
	created, err := q.GetOrCreate(t.Context(), row)
	require.NoError(t, err)
	require.True(t, created)
	require.EqualValues(t, 3, row.TrackID)
	require.NoError(t, orm.Async(t.Context(), func(ac orm.AsyncContext) error {
		created, err := q.GetOrCreateAsync(ac, &models.PlaylistTrack{PlaylistID: 2, TrackID: 3}).Await(ac)
		require.False(t, created)
		return err
	}))
	require.Equal(t, []string{"3"}, count())

	n, err := q.Delete(t.Context())
	require.NoError(t, err)
	require.EqualValues(t, 1, n)
	require.Equal(t, []string{"2"}, count())

	err = models.PlaylistTracks.Using(db).Create(t.Context(), &models.PlaylistTrack{PlaylistID: 2, TrackID: 999999})
	require.ErrorAs(t, err, &refused)
	require.Equal(t, orm.ForeignKey, refused.Kind)
}

// Some rows by key, in a map. Keys without a row are missing there.
func TestInBulk(t *testing.T) {
	t.Parallel()
	db := open(t)

	check := func(genres map[int64]*models.Genre) {
		require.Len(t, genres, 2)
		require.Equal(t, db.sqlite3(t, `SELECT Name FROM Genre WHERE GenreId IN (2, 7) ORDER BY GenreId`),
			[]string{line(genres[2].Name), line(genres[7].Name)})
	}
	ctx, sent := counted(t)
	genres, err := orm.InBulk(ctx, models.Genres.Using(db), models.Genres.GenreID, 2, 7, 999)
	require.NoError(t, err)
	check(genres)
	require.NoError(t, orm.Async(ctx, func(ac orm.AsyncContext) (err error) {
		genres, err = orm.InBulkAsync(ac, models.Genres.Using(db), models.Genres.GenreID, 2, 7, 999).Await(ac)
		return err
	}))
	check(genres)
	require.Equal(t, 2, sent())
}

// One row is asked for: none and several are different errors.
func TestGet(t *testing.T) {
	t.Parallel()
	db := open(t)

	_, err := models.Artists.Using(db).Filter(models.Artists.Name.Eq("Nobody")).Get(t.Context())
	require.ErrorIs(t, err, orm.ErrNotFound)
	_, err = models.Artists.Using(db).Filter(models.Artists.Name.StartsWith("A")).Get(t.Context())
	require.ErrorIs(t, err, orm.ErrMultiple)
	// A name longer than the schema allows: found before anything is sent.
	long := &models.Employee{FirstName: "Ada", LastName: "Lovelace-Byron-King-Noel"}
	var invalid *orm.ValidationError
	require.ErrorAs(t, long.Validate(), &invalid)
	require.Equal(t, "LastName", invalid.Fields[0].Field)
}
