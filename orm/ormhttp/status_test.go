package ormhttp_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/ormhttp"
	"github.com/seed83105465/duet/safety"
)

// TestStatusOfErrors asks for each kind of error in both colours.
func TestStatusOfErrors(t *testing.T) {
	t.Parallel()
	db := shop(t)
	ctx := t.Context()
	_, notFound := models.Books.Using(db).Filter(models.Books.ID.Eq(-1)).Get(ctx)
	duplicate := models.Tags.Using(db).Create(ctx, &models.Tag{Name: "unused"})
	foreign := models.Reviews.Using(db).Create(ctx, &models.Review{BookID: -1, CustomerID: -1, Rating: 1})
	invalid := (&models.Review{BookID: 1, CustomerID: 1, Rating: 9}).Validate()
	late, cancel := context.WithTimeout(ctx, time.Nanosecond)
	defer cancel()
	<-late.Done()
	_, timeout := models.Books.Using(db).Count(late)
	book, err := models.Books.Using(db).First(ctx)
	require.NoError(t, err)
	_, notLoaded := book.Author()
	_, tooLarge := io.ReadAll(http.MaxBytesReader(nil, io.NopCloser(strings.NewReader("four")), 3))
	orphan := orm.Async(ctx, func(ac orm.AsyncContext) error {
		f := models.Books.Using(db).Filter(models.Books.ID.Eq(-1)).GetAsync(ac)
		if err := orm.Send(ac); err != nil {
			return err
		}
		<-f.Done()
		return nil
	})
	require.ErrorIs(t, orphan, orm.ErrNotFound)

	internal := "internal server error"
	tests := map[string]struct {
		err    error
		status int
		msg    string
		level  slog.Level
	}{
		"own":           {&ormhttp.Error{Status: 418, Msg: "short and stout"}, 418, "short and stout", slog.LevelDebug},
		"own wrapped":   {fmt.Errorf("pouring: %w", &ormhttp.Error{Status: 418, Msg: "tea", Err: orm.ErrNotFound}), 418, "tea", slog.LevelDebug},
		"own silent":    {&ormhttp.Error{Status: 400}, 400, "bad request", slog.LevelDebug},
		"own 503":       {&ormhttp.Error{Status: 503, Msg: "closed on Sundays"}, 503, "closed on Sundays", slog.LevelError},
		"own nonsense":  {&ormhttp.Error{Status: 200, Msg: "fine"}, 500, "fine", slog.LevelError},
		"not found":     {notFound, 404, "not found", slog.LevelDebug},
		"invalid":       {invalid, 422, invalid.Error(), slog.LevelDebug},
		"unique":        {duplicate, 409, "there is one with the same name already", slog.LevelDebug},
		"foreign key":   {foreign, 500, internal, slog.LevelError},
		"too large":     {tooLarge, 413, "request entity too large", slog.LevelDebug},
		"deadline":      {timeout, 504, "gateway timeout", slog.LevelError},
		"lock":          {fmt.Errorf("Books.Update: %w", orm.ErrTimeout), 503, "service unavailable", slog.LevelError},
		"closed":        {orm.ErrClosed, 503, "service unavailable", slog.LevelError},
		"serialization": {orm.ErrSerialization, 503, "service unavailable", slog.LevelError},
		"not loaded":    {notLoaded, 500, internal, slog.LevelError},
		"orphan":        {orphan, 500, internal, slog.LevelError},
		"own cancel":    {context.Canceled, 500, internal, slog.LevelError},
		"closed scope":  {safety.ErrScopeClosed, 500, internal, slog.LevelError},
		"anything":      {errors.New("the secret is 42"), 500, internal, slog.LevelError},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Error(t, test.err)
			var log logs
			handlers := func(options ...ormhttp.Option) http.Handler {
				options = append(options, ormhttp.WithLogger(log.logger()))
				mux := http.NewServeMux()
				mux.Handle("/sync", ormhttp.Sync(func(http.ResponseWriter, *http.Request) error { return test.err }, options...))
				mux.Handle("/async", ormhttp.Async(func(orm.AsyncContext, http.ResponseWriter, *http.Request) error { return test.err }, options...))
				return mux
			}
			production, development := serve(t, handlers()), serve(t, handlers(ormhttp.Development()))
			for _, path := range []string{"/sync", "/async"} {
				status, body := get(t, production, path)
				require.Equal(t, test.status, status)
				require.Equal(t, test.msg+"\n", body)
				status, body = get(t, development, path)
				require.Equal(t, test.status, status)
				require.Equal(t, test.err.Error()+"\n", body)
			}
			require.Equal(t, 4, strings.Count(log.String(), "level="+test.level.String()+" "), "%s", &log)
		})
	}
}

func TestErrorPage(t *testing.T) {
	t.Parallel()
	page := func(w http.ResponseWriter, _ *http.Request, status int, msg string) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(status)
		_ = json.NewEncoder(w).Encode(map[string]string{"error": msg})
	}
	s := serve(t, ormhttp.Sync(func(http.ResponseWriter, *http.Request) error {
		return &ormhttp.Error{Status: 409, Msg: "too late"}
	}, ormhttp.ErrorPage(page)))
	status, body := get(t, s, "/")
	require.Equal(t, 409, status)
	require.JSONEq(t, `{"error": "too late"}`, body)
}

func TestErrorText(t *testing.T) {
	t.Parallel()
	cause := errors.New("cause")
	require.EqualError(t, &ormhttp.Error{Status: 409, Msg: "m", Err: cause}, "m: cause")
	require.EqualError(t, &ormhttp.Error{Status: 409}, "conflict")
	require.ErrorIs(t, &ormhttp.Error{Err: cause}, cause)
}

// TestLoggerDefaults shows that the default logger is that of the time of the failure. It changes it, so it does not run
// beside others.
func TestLoggerDefaults(t *testing.T) {
	s := serve(t, ormhttp.Sync(func(http.ResponseWriter, *http.Request) error { return errors.New("broken") }))
	before := slog.Default()
	defer slog.SetDefault(before)
	var b bytes.Buffer
	slog.SetDefault(slog.New(slog.NewTextHandler(&b, nil)))
	status, _ := get(t, s, "/")
	require.Equal(t, 500, status)
	require.Contains(t, b.String(), "broken")
}
