package ormhttp

import (
	"net/http"
	"sync"

	"github.com/seed83105465/duet/orm"
)

// Observe is middleware that tells f what each request asked the database, when its handler has returned or panicked: the
// statements in the order in which they ended, in both voices. f runs on the request's goroutine.
func Observe(f func(r *http.Request, events []orm.Event)) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			var e events
			defer func() { f(r, e.all()) }()
			next.ServeHTTP(w, r.WithContext(orm.Observe(r.Context(), func(event orm.Event) { e.add(event) })))
		})
	}
}

// events collects the statements of a request, which may run side by side.
type events struct {
	mu   sync.Mutex
	list []orm.Event
}

// add notes a statement and returns how many there were so far.
func (e *events) add(event orm.Event) int {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.list = append(e.list, event)
	return len(e.list)
}

func (e *events) all() []orm.Event {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.list
}
