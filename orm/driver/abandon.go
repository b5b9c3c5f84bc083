package driver

// Abandon says, of one of several ops that run, that nobody waits for its answer any more, and why. A driver may leave it
// out, or end it in the database where that can harm no other; it is OK if it was quicker. Only the first call counts. It may
// be made from any goroutine, and does not wait.
func (o *Op) Abandon(why error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.abandoned == nil {
		if o.abandoned = why; o.told != nil {
			o.told(why)
		}
	}
}

// Abandoned is why nobody waits for the op any more, nil when somebody does.
func (o *Op) Abandoned() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.abandoned
}

// OnAbandon has f called by Abandon, in place of what it was to call before, or at once where it was called already. f must
// not wait, nor ask about the op. When OnAbandon returns, no call is under way of what was there before. Drivers use it.
func (o *Op) OnAbandon(f func(why error)) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.told = f; f != nil && o.abandoned != nil {
		f(o.abandoned)
	}
}
