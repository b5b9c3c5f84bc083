package orm

import (
	"context"
	"log/slog"
	"time"

	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/safety"
)

// Event is a statement that was sent, as an observer is told of it when it has ended.
type Event struct {
	SQL       string
	Arguments int           // how many; values are never shown
	Rows      int64         // returned, or changed
	Duration  time.Duration // of the round that it was sent in
	Write     bool
	Err       error
	Site      safety.Site // the line of the program that asked
	Async     bool        // in the asynchronous voice
	// RoundTrip is which one it travelled in, and with how many statements. Zero for an Iterate, which takes several.
	RoundTrip RoundTrip
	// Merged is how many lookups by key were sent as one statement, this one among them, each with an Event of its own; 0
	// when it was sent by itself.
	Merged int
}

// Shared reports whether the statement shared its round trip with others.
func (e Event) Shared() bool { return e.RoundTrip.Statements > 1 || e.Merged > 1 }

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

// ObserveRoundTrips returns a context with which every round trip is also told to f: those of statements, which an [Event]
// names by its number, and those of BEGIN, COMMIT and the like, which are no statements to Observe. control is what travels
// beside statements, as SQL or in words; "" for nothing. f is called when the round trip begins, on the goroutine that makes
// it, and may be called by several at once. A round trip that calls share is told once, and with the contexts of all.
//
// On Postgres a round trip is what is sent in one go and then waited for; asking what a statement is that the database has
// not been sent before takes one. Connecting, and ending what runs, are not counted. SQLite is in the process: nothing is
// shared there, and each statement, BEGIN, COMMIT and the like counts as one.
func ObserveRoundTrips(ctx context.Context, f func(t RoundTrip, control string)) context.Context {
	ctx = Observe(ctx, func(Event) {}) // a trip looks for its riders' observers where these have one
	return driver.ObserveRoundTrips(ctx, f)
}

// observe notes the time, and returns what to call when the ops are done; nil when nobody listens.
func observe(ctx context.Context, s Session, a *asked, ops []*driver.Op) func() {
	f, _ := ctx.Value(observerKey{}).(func(Event))
	logger := s.root().logger
	logs := logger != nil && logger.Enabled(ctx, slog.LevelDebug)
	if f == nil && !logs {
		return nil
	}
	start := time.Now()
	return func() {
		took := time.Since(start)
		for _, op := range ops {
			if op.Outcome.State == driver.Aborted {
				continue // never sent
			}
			e := Event{SQL: op.Plan.SQL, Arguments: len(op.Args), Rows: op.Outcome.Rows, Duration: took, Write: op.Plan.Write,
				Err: op.Outcome.Err, Site: a.site, Async: a.scope != nil, RoundTrip: op.Trip, Merged: op.Merged}
			if f != nil {
				f(e)
			}
			if logs {
				e.log(ctx, logger)
			}
		}
	}
}

func (e *Event) log(ctx context.Context, logger *slog.Logger) {
	logger.LogAttrs(ctx, slog.LevelDebug, "statement",
		slog.String("sql", e.SQL), slog.Int("arguments", e.Arguments), slog.Int64("rows", e.Rows),
		slog.Duration("duration", e.Duration), slog.String("site", e.Site.String()), slog.Bool("async", e.Async),
		slog.Uint64("round_trip", uint64(e.RoundTrip.Number)), slog.Bool("shared", e.Shared()), slog.Any("error", e.Err))
}
