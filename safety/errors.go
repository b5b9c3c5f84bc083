package safety

import (
	"context"
	"errors"
	"fmt"
)

// The sentinels. Every error of this package matches one of them with errors.Is.
var (
	// ErrBlockingCall is matched by [BlockingCallError].
	ErrBlockingCall = errors.New("safety: blocking call in an async context")
	// ErrLazyLoad is matched by [LazyLoadError].
	ErrLazyLoad = errors.New("safety: lazy load in an async context")
	// ErrNotLoaded is matched by [NotLoadedError].
	ErrNotLoaded = errors.New("safety: not loaded")
	// ErrStaleRelation is matched by [StaleRelationError].
	ErrStaleRelation = errors.New("safety: stale relation")
	// ErrOrphanFuture is matched by [OrphanFutureError].
	ErrOrphanFuture = errors.New("safety: future that nobody awaited")

	// ErrScopeClosed answers every call on an AsyncContext whose scope has ended. Nothing was sent.
	ErrScopeClosed = errors.New("safety: the async scope has ended")
	// ErrNoScope answers every call on a zero AsyncContext, which no scope made.
	ErrNoScope = errors.New("safety: zero AsyncContext: it must come from orm.Async, an async handler or a bridge")
	// ErrNotSent is the answer of a future that was never sent, because its scope ended and nobody had seen to it.
	ErrNotSent = errors.New("safety: never sent: its scope ended and nobody had awaited it")
	// ErrCancelled is the answer of a future that was cancelled, by Cancel, by its scope or by the context of its scope.
	// It matches context.Canceled too.
	ErrCancelled error = cancelled{}
	// ErrGoexit is the answer of a future whose work ended by runtime.Goexit (a test's FailNow), or returned without an answer.
	ErrGoexit = errors.New("safety: the goroutine that ran this future exited without an answer")
	// ErrNoFuture is the answer of a nil or zero *Future.
	ErrNoFuture = errors.New("safety: nil or zero future")
	// ErrEmptyRace is returned by a Race of no futures.
	ErrEmptyRace = errors.New("safety: race of no futures")
)

type cancelled struct{}

func (cancelled) Error() string        { return "safety: cancelled" }
func (cancelled) Is(target error) bool { return target == context.Canceled }

// endError says why ctx, which is done, has ended.
func endError(ctx context.Context) error {
	cause := context.Cause(ctx)
	switch {
	case errors.Is(cause, ErrScopeClosed), errors.Is(cause, ErrCancelled):
		return cause
	case errors.Is(cause, context.DeadlineExceeded):
		return fmt.Errorf("safety: %w", cause)
	case cause == context.Canceled: //nolint:errorlint // exactly it: a cause that wraps it has more to say
		return ErrCancelled
	}
	// A cause that the owner of an outer context gave stays reachable.
	return fmt.Errorf("%w: %w", ErrCancelled, cause)
}
