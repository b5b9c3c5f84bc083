package query

import (
	"sync/atomic"
	"time"
)

// Cost is a moving estimate of how long a statement takes in the database. The zero Cost knows nothing.
type Cost struct{ nanos atomic.Int64 }

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
