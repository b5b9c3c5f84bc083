package ormhttp_test

import (
	"errors"
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/ormhttp"
)

// counts has a handler of each colour that asks n times, and one that panics.
func counts(db *orm.DB, options ...ormhttp.Option) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/sync/{n}", ormhttp.Sync(func(w http.ResponseWriter, r *http.Request) error {
		for range len(r.PathValue("n")) {
			if _, err := models.Books.Using(db).Count(r.Context()); err != nil {
				return err
			}
		}
		fmt.Fprint(w, "done")
		return nil
	}, options...))
	mux.Handle("/async/{n}", ormhttp.Async(func(ac orm.AsyncContext, w http.ResponseWriter, r *http.Request) error {
		for range len(r.PathValue("n")) {
			if _, err := models.Books.Using(db).CountAsync(ac).Await(ac); err != nil {
				return err
			}
		}
		fmt.Fprint(w, "done")
		return nil
	}, options...))
	mux.Handle("/panic", ormhttp.Sync(func(_ http.ResponseWriter, r *http.Request) error {
		_, _ = models.Books.Using(db).Count(r.Context())
		panic("after one query")
	}, options...))
	return mux
}

func TestObserve(t *testing.T) {
	t.Parallel()
	var log logs
	seen := make(chan string, 1)
	s := serve(t, ormhttp.Observe(func(r *http.Request, events []orm.Event) {
		seen <- fmt.Sprint(r.URL.Path, " ", len(events))
	})(counts(shop(t), ormhttp.WithLogger(log.logger()))))
	for _, want := range []string{"/sync/xxx 3", "/async/xx 2", "/panic 1", "/nowhere 0"} {
		var path string
		_, err := fmt.Sscan(want, &path)
		require.NoError(t, err)
		get(t, s, path)
		require.Equal(t, want, <-seen)
	}
}

func TestBudgetLogs(t *testing.T) {
	t.Parallel()
	var log logs
	s := serve(t, ormhttp.Budget(3, ormhttp.BudgetLogger(log.logger()))(counts(shop(t))))
	for _, colour := range []string{"/sync", "/async"} {
		status, _ := get(t, s, colour+"/xxx")
		require.Equal(t, 200, status)
		require.NotContains(t, log.String(), colour)
		status, _ = get(t, s, colour+"/xxxxx")
		require.Equal(t, 200, status, "the request is served all the same")
		require.Contains(t, log.String(), colour)
		require.Contains(t, log.String(), "5 statements, over the budget of 3, in 5 round trips")
		require.Contains(t, log.String(), `5 times  SELECT COUNT(*) FROM`)
	}
}

func TestStrictBudgetFailsTheRequest(t *testing.T) {
	t.Parallel()
	var log logs
	failed := make(chan error, 1)
	db := shop(t)
	catch := func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			next.ServeHTTP(w, r)
			_, err := models.Books.Using(db).Count(r.Context())
			failed <- err
		})
	}
	s := serve(t, ormhttp.Budget(3, ormhttp.Strict(), ormhttp.BudgetLogger(log.logger()))(
		catch(counts(db, ormhttp.Development(), ormhttp.WithLogger(log.logger())))))
	for _, colour := range []string{"/sync", "/async"} {
		status, body := get(t, s, colour+"/xxxxx")
		require.Equal(t, 500, status)
		require.Contains(t, body, "4 statements, over the budget of 3")
		var budget *ormhttp.BudgetError
		require.True(t, errors.As(<-failed, &budget))
		require.Equal(t, 3, budget.Most)
		require.Equal(t, []int{4}, budget.Times)
		require.Equal(t, 4, budget.RoundTrips)

		status, body = get(t, s, colour+"/xx")
		require.Equal(t, 200, status)
		require.Equal(t, "done", body)
		require.NoError(t, <-failed)
	}
}
