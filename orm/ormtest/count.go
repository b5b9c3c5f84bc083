package ormtest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/seed83105465/duet/orm"
)

// Counter holds the statements that were sent with the context of [CountQueries]. It may be used by several goroutines
// while statements are sent.
type Counter struct {
	mu     sync.Mutex
	events []orm.Event
}

// CountQueries returns a context with which every statement is counted, and the counter. It goes for asynchronous scopes
// that are opened with the context, too. Counters nest: an outer one goes on counting what an inner one counts.
func CountQueries(ctx context.Context) (context.Context, *Counter) {
	c := &Counter{}
	return orm.Observe(ctx, c.add), c
}

func (c *Counter) add(e orm.Event) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.events = append(c.events, e)
}

// N is how many statements there were.
func (c *Counter) N() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.events)
}

// Statements are the statements in the order in which they ended. The slice is the caller's.
func (c *Counter) Statements() []orm.Event {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.events)
}

// Reset forgets everything that was counted.
func (c *Counter) Reset() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.events = nil
}

// String lists the statements, one a line, with the rows that each returned or changed.
func (c *Counter) String() string {
	events := c.Statements()
	var b strings.Builder
	fmt.Fprintf(&b, "%d statements", len(events))
	if len(events) == 1 {
		b.Reset()
		b.WriteString("1 statement")
	}
	for i, e := range events {
		fmt.Fprintf(&b, "\n%4d. %s  -- rows: %d", i+1, e.SQL, e.Rows)
		if e.Err != nil {
			fmt.Fprintf(&b, ", error: %v", e.Err)
		}
	}
	return b.String()
}
