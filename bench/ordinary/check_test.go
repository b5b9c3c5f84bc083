package ordinary

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/bench/data"
	"github.com/seed83105465/duet/bench/measure"
	"github.com/seed83105465/duet/bench/rivals"
)

// reads is a rival that reads what it likes.
func reads(name string, change func(b *data.Book)) *rivals.Rival {
	return &rivals.Rival{Name: name, Get: func(_ context.Context, id int64, seen *rivals.Seen) error {
		b := data.BookOf(int(id))
		change(&b)
		rivals.SeeBooks(seen, []data.Book{b}, func(b *data.Book) data.Book { return *b })
		return nil
	}}
}

func same(*data.Book) {}

// TestCheck: who reads or writes anything else is found, by name.
func TestCheck(t *testing.T) {
	t.Parallel()
	bulk := func(n int, id int64) *rivals.Rival {
		r := reads("other", same)
		r.Bulk = func(_ context.Context, books []data.Book) (int, error) {
			books[0].ID = id
			return n, nil
		}
		return r
	}
	tests := []struct {
		name  string
		other *rivals.Rival
		there int // books more, each time one counts
		want  string
	}{
		{name: "the same", other: reads("other", same)},
		{name: "another value", other: reads("other", func(b *data.Book) { b.PriceCents++ }), want: "other does not read what base reads"},
		{name: "NULL", other: reads("other", func(b *data.Book) { b.PublisherID = nil }), want: "other does not read what base reads"},
		{name: "nothing is updated", other: &rivals.Rival{Name: "other", Update: func(context.Context, int64, string, int64) error { return nil }}, want: "other: update: what is there then"},
		{name: "no new id", other: &rivals.Rival{Name: "other", Insert: func(context.Context, *data.Book) (int64, error) { return 3, nil }}, want: "other: insert: the id is 3"},
		{name: "all are inserted", other: bulk(1000, 0), there: 1000},
		{name: "too few are said to be", other: bulk(999, 0), there: 1000, want: "other: bulk insert: it says 999 rows, and there are 1000"},
		{name: "too few are", other: bulk(1000, 0), there: 1, want: "other: bulk insert: it says 1000 rows, and there are 1"},
		{name: "the ids are others'", other: bulk(1000, 77), there: 1000, want: "other: bulk insert: what is there then"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			books := 0
			err := Check(t.Context(), []*rivals.Rival{reads("base", same), test.other}, func() (int, error) {
				books += test.there
				return books, nil
			}, func() error { return nil })
			if test.want == "" {
				require.NoError(t, err)
			} else {
				require.ErrorContains(t, err, test.want)
			}
		})
	}
}

// TestCases: each case has those that can do it, and the base twice.
func TestCases(t *testing.T) {
	t.Parallel()
	cases := Cases(t.Context(), "here, ", []*rivals.Rival{reads("base", same), reads("other", same), {Name: "unable"}}, nil)
	require.Len(t, cases, 1)
	require.Equal(t, "here, "+Get, cases[0].Name)
	var names []string
	for _, e := range cases[0].Entries {
		names = append(names, e.Name)
		require.NoError(t, e.Run(1))
	}
	require.Equal(t, []string{"base", "other", measure.Again}, names)
}
