package safety_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/safety"
)

// sleeps is a call that takes a second.
func sleeps(ac safety.AsyncContext, s *session) *safety.Future[int] {
	return call(ac, s, "sleeps", func(ctx context.Context) (int, error) {
		select {
		case <-time.After(time.Second):
			return 1, nil
		case <-ctx.Done():
			return 0, context.Cause(ctx)
		}
	})
}

func TestSessionsOverlap(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		one, two := &session{workers: 1, spot: true}, &session{workers: 1}
		require.NoError(t, safety.Async(context.Background(), func(ac safety.AsyncContext) error {
			begin := time.Now()
			a, b := sleeps(ac, one), sleeps(ac, two)
			_, err := safety.Gather(ac, a, b)
			require.Equal(t, time.Second, time.Since(begin), "both sessions at once")
			return err
		}))
	})
}

func TestSendOverlapsWithOtherWork(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &session{workers: 1}
		require.NoError(t, safety.Async(context.Background(), func(ac safety.AsyncContext) error {
			begin := time.Now()
			f := sleeps(ac, s)
			require.NoError(t, safety.Send(ac))
			time.Sleep(time.Second)
			_, err := f.Await(ac)
			require.Equal(t, time.Second, time.Since(begin))
			return err
		}))
	})
}

func TestDeadlineOfAThen(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &session{workers: 1}
		require.NoError(t, safety.Async(context.Background(), func(ac safety.AsyncContext) error {
			begin := time.Now()
			chain := safety.Then(sleeps(ac.WithTimeout(1500*time.Millisecond), s),
				func(ac safety.AsyncContext, _ int) *safety.Future[int] { return sleeps(ac, s) })
			_, err := chain.Await(ac)
			require.ErrorIs(t, err, context.DeadlineExceeded, "its second future shares the deadline of the first")
			require.Equal(t, 1500*time.Millisecond, time.Since(begin))
			return nil
		}))
	})
}
