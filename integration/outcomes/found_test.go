package outcomes

import (
	"context"
	"errors"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/outcomes/marks"
	"github.com/seed83105465/duet/integration/outcomes/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
	"github.com/seed83105465/duet/safety"
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

// TestLookupThatCannotBeSent: of lookups that are sent as one, one has a key that its column cannot hold; a write behind them
// keeps them from being sent again.
func TestLookupThatCannotBeSent(t *testing.T) {
	t.Parallel()
	here := onPostgres(t)
	here.reset(t)
	db := here.open(t, 4)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	shirt := func(ac orm.AsyncContext, n int64) *orm.Future[*models.Shirt] {
		return models.Shirts.Using(db).Filter(models.Shirts.Number.Eq(n)).GetAsync(ac)
	}
	for range 20 { // until the plans are known to be fast
		require.NoError(t, orm.Async(t.Context(), func(ac orm.AsyncContext) error {
			red, none, blue := shirt(ac, 101), shirt(ac, 1<<40), shirt(ac, 102)
			dyed := models.Shirts.Using(db).Filter(models.Shirts.Number.Eq(103)).UpdateAsync(ac, models.Shirts.Colour.Set("pink"))
			_, err := dyed.Await(ac)
			require.NoError(t, err)
			for _, f := range []*orm.Future[*models.Shirt]{red, blue} {
				_, err := f.Await(ac)
				require.NoError(t, err)
			}
			_, err = none.Await(ac)
			require.ErrorContains(t, err, "does not fit")
			return nil
		}))
	}
}

// TestRowsOfLookupsAreStrangers: rows that were looked up at once are as those that were looked up one by one: loading a
// relation of one does not load it of the others, and each future has a row of its own.
func TestRowsOfLookupsAreStrangers(t *testing.T) {
	t.Parallel()
	here := onPostgres(t)
	here.reset(t)
	db := here.open(t, 4)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	for range 20 {
		require.NoError(t, orm.Async(t.Context(), func(ac orm.AsyncContext) error {
			var all []*orm.Future[*models.Player]
			for _, id := range []int64{101, 102, 103, 101} {
				all = append(all, models.Players.Using(db).Filter(models.Players.ID.Eq(id)).GetAsync(ac))
			}
			rows, err := orm.Gather(ac, all...)
			require.NoError(t, err)
			require.NotSame(t, rows[0], rows[3])
			_, err = rows[0].LoadTeamAsync(ac).Await(ac)
			require.NoError(t, err)
			for _, row := range rows[1:] {
				_, err = row.Team()
				require.ErrorIs(t, err, safety.ErrNotLoaded)
			}
			return nil
		}))
	}
}

// TestLookupThatCannotBeRead: of lookups that are sent as one, one finds what cannot be read. The others have their answers,
// also where a write is behind them or they are of a transaction, so that they cannot be sent again.
func TestLookupThatCannotBeRead(t *testing.T) {
	t.Parallel()
	here := onPostgres(t)
	here.reset(t)
	db := here.open(t, 4)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	three := func(ac orm.AsyncContext, s orm.Session, behind bool) {
		badge := func(id int64) *orm.Future[*models.Badge] {
			return models.Badges.Using(s).Filter(models.Badges.ID.Eq(id)).GetAsync(ac)
		}
		gold, unreadable, tin := badge(101), badge(102), badge(104)
		if behind {
			models.Shirts.Using(s).Filter(models.Shirts.Number.Eq(103)).UpdateAsync(ac, models.Shirts.Colour.Set("pink")).Discard()
		}
		require.NoError(t, orm.Send(ac))
		_, err := unreadable.Await(ac)
		require.ErrorIs(t, err, marks.ErrUnreadable)
		for _, f := range []*orm.Future[*models.Badge]{gold, tin} {
			if _, err := f.Await(ac); !errors.Is(err, orm.ErrTxFailed) {
				require.NoError(t, err)
			}
		}
	}
	for range 20 { // until the plans are known to be fast
		for _, behind := range []bool{false, true} {
			require.NoError(t, orm.Async(t.Context(), func(ac orm.AsyncContext) error {
				three(ac, db, behind)
				_, err := db.AtomicAsync(ac, func(ac orm.AsyncContext, tx *orm.Tx) error {
					three(ac, tx, behind)
					return errGivenUp
				}).Await(ac)
				require.ErrorIs(t, err, errGivenUp)
				return nil
			}))
		}
	}
}
