package ormhttp

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/seed83105465/duet/orm"
)

// BudgetOption is a setting of [Budget].
type BudgetOption func(*budget)

// BudgetLogger is where requests over budget are logged to. Defaults to slog.Default().
func BudgetLogger(l *slog.Logger) BudgetOption { return func(b *budget) { b.logger = l } }

// Strict ends the context of a request that is over budget: what it asks next fails with an error that holds a
// *BudgetError, and a transaction that is open is rolled back. Defaults to logging alone.
func Strict() BudgetOption { return func(b *budget) { b.strict = true } }

// Budget is middleware for requests that should send at most so many statements. One that sends more is logged as a
// warning when it has ended, with its statements, the most frequent one first: a list that asks again for each of its
// rows shows itself.
func Budget(statements int, options ...BudgetOption) func(http.Handler) http.Handler {
	b := &budget{most: statements}
	for _, set := range options {
		set(b)
	}
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { b.serve(next, w, r) })
	}
}

type budget struct {
	most   int
	strict bool
	logger *slog.Logger
}

func (b *budget) serve(next http.Handler, w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithCancelCause(r.Context())
	defer cancel(nil)
	var sent events
	var trips atomic.Int64
	defer func() {
		if list := sent.all(); len(list) > b.most {
			b.log().WarnContext(ctx, "request over its query budget", "method", r.Method, "path", r.URL.Path,
				"error", b.exceeded(list, trips.Load()))
		}
	}()
	observed := orm.ObserveRoundTrips(ctx, func(orm.RoundTrip, string) { trips.Add(1) })
	observed = orm.Observe(observed, func(e orm.Event) {
		if n := sent.add(e); b.strict && n == b.most+1 {
			cancel(b.exceeded(sent.all(), trips.Load()))
		}
	})
	next.ServeHTTP(w, r.WithContext(observed))
}

func (b *budget) log() *slog.Logger {
	if b.logger != nil {
		return b.logger
	}
	return slog.Default()
}

// BudgetError is a request that sent more statements than its [Budget] allows.
type BudgetError struct {
	Most       int
	Sent       int      // so far
	RoundTrips int      // that it took, those of BEGIN, COMMIT and the like included
	Statements []string // each text once, the most frequent first
	Times      []int    // how often each was sent
}

func (b *budget) exceeded(list []orm.Event, trips int64) *BudgetError {
	e := &BudgetError{Most: b.most, Sent: len(list), RoundTrips: int(trips)}
	times := map[string]int{}
	for _, event := range list {
		if times[event.SQL]++; times[event.SQL] == 1 {
			e.Statements = append(e.Statements, event.SQL)
		}
	}
	slices.SortStableFunc(e.Statements, func(x, y string) int { return times[y] - times[x] })
	for _, sql := range e.Statements {
		e.Times = append(e.Times, times[sql])
	}
	return e
}

// Error says how many statements there were, in how many round trips, and which.
func (e *BudgetError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "ormhttp: %d statements, over the budget of %d, in %d round trips", e.Sent, e.Most, e.RoundTrips)
	for i, sql := range e.Statements {
		fmt.Fprintf(&b, "\n%5d times  %s", e.Times[i], sql)
	}
	return b.String()
}
