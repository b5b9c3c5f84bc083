package orm

import (
	"context"
	"maps"
	"slices"

	"github.com/seed83105465/duet/safety"
)

// A transaction owns its futures, whichever scope they were made in: the one of its function has ended them when the
// function returns, but a captured AsyncContext, or a goroutine with a scope of its own, may have others.

// adopt notes a queue of futures of the transaction.
func (tx *Tx) adopt(q *queue) {
	tx.mu.Lock()
	defer tx.mu.Unlock()
	if tx.queues == nil {
		tx.queues = map[*queue]struct{}{}
	}
	tx.queues[q] = struct{}{}
}

// disown forgets a queue whose scope has ended.
func (tx *Tx) disown(q *queue) {
	tx.mu.Lock()
	defer tx.mu.Unlock()
	delete(tx.queues, q)
}

// left waits for the futures of the transaction that were sent. Those that were not are orphans, and an error.
func (tx *Tx) left(ctx context.Context) error {
	tx.mu.Lock()
	queues := slices.Collect(maps.Keys(tx.queues))
	tx.mu.Unlock()
	var orphans []safety.Orphan
	for _, q := range queues {
		orphans = append(orphans, q.left(ctx)...)
	}
	if len(orphans) == 0 {
		return nil
	}
	return tx.db.policy.Apply(ctx, safety.RuleOrphanFuture, &safety.OrphanFutureError{Orphans: orphans})
}

// left waits until what was sent has ended, or ctx has, and is what has not ended then.
func (q *queue) left(ctx context.Context) []safety.Orphan {
	defer context.AfterFunc(ctx, func() {
		q.mu.Lock()
		defer q.mu.Unlock()
		q.changed.Broadcast()
	})()
	q.mu.Lock()
	defer q.mu.Unlock()
	for ctx.Err() == nil && slices.ContainsFunc(q.items, func(it *item) bool { return it.sent && !it.promise.Ended() }) {
		q.changed.Wait()
	}
	var orphans []safety.Orphan
	for _, it := range q.items {
		if !it.promise.Ended() {
			orphans = append(orphans, it.promise.Orphan())
		}
	}
	return orphans
}
