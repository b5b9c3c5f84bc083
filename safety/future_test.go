package safety_test

import (
	"context"
	"runtime"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/safety"
)

// raised calls f and returns the *PanicError that it raises.
func raised(t *testing.T, f func()) *safety.PanicError {
	t.Helper()
	var p *safety.PanicError
	func() {
		defer func() {
			r := recover()
			require.NotNil(t, r, "no panic")
			require.IsType(t, p, r)
			p = r.(*safety.PanicError)
		}()
		f()
	}()
	return p
}

func panicsHere(context.Context) (int, error) { panic(errTest) }

func TestPanicInAFutureIsRaisedAtAwait(t *testing.T) {
	t.Parallel()
	sessions(t, func(t *testing.T, s *session) {
		require.NoError(t, safety.Async(t.Context(), func(ac safety.AsyncContext) error {
			f := call(ac, s, "Books.All", panicsHere)
			for range 2 {
				p := raised(t, func() { _, _ = f.Await(ac) })
				require.Equal(t, errTest, p.Value)
				require.ErrorIs(t, p, errTest)
				require.Equal(t, "Books.All", p.Call)
				assert.Contains(t, string(p.Stack), "panicsHere", "the stack of the future")
				assert.Contains(t, string(p.Await), "TestPanicInAFutureIsRaisedAtAwait", "the stack of the await")
				assert.Contains(t, p.Error(), "panic in future Books.All: test error")
			}
			return nil
		}))
	})
}

func TestPanicAtAwaitEndsTheScope(t *testing.T) {
	t.Parallel()
	s := &session{workers: 1}
	p := raised(t, func() {
		_ = safety.Async(t.Context(), func(ac safety.AsyncContext) error {
			_, err := call(ac, s, "x", panicsHere).Await(ac)
			return err
		})
	})
	require.Equal(t, errTest, p.Value)
	require.EqualValues(t, 1, s.waited.Load())
}

func TestGoexitInAFutureIsAnError(t *testing.T) {
	t.Parallel()
	s := &session{workers: 1}
	require.NoError(t, safety.Async(t.Context(), func(ac safety.AsyncContext) error {
		f := call(ac, s, "x", func(context.Context) (int, error) {
			runtime.Goexit()
			return 1, nil
		})
		g := value(ac, s, 2)
		v, err := f.Await(ac)
		require.ErrorIs(t, err, safety.ErrGoexit)
		require.Zero(t, v)
		v, err = g.Await(ac)
		require.Equal(t, 2, v)
		return err
	}))
}

func TestPanicInADiscardedFutureIsRaisedAtTheEnd(t *testing.T) {
	t.Parallel()
	s := &session{workers: 1}
	p := raised(t, func() {
		_ = safety.Async(t.Context(), func(ac safety.AsyncContext) error {
			call(ac, s, "x", panicsHere).Discard()
			return nil
		})
	})
	require.Equal(t, errTest, p.Value)
	require.NotEmpty(t, p.Stack)
	require.Equal(t, errTest, safety.Async(t.Context(), func(ac safety.AsyncContext) error {
		call(ac, s, "x", panicsHere).Discard()
		require.NoError(t, safety.Send(ac))
		return errTest
	}), "a scope that fails returns its own error")
}

func TestCancel(t *testing.T) {
	t.Parallel()
	s := &session{workers: 1}
	require.NoError(t, safety.Async(t.Context(), func(ac safety.AsyncContext) error {
		unsent := value(ac, s, 1)
		unsent.Cancel()
		unsent.Cancel()
		<-unsent.Done()
		_, err := unsent.Await(ac)
		require.ErrorIs(t, err, safety.ErrCancelled)
		require.ErrorIs(t, err, context.Canceled)

		running, started := hangs(ac, s)
		require.NoError(t, safety.Send(ac))
		<-started
		running.Cancel()
		_, err = running.Await(ac)
		require.ErrorIs(t, err, safety.ErrCancelled)

		ended := value(ac, s, 2)
		_, err = ended.Await(ac)
		require.NoError(t, err)
		ended.Cancel()
		v, err := ended.Await(ac)
		require.NoError(t, err, "what has ended keeps its answer")
		require.Equal(t, 2, v)
		return nil
	}))
	require.EqualValues(t, 2, s.sent.Load())
}

func TestConditionalAwait(t *testing.T) {
	t.Parallel()
	s := &session{workers: 1}
	require.NoError(t, safety.Async(t.Context(), func(ac safety.AsyncContext) error {
		f := value(ac, s, 1)
		defer f.Cancel()
		return nil
	}))
	require.Zero(t, s.sent.Load())
}

func TestDiscardIsSentAtTheEnd(t *testing.T) {
	t.Parallel()
	sessions(t, func(t *testing.T, s *session) {
		ran := false
		require.NoError(t, safety.Async(t.Context(), func(ac safety.AsyncContext) error {
			call(ac, s, "log", func(context.Context) (int, error) { ran = true; return 0, errTest }).Discard()
			safety.Map(value(ac, s, 1), func(int) (int, error) { return 0, errTest }).Discard()
			return nil
		}), "its error is lost")
		assert.True(t, ran)
		assert.EqualValues(t, 2, s.sent.Load())
	})
}

func TestDiscardInAFailingScopeIsNotSent(t *testing.T) {
	t.Parallel()
	s := &session{workers: 1}
	require.Equal(t, errTest, safety.Async(t.Context(), func(ac safety.AsyncContext) error {
		value(ac, s, 1).Discard()
		return errTest
	}))
	require.Zero(t, s.sent.Load())
}

func TestLongScopeKeepsNoAnswers(t *testing.T) {
	t.Parallel()
	s := &session{}
	collected := make(chan struct{})
	require.NoError(t, safety.Async(t.Context(), func(ac safety.AsyncContext) error {
		func() {
			f := call(ac, s, "big", func(context.Context) (*[1 << 16]byte, error) { return new([1 << 16]byte), nil })
			v, err := f.Await(ac)
			require.NoError(t, err)
			runtime.AddCleanup(v, func(ch chan struct{}) { close(ch) }, collected)
		}()
		for range 100 {
			runtime.GC()
			select {
			case <-collected:
				return nil
			default:
				runtime.Gosched()
			}
		}
		t.Error("the scope holds on to an answer that was awaited")
		return nil
	}))
}

func TestPromise(t *testing.T) {
	t.Parallel()
	type key struct{}
	ctx := context.WithValue(t.Context(), key{}, "kept")
	require.NoError(t, safety.Async(safety.WithCell(ctx), func(ac safety.AsyncContext) error {
		f, p := safety.New[int](ac, "x", 0, nil)
		other, q := safety.New[int](ac, "x", 0, nil)
		require.Equal(t, p.Pending(), p.Pending())
		require.NotEqual(t, p.Pending(), q.Pending())
		run, ok := p.Start()
		require.True(t, ok)
		_, again := p.Start()
		require.False(t, again, "once")
		require.Equal(t, "kept", run.Value(key{}))
		require.NoError(t, safety.CheckBlocking(run, nil, safety.Call{}))
		require.NoError(t, safety.CheckLazy(run, nil, safety.LazyLoad{Rows: safety.Origin{Scope: safety.ScopeOf(ac)}}))
		p.Settle(1, nil)
		p.Settle(2, errTest)
		p.SettleUnknown(errTest)
		p.SettlePanic("x", nil)
		require.Error(t, run.Err(), "released")
		v, err := f.Await(ac)
		require.NoError(t, err)
		require.Equal(t, 1, v)

		require.True(t, q.Run(func(context.Context) (any, error) { panic("x") }))
		require.Panics(t, func() { _, _ = other.Await(ac) })

		forgot, r := safety.New[int](ac, "x", 0, nil)
		func() {
			defer r.Recover()
			_, _ = r.Start()
		}()
		_, err = forgot.Await(ac)
		require.ErrorIs(t, err, safety.ErrGoexit, "no answer is an error, too")
		return nil
	}))
}

func TestSenderFor(t *testing.T) {
	t.Parallel()
	s, other := &session{}, &session{}
	require.NoError(t, safety.Async(t.Context(), func(ac safety.AsyncContext) error {
		var wg sync.WaitGroup
		seen := make([]*sender, 20)
		for i := range seen {
			wg.Go(func() { seen[i], _ = s.in(ac) })
		}
		wg.Wait()
		for _, q := range seen {
			require.Same(t, seen[0], q)
		}
		q, err := other.in(ac)
		require.NoError(t, err)
		require.NotSame(t, seen[0], q)
		return safety.Async(ac.Context(), func(child safety.AsyncContext) error {
			q, err := s.in(child)
			require.NotSame(t, seen[0], q, "a scope of its own")
			return err
		})
	}))
	require.EqualValues(t, 2, s.waited.Load())
}
