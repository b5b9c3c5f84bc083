package integration

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/pgtest"
	"github.com/seed83105465/duet/integration/voices"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/postgres"
	"github.com/seed83105465/duet/testdata"
)

// soakTime is how long a soak takes: DUET_SOAK=10m, or a few seconds.
func soakTime(t *testing.T) time.Duration {
	t.Helper()
	text := os.Getenv("DUET_SOAK")
	if text == "" {
		return 3 * time.Second
	}
	d, err := time.ParseDuration(text)
	require.NoError(t, err, "DUET_SOAK")
	return d
}

// fate is what has become of a request that writes, as its client knows.
type fate uint8

const (
	unsettled fate = iota // the client went away: all of it is there, or nothing
	answered              // all of it is there
	refused               // nothing of it is there
)

// request is a handler, and how many rows a request writes.
type request struct {
	name    string
	rows    int
	status  int  // where the client waits for it
	stands  bool // what it wrote does, although its status is an error
	handler http.Handler
}

// TestSoakRequests compresses many requests into a short time: handlers of both colours on a pool of two connections read,
// write, open transactions, fail and panic, and clients go away. Every row of the ledger is accounted for, and nothing is left.
func TestSoakRequests(t *testing.T) {
	t.Parallel()
	server := voices.Open(t, pgtest.DatabaseFrom(t, "bookshop", testdata.PostgresSchema, testdata.PostgresSeed()), postgres.Connections(2))
	mux, kinds := http.NewServeMux(), requests(t, server.DB)
	for _, r := range kinds {
		mux.Handle("/"+r.name, r.handler)
	}
	front := httptest.NewUnstartedServer(mux)
	front.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, 0)
	front.Start()
	t.Cleanup(front.Close)

	const clients = 24
	begun := time.Now()
	length := soakTime(t)
	var heap [2]uint64
	fates := make([][]uint16, clients) // of each request its kind, and its fate
	var all sync.WaitGroup
	for c := range clients {
		all.Go(func() {
			for n := c; time.Since(begun) < length && !t.Failed(); n += clients {
				kind := rand.IntN(len(kinds))
				fates[c] = append(fates[c], uint16(kind)<<8|uint16(visit(t, front, kinds[kind], n)))
			}
		})
	}
	all.Go(func() {
		time.Sleep(length / 4)
		heap[0] = heapInUse()
	})
	all.Wait()
	heap[1] = heapInUse()

	// Nothing runs, no transaction is open, both connections are free.
	const busy = `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'`
	require.Eventually(t, func() bool { return server.Ask(t, busy)[0] == "0" }, 20*time.Second, 10*time.Millisecond, "a statement, or a transaction, is left")
	require.NoError(t, server.Atomic(t.Context(), func(context.Context, *orm.Tx) error {
		return server.Atomic(t.Context(), func(context.Context, *orm.Tx) error { return nil })
	}))
	require.Less(t, heap[1], heap[0]*3/2+64<<20, "memory grows: %d bytes at a quarter of the time, %d at its end", heap[0], heap[1])

	there := map[string]bool{}
	for _, name := range server.Ask(t, `SELECT name FROM tags WHERE name LIKE 'request %'`) {
		there[name] = true
	}
	requests, rows := 0, 0
	for c := range clients {
		for i, f := range fates[c] {
			requests++
			kind, n := kinds[f>>8], c+i*clients
			is := 0
			for row := range max(kind.rows, 2) {
				if name := ledger(n, row); there[name] {
					is++
					delete(there, name)
				}
			}
			rows += is
			whole := is == kind.rows || is == 0
			switch fate(f & 0xff) {
			case answered:
				assert.Equal(t, kind.rows, is, "%s %d was answered", kind.name, n)
			case refused:
				assert.Zero(t, is, "%s %d was refused", kind.name, n)
			default:
				assert.True(t, whole, "%s %d left %d rows", kind.name, n, is)
			}
		}
	}
	require.Empty(t, there, "rows of no request")
	t.Logf("%d requests, %d rows, heap %d and %d bytes", requests, rows, heap[0], heap[1])
}

// ledger is what a request writes.
func ledger(n, row int) string { return fmt.Sprint("request ", n, " row ", row) }

func heapInUse() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// visit makes a request, and perhaps goes away before it is answered.
func visit(t *testing.T, front *httptest.Server, kind request, n int) fate {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	leaves := rand.IntN(5) == 0
	if leaves {
		time.AfterFunc(time.Duration(rand.IntN(20_000))*time.Microsecond, cancel)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, front.URL+"/"+kind.name+"?n="+strconv.Itoa(n), nil)
	if !assert.NoError(t, err) {
		return unsettled
	}
	res, err := front.Client().Do(req)
	if err != nil {
		assert.True(t, leaves, "%s: %v", kind.name, err)
		return unsettled
	}
	text, _ := io.ReadAll(res.Body) // the client may have gone
	_ = res.Body.Close()
	switch {
	case leaves && res.StatusCode != kind.status:
		return unsettled
	case !assert.Equal(t, kind.status, res.StatusCode, "%s: %s", kind.name, text):
		return unsettled
	case kind.status < 400 || kind.stands:
		return answered
	}
	return refused
}
