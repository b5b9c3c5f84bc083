package chinook

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/chinook/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
)

// All 3,503 tracks, longest first, in eight pages of 500 that begin behind the last row of the page before; a short
// page is the last. Many tracks are of one length; the key in second place keeps them apart, so that none is lost or
// shown twice.
func TestKeysetPages(t *testing.T) {
	t.Parallel()
	db := open(t)
	const size = 500

	longest := models.Tracks.Using(db).
		OrderBy(models.Tracks.Milliseconds.Desc(), models.Tracks.TrackID.Asc()).
		Limit(size)
	// The condition (Milliseconds, TrackID) is behind that of last, in this order, as an index can use it.
	behind := func(last *models.Track) query.Condition[models.Track] {
		return query.And(
			models.Tracks.Milliseconds.Le(last.Milliseconds),
			query.Or(
				models.Tracks.Milliseconds.Lt(last.Milliseconds),
				models.Tracks.TrackID.Gt(last.TrackID)))
	}
	pages := func(page func(q *orm.Query[models.Track]) ([]*models.Track, error)) ([]*models.Track, error) {
		var all []*models.Track
		for q := longest; ; q = longest.Filter(behind(all[len(all)-1])) {
			rows, err := page(q)
			if err != nil {
				return nil, err
			}
			if all = append(all, rows...); len(rows) < size {
				return all, nil
			}
		}
	}

	want := db.sqlite3(t, `SELECT TrackId FROM Track ORDER BY Milliseconds DESC, TrackId`)
	require.Len(t, want, 3503)
	written := func(track *models.Track) string { return line(track.TrackID) }

	ctx, sent := counted(t)
	all, err := pages(func(q *orm.Query[models.Track]) ([]*models.Track, error) { return q.All(ctx) })
	require.NoError(t, err)
	require.Equal(t, want, lines(all, written))
	require.Equal(t, 8, sent())

	before := db.Compiled()
	require.NoError(t, orm.Async(ctx, func(ac orm.AsyncContext) (err error) {
		all, err = pages(func(q *orm.Query[models.Track]) ([]*models.Track, error) { return q.AllAsync(ac).Await(ac) })
		return err
	}))
	require.Equal(t, want, lines(all, written))
	require.Equal(t, 16, sent())
	require.Equal(t, before, db.Compiled(), "pages share their plans, in either voice")
}

// The same by number: pages of an offset.
func TestNumberedPages(t *testing.T) {
	t.Parallel()
	db := open(t)

	q := models.Albums.Using(db).OrderBy(models.Albums.Title.Asc(), models.Albums.AlbumID.Asc()).Limit(20)
	written := func(a *models.Album) string { return a.Title }

	third := q.Offset(40)
	voices(t, 1, third.All, third.AllAsync, func(t *testing.T, albums []*models.Album) {
		require.Equal(t, db.sqlite3(t, `SELECT Title FROM Album ORDER BY Title, AlbumId LIMIT 20 OFFSET 40`), lines(albums, written))
	})
	last := q.Offset(340)
	voices(t, 1, last.All, last.AllAsync, func(t *testing.T, albums []*models.Album) { require.Len(t, albums, 7) })
	voices(t, 1, last.Count, last.CountAsync, func(t *testing.T, n int64) { require.EqualValues(t, 7, n) })
	rest := q.Limit(-1).Offset(340)
	voices(t, 1, rest.All, rest.AllAsync, func(t *testing.T, albums []*models.Album) { require.Len(t, albums, 7) })
	beyond := q.Offset(400)
	voices(t, 1, beyond.All, beyond.AllAsync, func(t *testing.T, albums []*models.Album) { require.Empty(t, albums) })
	backwards := q.Limit(3).Reverse()
	voices(t, 1, backwards.All, backwards.AllAsync, func(t *testing.T, albums []*models.Album) {
		require.Equal(t, db.sqlite3(t, `SELECT Title FROM Album ORDER BY Title DESC, AlbumId DESC LIMIT 3`), lines(albums, written))
	})
	nothing := q.Limit(0)
	voices(t, 0, nothing.All, nothing.AllAsync, func(t *testing.T, albums []*models.Album) { require.Empty(t, albums) })
}

// Every track, one after the other in chunks of 256 rows, each chunk with its albums: one statement that stays open,
// and one more for each chunk.
func TestIterate(t *testing.T) {
	t.Parallel()
	db := open(t)

	q := models.Tracks.Using(db).PrefetchRelated(query.PrefetchOf(models.Tracks.Album)).OrderBy(models.Tracks.TrackID.Asc())
	want := db.sqlite3(t, `SELECT TrackId, Title FROM Track JOIN Album USING (AlbumId) ORDER BY 1`)
	require.Len(t, want, 3503)

	read := func(rows func(yield func(*models.Track, error) bool)) []string {
		var read []string
		for track, err := range rows {
			require.NoError(t, err)
			read = append(read, line(track.TrackID, got(t, track.Album).Title))
		}
		return read
	}
	ctx, sent := counted(t)
	require.Equal(t, want, read(q.Iterate(ctx)))
	require.Equal(t, 1+14, sent())
	require.NoError(t, orm.Async(ctx, func(ac orm.AsyncContext) error {
		require.Equal(t, want, read(q.IterateAsync(ac)))
		return nil
	}))
	require.Equal(t, 2*(1+14), sent())

	// Leaving early ends the statement; what was not read is not asked for.
	ctx, sent = counted(t)
	for track, err := range q.Iterate(ctx) {
		require.NoError(t, err)
		if track.TrackID == 10 {
			break
		}
	}
	require.Equal(t, 2, sent())
}

// A context that has ended asks nothing.
func TestCancelled(t *testing.T) {
	t.Parallel()
	db := open(t)

	ctx, sent := counted(t)
	ctx, cancel := context.WithCancel(ctx)
	cancel()
	_, err := models.Tracks.Using(db).All(ctx)
	require.ErrorIs(t, err, context.Canceled)
	require.LessOrEqual(t, sent(), 1)
}
