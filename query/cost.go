package query

import (
	"sync/atomic"
	"time"
)

// Cost is a moving estimate of how long a statement takes in the database. The zero Cost knows nothing.
type Cost struct {
	nanos atomic.Int64
	runs  atomic.Uint64
}

// A statement that shares a Sync with others is not timed by itself: one execution in refresh is kept apart, so that the
// estimate stays true.
const refresh = 64

// Took notes that one execution took d, which moves the estimate by a quarter of the difference.
func (c *Cost) Took(d time.Duration) {
	d = max(d, 1)
	for {
		old := c.nanos.Load()
		now := int64(d)
		if old > 0 {
			now = max(old+(int64(d)-old)/4, 1)
		}
		if c.nanos.CompareAndSwap(old, now) {
			return
		}
	}
}

// Estimate is how long the next execution is expected to take, and false when there was none yet.
func (c *Cost) Estimate() (time.Duration, bool) {
	n := c.nanos.Load()
	return time.Duration(n), n > 0
}

// Within reports whether the statement is known to take no longer than d, and this execution is not the one in 64 that is
// to be timed by itself.
func (c *Cost) Within(d time.Duration) bool {
	took, known := c.Estimate()
	return known && took <= d && c.runs.Add(1)%refresh != 0
}
