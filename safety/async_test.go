package safety_test

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/safety"
)

var errTest = errors.New("test error")

func TestAwait(t *testing.T) {
	t.Parallel()
	sessions(t, func(t *testing.T, s *session) {
		err := safety.Async(t.Context(), func(ac safety.AsyncContext) error {
			f, bad := value(ac, s, 7), fails(ac, s, errTest)
			assert.Zero(t, s.sent.Load(), "creating sends nothing")
			for range 3 {
				v, err := f.Await(ac)
				require.NoError(t, err)
				require.Equal(t, 7, v)
				_, err = bad.Await(ac)
				require.ErrorIs(t, err, errTest)
			}
			<-f.Done()
			return nil
		})
		require.NoError(t, err)
		assert.EqualValues(t, 2, s.sent.Load())
		assert.EqualValues(t, 1, s.waited.Load(), "the scope waits for its sender once")
	})
}

func TestAwaitFromManyGoroutines(t *testing.T) {
	t.Parallel()
	sessions(t, func(t *testing.T, s *session) {
		require.NoError(t, safety.Async(t.Context(), func(ac safety.AsyncContext) error {
			f := value(ac, s, "x")
			m := safety.Map(f, func(s string) (string, error) { return s + "y", nil })
			var wg sync.WaitGroup
			for range 50 {
				wg.Go(func() {
					v, err := m.Await(ac)
					assert.NoError(t, err)
					assert.Equal(t, "xy", v)
				})
			}
			wg.Wait()
			return nil
		}))
		assert.EqualValues(t, 1, s.sent.Load())
	})
}

func TestTenThousandFutures(t *testing.T) {
	t.Parallel()
	const n = 10_000
	for name, s := range map[string]*session{"inline": {}, "workers": {workers: 4}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.NoError(t, safety.Async(t.Context(), func(ac safety.AsyncContext) error {
				fs := make([]*safety.Future[int], n)
				for i := range fs {
					fs[i] = value(ac, s, i)
				}
				vs, err := safety.Gather(ac, fs...)
				require.NoError(t, err)
				require.Len(t, vs, n)
				require.Equal(t, n-1, vs[n-1])
				return nil
			}))
			assert.EqualValues(t, n, s.sent.Load())
		})
	}
}

func TestScopeReturnsTheErrorAndCancelsTheRest(t *testing.T) {
	t.Parallel()
	s := &session{workers: 2}
	var running, queued *safety.Future[int]
	var scope safety.AsyncContext
	err := safety.Async(t.Context(), func(ac safety.AsyncContext) error {
		scope = ac
		var started chan struct{}
		running, started = hangs(ac, s)
		require.NoError(t, safety.Send(ac))
		<-started
		queued = value(ac, s, 1)
		return errTest
	})
	require.Equal(t, errTest, err, "as it is, and no orphans")
	for _, f := range []*safety.Future[int]{running, queued} {
		_, err := f.Await(scope)
		require.ErrorIs(t, err, safety.ErrCancelled)
		require.ErrorIs(t, err, context.Canceled)
		require.ErrorIs(t, err, errTest, "the cause can be seen")
	}
	assert.EqualValues(t, 1, s.sent.Load())
}

func TestPanicInTheScope(t *testing.T) {
	t.Parallel()
	s := &session{workers: 1}
	var ended atomic.Bool
	assert.PanicsWithValue(t, "boom", func() {
		_ = safety.Async(t.Context(), func(ac safety.AsyncContext) error {
			started := make(chan struct{})
			call(ac, s, "slow", func(ctx context.Context) (int, error) {
				close(started)
				<-ctx.Done()
				ended.Store(true)
				return 0, ctx.Err()
			})
			require.NoError(t, safety.Send(ac))
			<-started
			panic("boom")
		})
	})
	assert.True(t, ended.Load(), "cancelled and waited for")
}

func TestGoexitInTheScope(t *testing.T) {
	t.Parallel()
	s := &session{workers: 1}
	var ended, returned atomic.Bool
	var wg sync.WaitGroup
	wg.Go(func() {
		_ = safety.Async(context.Background(), func(ac safety.AsyncContext) error {
			started := make(chan struct{})
			call(ac, s, "slow", func(ctx context.Context) (int, error) {
				close(started)
				<-ctx.Done()
				ended.Store(true)
				return 0, ctx.Err()
			})
			_ = safety.Send(ac)
			<-started
			runtime.Goexit()
			return nil
		})
		returned.Store(true)
	})
	wg.Wait()
	assert.True(t, ended.Load())
	assert.False(t, returned.Load(), "the Goexit goes on")
	assert.EqualValues(t, 1, s.waited.Load())
}

func TestClosedScope(t *testing.T) {
	t.Parallel()
	s := &session{workers: 1}
	var scope, child safety.AsyncContext
	var done *safety.Future[int]
	require.NoError(t, safety.Async(t.Context(), func(ac safety.AsyncContext) error {
		scope, child = ac, ac.WithTimeout(time.Hour)
		done = value(ac, s, 3)
		_, err := done.Await(ac)
		return err
	}))
	for _, ac := range []safety.AsyncContext{scope, child, scope.WithTimeout(time.Hour)} {
		require.ErrorIs(t, ac.Err(), safety.ErrScopeClosed)
		require.ErrorIs(t, ac.Context().Err(), context.Canceled)
		v, err := done.Await(ac)
		require.NoError(t, err, "what had ended still answers")
		require.Equal(t, 3, v)
		vs, err := safety.Gather(ac, done, done)
		require.NoError(t, err)
		require.Equal(t, []int{3, 3}, vs)

		f, p := safety.New[int](ac, "Books.All", 0, nil)
		require.Nil(t, p)
		_, err = f.Await(ac)
		require.ErrorIs(t, err, safety.ErrScopeClosed)
		_, err = safety.SenderFor(ac, s, nil)
		require.ErrorIs(t, err, safety.ErrScopeClosed)
		require.ErrorIs(t, safety.Send(ac), safety.ErrScopeClosed)
		_, err = safety.Map(done, func(i int) (int, error) { return i, nil }).Await(ac)
		require.ErrorIs(t, err, safety.ErrScopeClosed)
		_, err = safety.Ready(ac, 1, nil).Await(ac)
		require.ErrorIs(t, err, safety.ErrScopeClosed)
		require.ErrorIs(t, safety.Async(ac.Context(), func(safety.AsyncContext) error { panic("never") }), safety.ErrScopeClosed)

		f.Cancel()
		f.Discard()
		<-f.Done()
	}
	// A future of another scope that has not ended, under a closed context.
	require.NoError(t, safety.Async(t.Context(), func(ac safety.AsyncContext) error {
		f := value(ac, s, 1)
		_, err := f.Await(scope)
		require.ErrorIs(t, err, safety.ErrScopeClosed)
		_, err = safety.GatherAll(scope, f)
		require.ErrorIs(t, err, safety.ErrScopeClosed)
		require.EqualValues(t, 1, s.sent.Load(), "not sent")
		_, err = f.Await(ac)
		return err
	}))
}

func TestZeroValues(t *testing.T) {
	t.Parallel()
	var none safety.AsyncContext
	require.ErrorIs(t, none.Err(), safety.ErrNoScope)
	require.ErrorIs(t, context.Cause(none.Context()), safety.ErrNoScope)
	require.ErrorIs(t, none.WithTimeout(1).Err(), safety.ErrNoScope)
	require.ErrorIs(t, safety.Send(none), safety.ErrNoScope)
	require.Nil(t, safety.ScopeOf(none))
	f, p := safety.New[int](none, "x", 0, nil)
	require.Nil(t, p)
	p.Settle(1, nil)
	p.SettleUnknown(nil)
	p.SettlePanic(1, nil)
	p.Recover()
	require.Nil(t, p.Pending())
	require.False(t, p.Run(nil))
	_, err := f.Await(none)
	require.ErrorIs(t, err, safety.ErrNoScope)
	_, err = safety.Gather(none, f)
	require.ErrorIs(t, err, safety.ErrNoScope)

	require.NoError(t, safety.Async(t.Context(), func(ac safety.AsyncContext) error {
		var missing *safety.Future[int]
		for _, f := range []*safety.Future[int]{missing, new(safety.Future[int])} {
			_, err := f.Await(ac)
			require.ErrorIs(t, err, safety.ErrNoFuture)
			f.Cancel()
			f.Discard()
			<-f.Done()
			_, err = safety.Gather(ac, f)
			require.ErrorIs(t, err, safety.ErrNoFuture)
			_, err = safety.Map(f, func(int) (int, error) { return 1, nil }).Await(ac)
			require.ErrorIs(t, err, safety.ErrNoFuture)
		}
		require.ErrorIs(t, safety.WaitAll(ac, nil), safety.ErrNoFuture)
		_, err := f.Await(ac)
		require.ErrorIs(t, err, safety.ErrNoScope)
		return nil
	}))
}

func TestNestedScopes(t *testing.T) {
	t.Parallel()
	s := &session{workers: 2}
	release := make(chan struct{})
	var inner atomic.Bool
	var wg sync.WaitGroup
	require.NoError(t, safety.Async(t.Context(), func(ac safety.AsyncContext) error {
		started := make(chan struct{})
		wg.Go(func() {
			assert.NoError(t, safety.Async(ac.Context(), func(child safety.AsyncContext) error {
				close(started)
				<-release
				v, err := value(child, s, 1).Await(child)
				assert.Equal(t, 1, v)
				inner.Store(true)
				return err
			}))
		})
		<-started
		go close(release)
		return nil
	}))
	assert.True(t, inner.Load(), "a scope waits for the scopes that were opened with its context")
	wg.Wait()
}

func TestFailingScopeCancelsItsChildren(t *testing.T) {
	t.Parallel()
	var got error
	err := safety.Async(t.Context(), func(ac safety.AsyncContext) error {
		started := make(chan struct{})
		go func() {
			_ = safety.Async(ac.Context(), func(child safety.AsyncContext) error {
				close(started)
				<-child.Context().Done()
				got = child.Err()
				return nil
			})
		}()
		<-started
		return errTest
	})
	require.Equal(t, errTest, err)
	require.ErrorIs(t, got, errTest)
}
