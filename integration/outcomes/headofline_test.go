package outcomes

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/outcomes/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
)

// TestHeadOfLine: once a plan is known to be slow, what is asked for beside it is answered while it runs, wherever among the
// others it stands. What is slow waits here for a lock that the test holds: nothing is measured.
//
// With one connection that cannot be: everything waits for what runs on it. With two, a scope's share is one of them, and
// what it asks for while the slow one already runs waits; what it has asked for along with it does not.
func TestHeadOfLine(t *testing.T) {
	t.Parallel()
	for _, connections := range []int{2, 4, 10} {
		for _, at := range []int{0, 4, 9} {
			t.Run(fmt.Sprint(connections, " connections, slow at ", at), func(t *testing.T) {
				t.Parallel()
				headOfLine(t, connections, at)
			})
		}
	}
}

func headOfLine(t *testing.T, connections, at int) {
	here := onPostgres(t)
	here.reset(t)
	db := here.open(t, connections)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	gate := models.Gates.Using(db).Filter(models.Gates.ID.Eq(101))
	lookups := func(ac orm.AsyncContext, n int) []*orm.Future[*models.Player] { // of several kinds
		out := make([]*orm.Future[*models.Player], n)
		for i := range out {
			q := models.Players.Using(db).Filter(models.Players.ID.Eq(101 + int64(i)%4))
			switch i % 3 {
			case 1:
				q = q.SelectRelated(models.Players.Team)
			case 2:
				q = models.Players.Using(db).Filter(models.Players.TeamID.Eq(101), models.Players.Shirt.Eq(1+int64(i)%2))
			}
			out[i] = q.GetAsync(ac)
		}
		return out
	}
	for range 3 { // the plans become known
		require.NoError(t, orm.Async(t.Context(), func(ac orm.AsyncContext) error {
			if _, err := orm.Gather(ac, lookups(ac, 3)...); err != nil {
				return err
			}
			_, err := gate.GetAsync(ac).Await(ac)
			return err
		}))
	}

	// On a machine that is busy with something else a lookup may have been slow, too: it is then known as such for a while.
	require.Eventually(t, func() bool {
		here.run(t, `SELECT pg_advisory_lock(101)`)
		unlock := sync.OnceFunc(func() { here.run(t, `SELECT pg_advisory_unlock(101)`) })
		defer unlock()
		overtaken := false
		require.NoError(t, orm.Async(t.Context(), func(ac orm.AsyncContext) error {
			futures := lookups(ac, at)
			slow := gate.GetAsync(ac)
			futures = append(futures, lookups(ac, 9-at)...)
			overtaken = answered(ac, futures)
			if overtaken && connections > 2 {
				require.Eventually(t, func() bool { return here.lines(t, waiting)[0] == "1" }, patience, tick, "the slow one does not run")
				again := lookups(ac, 9)
				overtaken = answered(ac, again)
				futures = append(futures, again...)
			}
			select {
			case <-slow.Done():
				require.Fail(t, "the slow one passed the lock")
			default:
			}
			unlock()
			row, err := slow.Await(ac)
			require.NoError(t, err)
			require.Equal(t, query.Some[int64](101), row.Passed)
			_, err = orm.Gather(ac, futures...)
			return err
		}))
		return overtaken
	}, patience, tick)
}

// waiting is how many wait for a lock that the test holds.
const waiting = `SELECT count(*)::text FROM pg_stat_activity WHERE wait_event = 'advisory' AND datname = current_database()`

// answered waits until futures have ended, for so long that nobody holds them up.
func answered(ac orm.AsyncContext, futures []*orm.Future[*models.Player]) bool {
	_ = orm.Send(ac)
	late := time.After(2 * time.Second)
	for _, f := range futures {
		select {
		case <-f.Done():
		case <-late:
			return false
		}
	}
	return true
}
