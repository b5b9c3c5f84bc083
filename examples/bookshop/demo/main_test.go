package main

import (
	"bytes"
	"context"
	"os"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// show runs the demonstration with a folder for temporary files of its own, which must be empty afterwards.
func show(t *testing.T, ctx context.Context, steps []step) (code int, stdout, stderr string) { //nolint:revive // the test comes first
	t.Helper()
	folder := t.TempDir()
	t.Setenv("TMPDIR", folder)
	var out, errs bytes.Buffer
	code = run(ctx, steps, &out, &errs)
	left, err := os.ReadDir(folder)
	require.NoError(t, err)
	require.Empty(t, left, "files were left behind")
	return code, out.String(), errs.String()
}

func TestDemo(t *testing.T) {
	code, stdout, stderr := show(t, t.Context(), steps())
	require.Zero(t, code, stderr)
	require.Empty(t, stderr)
	for _, s := range steps() {
		require.Contains(t, stdout, s.say)
	}
	require.Contains(t, stdout, "-> 500 Internal Server Error, 1 query\n    safety: lazy load of Book.Author in an async context\n")
	require.Contains(t, stdout, "9 requests, each answered as expected.")
}

func TestDemoFailsWhenAnAnswerIsAnother(t *testing.T) {
	for want, change := range map[string]func(*step){
		"demo: GET /books?title=go&order=-price&limit=2: expected status 201, got 200\n":       func(s *step) { s.status = 201 },
		"demo: GET /books?title=go&order=-price&limit=2: expected 1 query, got 2\n":            func(s *step) { s.queries = 1 },
		"demo: GET /books?title=go&order=-price&limit=2: the answer does not contain \"&&\"\n": func(s *step) { s.hold = "&&" },
	} {
		list := steps()
		change(&list[0])
		code, stdout, stderr := show(t, t.Context(), list)
		require.Equal(t, 1, code)
		require.Equal(t, want, stderr)
		require.Contains(t, stdout, `"title": "Go `, "what came back can be seen")
	}
}

func TestDemoIsInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	code, _, stderr := show(t, ctx, steps())
	require.Equal(t, 1, code)
	require.Contains(t, stderr, "context canceled")
}
