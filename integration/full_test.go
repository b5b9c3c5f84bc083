package integration

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
)

// TestMuchIsSentAtOnce: what nobody waits for is sent when it is 256 calls, or takes a megabyte, and not before.
func TestMuchIsSentAtOnce(t *testing.T) {
	t.Parallel()
	db, _ := distant(t)
	for _, test := range []struct {
		name  string
		calls int
		text  string
	}{
		{"many calls", 256, "a tag"},
		{"many bytes", 5, strings.Repeat("x", 220_000)},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			authors := models.Authors.Using(db).Filter(models.Authors.Name.Eq(test.name))
			there := func() int64 {
				n, err := authors.Count(context.Background())
				require.NoError(t, err)
				return n
			}
			require.NoError(t, orm.Async(t.Context(), func(ac orm.AsyncContext) error {
				create := func() *orm.Future[struct{}] {
					return models.Authors.Using(db).CreateAsync(ac, &models.Author{Name: test.name, Bio: orm.Some(test.text)})
				}
				var all []*orm.Future[struct{}]
				for range test.calls - 1 {
					all = append(all, create())
				}
				time.Sleep(10 * time.Millisecond) // nothing can happen, however long it is
				require.Zero(t, there())
				all = append(all, create())
				require.Eventually(t, func() bool { return there() == int64(test.calls) }, 20*time.Second, 5*time.Millisecond)
				return gathered(ac, all)
			}))
		})
	}
}

func gathered[T any](ac orm.AsyncContext, fs []*orm.Future[T]) error {
	_, err := orm.Gather(ac, fs...)
	return err
}
