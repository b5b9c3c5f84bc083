package ormhttp_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/ormhttp"
)

// forever is a statement that does not end by itself.
const forever = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT count(*) FROM c"

// TestClientThatGoesAwayCancelsItsQueries has a client leave while a statement runs that would not end.
func TestClientThatGoesAwayCancelsItsQueries(t *testing.T) {
	t.Parallel()
	db := shop(t)
	running, ended := make(chan struct{}, 1), make(chan error, 1)
	var log logs
	mux := http.NewServeMux()
	mux.Handle("/sync", ormhttp.Sync(func(_ http.ResponseWriter, r *http.Request) error {
		running <- struct{}{}
		err := orm.Script(r.Context(), db, forever)
		ended <- err
		return err
	}, ormhttp.WithLogger(log.logger())))
	mux.Handle("/async", ormhttp.Async(func(ac orm.AsyncContext, _ http.ResponseWriter, _ *http.Request) error {
		slow := orm.ScriptAsync(ac, db, forever)
		behind := models.Tags.Using(db).CreateAsync(ac, &models.Tag{Name: "behind"})
		running <- struct{}{}
		err := orm.WaitAll(ac, slow, behind)
		ended <- err
		return err
	}, ormhttp.WithLogger(log.logger())))
	s := serve(t, mux)
	for _, path := range []string{"/sync", "/async"} {
		ctx, leave := context.WithCancel(t.Context())
		go func() {
			<-running
			time.Sleep(20 * time.Millisecond) // so that the statement is usually being run; either way it has to end
			leave()
		}()
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.URL+path, nil)
		require.NoError(t, err)
		res, err := s.Client().Do(req)
		if err == nil {
			res.Body.Close()
		}
		require.ErrorIs(t, err, context.Canceled)
		select {
		case err := <-ended:
			require.ErrorIs(t, err, context.Canceled, path)
		case <-time.After(10 * time.Second):
			t.Fatalf("%s: the statement goes on after its client has gone", path)
		}
	}
	n, err := models.Tags.Using(db).Filter(models.Tags.Name.Eq("behind")).Count(t.Context())
	require.NoError(t, err)
	require.Zero(t, n)
	require.NotContains(t, log.String(), "level=ERROR", "clients go away all the time")
}

// TestDeadlineOfTheServer is a request that the server gives up: somebody is there to read the answer.
func TestDeadlineOfTheServer(t *testing.T) {
	t.Parallel()
	db := shop(t)
	var log logs
	h := ormhttp.Async(func(ac orm.AsyncContext, _ http.ResponseWriter, _ *http.Request) error {
		_, err := orm.ScriptAsync(ac, db, forever).Await(ac)
		return err
	}, ormhttp.WithLogger(log.logger()))
	s := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), 50*time.Millisecond)
		defer cancel()
		h.ServeHTTP(w, r.WithContext(ctx))
	}))
	status, body := get(t, s, "/")
	require.Equal(t, 504, status)
	require.Equal(t, "gateway timeout\n", body)
}
