package safety

import (
	"fmt"
	"runtime/debug"
)

// PanicError is what a panic inside a future becomes: Await raises it, as the value of a panic on the goroutine that awaits, with
// both stacks in its text. It is also the Err of an orphan that panicked.
type PanicError struct {
	Value any    // what the future panicked with
	Call  string // the future's call
	Stack []byte // the stack of the goroutine that ran the future
	Await []byte // the stack of the goroutine that awaited it; nil where nobody did
}

// Error is the value and the stacks.
func (e *PanicError) Error() string {
	text := fmt.Sprintf("safety: panic in future %s: %v\n\nstack of the future:\n%s", e.Call, e.Value, e.Stack)
	if e.Await != nil {
		text += fmt.Sprintf("\nstack of the await:\n%s", e.Await)
	}
	return text
}

// Unwrap is the value, where it is an error.
func (e *PanicError) Unwrap() error {
	err, _ := e.Value.(error)
	return err
}

// raise panics on the goroutine that awaits. Every await has its own copy: its stack is its own.
func (e *PanicError) raise() {
	again := *e
	again.Await = debug.Stack()
	panic(&again)
}
