package safety_test

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/seed83105465/duet/safety"
)

// TestScopeProperties does random things to random futures, from several goroutines, and holds the scope to what it promises:
// every future ends exactly once with an answer that stays, none runs after its scope, none is started that was not seen to at
// the end, and an error is reported exactly when something was forgotten.
func TestScopeProperties(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := &session{workers: rapid.IntRange(0, 4).Draw(t, "workers"), spot: rapid.Bool().Draw(t, "spot")}
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		var inside, settledOnce atomic.Int32
		var closed atomic.Bool
		var fs []*safety.Future[int]
		var scope safety.AsyncContext
		ends := rapid.SampledFrom([]string{"nil", "nil", "error", "panic", "goexit", "cancelled"}).Draw(t, "ends")
		n := rapid.IntRange(0, 12).Draw(t, "futures")
		steps := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) [3]int {
			return [3]int{rapid.IntRange(0, 9).Draw(t, "op"), rapid.IntRange(0, 11).Draw(t, "a"), rapid.IntRange(0, 11).Draw(t, "b")}
		}), 0, 20).Draw(t, "steps")

		work := func(kind int) func(context.Context) (int, error) {
			return func(ctx context.Context) (int, error) {
				inside.Add(1)
				defer inside.Add(-1)
				if closed.Load() {
					settledOnce.Store(-1000)
				}
				switch kind % 4 {
				case 0:
					return kind, nil
				case 1:
					return 0, errTest
				case 2:
					runtime.Gosched()
					return kind, nil
				}
				select {
				case <-ctx.Done():
					return 0, context.Cause(ctx)
				case <-time.After(100 * time.Microsecond):
					return kind, nil
				}
			}
		}
		do := func(ac safety.AsyncContext, step [3]int) {
			if len(fs) == 0 {
				return
			}
			f, g := fs[step[1]%len(fs)], fs[step[2]%len(fs)]
			switch step[0] {
			case 0, 1:
				_, _ = f.Await(ac)
			case 2:
				_, _ = f.Await(ac.WithTimeout(50 * time.Microsecond))
			case 3:
				f.Cancel()
			case 4:
				f.Discard()
			case 5:
				_ = safety.Send(ac)
			case 6:
				_, _ = safety.Gather(ac, f, g)
			case 7:
				_, _ = safety.GatherAll(ac, f, g)
			case 8:
				_, _ = safety.Race(ac, f, g)
			case 9:
				_ = f.Done()
			}
		}
		run := func() error {
			defer func() { _ = recover() }()
			return safety.Async(ctx, func(ac safety.AsyncContext) error {
				scope = ac
				for i := range n {
					switch {
					case i%5 == 3:
						fs = append(fs, safety.Map(fs[i-1], func(v int) (int, error) { settledOnce.Add(1); return v, nil }))
					case i%5 == 4:
						fs = append(fs, safety.Then(fs[i-2], func(ac safety.AsyncContext, v int) *safety.Future[int] {
							return call(ac, s, "then", work(v))
						}))
					default:
						fs = append(fs, call(ac, s, "f", work(i)))
					}
				}
				var wg sync.WaitGroup
				for half := range 2 {
					wg.Go(func() {
						for i := half; i < len(steps); i += 2 {
							do(ac, steps[i])
						}
					})
				}
				wg.Wait()
				switch ends {
				case "error":
					return errTest
				case "panic":
					panic("boom")
				case "goexit":
					runtime.Goexit()
				case "cancelled":
					cancel()
				}
				return nil
			})
		}
		var err error
		var wg sync.WaitGroup
		wg.Go(func() { err = run() })
		wg.Wait()
		closed.Store(true)
		if inside.Load() != 0 {
			t.Fatalf("%d futures run after their scope", inside.Load())
		}
		if settledOnce.Load() < 0 {
			t.Fatal("a future was started after its scope")
		}
		for i, f := range fs {
			select {
			case <-f.Done():
			default:
				t.Fatalf("future %d has not ended", i)
			}
			v1, err1 := f.Await(scope)
			v2, err2 := f.Await(scope)
			if v1 != v2 || !errors.Is(err1, err2) && (err1 != nil || err2 != nil) {
				t.Fatalf("future %d answers %v, %v and then %v, %v", i, v1, err1, v2, err2)
			}
		}
		if ends == "error" && !errors.Is(err, errTest) {
			t.Fatalf("the scope returned %v", err)
		}
		if err != nil && ends != "error" && !errors.Is(err, safety.ErrOrphanFuture) {
			t.Fatalf("the scope returned %v", err)
		}
		if !errors.Is(scope.Err(), safety.ErrScopeClosed) {
			t.Fatalf("the closed scope says %v", scope.Err())
		}
	})
}
