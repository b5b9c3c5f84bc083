package ormhttp_test

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/ormhttp"
	"github.com/seed83105465/duet/safety"
)

func TestBothColoursAnswer(t *testing.T) {
	t.Parallel()
	db := shop(t)
	mux := http.NewServeMux()
	mux.Handle("GET /sync/{id}", ormhttp.Sync(func(w http.ResponseWriter, r *http.Request) error {
		id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
		if err != nil {
			return &ormhttp.Error{Status: http.StatusBadRequest, Msg: "id must be a number", Err: err}
		}
		book, err := models.Books.Using(db).Filter(models.Books.ID.Eq(id)).Get(r.Context())
		if err != nil {
			return err
		}
		fmt.Fprint(w, book.Title)
		return nil
	}))
	mux.Handle("GET /async/{id}", ormhttp.Async(func(ac orm.AsyncContext, w http.ResponseWriter, r *http.Request) error {
		id, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
		if err != nil {
			return &ormhttp.Error{Status: http.StatusBadRequest, Msg: "id must be a number", Err: err}
		}
		book := models.Books.Using(db).Filter(models.Books.ID.Eq(id)).GetAsync(ac)
		count := models.Books.Using(db).CountAsync(ac)
		if err := orm.WaitAll(ac, book, count); err != nil {
			return err
		}
		b, _ := book.Await(ac)
		n, _ := count.Await(ac)
		fmt.Fprintf(w, "%s, of %d", b.Title, n)
		return nil
	}))
	s := serve(t, mux)
	for path, want := range map[string]struct {
		status int
		body   string
	}{
		"/sync/1":    {200, "The Go Way"},
		"/async/1":   {200, "The Go Way, of 60"},
		"/sync/999":  {404, "not found\n"},
		"/async/999": {404, "not found\n"},
		"/sync/x":    {400, "id must be a number\n"},
		"/async/x":   {400, "id must be a number\n"},
	} {
		status, body := get(t, s, path)
		require.Equal(t, want.status, status, path)
		require.Equal(t, want.body, body, path)
	}
}

// authorOf is a helper of the blocking kind: it has no idea who calls it.
func authorOf(ctx context.Context, b *models.Book) (string, error) {
	a, err := b.LoadAuthor(ctx)
	if err != nil {
		return "", err
	}
	return a.Name, nil
}

// TestGuardSeesRequestContexts has each way in which code of one colour gets a context of the other from a request.
func TestGuardSeesRequestContexts(t *testing.T) {
	t.Parallel()
	db := shop(t)
	first := models.Books.Using(db).Filter(models.Books.ID.Eq(1))
	var log logs
	options := []ormhttp.Option{ormhttp.Development(), ormhttp.WithLogger(log.logger())}
	mux := http.NewServeMux()
	mux.Handle("/async/blocking", ormhttp.Async(func(_ orm.AsyncContext, _ http.ResponseWriter, r *http.Request) error {
		_, err := first.Get(r.Context())
		return err
	}, options...))
	mux.Handle("/async/lazy", ormhttp.Async(func(ac orm.AsyncContext, _ http.ResponseWriter, r *http.Request) error {
		b, err := first.GetAsync(ac).Await(ac)
		if err != nil {
			return err
		}
		_, err = authorOf(r.Context(), b)
		return err
	}, options...))
	mux.Handle("/sync/captured", ormhttp.Sync(func(_ http.ResponseWriter, r *http.Request) error {
		return orm.Async(r.Context(), func(orm.AsyncContext) error {
			_, err := first.Get(r.Context())
			return err
		})
	}, options...))
	mux.Handle("/sync/lazy", ormhttp.Sync(func(w http.ResponseWriter, r *http.Request) error {
		b, err := first.Get(r.Context())
		if err != nil {
			return err
		}
		name, err := authorOf(r.Context(), b)
		fmt.Fprint(w, name)
		return err
	}, options...))
	s := serve(t, mux)

	status, body := get(t, s, "/async/blocking")
	require.Equal(t, 500, status)
	require.Contains(t, body, safety.ErrBlockingCall.Error()[:len("safety: blocking call")])
	require.Contains(t, body, "scope opened at ormhttp/handler_test.go:")
	require.Contains(t, body, "use GetAsync(ac) instead of Get")

	status, body = get(t, s, "/async/lazy")
	require.Equal(t, 500, status)
	require.Contains(t, body, "lazy load of Book.Author in an async context")
	require.Contains(t, body, "add SelectRelated(models.Books.Author)")

	status, body = get(t, s, "/sync/captured")
	require.Equal(t, 500, status)
	require.Contains(t, body, "from outside of the scope, which is still open beneath it")

	status, body = get(t, s, "/sync/lazy")
	require.Equal(t, 200, status, body)
	require.Equal(t, "Rob Tallis", body)
	require.Contains(t, log.String(), "lazy load of Book.Author")
}

func TestForgottenFutureIsAnError(t *testing.T) {
	t.Parallel()
	db := shop(t)
	var log logs
	s := serve(t, ormhttp.Async(func(ac orm.AsyncContext, w http.ResponseWriter, r *http.Request) error {
		models.Books.Using(db).Filter(models.Books.ID.Eq(-1)).GetAsync(ac)
		if r.URL.Path == "/answered" {
			fmt.Fprint(w, "all is well")
		}
		return nil
	}, ormhttp.WithLogger(log.logger())))

	status, body := get(t, s, "/")
	require.Equal(t, 500, status)
	require.Equal(t, "internal server error\n", body)
	require.Contains(t, log.String(), "1 future was never awaited")

	status, body = get(t, s, "/answered")
	require.Equal(t, 200, status)
	require.Equal(t, "all is well", body)
	require.Contains(t, log.String(), "handler failed after it had answered")
}
