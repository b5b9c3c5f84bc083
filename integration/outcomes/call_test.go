package outcomes

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/seed83105465/duet/integration/outcomes/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/safety"
)

var (
	errGivenUp = errors.New("given up")
	errMapped  = errors.New("the function of a Map failed")
	errStream  = errors.New("the stream failed")
)

// op is a call that can be made on any session, in both voices, any number of times.
type op struct {
	name   string
	writes bool    // it sends something that writes
	rounds bool    // its answer may need several statements, one after another
	lures  []int64 // that it may spring
	on     func(s orm.Session) call
}

// call is an op on a session. It is made once.
type call interface {
	// ask makes it in the blocking voice: its outcome, and what the dress makes of it.
	ask(ctx context.Context, d dress) (plain, dressed outcome)
	start(ac orm.AsyncContext, d dress, s orm.Session) *promise
}

// dress is what is made of a future.
type dress int

const (
	plain dress = iota
	mapped
	mapPanics
	mapFails
	thenRead // a lure, which nobody ever changes
	dresses
)

func (d dress) String() string {
	return [...]string{"", ", mapped", ", mapped by what panics", ", mapped by what fails", ", then a lure"}[d]
}

// promise is a future of any type.
type promise struct {
	awaitable safety.Awaitable
	text      *orm.Future[string] // nil for a plain one
	await     func(ac orm.AsyncContext) outcome
	source    func(ac orm.AsyncContext) outcome // of what was dressed
	cancel    func()
	discard   func()
	done      func() <-chan struct{}
}

// typed is a call that answers a T.
type typed[T any] struct {
	blocking func(context.Context) (T, error)
	async    func(orm.AsyncContext) *orm.Future[T]
	show     func(T) string
}

func (c typed[T]) ask(ctx context.Context, d dress) (plain, dressed outcome) {
	plain = outcomeOfCall(func() (string, error) {
		v, err := c.blocking(ctx)
		if err != nil {
			return "", err
		}
		return c.show(v), nil
	})
	if !strings.HasPrefix(plain.text, "= ") {
		return plain, plain
	}
	return plain, outcomeOfCall(func() (string, error) {
		text := strings.TrimPrefix(plain.text, "= ")
		switch d {
		case mapPanics:
			panic(errMapped)
		case mapFails:
			return "", errMapped
		case thenRead:
			text += andThen
		}
		return text, nil
	})
}

const andThen = " and then a lure"

func (c typed[T]) start(ac orm.AsyncContext, d dress, s orm.Session) *promise {
	f := c.async(ac)
	p := promiseOf(f, c.show)
	source := p.await
	show := func(v T) (string, error) { return c.show(v), nil }
	switch d {
	case mapped:
		p = promiseOfText(safety.Map(f, show))
	case mapPanics:
		p = promiseOfText(safety.Map(f, func(T) (string, error) { panic(errMapped) }))
	case mapFails:
		p = promiseOfText(safety.Map(f, func(T) (string, error) { return "", errMapped }))
	case thenRead:
		p = promiseOfText(safety.Then(f, func(ac orm.AsyncContext, v T) *orm.Future[string] {
			lure := models.Lures.Using(s).Filter(models.Lures.ID.Eq(areas[0] + 1)).GetAsync(ac)
			return safety.Map(lure, func(*models.Lure) (string, error) { return c.show(v) + andThen, nil })
		}))
	}
	p.source = source
	return p
}

func promiseOf[T any](f *orm.Future[T], show func(T) string) *promise {
	return &promise{awaitable: f, cancel: f.Cancel, discard: f.Discard, done: f.Done, await: func(ac orm.AsyncContext) outcome {
		return outcomeOfCall(func() (string, error) {
			v, err := f.Await(ac)
			if err != nil {
				return "", err
			}
			return show(v), nil
		})
	}}
}

func promiseOfText(f *orm.Future[string]) *promise {
	p := promiseOf(f, func(s string) string { return s })
	p.text = f
	return p
}

// read is an op that answers what ask and its twin give.
func read[T any](name string, on func(s orm.Session) typed[T]) op {
	return op{name: name, on: func(s orm.Session) call { return on(s) }}
}

// write is an op that changes something.
func write[T any](name string, on func(s orm.Session) typed[T]) op {
	o := read(name, on)
	o.writes = true
	return o
}

// done shows an answer that says nothing.
func done(struct{}) string { return "done" }

// number shows a number, or a truth.
func number[T any](v T) string { return fmt.Sprint(v) }
