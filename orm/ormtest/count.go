package ormtest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/seed83105465/duet/orm"
)

// Counter holds the statements that were sent with the context of [CountQueries], and the round trips that they took. It may
// be used by several goroutines while statements are sent.
type Counter struct {
	mu     sync.Mutex
	events []orm.Event
	trips  []trip
}

// trip is a round trip, and what travelled in it beside statements.
type trip struct {
	orm.RoundTrip
	control string
}

// CountQueries returns a context with which every statement and every round trip is counted, and the counter. It goes for
// asynchronous scopes that are opened with the context, too. Counters nest: an outer one goes on counting what an inner one
// counts.
func CountQueries(ctx context.Context) (context.Context, *Counter) {
	c := &Counter{}
	return orm.ObserveRoundTrips(orm.Observe(ctx, c.add), c.addTrip), c
}

func (c *Counter) add(e orm.Event) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.events = append(c.events, e)
}

func (c *Counter) addTrip(t orm.RoundTrip, control string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.trips = append(c.trips, trip{t, control})
}

// N is how many statements there were.
func (c *Counter) N() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.events)
}

// RoundTrips is how many round trips there were: see [ExpectRoundTrips] for what is one.
func (c *Counter) RoundTrips() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.trips)
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
	c.events, c.trips = nil, nil
}

// String lists the statements, one a line, with the rows that each returned or changed and the line of the program that
// asked.
func (c *Counter) String() string {
	events := c.Statements()
	var b strings.Builder
	b.WriteString(plural(len(events), "statement"))
	for i := range events {
		fmt.Fprintf(&b, "\n%4d. %s", i+1, describe(&events[i]))
	}
	return b.String()
}

// roundTrips lists the round trips in the order in which they began, each with the statements that shared it.
func (c *Counter) roundTrips() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var b strings.Builder
	b.WriteString(plural(len(c.trips), "round trip"))
	for i, t := range c.trips {
		var lines []string
		if t.control != "" {
			lines = append(lines, t.control)
		}
		missing := int(t.Statements)
		for j := range c.events {
			if c.events[j].RoundTrip == t.RoundTrip {
				lines = append(lines, describe(&c.events[j]))
				missing--
			}
		}
		if missing > 0 {
			lines = append(lines, plural(missing, "statement")+" asked for elsewhere, or sent again")
		}
		fmt.Fprintf(&b, "\n%4d. %s", i+1, strings.Join(lines, "\n      "))
	}
	return b.String()
}

func describe(e *orm.Event) string {
	text := fmt.Sprintf("%s  -- %s, rows: %d", e.SQL, e.Site, e.Rows)
	if e.Merged > 1 {
		text += fmt.Sprintf(", sent as one with %d others", e.Merged-1)
	}
	if e.Err != nil {
		text += fmt.Sprintf(", error: %v", e.Err)
	}
	return text
}

func plural(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
