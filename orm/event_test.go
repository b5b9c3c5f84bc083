package orm_test

import (
	"bytes"
	"log/slog"
	"os"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/sqlite"
)

// TestEventSaysWhoAsked: the line of the program and the colour, of calls, lazy loads and prefetches alike.
func TestEventSaysWhoAsked(t *testing.T) {
	t.Parallel()
	db := shop(t)
	var events []orm.Event
	ctx := orm.Observe(t.Context(), func(e orm.Event) { events = append(events, e) })
	q := models.Books.Using(db).Limit(1).PrefetchRelated(models.Books.Tags)
	rows, err := q.All(ctx)
	require.NoError(t, err)
	_, err = rows[0].LoadAuthor(ctx)
	require.NoError(t, err)
	require.NoError(t, orm.Script(ctx, db, "SELECT 1"))
	for _, err := range q.Iterate(ctx) {
		require.NoError(t, err)
	}
	blocking := len(events)
	require.NoError(t, orm.Async(ctx, func(ac orm.AsyncContext) error {
		rows, err := q.AllAsync(ac).Await(ac)
		if err != nil {
			return err
		}
		for _, err := range q.IterateAsync(ac) {
			require.NoError(t, err)
		}
		_, err = rows[0].LoadAuthorAsync(ac).Await(ac)
		return err
	}))
	require.Equal(t, 6, blocking)
	require.Len(t, events, blocking+5)
	for i, e := range events {
		require.Contains(t, e.Site.String(), "orm/event_test.go:", e.SQL)
		require.Equal(t, i >= blocking, e.Async, e.SQL)
		require.False(t, e.Shared(), "nothing is shared on SQLite")
	}
}

// TestStatementsAreLogged with all that an event knows.
func TestStatementsAreLogged(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	log := slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}))
	db, err := sqlite.Open(t.Context(), ":memory:", sqlite.With(orm.WithLogger(log)))
	require.NoError(t, err)
	defer db.Close()
	schema, err := os.ReadFile("../testdata/bookshop.sql")
	require.NoError(t, err)
	require.NoError(t, orm.Script(t.Context(), db, string(schema)))
	out.Reset()
	_, err = models.Books.Using(db).Filter(models.Books.ID.Eq(1)).Exists(t.Context())
	require.NoError(t, err)
	require.Regexp(t, `level=DEBUG msg=statement sql="SELECT .*" arguments=1 rows=\d duration=\S+ site=orm/event_test.go:\d+ async=false round_trip=\d+ shared=false error=<nil>\n$`, out.String())
}
