package outcomes

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/outcomes/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
)

// What the properties have found, as small as it could be made.

// TestReadBehindAWriteOfSeveralRounds: a GetOrCreate looks first and inserts then; what is asked for behind it sees the row.
func TestReadBehindAWriteOfSeveralRounds(t *testing.T) {
	t.Parallel()
	here := onPostgres(t)
	db := here.open(t, 4)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	for range 20 { // until the plans are known to be fast
		here.reset(t)
		require.NoError(t, orm.Async(t.Context(), func(ac orm.AsyncContext) error {
			row := &models.Team{ID: 104, Name: "new"}
			created := models.Teams.Using(db).Filter(models.Teams.Name.Eq("new")).GetOrCreateAsync(ac, row)
			seen := models.Teams.Using(db).Filter(models.Teams.Name.Eq("new")).CountAsync(ac)
			n, err := seen.Await(ac)
			require.NoError(t, err)
			require.EqualValues(t, 1, n)
			is, err := created.Await(ac)
			require.True(t, is)
			return err
		}))
	}
}

// TestSavepointAroundAPanic: a Scan that panics costs its savepoint, and not the transaction.
func TestSavepointAroundAPanic(t *testing.T) {
	t.Parallel()
	for name, here := range map[string]*database{"Postgres": onPostgres(t), "SQLite": onSQLite(t)} {
		t.Run(name, func(t *testing.T) {
			here.reset(t)
			db := here.open(t, 1)
			t.Cleanup(func() { require.NoError(t, db.Close()) })
			require.NoError(t, db.Atomic(t.Context(), func(ctx context.Context, tx *orm.Tx) error {
				require.Panics(t, func() {
					_ = tx.Atomic(ctx, func(ctx context.Context, tx *orm.Tx) error {
						_, err := orm.Project(models.Players.Using(tx), func(r *int64) []query.Bind[models.Player] {
							b := models.Players.ID.Into(r)
							b.Scan = func(query.Row, int) { panic("a scan") }
							return []query.Bind[models.Player]{b}
						}).All(ctx)
						return err
					})
				})
				n, err := models.Seats.Using(tx).Count(ctx)
				require.EqualValues(t, 3*len(areas), n)
				return err
			}))
		})
	}
}

// TestSameStatementTwiceAfterAMigration: of two calls of one statement, which the connection has to prepare again, both see
// that the table was altered.
func TestSameStatementTwiceAfterAMigration(t *testing.T) {
	t.Parallel()
	here := onPostgres(t)
	here.reset(t)
	db := here.open(t, 1)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	seats := func(n int) {
		require.NoError(t, orm.Async(t.Context(), func(ac orm.AsyncContext) error {
			var both []*orm.Future[*models.Seat]
			for range n {
				both = append(both, models.Seats.Using(db).Filter(models.Seats.Line.Eq(101), models.Seats.Place.Eq("a")).GetAsync(ac))
			}
			rows, err := orm.Gather(ac, both...)
			require.NoError(t, err)
			for _, row := range rows {
				require.EqualValues(t, 101, row.Line)
			}
			return err
		}))
	}
	for _, kind := range []string{"bigint", "integer", "bigint"} {
		for range 20 { // until it is known to be fast
			seats(2)
		}
		// The connection forgets what it has prepared: a function says that it was gone.
		_, err := models.Traps.Using(db).Filter(models.Traps.ID.Eq(107)).All(t.Context())
		require.Error(t, err)
		here.run(t, `ALTER TABLE seats ALTER COLUMN line TYPE `+kind)
		seats(2)
	}
}
