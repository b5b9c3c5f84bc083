package outcomes

import (
	"context"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"time"

	"pgregory.net/rapid"

	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/safety"
)

// run is a program under way.
type run struct {
	program
	on       orm.Session
	scope    orm.AsyncContext
	promises []*promise

	mu    sync.Mutex
	early map[int]outcome // as they were awaited inside the scope
	wrong []string
}

// does runs the program's scope, and returns its error or panic as an outcome.
func (r *run) does(ctx context.Context) outcome {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	return outcomeOfCall(func() (string, error) {
		return "", orm.Async(ctx, func(ac orm.AsyncContext) error { return r.inside(ac, cancel) })
	})
}

// inside is the function of the scope.
func (r *run) inside(ac orm.AsyncContext, cancel func()) error {
	r.scope, r.early = ac, map[int]outcome{}
	for i, f := range r.futures {
		within := ac
		if f.within > 0 {
			within = ac.WithTimeout(f.within)
		}
		r.promises = append(r.promises, f.on(r.on).start(within, f.dress, r.on))
		for _, a := range r.middle[i] {
			r.do(ac, a)
		}
	}
	var both sync.WaitGroup
	for _, actions := range r.last {
		both.Go(func() {
			for _, a := range actions {
				r.do(ac, a)
			}
		})
	}
	both.Wait()
	switch r.ends {
	case withError:
		return errGivenUp
	case cancelled:
		cancel()
	}
	return nil
}

// do does an action.
func (r *run) do(ac orm.AsyncContext, a action) {
	if a.pause > 0 {
		time.Sleep(a.pause)
	}
	var any []safety.Awaitable
	var texts []*orm.Future[string]
	for _, i := range a.which {
		p := r.promises[i]
		if any = append(any, p.awaitable); p.text != nil {
			texts = append(texts, p.text)
		}
	}
	switch a.what {
	case sends:
		_ = orm.Send(ac)
		fallthrough // they must be seen to
	case awaits:
		for _, i := range a.which {
			r.notes(i, r.promises[i].await(ac))
		}
	case cancels:
		for _, i := range a.which {
			r.promises[i].cancel()
		}
	case discards:
		for _, i := range a.which {
			r.promises[i].discard()
		}
	case waitsAll:
		outcomeOfCall(func() (string, error) { return "", orm.WaitAll(ac, any...) })
	case gathersTo, gathers, races:
		outcomeOfCall(func() (_ string, err error) {
			switch a.what {
			case gathers:
				_, err = orm.Gather(ac, texts...)
			case gathersTo:
				_, err = orm.GatherAll(ac, texts...)
			default:
				_, err = orm.Race(ac, texts...)
			}
			return "", err
		})
		for _, i := range a.which { // those that have no text
			if r.promises[i].text == nil {
				r.notes(i, r.promises[i].await(ac))
			}
		}
	}
}

// notes keeps what an await inside the scope gave: a later one must give the same.
func (r *run) notes(i int, o outcome) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if before, ok := r.early[i]; ok && !before.stopped && before.text != o.text {
		r.wrong = append(r.wrong, fmt.Sprintf("future %d answered %q and then %q", i, before.text, o.text))
	}
	r.early[i] = o
}

// became is what has become of a future.
type became struct {
	outcome
	source outcome // of what its dress was put on
}

// told are outcomes as text.
func (p program) told(got []became) string {
	var b strings.Builder
	fmt.Fprintln(&b, "in area", p.area)
	for i, g := range got {
		fmt.Fprintf(&b, "  %d: %s: %s", i, p.futures[i].name, g.source.text)
		if p.futures[i].dress != plain {
			fmt.Fprintf(&b, "%s: %s", p.futures[i].dress, g.text)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// became is what has become of the futures, once their scope has ended.
func (r *run) became(t *rapid.T) []became {
	out := make([]became, len(r.promises))
	for i, p := range r.promises {
		select {
		case <-p.done():
		default:
			t.Fatalf("future %d has not ended with its scope", i)
		}
		out[i] = became{p.await(r.scope), p.source(r.scope)}
		if !r.early[i].stopped && r.early[i].text != "" {
			r.notes(i, out[i].outcome)
		}
	}
	for _, w := range r.wrong {
		t.Error(w)
	}
	return out
}

// patience is how long something may take that is to happen at once, and tick how often it is looked for.
const (
	patience = time.Minute
	tick     = 2 * time.Millisecond
)

// inTime runs f, and fails with every goroutine's stack when it hangs.
func inTime(t *rapid.T, f func()) {
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		f()
	}()
	select {
	case <-ended:
	case <-time.After(patience):
		stacks := make([]byte, 1<<20)
		t.Fatalf("it hangs:\n%s", stacks[:runtime.Stack(stacks, true)])
	}
}
