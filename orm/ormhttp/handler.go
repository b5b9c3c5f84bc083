package ormhttp

import (
	"log/slog"
	"net/http"

	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/safety"
)

// Option is a setting of a handler.
type Option func(*settings)

type settings struct {
	development bool
	logger      *slog.Logger
	page        func(w http.ResponseWriter, r *http.Request, status int, msg string)
}

// Development shows the client the text of every error: the guard's, with the lines that it names and the fix. It is for a
// developer's machine. Defaults to a plain "internal server error".
func Development() Option { return func(s *settings) { s.development = true } }

// WithLogger is where failures and panics are logged to. Defaults to slog.Default(), as it is when something is logged.
func WithLogger(l *slog.Logger) Option { return func(s *settings) { s.logger = l } }

// ErrorPage has f write the answers to errors and panics: as JSON, as a page of the site. f is called before anything
// else was written, with the status and what the client may know. Defaults to http.Error, which is plain text.
func ErrorPage(f func(w http.ResponseWriter, r *http.Request, status int, msg string)) Option {
	return func(s *settings) { s.page = f }
}

// Sync makes a handler of a blocking function. See [Error] for what becomes of its error.
func Sync(f func(w http.ResponseWriter, r *http.Request) error, options ...Option) http.Handler {
	s := settingsOf(options)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.serve(w, r, func(w http.ResponseWriter) error {
			return f(w, r.WithContext(safety.WithCell(r.Context())))
		})
	})
}

// Async makes a handler of an asynchronous function: each request is a scope, which does not end before its futures have. A
// future that nobody saw to is the request's error, as in orm.Async; so is what happens after the function has written
// its answer, but then the client cannot be told any more. Errors of the guard name the line that called Async as the one that
// opened the scope.
func Async(f func(ac orm.AsyncContext, w http.ResponseWriter, r *http.Request) error, options ...Option) http.Handler {
	site := safety.Caller(1)
	s := settingsOf(options)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.serve(w, r, func(w http.ResponseWriter) error {
			return safety.AsyncAt(r.Context(), site, func(ac orm.AsyncContext) error {
				return f(ac, w, r.WithContext(ac.Context()))
			})
		})
	})
}

func settingsOf(options []Option) *settings {
	s := &settings{page: func(w http.ResponseWriter, _ *http.Request, status int, msg string) { http.Error(w, msg, status) }}
	for _, set := range options {
		set(s)
	}
	return s
}

// log is looked up when it is needed: a program may set its default logger after its handlers were made.
func (s *settings) log() *slog.Logger {
	if s.logger != nil {
		return s.logger
	}
	return slog.Default()
}
