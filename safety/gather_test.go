package safety_test

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/safety"
)

func TestGather(t *testing.T) {
	t.Parallel()
	sessions(t, func(t *testing.T, s *session) {
		require.NoError(t, safety.Async(t.Context(), func(ac safety.AsyncContext) error {
			f := value(ac, s, 1)
			doubled := safety.Map(f, func(i int) (int, error) { return 2 * i, nil })
			chained := safety.Then(doubled, func(ac safety.AsyncContext, i int) *safety.Future[int] {
				return safety.Map(value(ac, s, 10*i), func(i int) (int, error) { return i + 1, nil })
			})
			vs, err := safety.Gather(ac, f, doubled, chained, f)
			require.NoError(t, err)
			require.Equal(t, []int{1, 2, 21, 1}, vs)

			vs, err = safety.Gather[int](ac)
			require.NoError(t, err)
			require.NotNil(t, vs)
			require.Empty(t, vs)

			text := value(ac, s, "x")
			require.NoError(t, safety.WaitAll(ac, value(ac, s, 1), text))
			require.NoError(t, safety.WaitAll(ac))
			v, err := text.Await(ac)
			require.Equal(t, "x", v)
			return err
		}))
	})
}

func TestGatherFirstErrorInTime(t *testing.T) {
	t.Parallel()
	s := &session{workers: 2}
	require.NoError(t, safety.Async(t.Context(), func(ac safety.AsyncContext) error {
		slow, _ := hangs(ac, s)
		bad := fails(ac, s, errTest)
		queued, _ := hangs(ac, s)
		_, err := safety.Gather(ac, slow, bad, queued)
		require.Equal(t, errTest, err, "not that of the first argument")
		for _, f := range []*safety.Future[int]{slow, queued} {
			select {
			case <-f.Done():
			default:
				t.Error("not waited for")
			}
			_, err = f.Await(ac)
			require.ErrorIs(t, err, safety.ErrCancelled)
		}
		return nil
	}))
}

func TestGatherAll(t *testing.T) {
	t.Parallel()
	other := errors.New("other")
	sessions(t, func(t *testing.T, s *session) {
		require.NoError(t, safety.Async(t.Context(), func(ac safety.AsyncContext) error {
			vs, err := safety.GatherAll(ac, value(ac, s, 1), fails(ac, s, errTest), value(ac, s, 3), fails(ac, s, other))
			require.Equal(t, []int{1, 0, 3, 0}, vs)
			require.ErrorIs(t, err, errTest)
			require.ErrorIs(t, err, other)
			require.EqualError(t, err, "future 1: test error\nfuture 3: other")
			var at *safety.IndexError
			require.ErrorAs(t, err, &at)
			require.Equal(t, 1, at.Index)
			vs, err = safety.GatherAll[int](ac)
			require.Empty(t, vs)
			return err
		}))
	})
}

func TestGatherAllGivesUpAndTheFuturesGoOn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &session{workers: 2}
		require.NoError(t, safety.Async(context.Background(), func(ac safety.AsyncContext) error {
			slow := call(ac, s, "slow", func(context.Context) (int, error) { time.Sleep(time.Minute); return 9, nil })
			vs, err := safety.GatherAll(ac.WithTimeout(time.Second), value(ac, s, 1), slow)
			require.Equal(t, []int{1, 0}, vs)
			require.ErrorIs(t, err, context.DeadlineExceeded)
			v, err := slow.Await(ac)
			require.Equal(t, 9, v)
			return err
		}))
	})
}

func TestGatherWhenTheContextEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &session{workers: 2}
		require.NoError(t, safety.Async(context.Background(), func(ac safety.AsyncContext) error {
			slow, _ := hangs(ac, s)
			_, err := safety.Gather(ac.WithTimeout(time.Second), slow)
			require.ErrorIs(t, err, context.DeadlineExceeded)
			<-slow.Done()
			slow, _ = hangs(ac, s)
			_, err = safety.Race(ac.WithTimeout(time.Second), slow)
			require.ErrorIs(t, err, context.DeadlineExceeded)
			<-slow.Done()
			unsent := value(ac, s, 1)
			_, err = safety.Gather(ac.WithTimeout(-1), unsent)
			require.ErrorIs(t, err, context.DeadlineExceeded)
			return nil
		}))
		assert.EqualValues(t, 2, s.sent.Load())
	})
}

func TestRace(t *testing.T) {
	t.Parallel()
	s := &session{workers: 4}
	require.NoError(t, safety.Async(t.Context(), func(ac safety.AsyncContext) error {
		var gone atomic.Int32
		loser := func() *safety.Future[int] {
			return call(ac, s, "loser", func(ctx context.Context) (int, error) {
				<-ctx.Done()
				gone.Add(1)
				return 0, ctx.Err()
			})
		}
		v, err := safety.Race(ac, loser(), value(ac, s, 2), loser())
		require.NoError(t, err)
		require.Equal(t, 2, v)
		assert.EqualValues(t, s.sent.Load()-1, gone.Load(), "losers that ran were waited for")

		_, err = safety.Race(ac, loser(), fails(ac, s, errTest))
		require.ErrorIs(t, err, errTest, "the first to end, well or not")
		_, err = safety.Race[int](ac)
		require.ErrorIs(t, err, safety.ErrEmptyRace)
		return nil
	}))
}

// TestRaceOfJointFutures: where a cancel would be felt by others, losers that run are waited for, those behind a Map too;
// a cancel that is meant is one.
func TestRaceOfJointFutures(t *testing.T) {
	t.Parallel()
	s := &session{workers: 3, joint: true}
	require.NoError(t, safety.Async(t.Context(), func(ac safety.AsyncContext) error {
		won := make(chan struct{})
		loser := func() *safety.Future[int] {
			return call(ac, s, "loser", func(ctx context.Context) (int, error) {
				<-won
				time.Sleep(10 * time.Millisecond)
				return 1, ctx.Err()
			})
		}
		first, behind, unsent := loser(), loser(), value(ac, s, 3)
		mapped := safety.Map(behind, func(n int) (int, error) { return n, nil })
		v, err := safety.Race(ac, first, mapped, call(ac, s, "winner", func(context.Context) (int, error) {
			close(won)
			return 2, nil
		}))
		require.NoError(t, err)
		require.Equal(t, 2, v)
		for _, f := range []*safety.Future[int]{first, behind} {
			select {
			case <-f.Done():
			default:
				assert.Fail(t, "a loser runs on")
			}
			v, err := f.Await(ac)
			assert.NoError(t, err)
			assert.Equal(t, 1, v)
		}
		unsent.Cancel()
		slow, _ := hangs(ac, s)
		require.NoError(t, safety.Send(ac))
		slow.Cancel()
		_, err = slow.Await(ac)
		require.ErrorIs(t, err, context.Canceled)
		return nil
	}))
}

// TestRaceWaitsForWhatIsMapped: nothing of a loser runs when Race returns.
func TestRaceWaitsForWhatIsMapped(t *testing.T) {
	t.Parallel()
	s := &session{workers: 2}
	require.NoError(t, safety.Async(t.Context(), func(ac safety.AsyncContext) error {
		begun := make(chan struct{})
		loser := call(ac, s, "loser", func(ctx context.Context) (int, error) {
			close(begun)
			<-ctx.Done()
			time.Sleep(10 * time.Millisecond)
			return 0, ctx.Err()
		})
		mapped := safety.Map(loser, func(n int) (int, error) { return n, nil })
		_, err := safety.Race(ac, mapped, call(ac, s, "winner", func(context.Context) (int, error) {
			<-begun
			return 2, nil
		}))
		require.NoError(t, err)
		select {
		case <-loser.Done():
		default:
			assert.Fail(t, "a loser runs on")
		}
		return nil
	}))
}

func TestPanicsInCombinators(t *testing.T) {
	t.Parallel()
	s := &session{workers: 4}
	require.NoError(t, safety.Async(t.Context(), func(ac safety.AsyncContext) error {
		slow, _ := hangs(ac, s)
		require.Equal(t, errTest, raised(t, func() {
			_, _ = safety.Gather(ac, slow, call(ac, s, "x", panicsHere))
		}).Value)
		<-slow.Done()
		ok := value(ac, s, 1)
		_ = raised(t, func() { _, _ = safety.GatherAll(ac, call(ac, s, "x", panicsHere), ok) })
		slow, _ = hangs(ac, s)
		_ = raised(t, func() { _, _ = safety.Race(ac, slow, call(ac, s, "x", panicsHere)) })
		_ = raised(t, func() { _ = safety.WaitAll(ac, call(ac, s, "x", panicsHere)) })
		return nil
	}))
}

func TestMapAndThen(t *testing.T) {
	t.Parallel()
	sessions(t, func(t *testing.T, s *session) {
		runs := 0
		require.NoError(t, safety.Async(t.Context(), func(ac safety.AsyncContext) error {
			f := value(ac, s, 2)
			m := safety.Map(f, func(i int) (string, error) { runs++; return string(rune('a' + i)), nil })
			_, err := f.Await(ac)
			require.NoError(t, err)
			require.Zero(t, runs, "not before it is awaited")
			for range 2 {
				v, err := m.Await(ac)
				require.NoError(t, err)
				require.Equal(t, "c", v)
			}
			require.Equal(t, 1, runs, "once")

			bad := fails(ac, s, errTest)
			_, err = safety.Map(bad, func(int) (int, error) { panic("never") }).Await(ac)
			require.ErrorIs(t, err, errTest)
			_, err = safety.Then(bad, func(safety.AsyncContext, int) *safety.Future[int] { panic("never") }).Await(ac)
			require.ErrorIs(t, err, errTest)
			_, err = safety.Map(f, func(int) (int, error) { return 0, errTest }).Await(ac)
			require.ErrorIs(t, err, errTest)
			_, err = safety.Then(f, func(safety.AsyncContext, int) *safety.Future[int] { return nil }).Await(ac)
			require.ErrorIs(t, err, safety.ErrNoFuture)

			next := safety.Then(f, func(ac safety.AsyncContext, i int) *safety.Future[int] { return value(ac, s, i*i) })
			v, err := next.Await(ac)
			require.Equal(t, 4, v)
			require.NoError(t, err)
			_, err = safety.Then(f, func(ac safety.AsyncContext, _ int) *safety.Future[int] { return fails(ac, s, errTest) }).Await(ac)
			require.ErrorIs(t, err, errTest)
			return nil
		}))
	})
}

func TestMapPanicsAndGoexits(t *testing.T) {
	t.Parallel()
	s := &session{workers: 1}
	require.NoError(t, safety.Async(t.Context(), func(ac safety.AsyncContext) error {
		f := value(ac, s, 2)
		m := safety.Map(f, func(int) (int, error) { panic(errTest) })
		for range 2 {
			require.Equal(t, errTest, raised(t, func() { _, _ = m.Await(ac) }).Value)
		}
		source := safety.Map(call(ac, s, "x", panicsHere), func(i int) (int, error) { return i, nil })
		require.Equal(t, errTest, raised(t, func() { _, _ = source.Await(ac) }).Value)
		then := safety.Then(f, func(ac safety.AsyncContext, _ int) *safety.Future[int] { return call(ac, s, "x", panicsHere) })
		require.Equal(t, errTest, raised(t, func() { _, _ = then.Await(ac) }).Value)

		exits := safety.Map(f, func(int) (int, error) { runtime.Goexit(); return 1, nil })
		var wg sync.WaitGroup
		wg.Go(func() { _, _ = exits.Await(ac) })
		wg.Wait()
		_, err := exits.Await(ac)
		require.ErrorIs(t, err, safety.ErrGoexit)
		return nil
	}))
}

func TestCancellingWhatIsDerived(t *testing.T) {
	t.Parallel()
	same := func(i int) (int, error) { return i, nil }
	s := &session{workers: 4}
	require.NoError(t, safety.Async(t.Context(), func(ac safety.AsyncContext) error {
		f := value(ac, s, 1)
		safety.Map(safety.Map(f, same), same).Cancel()
		_, err := f.Await(ac)
		require.ErrorIs(t, err, safety.ErrCancelled, "its source is cancelled with it")

		shared := value(ac, s, 2)
		a, b := safety.Map(shared, same), safety.Map(shared, same)
		a.Cancel()
		a.Cancel()
		v, err := b.Await(ac)
		require.NoError(t, err, "but not when somebody else wants it")
		require.Equal(t, 2, v)

		// Cancelled while it is awaited: its source runs on for others.
		slow, started := hangs(ac, s)
		slow.Discard()
		m := safety.Map(slow, same)
		var wg sync.WaitGroup
		wg.Go(func() {
			_, err := m.Await(ac)
			assert.ErrorIs(t, err, safety.ErrCancelled)
		})
		<-started
		m.Cancel()
		wg.Wait()
		slow.Cancel()

		// Cancelled while its second future runs.
		inner := make(chan struct{})
		then := safety.Then(value(ac, s, 1), func(ac safety.AsyncContext, _ int) *safety.Future[int] {
			return call(ac, s, "inner", func(ctx context.Context) (int, error) {
				close(inner)
				<-ctx.Done()
				return 0, ctx.Err()
			})
		})
		wg.Go(func() {
			_, err := then.Await(ac)
			assert.ErrorIs(t, err, safety.ErrCancelled)
		})
		<-inner
		then.Cancel()
		wg.Wait()
		// Cancelled while its function runs.
		entered, release := make(chan struct{}), make(chan struct{})
		busy := safety.Then(value(ac, s, 1), func(ac safety.AsyncContext, _ int) *safety.Future[int] {
			close(entered)
			<-release
			return value(ac, s, 1)
		})
		wg.Go(func() {
			_, err := busy.Await(ac)
			assert.ErrorIs(t, err, safety.ErrCancelled)
		})
		<-entered
		busy.Cancel()
		close(release)
		wg.Wait()
		return nil
	}))
}
