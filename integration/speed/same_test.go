package speed

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/speed/models"
	"github.com/seed83105465/duet/integration/voices"
)

// plain is a book as the other side has it.
func plain(b *models.Book) plainBook {
	out := plainBook{ID: b.ID, Title: b.Title, AuthorID: b.AuthorID, PriceCents: b.PriceCents, PublishedOn: b.PublishedOn.UTC()}
	if b.PublisherID.Valid {
		out.PublisherID = &b.PublisherID.V
	}
	return out
}

func plains(books []*models.Book) []plainBook {
	out := make([]plainBook, len(books))
	for i, b := range books {
		out[i] = plain(b)
	}
	return out
}

// inUTC takes the zone of this machine off what pgx gave.
func inUTC(books []plainBook) []plainBook {
	for i := range books {
		books[i].PublishedOn = books[i].PublishedOn.UTC()
	}
	return books
}

// TestSameRows: what is compared asks for the same, and gets it.
func TestSameRows(t *testing.T) {
	t.Parallel()
	r, d := server(t)
	ctx := t.Context()

	one, err := r.get(ctx, 7)
	require.NoError(t, err)
	ours, err := d.get(ctx, 7)
	require.NoError(t, err)
	require.Equal(t, inUTC([]plainBook{*one}), plains([]*models.Book{ours}))

	some, err := r.filter(ctx, 3, 1500, before)
	require.NoError(t, err)
	require.Len(t, some, 100)
	page, err := d.filter(ctx, 3, 1500, before)
	require.NoError(t, err)
	require.Equal(t, inUTC(some), plains(page))

	all, err := r.read(ctx)
	require.NoError(t, err)
	require.Len(t, all, 10000)
	rows, err := d.read(ctx)
	require.NoError(t, err)
	require.Equal(t, inUTC(all), plains(rows))
}

// TestSameRelations is the same with related rows.
func TestSameRelations(t *testing.T) {
	t.Parallel()
	r, d := server(t)
	ctx := t.Context()

	joined, err := r.join(ctx)
	require.NoError(t, err)
	books, err := d.join(ctx)
	require.NoError(t, err)
	require.Len(t, books, len(joined))
	for i, b := range books {
		a, p := voices.Got(t, b.Author), voices.Got(t, b.Publisher)
		require.Equal(t, joined[i].Author.Email, a.Email)
		require.Equal(t, joined[i].Publisher == nil, p == nil)
		if p != nil {
			require.Equal(t, joined[i].Publisher.Name, p.Name)
		}
	}

	prefetched, err := r.prefetch(ctx)
	require.NoError(t, err)
	authors, err := d.prefetch(ctx)
	require.NoError(t, err)
	require.Len(t, authors, len(prefetched))
	for i, a := range authors {
		require.ElementsMatch(t, inUTC(prefetched[i].Books), plains(voices.Got(t, a.Books)))
	}

	tagged, err := r.manyToMany(ctx)
	require.NoError(t, err)
	books, err = d.manyToMany(ctx)
	require.NoError(t, err)
	require.Len(t, books, len(tagged))
	for i, b := range books {
		var tags []rawTag
		for _, tag := range voices.Got(t, b.Tags) {
			tags = append(tags, rawTag{tag.ID, tag.Name})
		}
		require.ElementsMatch(t, tagged[i].Tags, tags)
	}
}

// TestSameWrites: both sides write the same.
func TestSameWrites(t *testing.T) {
	t.Parallel()
	r, d := server(t)
	ctx := t.Context()
	plain, books := newPlains(), newBooks()

	theirs, mine := &plain[1], books[1]
	require.NoError(t, r.insert(ctx, theirs))
	require.NoError(t, d.insert(ctx, mine))
	require.EqualValues(t, 20001, theirs.ID)
	require.EqualValues(t, 20002, mine.ID)

	require.NoError(t, r.update(ctx, theirs.ID, "Changed", 5))
	require.NoError(t, d.update(ctx, mine.ID, "Changed", 5))
	a, err := r.get(ctx, theirs.ID)
	require.NoError(t, err)
	b, err := d.get(ctx, mine.ID)
	require.NoError(t, err)
	b.ID = a.ID
	require.Equal(t, inUTC([]plainBook{*a}), plains([]*models.Book{b}))

	mine.ID = 0
	require.NoError(t, r.bulk(ctx, plain))
	require.NoError(t, d.bulk(ctx, books))
	all := models.Books.Using(d.db).OrderBy(models.Books.ID.Asc())
	first, err := all.Filter(models.Books.ID.Gt(20002)).Limit(1000).All(ctx)
	require.NoError(t, err)
	require.Equal(t, inUTC(plain), plains(first))
	second, err := all.Filter(models.Books.ID.Gt(21002)).All(ctx)
	require.NoError(t, err)
	require.Equal(t, plains(books), plains(second))
}
