package shop_test

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/examples/bookshop/shop"
	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/ormhttp"
)

const smallOrder = `{"customer_id": 1, "billing_address_id": 1, "items": [{"book_id": 1, "quantity": 1}]}`

// running is the service as main runs it.
type running struct {
	*fixture
	begun chan struct{} // a request was
	stop  context.CancelFunc
	ended chan error
}

func run(t *testing.T, grace time.Duration) *running {
	t.Helper()
	r := &running{fixture: newFixture(t), begun: make(chan struct{}, 100), ended: make(chan error, 1)}
	logger := slog.New(slog.DiscardHandler)
	mux := http.NewServeMux()
	mux.Handle("/", shop.New(shop.Config{DB: r.db, Logger: logger}))
	mux.Handle("/panic", ormhttp.Async(func(ac orm.AsyncContext, _ http.ResponseWriter, _ *http.Request) error {
		models.Books.Using(r.db).AllAsync(ac)
		panic("in a handler")
	}, ormhttp.WithLogger(logger)))
	begin := http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		r.begun <- struct{}{}
		mux.ServeHTTP(w, req)
	})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	ctx, stop := context.WithCancel(context.Background())
	r.stop = stop
	go func() { r.ended <- shop.Serve(ctx, l, begin, logger, grace) }()
	transport := &http.Transport{}
	r.client = client{"http://" + l.Addr().String(), &http.Client{Transport: transport}}
	t.Cleanup(func() {
		stop()
		transport.CloseIdleConnections()
	})
	return r
}

// holdWriter keeps every other transaction waiting until release is called.
func (r *running) holdWriter() (release func()) {
	r.Helper()
	held, free, done := make(chan struct{}), make(chan struct{}), make(chan error, 1)
	go func() {
		done <- r.db.Atomic(context.Background(), func(context.Context, *orm.Tx) error {
			close(held)
			<-free
			return nil
		})
	}()
	<-held
	return func() {
		close(free)
		require.NoError(r, <-done)
	}
}

// post orders in the background.
func (r *running) post(ctx context.Context) <-chan answer {
	out := make(chan answer, 1)
	go func() {
		a, err := r.client.send(ctx, "POST", "/orders", smallOrder)
		if err != nil {
			a.body = err.Error()
		}
		out <- a
	}()
	<-r.begun
	return out
}

func TestShutdownLetsRequestsEnd(t *testing.T) {
	t.Parallel()
	r := run(t, 20*time.Second)
	release := r.holdWriter()
	order := r.post(context.Background())
	r.stop()
	select {
	case err := <-r.ended:
		t.Fatal("the service ended before its request", err)
	case <-time.After(50 * time.Millisecond):
	}
	_, err := r.client.send(context.Background(), "GET", "/books", "")
	require.Error(t, err, "no new requests")
	release()
	a := <-order
	require.Equal(t, 201, a.status, a.body)
	require.NoError(t, <-r.ended)
	require.EqualValues(t, 59, r.one("SELECT stock FROM books WHERE id = 1"))
}

func TestShutdownEndsRequestsAfterTheGrace(t *testing.T) {
	t.Parallel()
	r := run(t, 20*time.Millisecond)
	before := r.fingerprint()
	release := r.holdWriter()
	order := r.post(context.Background())
	r.stop()
	err := <-r.ended
	require.ErrorIs(t, err, context.DeadlineExceeded)
	require.ErrorContains(t, err, "requests were still running after 20ms")
	a := <-order
	require.Equal(t, 503, a.status, a.body)
	release()
	require.Equal(t, before, r.fingerprint())
}

func TestClientThatLeavesOrdersNothing(t *testing.T) {
	t.Parallel()
	r := run(t, time.Second)
	before := r.fingerprint()
	release := r.holdWriter()
	ctx, leave := context.WithCancel(context.Background())
	order := r.post(ctx)
	leave()
	require.Zero(t, (<-order).status)
	r.stop()
	require.NoError(t, <-r.ended, "the handler ended although the writer is still held")
	release()
	require.Equal(t, before, r.fingerprint())
}

func TestServiceGoesOnAfterPanics(t *testing.T) {
	t.Parallel()
	r := run(t, time.Second)
	for range 3 {
		a, err := r.client.send(context.Background(), "GET", "/panic", "")
		require.NoError(t, err)
		require.Equal(t, 500, a.status)
		require.Equal(t, "internal server error\n", a.body)
		a, err = r.client.send(context.Background(), "POST", "/orders", smallOrder)
		require.NoError(t, err)
		require.Equal(t, 201, a.status, a.body)
	}
	r.stop()
	require.NoError(t, <-r.ended)
}

func TestServeFailsWithItsListener(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, l.Close())
	err = shop.Serve(t.Context(), l, http.NotFoundHandler(), slog.New(slog.DiscardHandler), time.Second)
	require.ErrorIs(t, err, net.ErrClosed)
}

func TestOpen(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "shop.db")
	count := func() int64 {
		db, err := shop.Open(t.Context(), path)
		require.NoError(t, err)
		defer func() { require.NoError(t, db.Close()) }()
		require.NoError(t, models.Tags.Using(db).Create(t.Context(), &models.Tag{Name: fmt.Sprint("opened at ", time.Now())}))
		n, err := models.Tags.Using(db).Count(t.Context())
		require.NoError(t, err)
		return n
	}
	require.EqualValues(t, 14, count())
	require.EqualValues(t, 15, count(), "what is there is kept")

	_, err := shop.Open(t.Context(), filepath.Join(t.TempDir(), "missing", "shop.db"))
	require.Error(t, err)
	ended, end := context.WithCancel(t.Context())
	end()
	path = filepath.Join(t.TempDir(), "half.db")
	_, err = shop.Open(ended, path)
	require.ErrorIs(t, err, context.Canceled)
	require.NoFileExists(t, path, "no empty shop is left behind")
}
