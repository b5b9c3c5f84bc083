package conformance

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
)

var copyTests = []test{
	{"Rows", copyRows},
	{"AllOrNothing", copyAllOrNothing},
	{"Nothing", copyNothing},
	{"Abandoned", copyAbandoned},
}

// copyFrom is CopyFrom in the voice of the test.
func copyFrom[M any](e *env, q *orm.Query[M], rows iter.Seq2[*M, error]) (int64, error) {
	return ask(e, func(ctx context.Context) (int64, error) { return orm.CopyFrom(ctx, q, rows) },
		func(ac orm.AsyncContext) *orm.Future[int64] { return orm.CopyFromAsync(ac, q, rows) })
}

func stream[M any](n int, row func(i int) *M) iter.Seq2[*M, error] {
	return func(yield func(*M, error) bool) {
		for i := range n {
			if !yield(row(i), nil) {
				return
			}
		}
	}
}

// copyRows: every kind of column arrives, whatever its text; what is left to the database is filled there.
func copyRows(e *env) {
	texts := []string{"plain", "tab\tnewline\nreturn\r", `back\slash \N \.`, `"quoted", 'twice'`, "星 🎵", ""}
	rows := stream(3000, func(i int) *models.Book {
		b := draft(fmt.Sprint("copy ", i))
		b.Title = texts[i%len(texts)]
		if i%2 == 1 {
			b.Subtitle, b.Cover = orm.Some(texts[(i/2)%len(texts)]), orm.Some([]byte{0, '\\', '\t', 255})
			b.Metadata = orm.Some(json.RawMessage(`{"a": "\t\\"}`))
			b.PublishedOn = orm.Some(day(2021, 2, 3))
		}
		return b
	})
	n, err := copyFrom(e, models.Books.Using(e.s), rows)
	require.NoError(e, err)
	require.EqualValues(e, 3000, n)
	e.queries(1)
	q := models.Books.Using(e.s).Filter(models.Books.ISBN.StartsWith("copy ")).OrderBy(models.Books.ID.Asc())
	got := sameRows(e, q, "SELECT * FROM books WHERE isbn LIKE 'copy %' ORDER BY id")
	require.Len(e, got, 3000)
	i := 0
	for want := range rows {
		have := got[i]
		want.ID, want.CreatedAt = have.ID, have.CreatedAt
		want.Metadata, have.Metadata = orm.Null[json.RawMessage]{}, orm.Null[json.RawMessage]{} // the same document, in the database's spelling
		require.True(e, want.Equal(have), "%d: %+v is not %+v", i, have, want)
		i++
	}
}

func copyAllOrNothing(e *env) {
	mine := errors.New("mine")
	for name, rows := range map[string]iter.Seq2[*models.Tag, error]{
		"a conflict": stream(500, func(i int) *models.Tag { return &models.Tag{Name: fmt.Sprint("copy ", i%400)} }),
		"a nil row": stream(500, func(i int) *models.Tag {
			if i == 300 {
				return nil
			}
			return &models.Tag{Name: fmt.Sprint("copy ", i)}
		}),
		"other columns": stream(500, func(i int) *models.Tag { return &models.Tag{ID: int64(1000 * (i % 2)), Name: fmt.Sprint("copy ", i)} }),
		"an error": func(yield func(*models.Tag, error) bool) {
			_ = yield(&models.Tag{Name: "copy"}, nil) && yield(nil, mine)
		},
	} {
		_, err := copyFrom(e, models.Tags.Using(e.s), rows)
		require.Error(e, err, name)
		require.ErrorContains(e, err, "Tags.CopyFrom", name)
		if name == "an error" {
			require.ErrorIs(e, err, mine)
		}
		require.Empty(e, tagNames(e), name)
	}
	// In a transaction, what was before it stays to be decided.
	require.ErrorIs(e, e.atomic(func(e *env, tx *orm.Tx) error {
		_, err := copyFrom(e, models.Tags.Using(tx), stream(10, func(i int) *models.Tag { return &models.Tag{Name: fmt.Sprint("copy ", i)} }))
		require.NoError(e, err)
		return errUndo
	}), errUndo)
	require.Empty(e, tagNames(e))
}

func copyNothing(e *env) {
	n, err := copyFrom(e, models.Tags.Using(e.s), stream(0, func(int) *models.Tag { return nil }))
	require.NoError(e, err)
	require.Zero(e, n)
	e.queries(0)
}

// copyAbandoned: the stream is told when it is not read to its end.
func copyAbandoned(e *env) {
	told := false
	_, err := copyFrom(e, models.Tags.Using(e.s), func(yield func(*models.Tag, error) bool) {
		defer func() { told = true }()
		for yield(nil, nil) { // a nil row ends the load
		}
	})
	require.Error(e, err)
	require.True(e, told)
}
