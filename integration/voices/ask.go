package voices

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/orm"
)

// Ask asks a question in both voices, each in a subtest, counts the statements that it took, and has the answer checked.
// The voices do not differ in either.
func Ask[T any](t *testing.T, statements int, blocking func(context.Context) (T, error),
	async func(orm.AsyncContext) *orm.Future[T], check func(t *testing.T, answer T)) {
	t.Helper()
	t.Run("blocking", func(t *testing.T) {
		ctx, sent := Counted(t)
		answer, err := blocking(ctx)
		require.NoError(t, err)
		require.Equal(t, statements, sent(), "statements")
		check(t, answer)
	})
	t.Run("async", func(t *testing.T) {
		ctx, sent := Counted(t)
		var answer T
		require.NoError(t, orm.Async(ctx, func(ac orm.AsyncContext) (err error) {
			answer, err = async(ac).Await(ac)
			return err
		}))
		require.Equal(t, statements, sent(), "statements")
		check(t, answer)
	})
}

// Counted is a context of the test, and how many statements were sent with it so far.
func Counted(t *testing.T) (context.Context, func() int) {
	t.Helper()
	var n atomic.Int64
	ctx := orm.Observe(t.Context(), func(e orm.Event) {
		t.Logf("%d rows: %s", e.Rows, e.SQL)
		n.Add(1)
	})
	return ctx, func() int { return int(n.Load()) }
}

// Got is what an accessor gives of what was loaded: Got(t, film.Language). That nothing was loaded fails the test.
func Got[T any](t *testing.T, accessor func() (T, error)) T {
	t.Helper()
	v, err := accessor()
	require.NoError(t, err)
	return v
}

// Line is a row in the form of [Server.Ask]: values with " | " between them. Of a Null, the value, or nothing.
func Line(values ...any) string {
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = fmt.Sprint(v)
	}
	return strings.Join(texts, " | ")
}

// Lines makes a line of each row. No rows are an empty slice.
func Lines[R any](rows []R, write func(R) string) []string {
	out := make([]string, len(rows))
	for i, r := range rows {
		out[i] = write(r)
	}
	return out
}
