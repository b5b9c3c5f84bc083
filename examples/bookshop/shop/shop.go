package shop

import (
	"encoding/json"
	"log/slog"
	"net/http"

	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/ormhttp"
)

// Config is what the service needs.
type Config struct {
	DB          *orm.DB
	Logger      *slog.Logger
	Development bool // clients see the text of every error
}

// queryBudget is how many statements a request may send before it is logged as a suspect: those of the largest order.
const queryBudget = maxItems + 4

// New makes the service's handler.
func New(c Config) http.Handler {
	s := &shop{db: c.DB}
	options := []ormhttp.Option{ormhttp.WithLogger(c.Logger), ormhttp.ErrorPage(errorPage)}
	if c.Development {
		options = append(options, ormhttp.Development())
	}
	mux := http.NewServeMux()
	mux.Handle("GET /books", ormhttp.Sync(s.list, options...))
	mux.Handle("GET /books/{id}", ormhttp.Sync(s.book, options...))
	mux.Handle("POST /orders", ormhttp.Sync(s.order, options...))
	mux.Handle("GET /catalogue", ormhttp.Sync(s.catalogue, options...))
	mux.Handle("GET /dashboard", ormhttp.Async(s.dashboard, options...))
	mux.Handle("GET /naive", ormhttp.Async(s.naive, options...))
	return ormhttp.Budget(queryBudget, ormhttp.BudgetLogger(c.Logger))(
		ormhttp.Observe(func(r *http.Request, events []orm.Event) {
			c.Logger.InfoContext(r.Context(), "request", "method", r.Method, "path", r.URL.Path, "queries", len(events))
		})(mux))
}

// shop is the handlers and what they share.
type shop struct{ db *orm.DB }

// errorPage answers errors as JSON.
func errorPage(w http.ResponseWriter, _ *http.Request, status int, msg string) {
	_ = writeJSON(w, status, map[string]string{"error": msg}) // a client that is gone cannot be told
}

// writeJSON answers with v. It is written as a whole, so that a value that has no JSON is an error and not half of an
// answer.
func writeJSON(w http.ResponseWriter, status int, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, err = w.Write(append(body, '\n'))
	return err
}

// badRequest is a request that cannot be understood.
func badRequest(msg string, cause error) error {
	return &ormhttp.Error{Status: http.StatusBadRequest, Msg: msg, Err: cause}
}

// refused is a request that is understood, and asks for what cannot be.
func refused(msg string) error {
	return &ormhttp.Error{Status: http.StatusUnprocessableEntity, Msg: msg}
}
