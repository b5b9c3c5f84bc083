package integration

import (
	"context"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/orm"
)

// locked holds a lock on a table until release is called, or the test has ended: it makes a statement slow without making it
// heavy.
func locked(t *testing.T, db *orm.DB, table string) (release func()) {
	t.Helper()
	held, free, ended := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		ended <- db.Atomic(context.Background(), func(ctx context.Context, tx *orm.Tx) error {
			err := orm.Script(ctx, tx, "LOCK TABLE "+table)
			close(held)
			<-free
			return err
		})
	}()
	<-held
	release = sync.OnceFunc(func() {
		close(free)
		require.NoError(t, <-ended)
	})
	t.Cleanup(release)
	return release
}
