package safety

import "fmt"

// Awaitable is a *Future of any type, for WaitAll. Only futures implement it.
type Awaitable interface {
	awaitable() *future
}

// IndexError is the error of one of several futures: one of those that GatherAll joins.
type IndexError struct {
	Index int // of the future among the arguments
	Err   error
}

// Error is the index and the error.
func (e *IndexError) Error() string { return fmt.Sprintf("future %d: %v", e.Index, e.Err) }

// Unwrap is the error.
func (e *IndexError) Unwrap() error { return e.Err }

// Gather has all of fs sent, waits for them and returns their answers in order. The first error in time cancels the rest, waits for
// it, and is returned as it is, with nil answers; so does the end of ac. A panic in one of them is raised when all have ended. No futures
// give an empty slice.
func Gather[T any](ac AsyncContext, fs ...*Future[T]) ([]T, error) {
	cores := make([]*future, len(fs))
	for i, f := range fs {
		cores[i] = f.awaitable()
	}
	if err := gather(ac, cores); err != nil {
		return nil, err
	}
	return values(fs), nil
}

// WaitAll is Gather for futures of different types: when it returns nil, each of them has ended well, and its Await
// answers at once.
func WaitAll(ac AsyncContext, fs ...Awaitable) error {
	cores := make([]*future, len(fs))
	for i, f := range fs {
		if f != nil {
			cores[i] = f.awaitable()
		}
	}
	return gather(ac, cores)
}

func gather(ac AsyncContext, cores []*future) error {
	if err := seeAll(ac, cores); err != nil {
		return err
	}
	failed := -1
	err := follow(ac.g, cores, func(i int) bool {
		if cores[i].err == nil {
			return true
		}
		failed = i
		return false
	})
	if err == nil && failed < 0 {
		return nil
	}
	cancelAll(cores, false)
	if failed >= 0 {
		return cores[failed].err
	}
	return err
}

// GatherAll has all of fs sent, waits for all of them, and returns their answers in order, with the zero value for those that failed; the
// error joins an *IndexError for each of those. When ac ends first, the futures go on, and its error stands for each that has not
// ended. A panic in one of them is raised when all have ended.
func GatherAll[T any](ac AsyncContext, fs ...*Future[T]) ([]T, error) {
	cores := make([]*future, len(fs))
	for i, f := range fs {
		cores[i] = f.awaitable()
	}
	if err := seeAll(ac, cores); err != nil {
		return nil, err
	}
	over := make([]bool, len(fs))
	ended := follow(ac.g, cores, func(i int) bool { over[i] = true; return true })
	out := make([]T, len(fs))
	var errs []error
	for i := range fs {
		err := ended
		if over[i] {
			cores[i].raiseIfPanicked()
			v, failure, _ := cores[i].peek()
			out[i], err = typed[T](v, failure)
		}
		if err != nil {
			errs = append(errs, &IndexError{Index: i, Err: err})
		}
	}
	return out, joined(errs)
}

// Race has all of fs sent and returns the answer, or the error, of the first to end. The others are cancelled and waited for: when Race
// returns, nothing of them runs. Those of a transaction that were sent are waited for and not cancelled, which would fail
// the transaction: what they write is a part of it. When ac ends first, all are cancelled and waited for, and its error is returned. A panic in one of
// them is raised. A race of no futures is ErrEmptyRace.
func Race[T any](ac AsyncContext, fs ...*Future[T]) (T, error) {
	var zero T
	cores := make([]*future, len(fs))
	for i, f := range fs {
		cores[i] = f.awaitable()
	}
	if err := seeAll(ac, cores); err != nil {
		return zero, err
	}
	if len(fs) == 0 {
		return zero, ErrEmptyRace
	}
	winner := -1
	err := follow(ac.g, cores, func(i int) bool {
		winner = i
		return false
	})
	cancelAll(cores, winner >= 0)
	if winner < 0 {
		return zero, err
	}
	v, err, _ := cores[winner].peek()
	return typed[T](v, err)
}

// seeAll marks the futures as seen to, as Await does.
func seeAll(ac AsyncContext, cores []*future) error {
	if ac.g == nil {
		return ErrNoScope
	}
	for i, f := range cores {
		if !f.real() {
			return &IndexError{Index: i, Err: ErrNoFuture}
		}
		if err := f.blocked(ac.g); err != nil {
			return &IndexError{Index: i, Err: err}
		}
	}
	for _, f := range cores {
		// What cannot be waited for is not seen to; follow reports it.
		_ = f.see(ac.g)
	}
	return nil
}

// cancelAll cancels what has not ended, waits for it, and raises the first panic. With spare, what a cancel would take
// others along with is only waited for.
func cancelAll(cores []*future, spare bool) {
	var stopped []*future
	for _, f := range cores {
		stopped = append(stopped, f.letGo(spare)...)
	}
	for _, f := range stopped {
		_ = f.await(nil) // a nil group does not end
	}
	for _, f := range cores {
		f.raiseIfPanicked()
	}
}

// values reads the answers of futures that have ended well.
func values[T any](fs []*Future[T]) []T {
	out := make([]T, len(fs))
	for i, f := range fs {
		v, err, _ := f.core.peek()
		out[i], _ = typed[T](v, err)
	}
	return out
}
