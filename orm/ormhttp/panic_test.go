package ormhttp_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/ormhttp"
)

func TestPanics(t *testing.T) {
	t.Parallel()
	db := shop(t)
	var log logs
	options := []ormhttp.Option{ormhttp.WithLogger(log.logger())}
	mux := http.NewServeMux()
	mux.Handle("/fine", ormhttp.Sync(func(w http.ResponseWriter, r *http.Request) error {
		n, err := models.Tags.Using(db).Filter(models.Tags.Name.StartsWith("panicked")).Count(r.Context())
		fmt.Fprint(w, n)
		return err
	}, options...))
	mux.Handle("/sync", ormhttp.Sync(func(http.ResponseWriter, *http.Request) error { panic("at the disco") }, options...))
	mux.Handle("/async", ormhttp.Async(func(ac orm.AsyncContext, _ http.ResponseWriter, _ *http.Request) error {
		for i := range 20 {
			models.Tags.Using(db).CreateAsync(ac, &models.Tag{Name: fmt.Sprint("panicked", i)}) // queued, and never sent
		}
		panic("in a scope")
	}, options...))
	mux.Handle("/future", ormhttp.Async(func(ac orm.AsyncContext, _ http.ResponseWriter, _ *http.Request) error {
		f := db.AtomicAsync(ac, func(ac orm.AsyncContext, tx *orm.Tx) error {
			if _, err := models.Tags.Using(tx).CreateAsync(ac, &models.Tag{Name: "panicked in a transaction"}).Await(ac); err != nil {
				return err
			}
			panic("in a transaction")
		})
		_, err := f.Await(ac)
		return err
	}, options...))
	mux.Handle("/development", ormhttp.Sync(func(http.ResponseWriter, *http.Request) error { panic("shown") },
		append(options, ormhttp.Development())...))
	s := serve(t, mux)
	for path, text := range map[string]string{"/sync": "at the disco", "/async": "in a scope", "/future": "in a transaction"} {
		status, body := get(t, s, path)
		require.Equal(t, 500, status, path)
		require.Equal(t, "internal server error\n", body, path)
		require.Contains(t, log.String(), text)
		require.Contains(t, log.String(), "panic_test.go", "the stack is logged")

		status, body = get(t, s, "/fine")
		require.Equal(t, 200, status, "the server goes on")
		require.Equal(t, "0", body, "nothing was written")
	}
	_, body := get(t, s, "/development")
	require.Equal(t, "panic: shown\n", body)
}

// TestPanicAfterTheAnswerWasBegun shows that a client cannot take half of an answer for the whole.
func TestPanicAfterTheAnswerWasBegun(t *testing.T) {
	t.Parallel()
	var log logs
	s := serve(t, ormhttp.Sync(func(w http.ResponseWriter, _ *http.Request) error {
		fmt.Fprint(w, "half of the ")
		if err := http.NewResponseController(w).Flush(); err != nil {
			return err
		}
		panic("before the other half")
	}, ormhttp.WithLogger(log.logger())))
	res, err := s.Client().Get(s.URL)
	require.NoError(t, err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	require.ErrorIs(t, err, io.ErrUnexpectedEOF)
	require.Equal(t, "half of the ", string(body))
	require.Contains(t, log.String(), "before the other half")
}

func TestAbortHandlerPassesThrough(t *testing.T) {
	t.Parallel()
	var log logs
	s := serve(t, ormhttp.Async(func(orm.AsyncContext, http.ResponseWriter, *http.Request) error {
		panic(http.ErrAbortHandler)
	}, ormhttp.WithLogger(log.logger())))
	res, err := s.Client().Get(s.URL)
	if err == nil {
		res.Body.Close()
	}
	require.ErrorIs(t, err, io.EOF)
	require.Empty(t, log.String())
}

func TestResponseKnowsWhenTheAnswerBegan(t *testing.T) {
	t.Parallel()
	failure := errors.New("failure")
	tests := map[string]struct {
		write  func(w http.ResponseWriter) error
		status int
	}{
		"nothing":     {func(http.ResponseWriter) error { return nil }, 500},
		"header only": {func(w http.ResponseWriter) error { w.Header().Set("X-A", "b"); return nil }, 500},
		"status":      {func(w http.ResponseWriter) error { w.WriteHeader(201); return nil }, 201},
		"early hints": {func(w http.ResponseWriter) error { w.WriteHeader(103); return nil }, 500},
		"body":        {func(w http.ResponseWriter) error { _, err := io.WriteString(w, "x"); return err }, 200},
		"copied":      {func(w http.ResponseWriter) error { _, err := io.Copy(w, strings.NewReader("x")); return err }, 200},
		"copied none": {func(w http.ResponseWriter) error { _, err := io.Copy(w, strings.NewReader("")); return err }, 500},
		"flushed":     {func(w http.ResponseWriter) error { w.(http.Flusher).Flush(); return nil }, 200},
		"hijacked": {func(w http.ResponseWriter) error {
			conn, _, err := w.(http.Hijacker).Hijack()
			if err != nil {
				return err
			}
			_, _ = io.WriteString(conn, "HTTP/1.1 299 Mine\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
			return conn.Close()
		}, 299},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var log logs
			s := serve(t, ormhttp.Sync(func(w http.ResponseWriter, _ *http.Request) error {
				if err := test.write(w); err != nil {
					return err
				}
				return failure
			}, ormhttp.WithLogger(log.logger())))
			status, _ := get(t, s, "/")
			require.Equal(t, test.status, status)
			require.Contains(t, log.String(), "failure")
		})
	}
}
