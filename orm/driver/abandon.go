package driver

// Abandon says, of one of several ops that run, that nobody waits for its answer any more, and why. A driver may leave it
// out, or end it in the database where that can harm no other; it is OK if it was quicker. Only the first call counts. It may
// be made from any goroutine, and returns when nothing is under way in the database because of it.
func (o *Op) Abandon(why error) {
	o.mu.Lock()
	var told func()
	if o.abandoned == nil {
		o.abandoned, told = why, o.told
	}
	o.mu.Unlock()
	if told != nil {
		told()
	}
}

// Abandoned is why nobody waits for the op any more, nil when somebody does.
func (o *Op) Abandoned() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.abandoned
}

// OnAbandon has f called by Abandon, in place of what it was to call before. Drivers use it.
func (o *Op) OnAbandon(f func()) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.told = f
}
