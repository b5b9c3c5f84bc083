package safety_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/safety"
)

func TestOrphans(t *testing.T) {
	t.Parallel()
	s := &session{workers: 4}
	gone := errors.New("connection lost")
	var forgotten *safety.Future[int]
	var scope safety.AsyncContext
	err := safety.Async(t.Context(), func(ac safety.AsyncContext) error {
		scope = ac
		ended := value(ac, s, 1)
		failed := fails(ac, s, errTest)
		slow := call(ac, s, "slow", func(context.Context) (int, error) { return 0, nil })
		_ = slow
		lost, p := safety.New[int](ac, "Books.Save", safety.Caller(0), nil)
		_, _ = p.Start()
		p.SettleUnknown(gone)
		<-lost.Done()
		boom := call(ac, s, "boom", panicsHere)
		_ = boom
		require.NoError(t, safety.Send(ac))
		<-ended.Done()
		<-failed.Done()
		forgotten = call(ac, s, "Books.Create", func(context.Context) (int, error) { return 0, nil })
		mapped := safety.Map(ended, func(i int) (int, error) { return i, nil })
		_ = mapped
		unsentMap := safety.Map(value(ac, s, 5), func(i int) (int, error) { return i, nil })
		_ = unsentMap
		_ = safety.Ready(ac, 0, errTest)
		fine := value(ac, s, 5)
		fine.Discard()
		return nil
	})
	var orphans *safety.OrphanFutureError
	require.ErrorAs(t, err, &orphans)
	require.ErrorIs(t, err, safety.ErrOrphanFuture)
	require.ErrorIs(t, err, errTest)
	require.ErrorIs(t, err, gone)
	require.ErrorIs(t, err, safety.ErrNotSent)
	type row struct {
		call  string
		state safety.OrphanState
	}
	var got []row
	for _, o := range orphans.Orphans {
		got = append(got, row{o.Call, o.State})
		assert.True(t, strings.HasPrefix(o.Site.String(), "safety/"), o.Site)
		if o.State == safety.Executed {
			assert.NotErrorIs(t, o.Err, safety.ErrNotSent)
		}
	}
	assert.Equal(t, []row{
		{"fails", safety.Executed},
		{"slow", safety.Executed},
		{"Books.Save", safety.Unknown},
		{"boom", safety.Unknown},
		{"Books.Create", safety.NotSent},
		{"value", safety.Executed}, // the Map of one that was executed
		{"value", safety.NotSent},
		{"Ready", safety.NotSent},
	}, got)
	assert.EqualValues(t, 5, s.sent.Load(), "the unsent ones never are")
	_, err = forgotten.Await(scope)
	assert.ErrorIs(t, err, safety.ErrNotSent)
}

func TestOrphanThatRunsIsWaitedFor(t *testing.T) {
	t.Parallel()
	s := &session{workers: 1}
	release, ended := make(chan struct{}), false
	err := safety.Async(t.Context(), func(ac safety.AsyncContext) error {
		started := make(chan struct{})
		call(ac, s, "slow", func(context.Context) (int, error) {
			close(started)
			<-release
			ended = true
			return 0, nil
		})
		require.NoError(t, safety.Send(ac))
		<-started
		go close(release)
		return nil
	})
	require.ErrorIs(t, err, safety.ErrOrphanFuture)
	require.True(t, ended)
}

func TestOrphanPolicies(t *testing.T) {
	t.Parallel()
	var log strings.Builder
	warn := safety.Policy{Logger: textLogger(&log)}.With(safety.RuleOrphanFuture, safety.Warn)
	allow := safety.Policy{}.With(safety.RuleOrphanFuture, safety.Allow)
	other := safety.Policy{}.WithFunc(safety.RuleOrphanFuture, func(context.Context, error) error { return errTest })
	forget := func(policies ...*safety.Policy) error {
		return safety.Async(t.Context(), func(ac safety.AsyncContext) error {
			for _, p := range policies {
				value(ac, &session{policy: p}, 1)
			}
			return nil
		})
	}
	require.NoError(t, forget(&allow))
	require.NoError(t, forget(&warn, &allow))
	assert.Contains(t, log.String(), "never awaited")
	require.Equal(t, errTest, forget(&other))
	err := forget(nil, &other, &warn, nil)
	require.ErrorIs(t, err, errTest)
	var orphans *safety.OrphanFutureError
	require.ErrorAs(t, err, &orphans)
	assert.Len(t, orphans.Orphans, 2)
}
