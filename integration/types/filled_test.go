package types

import (
	"net/netip"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/types/models"
	"github.com/seed83105465/duet/integration/voices"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
)

// What the database fills in comes back with Create: numbers, keys, defaults, what is generated.
func TestFilledIn(t *testing.T) {
	t.Parallel()
	db := open(t)
	all := &models.Filled{Name: "fat cats"}
	require.NoError(t, models.Filleds.Using(db).Create(t.Context(), all))
	check := func(t *testing.T, row *models.Filled) {
		t.Helper()
		require.Positive(t, row.ID)
		require.Positive(t, row.Number)
		require.Equal(t, time.Date(2024, 2, 29, 12, 0, 0, 0, time.UTC), row.At)
		require.Equal(t, time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC), row.Day)
		require.Equal(t, models.MoodSoSo, row.Mood)
		require.Equal(t, []string{"a", "b"}, row.Tags)
		require.Equal(t, query.Hstore{"a": orm.Some("1")}, row.Pairs)
		require.Equal(t, netip.MustParsePrefix("::1/128"), row.Host)
		require.Equal(t, []query.Range[int64]{query.NewRange[int64](1, 3)}, row.Seats)
		require.Equal(t, orm.Some("none"), row.Note)
		require.Equal(t, orm.Some("FAT CATS"), row.UpperName)
		require.Equal(t, orm.Some("'cat':2 'fat':1"), row.Words)
	}
	check(t, all)

	// In bulk, rows that say more and rows that say less.
	rows := []*models.Filled{
		{Name: "fat cats"},
		{ID: 1000, Number: 7, Name: "told", At: query.InfinitePast(), Day: query.InfiniteFuture(), Mood: models.MoodHappy, Tags: []string{}, Pairs: query.Hstore{},
			Host: netip.MustParsePrefix("10.0.0.0/8"), Seats: []query.Range[int64]{}, Note: orm.Some(""), UpperName: orm.Some("is not written"), Words: orm.Some("nor is this")},
		{Name: "fat cats"},
	}
	require.NoError(t, models.Filleds.Using(db).BulkCreate(t.Context(), rows))
	check(t, rows[0])
	check(t, rows[2])
	require.Equal(t, db.Ask(t, `SELECT id, number, at, day, mood, tags, pairs, host, seats, note, upper_name, words FROM filled WHERE id = 1000`),
		[]string{voices.Line(1000, 7, "-infinity", "infinity", "HAPPY!", "{}", "", "10.0.0.0/8", "{}", "", rows[1].UpperName, rows[1].Words)})
	require.Equal(t, "TOLD", rows[1].UpperName.V)

	// COPY leaves out what the first row does not say.
	n, err := orm.CopyFrom(t.Context(), models.Filleds.Using(db), stream([]*models.Filled{{Name: "copied cats"}, {Name: "copied dogs"}}))
	require.NoError(t, err)
	require.EqualValues(t, 2, n)
	require.Equal(t, []string{"so so | {a,b} | COPIED CATS", "so so | {a,b} | COPIED DOGS"},
		db.Ask(t, `SELECT mood, tags, upper_name FROM filled WHERE name LIKE 'copied %' ORDER BY name`))

	// What is saved is what can be: the generated columns are read, and never written.
	all.Name = "thin dogs"
	require.NoError(t, models.Filleds.Using(db).Save(t.Context(), all))
	require.Equal(t, []string{"THIN DOGS | 'dog':2 'thin':1"}, db.Ask(t, `SELECT upper_name, words FROM filled WHERE id = `+voices.Line(all.ID)))
}

// Each way of the database to number rows gives the number back; a number that is given is kept where that may be.
func TestNumbered(t *testing.T) {
	t.Parallel()
	db := open(t)
	ctx := t.Context()

	always := []*models.ByAlway{{Name: "a"}, {Name: "b"}, {ID: 77, Name: "c"}}
	require.NoError(t, models.ByAlways.Using(db).BulkCreate(ctx, always))
	require.Equal(t, []int64{1, 2, 3}, []int64{always[0].ID, always[1].ID, always[2].ID}, "GENERATED ALWAYS means it")
	one := &models.ByAlway{ID: 78, Name: "d"}
	require.NoError(t, models.ByAlways.Using(db).Create(ctx, one))
	require.EqualValues(t, 4, one.ID)
	one.Name = "e"
	require.NoError(t, models.ByAlways.Using(db).Save(ctx, one))

	byDefault := []*models.ByDefault{{Name: "a"}, {ID: 100, Name: "b"}, {Name: "c"}}
	require.NoError(t, models.ByDefaults.Using(db).BulkCreate(ctx, byDefault))
	require.Equal(t, []int64{1, 100, 2}, []int64{byDefault[0].ID, byDefault[1].ID, byDefault[2].ID})

	serial := []*models.BySerial{{Name: "a"}, {ID: 32767, Name: "b"}, {Name: "c"}}
	require.NoError(t, models.BySerials.Using(db).BulkCreate(ctx, serial))
	require.Equal(t, []int64{1, 32767, 2}, []int64{serial[0].ID, serial[1].ID, serial[2].ID})

	given := uuid.New()
	uuids := []*models.ByUUID{{Name: "a"}, {ID: given, Name: "b"}}
	require.NoError(t, models.ByUUIDs.Using(db).BulkCreate(ctx, uuids))
	require.NotEqual(t, uuid.Nil, uuids[0].ID)
	require.Equal(t, given, uuids[1].ID)
	require.Equal(t, db.Ask(t, `SELECT id FROM by_uuid ORDER BY name`), voices.Lines(uuids, func(u *models.ByUUID) string { return u.ID.String() }))
}
