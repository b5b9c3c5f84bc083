package orm

import (
	"context"
	"log/slog"
	"time"

	"github.com/seed83105465/duet/orm/driver"
)

// Event is a statement that was sent, as an observer is told of it when it has ended.
type Event struct {
	SQL       string
	Arguments int           // how many; values are never shown
	Rows      int64         // returned, or changed
	Duration  time.Duration // of the round that it was sent in
	Write     bool
	Err       error
}

type observerKey struct{}

// Observe returns a context with which every statement is also told to f: in both voices, and with whatever observers
// ctx has already. f runs on the goroutine that sent the statement, and may be called by several at once. It is how
// queries of a request or a test are counted.
func Observe(ctx context.Context, f func(Event)) context.Context {
	if outer, ok := ctx.Value(observerKey{}).(func(Event)); ok {
		inner := f
		f = func(e Event) { inner(e); outer(e) }
	}
	return context.WithValue(ctx, observerKey{}, f)
}

// observe notes the time, and returns what to call when the ops are done; nil when nobody listens.
func observe(ctx context.Context, s Session, ops []*driver.Op) func() {
	f, _ := ctx.Value(observerKey{}).(func(Event))
	logger := s.root().logger
	if f == nil && (logger == nil || !logger.Enabled(ctx, slog.LevelDebug)) {
		return nil
	}
	start := time.Now()
	return func() {
		took := time.Since(start)
		for _, op := range ops {
			if op.Outcome.State == driver.Aborted {
				continue // never sent
			}
			e := Event{SQL: op.Plan.SQL, Arguments: len(op.Args), Rows: op.Outcome.Rows, Duration: took,
				Write: op.Plan.Write, Err: op.Outcome.Err}
			if f != nil {
				f(e)
			}
			if logger != nil {
				logger.DebugContext(ctx, "statement", "sql", e.SQL, "arguments", e.Arguments, "rows", e.Rows,
					"duration", e.Duration, "error", e.Err)
			}
		}
	}
}
