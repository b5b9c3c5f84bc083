package safety_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/safety"
)

func TestParentContextEnds(t *testing.T) {
	t.Parallel()
	why := errors.New("client went away")
	ctx, cancel := context.WithCancelCause(t.Context())
	s := &session{workers: 1}
	var ended atomic.Bool
	err := safety.Async(ctx, func(ac safety.AsyncContext) error {
		started := make(chan struct{})
		running := call(ac, s, "slow", func(ctx context.Context) (int, error) {
			close(started)
			<-ctx.Done()
			ended.Store(true)
			return 0, context.Cause(ctx)
		})
		queued := value(ac, s, 1)
		require.NoError(t, safety.Send(ac))
		<-started
		cancel(why)
		<-queued.Done()
		_, err := queued.Await(ac)
		require.ErrorIs(t, err, safety.ErrCancelled)
		require.ErrorIs(t, err, why)
		later := value(ac, s, 1)
		_, err = later.Await(ac)
		require.ErrorIs(t, err, why)
		require.ErrorIs(t, ac.Err(), why)
		_, err = running.Await(ac)
		return err
	})
	require.ErrorIs(t, err, why)
	assert.True(t, ended.Load(), "the scope waits")
	assert.EqualValues(t, 1, s.sent.Load())
}

func TestWithTimeout(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &session{workers: 4}
		require.NoError(t, safety.Async(context.Background(), func(ac safety.AsyncContext) error {
			begin := time.Now()
			short := ac.WithTimeout(time.Second)
			slow := call(ac, s, "slow", func(ctx context.Context) (int, error) {
				select {
				case <-time.After(5 * time.Second):
					return 5, nil
				case <-ctx.Done():
					return 0, context.Cause(ctx)
				}
			})
			limited, _ := hangs(short, s)
			unsent := value(short, s, 1)
			mapped := safety.Map(slow, func(i int) (int, error) { return i + 1, nil })

			_, err := mapped.Await(short)
			require.ErrorIs(t, err, context.DeadlineExceeded)
			require.Equal(t, time.Second, time.Since(begin))
			require.NoError(t, ac.Err())
			require.ErrorIs(t, short.Err(), context.DeadlineExceeded)

			_, err = limited.Await(ac)
			require.ErrorIs(t, err, context.DeadlineExceeded)
			_, err = unsent.Await(ac)
			require.NoError(t, err, "sent with the rest, and ended in time")
			_, err = slow.Await(short)
			require.ErrorIs(t, err, context.DeadlineExceeded)
			v, err := mapped.Await(ac)
			require.NoError(t, err, "an await that gave up says nothing about the future")
			require.Equal(t, 6, v)
			require.Equal(t, 5*time.Second, time.Since(begin))

			late := value(short, s, 1)
			_, err = late.Await(ac)
			require.ErrorIs(t, err, context.DeadlineExceeded)
			return nil
		}))
	})
}

func TestTimeoutDropsWhatWasNotSent(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := &session{workers: 1}
		require.NoError(t, safety.Async(context.Background(), func(ac safety.AsyncContext) error {
			f := value(ac.WithTimeout(time.Second), s, 1)
			m := safety.Map(f, func(i int) (int, error) { return i, nil })
			<-f.Done()
			<-m.Done()
			_, err := f.Await(ac)
			require.ErrorIs(t, err, context.DeadlineExceeded)
			_, err = m.Await(ac)
			require.ErrorIs(t, err, context.DeadlineExceeded)
			return nil
		}))
		assert.Zero(t, s.sent.Load())
	})
}
