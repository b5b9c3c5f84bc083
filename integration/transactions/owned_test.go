package transactions

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/safety"
)

// TestFuturesOfOtherScopes: a transaction, or savepoint, owns its futures whichever scope they were made in. It waits for
// those that were sent; with one that was not, it is rolled back, and says where that was made.
func TestFuturesOfOtherScopes(t *testing.T) {
	onEach(t, func(t *testing.T, outer orm.AsyncContext, s atomicSession) {
		require.NoError(t, orm.Async(outer.Context(), func(outer orm.AsyncContext) error {
			var forgotten *orm.Future[struct{}]
			_, err := s.AtomicAsync(outer, func(ac orm.AsyncContext, tx *orm.Tx) error {
				_, err := add(ac, tx, "kept").Await(ac)
				forgotten = add(outer, tx, "forgotten")
				return err
			}).Await(outer)
			orphans("Tags.Create", "not sent")(t, err)
			_, err = forgotten.Await(outer)
			require.ErrorIs(t, err, orm.ErrTxDone)
			n, err := added(outer, s).Await(outer)
			require.NoError(t, err)
			require.Zero(t, n, "a part of it is not kept")

			var sent *orm.Future[struct{}]
			_, err = s.AtomicAsync(outer, func(ac orm.AsyncContext, tx *orm.Tx) error {
				for range 50 {
					add(outer, tx, "").Cancel()
				}
				for _, name := range []string{"a", "b", "c", "d"} {
					sent = add(outer, tx, name)
					sent.Discard()
				}
				return orm.Send(outer)
			}).Await(outer)
			require.NoError(t, err)
			select {
			case <-sent.Done():
			default:
				require.Fail(t, "the transaction ended first")
			}
			n, err = added(outer, s).Await(outer)
			require.NoError(t, err)
			require.EqualValues(t, 4, n)

			// A goroutine with a scope of its own.
			release, gone := make(chan struct{}), make(chan error)
			_, err = s.AtomicAsync(outer, func(ac orm.AsyncContext, tx *orm.Tx) error {
				made := make(chan struct{})
				go func() {
					gone <- orm.Async(t.Context(), func(ac orm.AsyncContext) error {
						f := add(ac, tx, "stray")
						close(made)
						<-release
						_, err := f.Await(ac)
						return err
					})
				}()
				<-made
				return nil
			}).Await(outer)
			require.ErrorIs(t, err, safety.ErrOrphanFuture)
			close(release)
			require.ErrorIs(t, <-gone, orm.ErrTxDone)
			n, err = added(outer, s).Await(outer)
			require.NoError(t, err)
			require.EqualValues(t, 4, n)
			return nil
		}))
	})
}
