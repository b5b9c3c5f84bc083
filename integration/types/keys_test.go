package types

import (
	"fmt"
	"net/netip"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/types/models"
	"github.com/seed83105465/duet/integration/voices"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
)

// keyed is a table with a key of some type, and one that refers to it.
type keyed[K, R, V any] struct {
	name    string   // of the tables, before _keys and _refs
	keys    []string // as one writes them in SQL; the first has two rows that refer to it, the others one
	table   *orm.Table[K]
	refs    *orm.Table[R]
	id      query.Valued[K, V]
	keyID   query.Valued[R, V]
	rel     *query.ToOne[R, K]
	back    *query.ToMany[K, R]
	forward func(*R) (*K, error)
	load    func(*R, orm.AsyncContext) *orm.Future[*K]
	rows    func(*K) ([]*R, error)
	value   func(*K) V
	rename  func(*K)
}

// A key of each type finds what refers to it, and is found: joined, prefetched in both directions, loaded lazily, by Eq and
// In; a row is saved by it and deleted by it.
func TestKeys(t *testing.T) {
	t.Parallel()
	db := open(t)
	run(t, db, keyed[models.SmallKey, models.SmallRef, int64]{
		"small", []string{"-32768", "0", "32767"}, &models.SmallKeys.Table, &models.SmallRefs.Table, models.SmallKeys.ID, models.SmallRefs.KeyID,
		models.SmallRefs.Key, models.SmallKeys.SmallRefs, (*models.SmallRef).Key, (*models.SmallRef).LoadKeyAsync, (*models.SmallKey).SmallRefs,
		func(k *models.SmallKey) int64 { return k.ID }, func(k *models.SmallKey) { k.Name = "renamed" },
	})
	run(t, db, keyed[models.WholeKey, models.WholeRef, int64]{
		"whole", []string{"-2147483648", "0", "2147483647"}, &models.WholeKeys.Table, &models.WholeRefs.Table, models.WholeKeys.ID, models.WholeRefs.KeyID,
		models.WholeRefs.Key, models.WholeKeys.WholeRefs, (*models.WholeRef).Key, (*models.WholeRef).LoadKeyAsync, (*models.WholeKey).WholeRefs,
		func(k *models.WholeKey) int64 { return k.ID }, func(k *models.WholeKey) { k.Name = "renamed" },
	})
	run(t, db, keyed[models.TextKey, models.TextRef, string]{
		"text", []string{"", "a", "A", "ü 'quoted' \\ {},\"", " a"}, &models.TextKeys.Table, &models.TextRefs.Table, models.TextKeys.ID, models.TextRefs.KeyID,
		models.TextRefs.Key, models.TextKeys.TextRefs, (*models.TextRef).Key, (*models.TextRef).LoadKeyAsync, (*models.TextKey).TextRefs,
		func(k *models.TextKey) string { return k.ID }, func(k *models.TextKey) { k.Name = "renamed" },
	})
	run(t, db, keyed[models.LettersKey, models.LettersRef, string]{
		"letters", []string{"", "a", "abc"}, &models.LettersKeys.Table, &models.LettersRefs.Table, models.LettersKeys.ID, models.LettersRefs.KeyID,
		models.LettersRefs.Key, models.LettersKeys.LettersRefs, (*models.LettersRef).Key, (*models.LettersRef).LoadKeyAsync, (*models.LettersKey).LettersRefs,
		func(k *models.LettersKey) string { return k.ID }, func(k *models.LettersKey) { k.Name = "renamed" },
	})
	run(t, db, keyed[models.AnycaseKey, models.AnycaseRef, string]{
		"anycase", []string{"Some@Where", "other"}, &models.AnycaseKeys.Table, &models.AnycaseRefs.Table, models.AnycaseKeys.ID, models.AnycaseRefs.KeyID,
		models.AnycaseRefs.Key, models.AnycaseKeys.AnycaseRefs, (*models.AnycaseRef).Key, (*models.AnycaseRef).LoadKeyAsync, (*models.AnycaseKey).AnycaseRefs,
		func(k *models.AnycaseKey) string { return k.ID }, func(k *models.AnycaseKey) { k.Name = "renamed" },
	})
	run(t, db, keyed[models.TimeKey, models.TimeRef, time.Time]{
		"time", edges["at"], &models.TimeKeys.Table, &models.TimeRefs.Table, models.TimeKeys.ID, models.TimeRefs.KeyID,
		models.TimeRefs.Key, models.TimeKeys.TimeRefs, (*models.TimeRef).Key, (*models.TimeRef).LoadKeyAsync, (*models.TimeKey).TimeRefs,
		func(k *models.TimeKey) time.Time { return k.ID }, func(k *models.TimeKey) { k.Name = "renamed" },
	})
	run(t, db, keyed[models.PlaintimeKey, models.PlaintimeRef, time.Time]{
		"plaintime", edges["plain_at"], &models.PlaintimeKeys.Table, &models.PlaintimeRefs.Table, models.PlaintimeKeys.ID, models.PlaintimeRefs.KeyID,
		models.PlaintimeRefs.Key, models.PlaintimeKeys.PlaintimeRefs, (*models.PlaintimeRef).Key, (*models.PlaintimeRef).LoadKeyAsync, (*models.PlaintimeKey).PlaintimeRefs,
		func(k *models.PlaintimeKey) time.Time { return k.ID }, func(k *models.PlaintimeKey) { k.Name = "renamed" },
	})
	run(t, db, keyed[models.DayKey, models.DayRef, time.Time]{
		"day", edges["day"], &models.DayKeys.Table, &models.DayRefs.Table, models.DayKeys.ID, models.DayRefs.KeyID,
		models.DayRefs.Key, models.DayKeys.DayRefs, (*models.DayRef).Key, (*models.DayRef).LoadKeyAsync, (*models.DayKey).DayRefs,
		func(k *models.DayKey) time.Time { return k.ID }, func(k *models.DayKey) { k.Name = "renamed" },
	})
	run(t, db, keyed[models.ClockKey, models.ClockRef, string]{
		"clock", edges["clock"], &models.ClockKeys.Table, &models.ClockRefs.Table, models.ClockKeys.ID, models.ClockRefs.KeyID,
		models.ClockRefs.Key, models.ClockKeys.ClockRefs, (*models.ClockRef).Key, (*models.ClockRef).LoadKeyAsync, (*models.ClockKey).ClockRefs,
		func(k *models.ClockKey) string { return k.ID }, func(k *models.ClockKey) { k.Name = "renamed" },
	})
	run(t, db, keyed[models.NumberKey, models.NumberRef, decimal.Decimal]{
		"number", []string{"0.00", "-1.50", "12345678901234567890.123456789", "100", "1e20"}, &models.NumberKeys.Table, &models.NumberRefs.Table, models.NumberKeys.ID, models.NumberRefs.KeyID,
		models.NumberRefs.Key, models.NumberKeys.NumberRefs, (*models.NumberRef).Key, (*models.NumberRef).LoadKeyAsync, (*models.NumberKey).NumberRefs,
		func(k *models.NumberKey) decimal.Decimal { return k.ID }, func(k *models.NumberKey) { k.Name = "renamed" },
	})
	run(t, db, keyed[models.FloatKey, models.FloatRef, float64]{
		"float", []string{"-0", "0.1", "Infinity", "-Infinity", "5e-324", "NaN"}, &models.FloatKeys.Table, &models.FloatRefs.Table, models.FloatKeys.ID, models.FloatRefs.KeyID,
		models.FloatRefs.Key, models.FloatKeys.FloatRefs, (*models.FloatRef).Key, (*models.FloatRef).LoadKeyAsync, (*models.FloatKey).FloatRefs,
		func(k *models.FloatKey) float64 { return k.ID }, func(k *models.FloatKey) { k.Name = "renamed" },
	})
	run(t, db, keyed[models.TruthKey, models.TruthRef, bool]{
		"truth", edges["truth"], &models.TruthKeys.Table, &models.TruthRefs.Table, models.TruthKeys.ID, models.TruthRefs.KeyID,
		models.TruthRefs.Key, models.TruthKeys.TruthRefs, (*models.TruthRef).Key, (*models.TruthRef).LoadKeyAsync, (*models.TruthKey).TruthRefs,
		func(k *models.TruthKey) bool { return k.ID }, func(k *models.TruthKey) { k.Name = "renamed" },
	})
	run(t, db, keyed[models.MoodKey, models.MoodRef, models.Mood]{
		"mood", edges["feeling"], &models.MoodKeys.Table, &models.MoodRefs.Table, models.MoodKeys.ID, models.MoodRefs.KeyID,
		models.MoodRefs.Key, models.MoodKeys.MoodRefs, (*models.MoodRef).Key, (*models.MoodRef).LoadKeyAsync, (*models.MoodKey).MoodRefs,
		func(k *models.MoodKey) models.Mood { return k.ID }, func(k *models.MoodKey) { k.Name = "renamed" },
	})
	run(t, db, keyed[models.BytesKey, models.BytesRef, []byte]{
		"bytes", edges["raw"], &models.BytesKeys.Table, &models.BytesRefs.Table, models.BytesKeys.ID, models.BytesRefs.KeyID,
		models.BytesRefs.Key, models.BytesKeys.BytesRefs, (*models.BytesRef).Key, (*models.BytesRef).LoadKeyAsync, (*models.BytesKey).BytesRefs,
		func(k *models.BytesKey) []byte { return k.ID }, func(k *models.BytesKey) { k.Name = "renamed" },
	})
	run(t, db, keyed[models.UUIDKey, models.UUIDRef, uuid.UUID]{
		"uuid", edges["key"], &models.UUIDKeys.Table, &models.UUIDRefs.Table, models.UUIDKeys.ID, models.UUIDRefs.KeyID,
		models.UUIDRefs.Key, models.UUIDKeys.UUIDRefs, (*models.UUIDRef).Key, (*models.UUIDRef).LoadKeyAsync, (*models.UUIDKey).UUIDRefs,
		func(k *models.UUIDKey) uuid.UUID { return k.ID }, func(k *models.UUIDKey) { k.Name = "renamed" },
	})
	run(t, db, keyed[models.HostKey, models.HostRef, netip.Prefix]{
		"host", edges["ip"], &models.HostKeys.Table, &models.HostRefs.Table, models.HostKeys.ID, models.HostRefs.KeyID,
		models.HostRefs.Key, models.HostKeys.HostRefs, (*models.HostRef).Key, (*models.HostRef).LoadKeyAsync, (*models.HostKey).HostRefs,
		func(k *models.HostKey) netip.Prefix { return k.ID }, func(k *models.HostKey) { k.Name = "renamed" },
	})
	run(t, db, keyed[models.NetKey, models.NetRef, netip.Prefix]{
		"net", edges["net"], &models.NetKeys.Table, &models.NetRefs.Table, models.NetKeys.ID, models.NetRefs.KeyID,
		models.NetRefs.Key, models.NetKeys.NetRefs, (*models.NetRef).Key, (*models.NetRef).LoadKeyAsync, (*models.NetKey).NetRefs,
		func(k *models.NetKey) netip.Prefix { return k.ID }, func(k *models.NetKey) { k.Name = "renamed" },
	})
	run(t, db, keyed[models.MacKey, models.MacRef, string]{
		"mac", edges["mac"], &models.MacKeys.Table, &models.MacRefs.Table, models.MacKeys.ID, models.MacRefs.KeyID,
		models.MacRefs.Key, models.MacKeys.MacRefs, (*models.MacRef).Key, (*models.MacRef).LoadKeyAsync, (*models.MacKey).MacRefs,
		func(k *models.MacKey) string { return k.ID }, func(k *models.MacKey) { k.Name = "renamed" },
	})
	run(t, db, keyed[models.SpanKey, models.SpanRef, query.Interval]{
		"span", []string{"0", "1 year -3 days", "-00:00:00.5", "36:00:00"}, &models.SpanKeys.Table, &models.SpanRefs.Table, models.SpanKeys.ID, models.SpanRefs.KeyID,
		models.SpanRefs.Key, models.SpanKeys.SpanRefs, (*models.SpanRef).Key, (*models.SpanRef).LoadKeyAsync, (*models.SpanKey).SpanRefs,
		func(k *models.SpanKey) query.Interval { return k.ID }, func(k *models.SpanKey) { k.Name = "renamed" },
	})
	run(t, db, keyed[models.ListKey, models.ListRef, []int64]{
		"list", []string{"{}", "{1}", "{1,2,-3}"}, &models.ListKeys.Table, &models.ListRefs.Table, models.ListKeys.ID, models.ListRefs.KeyID,
		models.ListRefs.Key, models.ListKeys.ListRefs, (*models.ListRef).Key, (*models.ListRef).LoadKeyAsync, (*models.ListKey).ListRefs,
		func(k *models.ListKey) []int64 { return k.ID }, func(k *models.ListKey) { k.Name = "renamed" },
	})
	run(t, db, keyed[models.RangeKey, models.RangeRef, query.Range[int64]]{
		"range", edges["seats"][:3], &models.RangeKeys.Table, &models.RangeRefs.Table, models.RangeKeys.ID, models.RangeRefs.KeyID,
		models.RangeRefs.Key, models.RangeKeys.RangeRefs, (*models.RangeRef).Key, (*models.RangeRef).LoadKeyAsync, (*models.RangeKey).RangeRefs,
		func(k *models.RangeKey) query.Range[int64] { return k.ID }, func(k *models.RangeKey) { k.Name = "renamed" },
	})
	run(t, db, keyed[models.BitsKey, models.BitsRef, string]{
		"bits", []string{"", "0", "101"}, &models.BitsKeys.Table, &models.BitsRefs.Table, models.BitsKeys.ID, models.BitsRefs.KeyID,
		models.BitsRefs.Key, models.BitsKeys.BitsRefs, (*models.BitsRef).Key, (*models.BitsRef).LoadKeyAsync, (*models.BitsKey).BitsRefs,
		func(k *models.BitsKey) string { return k.ID }, func(k *models.BitsKey) { k.Name = "renamed" },
	})
	run(t, db, keyed[models.CashKey, models.CashRef, string]{
		"cash", []string{"0", "-12.30", "1234567.89"}, &models.CashKeys.Table, &models.CashRefs.Table, models.CashKeys.ID, models.CashRefs.KeyID,
		models.CashRefs.Key, models.CashKeys.CashRefs, (*models.CashRef).Key, (*models.CashRef).LoadKeyAsync, (*models.CashKey).CashRefs,
		func(k *models.CashKey) string { return k.ID }, func(k *models.CashKey) { k.Name = "renamed" },
	})
	run(t, db, keyed[models.DomainKey, models.DomainRef, int64]{
		"domain", edges["age"], &models.DomainKeys.Table, &models.DomainRefs.Table, models.DomainKeys.ID, models.DomainRefs.KeyID,
		models.DomainRefs.Key, models.DomainKeys.DomainRefs, (*models.DomainRef).Key, (*models.DomainRef).LoadKeyAsync, (*models.DomainKey).DomainRefs,
		func(k *models.DomainKey) int64 { return k.ID }, func(k *models.DomainKey) { k.Name = "renamed" },
	})
	run(t, db, keyed[models.OwnerKey, models.OwnerRef, string]{
		"owner", edges["owner"], &models.OwnerKeys.Table, &models.OwnerRefs.Table, models.OwnerKeys.ID, models.OwnerRefs.KeyID,
		models.OwnerRefs.Key, models.OwnerKeys.OwnerRefs, (*models.OwnerRef).Key, (*models.OwnerRef).LoadKeyAsync, (*models.OwnerKey).OwnerRefs,
		func(k *models.OwnerKey) string { return k.ID }, func(k *models.OwnerKey) { k.Name = "renamed" },
	})
}

// run takes the tables of one type through all of it.
func run[K, R, V any](t *testing.T, db *voices.Server, k keyed[K, R, V]) {
	t.Helper()
	t.Run(k.name, func(t *testing.T) {
		t.Parallel()
		for i, key := range k.keys {
			db.Ask(t, fmt.Sprintf(`INSERT INTO %[1]s_keys VALUES (%[2]s, 'key %[3]d'); INSERT INTO %[1]s_refs (key_id) VALUES (%[2]s)`, k.name, literal(key), i))
		}
		db.Ask(t, fmt.Sprintf(`INSERT INTO %[1]s_refs (key_id) VALUES (%[2]s), (NULL)`, k.name, literal(k.keys[0])))
		keys, refs := k.table.Using(db), k.refs.Using(db)

		for name, q := range map[string]*orm.Query[R]{
			"joined": refs.SelectRelated(k.rel), "prefetched": refs.PrefetchRelated(query.PrefetchOf(k.rel)),
		} {
			rows, err := q.All(t.Context())
			require.NoError(t, err, name)
			require.Len(t, rows, len(k.keys)+2)
			without := 0
			for _, row := range rows {
				if voices.Got(t, func() (*K, error) { return k.forward(row) }) == nil {
					without++
				}
			}
			require.Equal(t, 1, without, name)
		}
		require.NoError(t, orm.Async(t.Context(), func(ac orm.AsyncContext) error {
			rows, err := refs.Filter(k.rel.Where()).AllAsync(ac).Await(ac)
			require.Len(t, rows, len(k.keys)+1)
			for _, row := range rows {
				if found, err := k.load(row, ac).Await(ac); err != nil || found == nil {
					return fmt.Errorf("the key of %v is %v: %w", row, found, err)
				}
			}
			return err
		}))

		all, err := keys.PrefetchRelated(k.back).All(t.Context())
		require.NoError(t, err)
		require.Len(t, all, len(k.keys))
		found := 0
		for _, key := range all {
			found += len(voices.Got(t, func() ([]*R, error) { return k.rows(key) }))
			one, err := keys.Filter(query.F(k.id).Eq(k.value(key))).Get(t.Context())
			require.NoError(t, err, "%v", k.value(key))
			n, err := refs.Filter(query.F(k.keyID).In(k.value(one))).Count(t.Context())
			require.NoError(t, err)
			require.EqualValues(t, len(voices.Got(t, func() ([]*R, error) { return k.rows(key) })), n, "%v", k.value(key))
		}
		require.Equal(t, len(k.keys)+1, found)
		require.NoError(t, orm.Async(t.Context(), func(ac orm.AsyncContext) error { // at once, twice each
			var at []*orm.Future[*K]
			for range 2 {
				for _, key := range all {
					at = append(at, keys.Filter(query.F(k.id).Eq(k.value(key))).GetAsync(ac))
				}
			}
			rows, err := orm.Gather(ac, at...)
			require.NoError(t, err)
			for i, row := range rows {
				require.Equal(t, fmt.Sprint(k.value(all[i%len(all)])), fmt.Sprint(k.value(row))) // NaN among them
				require.NotSame(t, rows[(i+len(all))%len(rows)], row)
			}
			return nil
		}))
		values := make([]V, len(all))
		for i, key := range all {
			values[i] = k.value(key)
		}
		n, err := keys.Filter(query.F(k.id).In(values...)).Count(t.Context())
		require.NoError(t, err)
		require.EqualValues(t, len(k.keys), n)

		k.rename(all[1])
		require.NoError(t, keys.Save(t.Context(), all[1]))
		require.Equal(t, []string{"1"}, db.Ask(t, fmt.Sprintf(`SELECT count(*) FROM %[1]s_keys WHERE name = 'renamed'`, k.name)))
		_, err = refs.AllRows().Delete(t.Context())
		require.NoError(t, err)
		n, err = keys.Filter(query.F(k.id).Eq(k.value(all[1]))).Delete(t.Context())
		require.NoError(t, err)
		require.EqualValues(t, 1, n)
		require.Equal(t, []string{"0"}, db.Ask(t, fmt.Sprintf(`SELECT count(*) FROM %[1]s_keys WHERE name = 'renamed'`, k.name)))
	})
}
