package ormhttp

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strings"
)

// serve runs a handler's function and answers for it when it fails. run has ended everything that it began, futures
// included, when it returns or panics.
func (s *settings) serve(w http.ResponseWriter, r *http.Request, run func(http.ResponseWriter) error) {
	res := &response{ResponseWriter: w}
	defer func() {
		if v := recover(); v != nil {
			s.panicked(res, r, v, debug.Stack())
		}
	}()
	if err := run(res); err != nil {
		s.failed(res, r, err)
	}
}

// failed answers for an error.
func (s *settings) failed(res *response, r *http.Request, err error) {
	v := judge(r.Context(), err)
	attributes := []any{"method", r.Method, "path", r.URL.Path, "status", v.status, "error", err}
	if res.begun {
		// Too late to tell the client: what it was sent stands.
		s.log().ErrorContext(r.Context(), "handler failed after it had answered", attributes...)
		return
	}
	s.log().Log(r.Context(), v.level, "handler failed", attributes...)
	msg := v.msg
	if s.development {
		msg = err.Error()
	}
	s.page(res, r, v.status, msg)
}

// panicked answers for a panic. One that stands for "end this connection" goes on to net/http, and so does the panic of
// a handler that had begun its answer: the client must not take half of an answer for the whole.
func (s *settings) panicked(res *response, r *http.Request, value any, stack []byte) {
	if err, ok := value.(error); ok && errors.Is(err, http.ErrAbortHandler) {
		panic(http.ErrAbortHandler)
	}
	text := fmt.Sprint(value)
	s.log().LogAttrs(r.Context(), slog.LevelError, "handler panicked",
		slog.String("method", r.Method), slog.String("path", r.URL.Path),
		slog.String("panic", text), slog.String("stack", string(stack)))
	if res.begun {
		panic(http.ErrAbortHandler)
	}
	msg := statusText(http.StatusInternalServerError)
	if s.development {
		msg = "panic: " + text
	}
	s.page(res, r, http.StatusInternalServerError, msg)
}

func statusText(status int) string { return strings.ToLower(http.StatusText(status)) }
