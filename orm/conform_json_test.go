package orm_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"runtime/debug"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
)

// circles are rows that know each other in both directions, by several ways of loading them.
var circles = map[string]func(t *testing.T, db *orm.DB) any{
	"prefetch": func(t *testing.T, db *orm.DB) any {
		a := &models.Authors
		return all(t, a.Using(db).PrefetchRelated(a.Books, a.MentorAuthors))
	},
	"prefetch of what was joined with its parent": func(t *testing.T, db *orm.DB) any {
		a, b := &models.Authors, &models.Books
		return all(t, a.Using(db).PrefetchRelated(a.Books.Prefetch().SelectRelated(b.Author)))
	},
	"one-to-one, there and back": func(t *testing.T, db *orm.DB) any {
		b, d := &models.Books, &models.BookDetails
		return all(t, b.Using(db).SelectRelated(b.BookDetail, query.Through(b.BookDetail, d.Book)))
	},
	"one-to-one, prefetched with its other end": func(t *testing.T, db *orm.DB) any {
		b, d := &models.Books, &models.BookDetails
		return all(t, b.Using(db).PrefetchRelated(query.PrefetchOf(b.BookDetail).SelectRelated(d.Book)))
	},
	"prefetch of a prefetch's own parents": func(t *testing.T, db *orm.DB) any {
		a, b := &models.Authors, &models.Books
		return all(t, a.Using(db).PrefetchRelated(a.Books.Prefetch().PrefetchRelated(b.Author)))
	},
	"the other end, loaded afterwards": func(t *testing.T, db *orm.DB) any {
		a := &models.Authors
		rows := all(t, a.Using(db).PrefetchRelated(a.Books))
		books, err := rows[0].Books()
		require.NoError(t, err)
		author, err := books[0].LoadAuthor(t.Context())
		require.NoError(t, err)
		require.Same(t, rows[0], author)
		require.NoError(t, orm.Load(t.Context(), db, books, models.Books.Author))
		return rows
	},
	"each loaded from the other": func(t *testing.T, db *orm.DB) any {
		rows := all(t, models.Books.Using(db).SelectRelated(models.Books.Author))
		authors := make([]*models.Author, len(rows))
		for i, row := range rows {
			authors[i], _ = row.Author()
		}
		require.NoError(t, orm.Load(t.Context(), db, authors, models.Authors.Books))
		return rows
	},
}

func all[M any](t *testing.T, q *orm.Query[M]) []*M {
	t.Helper()
	rows, err := q.All(t.Context())
	require.NoError(t, err)
	return rows
}

const circleVariable = "DUET_TEST_JSON_CIRCLE"

// TestJSONEnds: rows that know each other must have a JSON that ends. Endless recursion cannot be recovered from, so each
// case runs in a process of its own.
func TestJSONEnds(t *testing.T) {
	if name := os.Getenv(circleVariable); name != "" {
		debug.SetMaxStack(32 << 20)
		text, err := json.Marshal(circles[name](t, shop(t)))
		require.NoError(t, err)
		require.Less(t, len(text), 1<<20)
		return
	}
	t.Parallel()
	for name := range circles {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestJSONEnds$") //nolint:gosec // this test program
			cmd.Env = append(os.Environ(), circleVariable+"="+name)
			out, err := cmd.CombinedOutput()
			require.NoError(t, err, "%.600s", out)
		})
	}
}
