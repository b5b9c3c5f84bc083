package types

import (
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/types/models"
	"github.com/seed83105465/duet/integration/voices"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
)

// A key of a UUID, a time, an enum and bytes is one key: it is joined, prefetched in both directions, and saved by.
func TestKeyOfSeveralTypes(t *testing.T) {
	t.Parallel()
	db := open(t)
	keys, refs := models.PairKeys.Using(db), models.PairRefs.Using(db)
	var all []*models.PairKey
	for _, at := range []time.Time{time.Date(2024, 2, 29, 12, 0, 0, 1000, time.UTC), query.InfiniteFuture(), query.InfinitePast()} {
		for _, mood := range []models.Mood{models.MoodItsOddOrNot, models.MoodHappy} {
			for _, raw := range [][]byte{{}, {0, 39, 92, 255}} {
				all = append(all, &models.PairKey{Key: uuid.New(), At: at, Kind: mood, Raw: raw, Name: "key"})
			}
		}
	}
	require.NoError(t, keys.BulkCreate(t.Context(), all))
	var some []*models.PairRef
	for _, k := range all {
		for range 2 {
			some = append(some, &models.PairRef{TheKey: orm.Some(k.Key), TheAt: orm.Some(k.At), TheKind: orm.Some(k.Kind), TheRaw: orm.Some(k.Raw)})
		}
	}
	// A key that is NULL in part refers to nothing.
	some = append(some, &models.PairRef{TheKey: orm.Some(uuid.New()), TheAt: orm.Some(all[0].At)}, &models.PairRef{})
	require.NoError(t, refs.BulkCreate(t.Context(), some))

	for name, q := range map[string]*orm.Query[models.PairRef]{
		"joined": refs.SelectRelated(models.PairRefs.PairKey), "prefetched": refs.PrefetchRelated(models.PairRefs.PairKey),
	} {
		rows, err := q.OrderBy(models.PairRefs.ID.Asc()).All(t.Context())
		require.NoError(t, err, name)
		for i, row := range rows {
			key := voices.Got(t, row.PairKey)
			require.Equal(t, i < 2*len(all), key != nil, "%s %d", name, i)
			if key != nil {
				require.True(t, key.Equal(all[i/2]), "%s %d", name, i)
			}
		}
	}
	rows, err := keys.PrefetchRelated(models.PairKeys.PairRefs).All(t.Context())
	require.NoError(t, err)
	for _, key := range rows {
		require.Len(t, voices.Got(t, key.PairRefs), 2)
	}
	rows[3].Name = "renamed"
	require.NoError(t, keys.Save(t.Context(), rows[3]))
	require.Equal(t, []string{"1"}, db.Ask(t, `SELECT count(*) FROM pair_keys WHERE name = 'renamed'`))
	// One that is there already is written over, or left as it is.
	again := &models.PairKey{Key: all[0].Key, At: all[0].At, Kind: all[0].Kind, Raw: all[0].Raw, Name: "again"}
	require.NoError(t, keys.BulkCreate(t.Context(), []*models.PairKey{again}, orm.UpdateConflicts(
		[]orm.Column[models.PairKey]{models.PairKeys.Key, models.PairKeys.At, models.PairKeys.Kind, models.PairKeys.Raw}, models.PairKeys.Name)))
	require.Equal(t, []string{"1"}, db.Ask(t, `SELECT count(*) FROM pair_keys WHERE name = 'again'`))
}

// Keys that are one for the database and two for Go: joins find them, and a prefetch does not guess.
func TestKeysThatOnlyTheDatabaseFindsEqual(t *testing.T) {
	t.Parallel()
	db := open(t)
	db.Ask(t, `INSERT INTO anycase_keys VALUES ('Some@Where', 'a'); INSERT INTO anycase_refs (key_id) VALUES ('SOME@where');
		INSERT INTO span_keys VALUES ('1 mon', 'a'); INSERT INTO span_refs (key_id) VALUES ('30 days')`)

	texts, err := models.AnycaseRefs.Using(db).SelectRelated(models.AnycaseRefs.Key).All(t.Context())
	require.NoError(t, err)
	require.Equal(t, "Some@Where", voices.Got(t, texts[0].Key).ID)
	_, err = models.AnycaseRefs.Using(db).PrefetchRelated(models.AnycaseRefs.Key).All(t.Context())
	require.ErrorContains(t, err, "load it with SelectRelated")

	spans, err := models.SpanRefs.Using(db).SelectRelated(models.SpanRefs.Key).All(t.Context())
	require.NoError(t, err)
	require.Equal(t, query.Interval{Months: 1}, voices.Got(t, spans[0].Key).ID)
	_, err = models.SpanRefs.Using(db).PrefetchRelated(models.SpanRefs.Key).All(t.Context())
	require.ErrorContains(t, err, "load it with SelectRelated")
}

// Numbers and zeros that are written in two ways are one key in Go, too.
func TestKeysThatAreWrittenInTwoWays(t *testing.T) {
	t.Parallel()
	db := open(t)
	db.Ask(t, `INSERT INTO number_keys VALUES (1.50, 'a'), (0, 'b'); INSERT INTO number_refs (key_id) VALUES (1.5), (1.500), (0.00);
		INSERT INTO float_keys VALUES (0, 'a'); INSERT INTO float_refs (key_id) VALUES ('-0')`)
	numbers, err := models.NumberRefs.Using(db).PrefetchRelated(models.NumberRefs.Key).OrderBy(models.NumberRefs.ID.Asc()).All(t.Context())
	require.NoError(t, err)
	require.Equal(t, []string{"a", "a", "b"}, voices.Lines(numbers, func(r *models.NumberRef) string { return voices.Got(t, r.Key).Name }))
	keys, err := models.NumberKeys.Using(db).PrefetchRelated(models.NumberKeys.NumberRefs).OrderBy(models.NumberKeys.Name.Asc()).All(t.Context())
	require.NoError(t, err)
	require.Len(t, voices.Got(t, keys[0].NumberRefs), 2)
	floats, err := models.FloatRefs.Using(db).PrefetchRelated(models.FloatRefs.Key).All(t.Context())
	require.NoError(t, err)
	require.Equal(t, "a", voices.Got(t, floats[0].Key).Name)
}
