package transactions

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/safety"
)

// cell is one of the matrix, while it runs.
type cell struct {
	*testing.T
	*rig
	long bool     // what is in flight runs until it is ended
	well bool     // the transaction has not failed, although it might have
	kept []string // what is there if the transaction, or savepoint, is kept
}

// add is a tag to be created.
func add(ac orm.AsyncContext, tx *orm.Tx, name string) *orm.Future[struct{}] {
	return models.Tags.Using(tx).CreateAsync(ac, &models.Tag{Name: name})
}

// await creates a tag, which is kept with its transaction.
func (c *cell) await(ac orm.AsyncContext, tx *orm.Tx, name string) error {
	_, err := add(ac, tx, name).Await(ac)
	if err == nil {
		c.kept = append(c.kept, name)
	}
	return err
}

// kind is what futures a transaction has when it ends.
type kind struct {
	name string
	// make makes them; an error is what the function returns.
	make func(c *cell, ac orm.AsyncContext, tx *orm.Tx) error
	// fails checks the error of a transaction that would be committed; nil where it is.
	fails func(t *testing.T, err error)
	// early says that the function returns the error, before it could end in any other way.
	early bool
}

var kinds = []kind{
	{name: "no future", make: func(*cell, orm.AsyncContext, *orm.Tx) error { return nil }},
	{name: "awaited", make: func(c *cell, ac orm.AsyncContext, tx *orm.Tx) error {
		if err := c.await(ac, tx, "awaited"); err != nil {
			return err
		}
		if _, err := orm.Gather(ac, add(ac, tx, "first"), add(ac, tx, "second")); err != nil {
			return err
		}
		c.kept = append(c.kept, "first", "second")
		return nil
	}},
	{name: "pending", make: func(_ *cell, ac orm.AsyncContext, tx *orm.Tx) error {
		add(ac, tx, "pending")
		return nil
	}, fails: orphans("Tags.Create", "not sent")},
	{name: "pending behind an awaited one of another kind", make: func(c *cell, ac orm.AsyncContext, tx *orm.Tx) error {
		if err := c.await(ac, tx, "awaited"); err != nil {
			return err
		}
		models.Tags.Using(tx).CountAsync(ac)
		return nil
	}, fails: orphans("Tags.Count", "not sent")},
	{name: "in flight", make: func(c *cell, ac orm.AsyncContext, tx *orm.Tx) error {
		orm.ScriptAsync(ac, tx, c.slow(c.long))
		add(ac, tx, "in flight").Discard()
		err := orm.Send(ac)
		if c.long {
			c.started(c.T)
		} else {
			time.Sleep(20 * time.Millisecond)
		}
		return err
	}, fails: orphans("orm.Script", "executed", "not sent")}, // on a busy machine it was not
	{name: "sent by an await of another", make: func(c *cell, ac orm.AsyncContext, tx *orm.Tx) error {
		add(ac, tx, "forgotten")
		return c.await(ac, tx, "awaited")
	}, fails: orphans("Tags.Create", "executed")},
	{name: "discarded", make: func(c *cell, ac orm.AsyncContext, tx *orm.Tx) error {
		add(ac, tx, "discarded").Discard()
		c.kept = append(c.kept, "discarded")
		return nil
	}},
	{name: "cancelled before it was sent", make: func(c *cell, ac orm.AsyncContext, tx *orm.Tx) error {
		dropped := add(ac, tx, "dropped")
		dropped.Cancel()
		_, err := dropped.Await(ac)
		require.ErrorIs(c, err, safety.ErrCancelled)
		return c.await(ac, tx, "awaited")
	}},
	{name: "cancelled in flight", make: func(c *cell, ac orm.AsyncContext, tx *orm.Tx) error {
		slow := orm.ScriptAsync(ac, tx, c.slow(true))
		err := orm.Send(ac)
		c.started(c.T)
		slow.Cancel()
		_, stopped := slow.Await(ac)
		require.ErrorIs(c, stopped, safety.ErrCancelled)
		refused := c.await(ac, tx, "behind")
		if c.well = refused == nil; !c.well { // else it was stopped before it came to the database
			require.ErrorIs(c, refused, orm.ErrTxFailed)
		}
		return err
	}, fails: is(orm.ErrTxFailed)},
	{name: "failed, and swallowed", make: func(c *cell, ac orm.AsyncContext, tx *orm.Tx) error {
		_, err := add(ac, tx, "go").Await(ac)
		violates(c.T, err)
		for range 2 { // one clear error, again and again
			_, err = models.Tags.Using(tx).CountAsync(ac).Await(ac)
			require.ErrorIs(c, err, orm.ErrTxFailed)
			require.ErrorContains(c, err, "unique", "and why")
		}
		return nil
	}, fails: is(orm.ErrTxFailed)},
	{name: "failed, and returned", make: func(_ *cell, ac orm.AsyncContext, tx *orm.Tx) error {
		_, err := orm.Gather(ac, add(ac, tx, "good"), add(ac, tx, "go"), add(ac, tx, "behind"))
		return err
	}, fails: violates, early: true},
	{name: "race", make: func(c *cell, ac orm.AsyncContext, tx *orm.Tx) error {
		var racers, entered []*orm.Future[struct{}]
		for i := range 6 {
			racer := add(ac, tx, fmt.Sprint("racer ", i))
			racers = append(racers, racer)
			if i == 3 { // what it is entered by answers for it
				racer = safety.Map(racer, func(v struct{}) (struct{}, error) { return v, nil })
			}
			entered = append(entered, racer)
		}
		if _, err := orm.Race(ac, entered...); err != nil {
			return err
		}
		for i, racer := range racers {
			switch _, err := racer.Await(ac); {
			case err == nil:
				c.kept = append(c.kept, fmt.Sprint("racer ", i))
			case !errors.Is(err, safety.ErrCancelled):
				return fmt.Errorf("racer %d: %w", i, err)
			}
		}
		return nil
	}},
	{name: "race that a slow one loses", make: func(c *cell, ac orm.AsyncContext, tx *orm.Tx) error {
		fast, slow := orm.ScriptAsync(ac, tx, "SELECT 1"), orm.ScriptAsync(ac, tx, c.slow(false))
		if _, err := orm.Race(ac, fast, slow); err != nil {
			return err
		}
		return c.await(ac, tx, "behind")
	}},
}

// is checks that an error is one of these.
func is(targets ...error) func(t *testing.T, err error) {
	return func(t *testing.T, err error) {
		t.Helper()
		require.True(t, slices.ContainsFunc(targets, func(target error) bool { return errors.Is(err, target) }), "%v is none of %q", err, targets)
	}
}

// violates checks that a name was there already.
func violates(t *testing.T, err error) {
	t.Helper()
	var violated *orm.ConstraintError
	require.ErrorAs(t, err, &violated)
}

// orphans checks that a transaction names the one future that nobody awaited, where it was made, and what became of it.
func orphans(call string, states ...string) func(t *testing.T, err error) {
	return func(t *testing.T, err error) {
		t.Helper()
		var orphan *safety.OrphanFutureError
		require.ErrorAs(t, err, &orphan)
		require.Len(t, orphan.Orphans, 1, "%v", err)
		require.Equal(t, call, orphan.Orphans[0].Call)
		require.Contains(t, states, orphan.Orphans[0].State.String())
		require.Regexp(t, `transactions/(kinds|owned)_test\.go:\d+$`, orphan.Orphans[0].Site.String())
	}
}
