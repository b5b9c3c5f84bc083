package transactions

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/faultproxy"
	"github.com/seed83105465/duet/integration/pgtest"
	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/postgres"
	"github.com/seed83105465/duet/safety"
	"github.com/seed83105465/duet/testdata"
)

// TestCommitUnknown: when the connection is cut after COMMIT was sent, nobody guesses what became of it: not the error, not
// the hooks, not the orphan that the transaction is to a scope that did not await it.
func TestCommitUnknown(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name      string
		direction faultproxy.Direction
		committed int64
	}{
		{"the answer is lost", faultproxy.ToClient, 1},
		{"the COMMIT is lost", faultproxy.ToServer, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			proxy, dsn := faultproxy.Before(t, pgtest.DatabaseFrom(t, "bookshop", testdata.PostgresSchema, testdata.PostgresSeed()))
			db, err := postgres.Open(t.Context(), dsn, postgres.Connections(1), postgres.CommitTimeout(5*time.Second))
			require.NoError(t, err)
			t.Cleanup(func() { require.NoError(t, db.Close()) })
			cut := func(l level) error {
				l.tx.OnCommit(func(context.Context) { t.Error("nobody knows that it was committed") })
				err := l.savepoint(func(l level) error { return l.add("a") })
				proxy.CutAfter(test.direction, 0, faultproxy.RST)
				return err
			}
			for _, check := range []func(){
				func() { require.ErrorIs(t, begin(t.Context(), db, false, cut), orm.ErrCommitUnknown) },
				func() {
					err := begin(t.Context(), db, true, cut)
					require.ErrorIs(t, err, orm.ErrCommitUnknown)
					require.False(t, orm.CanRetry(err))
				},
				func() {
					err := orm.Async(t.Context(), func(ac orm.AsyncContext) error {
						f := db.AtomicAsync(ac, func(ac orm.AsyncContext, tx *orm.Tx) error { return cut(level{ac.Context(), &ac, tx}) })
						require.NoError(t, orm.Send(ac))
						<-f.Done()
						return nil
					})
					require.ErrorIs(t, err, orm.ErrCommitUnknown)
					var orphan *safety.OrphanFutureError
					require.ErrorAs(t, err, &orphan)
					require.Equal(t, safety.Unknown, orphan.Orphans[0].State)
				},
			} {
				check()
				tags := models.Tags.Using(db).Filter(models.Tags.ID.Gt(13)).AllRows()
				require.Eventually(t, func() bool {
					n, err := tags.Count(t.Context())
					return err == nil && n == test.committed
				}, patient, 5*time.Millisecond)
				_, err := tags.Delete(t.Context())
				require.NoError(t, err)
			}
		})
	}
}
