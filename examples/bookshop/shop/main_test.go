package shop_test

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	_ "github.com/mattn/go-sqlite3" // expected answers come from SQL, and not from the code under test
	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/seed83105465/duet/examples/bookshop/shop"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/ormhttp"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// fixture is a shop with a file of its own, behind a real listener.
type fixture struct {
	*testing.T
	db      *orm.DB
	raw     *sql.DB // the same file, without Duet
	client  client
	queries chan int // of each request, when its handler has returned
}

// client asks a service.
type client struct {
	url  string
	http *http.Client
}

func newFixture(t *testing.T, change ...func(*shop.Config)) *fixture {
	t.Helper()
	path := filepath.Join(t.TempDir(), "shop.db")
	db, err := shop.Open(t.Context(), path)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	raw, err := sql.Open("sqlite3", "file:"+path+"?_busy_timeout=5000")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, raw.Close()) })
	config := shop.Config{DB: db, Logger: slog.New(slog.DiscardHandler)}
	for _, c := range change {
		c(&config)
	}
	f := &fixture{T: t, db: db, raw: raw, queries: make(chan int, 1000)}
	count := ormhttp.Observe(func(_ *http.Request, events []orm.Event) { f.queries <- len(events) })
	server := httptest.NewServer(count(shop.New(config)))
	t.Cleanup(func() {
		server.Client().CloseIdleConnections()
		server.Close()
	})
	f.client = client{server.URL, server.Client()}
	return f
}

func development(c *shop.Config) { c.Development = true }

// answer is what came back for a request.
type answer struct {
	status  int
	header  http.Header
	body    string
	queries int
}

func (f *fixture) get(path string) answer { return f.do(http.MethodGet, path, "") }

func (f *fixture) do(method, path, body string) answer {
	f.Helper()
	a, err := f.client.send(context.Background(), method, path, body)
	require.NoError(f, err)
	a.queries = <-f.queries
	return a
}

// send is for goroutines other than the test's: it fails no test.
func (c client) send(ctx context.Context, method, path, body string) (answer, error) {
	req, err := http.NewRequestWithContext(ctx, method, c.url+path, strings.NewReader(body))
	if err != nil {
		return answer{}, err
	}
	res, err := c.http.Do(req)
	if err != nil {
		return answer{}, err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	return answer{status: res.StatusCode, header: res.Header, body: string(text)}, err
}

// into decodes a JSON answer that must hold nothing unexpected.
func (a answer) into(t *testing.T, v any) {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader([]byte(a.body)))
	d.DisallowUnknownFields()
	require.NoError(t, d.Decode(v), a.body)
	require.Equal(t, "application/json", a.header.Get("Content-Type"))
}

// message is the text of an error's answer.
func (a answer) message(t *testing.T) string {
	t.Helper()
	var v struct{ Error string }
	a.into(t, &v)
	return v.Error
}

// ids is the first column of a SELECT.
func (f *fixture) ids(text string, args ...any) []int64 {
	f.Helper()
	rows, err := f.raw.QueryContext(context.Background(), text, args...)
	require.NoError(f, err)
	defer rows.Close()
	out := []int64{}
	for rows.Next() {
		var id int64
		require.NoError(f, rows.Scan(&id))
		out = append(out, id)
	}
	require.NoError(f, rows.Err())
	return out
}

// one is the one number of a SELECT.
func (f *fixture) one(text string, args ...any) int64 {
	f.Helper()
	got := f.ids(text, args...)
	require.Len(f, got, 1)
	return got[0]
}

func (f *fixture) exec(text string) {
	f.Helper()
	_, err := f.raw.ExecContext(context.Background(), text)
	require.NoError(f, err)
}
