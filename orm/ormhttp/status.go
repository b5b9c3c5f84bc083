package ormhttp

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"

	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/safety"
)

// Error is an error that says how the request is answered: with Status and Msg. A handler returns one for what only it
// knows. Other errors are answered by what they are:
//
//   - a breach of the guard's rules, or of a [Budget]: 500
//   - orm.ErrNotFound: 404
//   - *orm.ValidationError: 422, with its text
//   - *orm.ConstraintError of a unique constraint: 409
//   - *http.MaxBytesError: 413
//   - a deadline that has passed: 504
//   - orm.ErrTimeout, ErrUnavailable, ErrSerialization, ErrDeadlock and ErrClosed: 503; so is the end of the request's
//     context, which nobody is there to read about unless the server ends
//   - anything else: 500
//
// They are looked for in this order, with errors.Is and errors.As.
type Error struct {
	Status int    // from 400 to 599; anything else is 500
	Msg    string // what the client is told; the status in words when it is empty
	Err    error  // the cause, for the log; may be nil
}

// Error is the message and the cause.
func (e *Error) Error() string {
	if e.Err == nil {
		return e.message()
	}
	return e.message() + ": " + e.Err.Error()
}

// Unwrap is the cause.
func (e *Error) Unwrap() error { return e.Err }

func (e *Error) status() int {
	if e.Status < 400 || e.Status > 599 {
		return http.StatusInternalServerError
	}
	return e.Status
}

func (e *Error) message() string {
	if e.Msg == "" {
		return statusText(e.status())
	}
	return e.Msg
}

// verdict is what becomes of an error.
type verdict struct {
	status int
	msg    string // what the client may know
	level  slog.Level
}

// answer is the verdict whose message is the status in words. The server's failures are errors in the log, the client's
// are not worth a line there.
func answer(status int) verdict {
	v := verdict{status: status, msg: statusText(status), level: slog.LevelDebug}
	if status >= 500 {
		v.level = slog.LevelError
	}
	return v
}

// judge says what becomes of an error of a request with this context.
func judge(ctx context.Context, err error) verdict {
	var own *Error
	var invalid *orm.ValidationError
	var refused *orm.ConstraintError
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &own):
		v := answer(own.status())
		v.msg = own.message()
		return v
	case isMistake(err):
		return answer(http.StatusInternalServerError)
	case errors.Is(err, orm.ErrNotFound):
		return answer(http.StatusNotFound)
	case errors.As(err, &invalid):
		v := answer(http.StatusUnprocessableEntity)
		v.msg = invalid.Error()
		return v
	case errors.As(err, &refused) && refused.Kind == orm.Unique:
		v := answer(http.StatusConflict)
		if len(refused.Columns) > 0 {
			v.msg = fmt.Sprintf("there is one with the same %s already", strings.Join(refused.Columns, " and "))
		}
		return v
	case errors.As(err, &tooLarge):
		return answer(http.StatusRequestEntityTooLarge)
	case errors.Is(err, context.DeadlineExceeded):
		return answer(http.StatusGatewayTimeout)
	case errors.Is(err, orm.ErrTimeout), errors.Is(err, orm.ErrUnavailable), errors.Is(err, orm.ErrSerialization),
		errors.Is(err, orm.ErrDeadlock), errors.Is(err, orm.ErrClosed):
		return answer(http.StatusServiceUnavailable)
	case errors.Is(err, context.Canceled) && ctx.Err() != nil:
		v := answer(http.StatusServiceUnavailable)
		v.level = slog.LevelDebug // clients go away all the time
		return v
	}
	return answer(http.StatusInternalServerError)
}

// isMistake reports whether an error is about the program. It is asked before anything that an error may wrap: an orphan
// future that found no row is not a page that was not found.
func isMistake(err error) bool {
	var budget *BudgetError
	if errors.As(err, &budget) {
		return true
	}
	for _, rule := range []error{safety.ErrOrphanFuture, safety.ErrBlockingCall, safety.ErrLazyLoad, safety.ErrNotLoaded, safety.ErrStaleRelation} {
		if errors.Is(err, rule) {
			return true
		}
	}
	return false
}
