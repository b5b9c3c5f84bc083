package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func noEnv(string) string { return "" }

func TestSettings(t *testing.T) {
	t.Parallel()
	env := func(values map[string]string) func(string) string { return func(k string) string { return values[k] } }
	full := map[string]string{"BOOKSHOP_ADDR": ":1", "BOOKSHOP_DB": "e.db", "BOOKSHOP_DEV": "true", "BOOKSHOP_GRACE": "3s"}
	for name, test := range map[string]struct {
		args []string
		env  map[string]string
		want settings
	}{
		"nothing":     {nil, nil, settings{"127.0.0.1:8080", "bookshop.db", false, 10 * time.Second}},
		"environment": {nil, full, settings{":1", "e.db", true, 3 * time.Second}},
		"flags win":   {[]string{"-addr", ":2", "-db", "f.db", "-dev=false", "-grace", "4s"}, full, settings{":2", "f.db", false, 4 * time.Second}},
	} {
		got, err := settingsOf(test.args, env(test.env), io.Discard)
		require.NoError(t, err, name)
		require.Equal(t, test.want, got, name)
	}
	for _, test := range []struct {
		args []string
		env  map[string]string
		want string
	}{
		{[]string{"-port", "1"}, nil, "flag provided but not defined: -port"},
		{[]string{"serve"}, nil, `there are no arguments, only flags: ["serve"]`},
		{nil, map[string]string{"BOOKSHOP_DEV": "maybe"}, `BOOKSHOP_DEV is "maybe", not true or false`},
		{nil, map[string]string{"BOOKSHOP_GRACE": "5"}, `BOOKSHOP_GRACE is "5", not a duration like 10s`},
	} {
		var stderr bytes.Buffer
		require.Equal(t, 2, run(t.Context(), test.args, env(test.env), &stderr))
		require.Contains(t, stderr.String(), test.want)
	}
	require.Zero(t, run(t.Context(), []string{"-h"}, noEnv, io.Discard))
}

// TestRun has the whole program serve, and ends it as a signal would.
func TestRun(t *testing.T) {
	t.Parallel()
	ctx, signal := context.WithCancel(t.Context())
	log, writer := io.Pipe()
	code := make(chan int, 1)
	go func() {
		code <- run(ctx, []string{"-addr", "127.0.0.1:0", "-db", filepath.Join(t.TempDir(), "shop.db")}, noEnv, writer)
		_ = writer.Close()
	}()
	lines := json.NewDecoder(log)
	var line struct{ Msg, Addr string }
	require.NoError(t, lines.Decode(&line))
	require.Equal(t, "serving", line.Msg)
	go func() { _, _ = io.Copy(io.Discard, log) }()

	transport := &http.Transport{}
	defer transport.CloseIdleConnections()
	res, err := (&http.Client{Transport: transport}).Get("http://" + line.Addr + "/books?limit=1")
	require.NoError(t, err)
	defer res.Body.Close()
	require.Equal(t, 200, res.StatusCode)

	signal()
	require.Zero(t, <-code)
}

func TestRunFails(t *testing.T) {
	t.Parallel()
	var stderr bytes.Buffer
	require.Equal(t, 1, run(t.Context(), []string{"-db", filepath.Join(t.TempDir(), "missing", "shop.db")}, noEnv, &stderr))
	require.Contains(t, stderr.String(), `"msg":"failed"`)
	stderr.Reset()
	require.Equal(t, 1, run(t.Context(), []string{"-addr", "nowhere:nothing", "-db", filepath.Join(t.TempDir(), "shop.db")}, noEnv, &stderr))
	require.Contains(t, stderr.String(), `"msg":"failed"`)
}
