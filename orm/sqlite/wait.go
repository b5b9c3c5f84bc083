package sqlite

import (
	"context"
	"time"

	"github.com/seed83105465/duet/orm/driver"
)

// lock is what its capacity many may hold at once; others wait in line.
type lock chan struct{}

// take waits for the lock. It fails when ctx ends or the database closes before, even if the lock is free.
func (l lock) take(ctx context.Context, db *database) error {
	if ctx.Err() != nil {
		return contextError(ctx)
	}
	if db.alive.Err() != nil {
		return driver.ErrClosed
	}
	select {
	case l <- struct{}{}:
		return nil
	default:
	}
	select {
	case l <- struct{}{}:
		return nil
	case <-ctx.Done():
		return contextError(ctx)
	case <-db.alive.Done():
		return driver.ErrClosed
	}
}

// insist waits for the lock whatever happens.
func (l lock) insist() { l <- struct{}{} }

func (l lock) give() { <-l }

// patience is the wait for a lock that another process holds. SQLite's own busy timeout is off: it sleeps through the
// end of a context and through sqlite3_interrupt.
type patience struct {
	since time.Time
	tries int
}

// wait pauses before the next try, or reports that there is to be none.
func (p *patience) wait(ctx context.Context, db *database) bool {
	now := time.Now()
	if p.tries == 0 {
		p.since = now
	}
	left := db.opts.busyTimeout - now.Sub(p.since)
	if left <= 0 || ctx.Err() != nil {
		return false
	}
	// Like SQLite's own: short at first, for the lock of one statement is held for less than a millisecond.
	pause := min(time.Millisecond<<min(p.tries, 5), 25*time.Millisecond, left)
	p.tries++
	t := time.NewTimer(pause)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	case <-db.alive.Done():
		return false
	}
}
