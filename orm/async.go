package orm

import (
	"context"

	"github.com/seed83105465/duet/safety"
)

// Async opens an asynchronous scope and runs f in it; see [safety.Async]. It does not return before every future made in
// the scope has ended.
func Async(ctx context.Context, f func(ac AsyncContext) error) error {
	return safety.AsyncAt(ctx, safety.Caller(1), f)
}

// Gather waits for futures and returns their answers in order; the first error cancels the rest. See [safety.Gather].
func Gather[T any](ac AsyncContext, fs ...*Future[T]) ([]T, error) { return safety.Gather(ac, fs...) }

// GatherAll waits for all futures and joins their errors. See [safety.GatherAll].
func GatherAll[T any](ac AsyncContext, fs ...*Future[T]) ([]T, error) {
	return safety.GatherAll(ac, fs...)
}

// WaitAll waits for futures of any types. See [safety.WaitAll].
func WaitAll(ac AsyncContext, fs ...safety.Awaitable) error { return safety.WaitAll(ac, fs...) }

// Race is the first future to end; the others are cancelled and waited for. See [safety.Race].
func Race[T any](ac AsyncContext, fs ...*Future[T]) (T, error) { return safety.Race(ac, fs...) }

// Send has everything that is queued in the scope sent now, without waiting for it. See [safety.Send].
func Send(ac AsyncContext) error { return safety.Send(ac) }
