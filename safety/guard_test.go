package safety_test

import (
	"context"
	"io"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/safety"
)

func textLogger(w io.Writer) *slog.Logger { return slog.New(slog.NewTextHandler(w, nil)) }

var (
	allCall    = safety.Call{On: "Books", Name: "All", Twin: "AllAsync"}
	authorLoad = safety.Relation{Package: "models", Table: "Books", Model: "Book", Name: "Author", Receiver: "book"}
)

type ctxKey struct{}

// world is every kind of context around one open scope.
type world struct {
	outer, cell, async, derived, detached, bridge, sibling context.Context
	row                                                    *safety.Scope
}

func inWorld(t *testing.T, f func(w world)) {
	t.Helper()
	w := world{outer: t.Context()}
	w.cell = safety.WithCell(w.outer)
	w.sibling = safety.WithCell(w.outer)
	require.NoError(t, safety.Async(context.WithValue(w.cell, ctxKey{}, 1), func(ac safety.AsyncContext) error {
		w.async = ac.Context()
		var cancel context.CancelFunc
		w.derived, cancel = context.WithCancel(context.WithValue(w.async, ctxKey{}, 2))
		defer cancel()
		w.detached = context.WithoutCancel(w.derived)
		w.bridge = safety.WithCell(w.async)
		w.row = safety.ScopeOf(ac)
		f(w)
		return nil
	}))
}

func TestCheckBlocking(t *testing.T) {
	t.Parallel()
	inWorld(t, func(w world) {
		for name, c := range map[string]struct {
			ctx  context.Context
			want safety.Cause
		}{
			"no mark":                     {w.outer, 0},
			"background":                  {context.Background(), 0},
			"async":                       {w.async, safety.CauseAsyncContext},
			"derived from async":          {w.derived, safety.CauseAsyncContext},
			"WithoutCancel":               {w.detached, safety.CauseAsyncContext},
			"captured outer":              {w.cell, safety.CauseCapturedContext},
			"derived from captured":       {context.WithoutCancel(w.cell), safety.CauseCapturedContext},
			"sync beneath the scope":      {w.bridge, 0},
			"another tree":                {w.sibling, 0},
			"opened":                      {safety.AllowUnsafe(w.async, "report"), 0},
			"opened, captured":            {safety.AllowUnsafe(w.cell, "report"), 0},
			"opened without reason":       {safety.AllowUnsafe(w.async, " "), safety.CauseAsyncContext},
			"without reason, and no need": {safety.AllowUnsafe(w.outer, ""), 0},
			"cell under opened":           {safety.WithCell(safety.AllowUnsafe(w.async, "report")), 0},
		} {
			err := safety.CheckBlocking(c.ctx, nil, allCall)
			if c.want == 0 {
				assert.NoError(t, err, name)
				continue
			}
			var got *safety.BlockingCallError
			if assert.ErrorAs(t, err, &got, name) {
				assert.ErrorIs(t, err, safety.ErrBlockingCall, name)
				assert.Equal(t, c.want, got.Cause, name)
				assert.Equal(t, w.row.Site(), got.ScopeAt, name)
				assert.Equal(t, strings.Contains(name, "without reason"), got.NoReason, name)
			}
		}
	})
}

func TestCheckLazy(t *testing.T) {
	t.Parallel()
	var closed *safety.Scope
	require.NoError(t, safety.Async(t.Context(), func(ac safety.AsyncContext) error {
		closed = safety.ScopeOf(ac)
		require.True(t, closed.Open())
		return nil
	}))
	require.False(t, closed.Open())
	inWorld(t, func(w world) {
		require.NoError(t, safety.Async(w.bridge, func(ac safety.AsyncContext) error {
			nested, inner := ac.Context(), safety.ScopeOf(ac)
			below := safety.WithCell(nested)
			for name, c := range map[string]struct {
				ctx  context.Context
				row  *safety.Scope
				want safety.Cause
			}{
				"no row, no mark":                  {w.outer, nil, 0},
				"no row, async":                    {w.async, nil, safety.CauseAsyncContext},
				"row, no mark":                     {context.Background(), w.row, safety.CauseAsyncRow},
				"row, its own scope":               {w.async, w.row, safety.CauseAsyncContext},
				"row, captured":                    {w.cell, w.row, safety.CauseCapturedContext},
				"row, sync beneath, scopes open":   {w.bridge, w.row, safety.CauseCapturedContext},
				"row, sync further beneath":        {below, w.row, 0},
				"row, unrelated tree":              {w.sibling, w.row, 0},
				"row, opened":                      {safety.AllowUnsafe(context.Background(), "x"), w.row, 0},
				"row, opened without reason":       {safety.AllowUnsafe(context.Background(), ""), w.row, safety.CauseAsyncRow},
				"row of a closed scope, no mark":   {context.Background(), closed, 0},
				"row of a closed scope, sync":      {w.sibling, closed, 0},
				"row of a closed scope, async":     {w.async, closed, safety.CauseAsyncContext},
				"inner row, no mark":               {context.Background(), inner, safety.CauseAsyncRow},
				"inner row, outer scope's context": {w.async, inner, safety.CauseAsyncContext},
				"inner row, sync beneath it":       {below, inner, 0},
			} {
				err := safety.CheckLazy(c.ctx, nil, safety.LazyLoad{Relation: authorLoad, Rows: safety.Origin{Scope: c.row}})
				if c.want == 0 {
					assert.NoError(t, err, name)
					continue
				}
				var got *safety.LazyLoadError
				if assert.ErrorAs(t, err, &got, name) {
					assert.ErrorIs(t, err, safety.ErrLazyLoad, name)
					assert.Equal(t, c.want, got.Cause, name)
				}
			}
			return nil
		}))
		// The nested scope has ended: the bridge's own context is free again.
		require.NoError(t, safety.CheckBlocking(w.bridge, nil, allCall))
		require.NoError(t, safety.CheckLazy(w.bridge, nil, safety.LazyLoad{Rows: safety.Origin{Scope: w.row}}))
	})
}

func TestGuardAfterTheScope(t *testing.T) {
	t.Parallel()
	var w world
	inWorld(t, func(inside world) { w = inside })
	require.NoError(t, safety.CheckBlocking(w.cell, nil, allCall))
	require.Error(t, safety.CheckBlocking(w.detached, nil, allCall), "does not depend on whether the scope has ended")
	require.NoError(t, safety.CheckLazy(context.Background(), nil, safety.LazyLoad{Rows: safety.Origin{Scope: w.row}}))
}

func TestPolicy(t *testing.T) {
	t.Parallel()
	inWorld(t, func(w world) {
		var log strings.Builder
		var calls atomic.Int32
		base := safety.Policy{Logger: textLogger(&log)}
		warn := base.With(safety.RuleBlockingCall, safety.Warn)
		allow := warn.With(safety.RuleBlockingCall, safety.Allow)
		asks := warn.WithFunc(safety.RuleBlockingCall, func(ctx context.Context, err error) error {
			calls.Add(1)
			assert.Equal(t, 2, ctx.Value(ctxKey{}))
			assert.ErrorIs(t, err, safety.ErrBlockingCall)
			return errTest
		})
		require.Error(t, safety.CheckBlocking(w.derived, &base, allCall))
		require.NoError(t, safety.CheckBlocking(w.derived, &allow, allCall))
		require.Empty(t, log.String())
		require.NoError(t, safety.CheckBlocking(w.derived, &warn, allCall))
		assert.Contains(t, log.String(), "Books.All")
		assert.Contains(t, log.String(), "rule=\"blocking call\"")
		require.Equal(t, errTest, safety.CheckBlocking(w.derived, &asks, allCall))
		require.EqualValues(t, 1, calls.Load())
		require.NoError(t, safety.CheckBlocking(w.outer, &asks, allCall))
		for _, p := range []safety.Policy{base, warn, allow, asks} {
			require.Error(t, safety.CheckLazy(w.async, &p, safety.LazyLoad{}), "each rule is set by itself")
		}
		require.Error(t, safety.CheckBlocking(w.async, ptr(asks.WithFunc(safety.RuleBlockingCall, nil)), allCall))
		lazy := safety.Policy{}.With(safety.RuleLazyLoad, safety.Allow)
		require.NoError(t, safety.CheckLazy(w.async, &lazy, safety.LazyLoad{}))

		a, byFunc := asks.Action(safety.RuleBlockingCall)
		require.Equal(t, safety.Reject, a)
		require.True(t, byFunc)
		a, byFunc = warn.Action(safety.RuleBlockingCall)
		require.Equal(t, "warn", a.String())
		require.False(t, byFunc)
		require.NoError(t, asks.Apply(w.outer, safety.RuleStaleRow, nil))
		require.Panics(t, func() { base.With(safety.Rule(99), safety.Warn) })
	})
}

func ptr[T any](v T) *T { return &v }

func TestPolicyFromEnv(t *testing.T) {
	for value, warns := range map[string]bool{"1": true, "true": true, "0": false, "": false, "maybe": false} {
		t.Setenv(safety.EnvAllowUnsafe, value)
		var log strings.Builder
		p := safety.Policy{Logger: textLogger(&log)}.With(safety.RuleOrphanFuture, safety.Allow).FromEnv()
		require.Equal(t, warns, strings.Contains(log.String(), "DUET_ALLOW_ASYNC_UNSAFE is set"), value)
		want := safety.Reject
		if warns {
			want = safety.Warn
		}
		for r, want := range map[safety.Rule]safety.Action{
			safety.RuleBlockingCall: want,
			safety.RuleLazyLoad:     want,
			safety.RuleNPlusOne:     safety.Reject,
			safety.RuleOrphanFuture: safety.Allow,
			safety.RuleStaleRow:     safety.Reject,
		} {
			got, _ := p.Action(r)
			require.Equal(t, want, got, "%s: %s", value, r)
		}
		t.Setenv(safety.EnvAllowUnsafe, "1")
		again, _ := p.Action(safety.RuleBlockingCall)
		require.Equal(t, want, again, "read once")
	}
}

// deep is ctx ten contexts deep.
func deep(ctx context.Context) context.Context {
	for i := range 10 {
		ctx = context.WithValue(ctx, ctxKey{}, i)
	}
	return ctx
}

func TestCheckAllocatesNothing(t *testing.T) {
	ctx := deep(safety.WithCell(context.Background()))
	p := safety.Policy{}
	row := safety.Origin{Table: "Books", Call: "All", At: safety.Caller(0), Scope: nil}
	require.NoError(t, safety.Async(context.Background(), func(ac safety.AsyncContext) error {
		row.Scope = safety.ScopeOf(ac)
		require.Zero(t, testing.AllocsPerRun(100, func() { _ = safety.CheckBlocking(ctx, &p, allCall) }))
		require.Zero(t, testing.AllocsPerRun(100, func() {
			if safety.CheckLazy(ctx, &p, safety.LazyLoad{Relation: authorLoad, Rows: row}) != nil {
				t.Fail()
			}
		}))
		require.Zero(t, testing.AllocsPerRun(100, func() { _ = safety.Caller(0) }))
		return nil
	}))
}
