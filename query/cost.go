package query

import (
	"sync/atomic"
	"time"
)

// Cost is a moving estimate of how long a statement takes in the database. The zero Cost knows nothing.
type Cost struct {
	nanos   atomic.Int64
	samples atomic.Uint32
	runs    atomic.Uint32
}

const (
	// A statement that shares a Sync with others is not timed by itself: one execution in refresh is kept apart, so that the
	// estimate stays true.
	refresh = 64
	// The first execution finds nothing in a cache: alone, it must be so many times over a limit to count as beyond it.
	doubt = 4
	// No execution counts for more than this: one that has waited for a lock is to be forgotten soon.
	ceiling = 100 * time.Millisecond
)

// Took notes that one execution took d, which moves the estimate: by a quarter of the difference if that was longer, by half
// of it if it was shorter.
func (c *Cost) Took(d time.Duration) {
	d = min(max(d, 1), ceiling)
	for {
		old := c.nanos.Load()
		now := int64(d)
		switch {
		case old > 0 && now > old:
			now = old + (now-old)/4
		case old > 0:
			now = max(old+(now-old)/2, 1)
		}
		if c.nanos.CompareAndSwap(old, now) {
			c.samples.Add(1)
			return
		}
	}
}

// Estimate is how long the next execution is expected to take, and false when there was none yet.
func (c *Cost) Estimate() (time.Duration, bool) {
	n := c.nanos.Load()
	return time.Duration(n), n > 0
}

// Beyond reports whether the statement is known to take longer than d.
func (c *Cost) Beyond(d time.Duration) bool {
	took, _ := c.Estimate()
	return took > d && (c.samples.Load() > 1 || took > doubt*d)
}

// Within reports whether the statement is known to take no longer than d, and this execution is not the one in 64 that is
// to be timed by itself.
func (c *Cost) Within(d time.Duration) bool {
	took, known := c.Estimate()
	return known && took <= d && c.runs.Add(1)%refresh != 0
}
