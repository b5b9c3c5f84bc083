package orm

import (
	"context"
	"errors"

	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/query"
	"github.com/seed83105465/duet/safety"
)

// call is what a method of a query asks, in either voice: a job that has a name and an answer.
type call interface {
	job
	// weight is about how many bytes its arguments take.
	weight() int
	// wrap names the call in an error.
	wrap(err error) error
	// result is the answer of a job that has ended well.
	result() (any, error)
}

// ask runs a call in the blocking voice.
func ask(ctx context.Context, c call) (any, error) {
	a := c.question()
	if missing(a.session) {
		return nil, c.wrap(ErrNoSession)
	}
	if err := a.guard(ctx); err != nil {
		return nil, err // it names the call already
	}
	v, err := answer(c, run(ctx, a.session, c))
	if j, ok := c.(*rowsJob); ok && err == nil {
		j.recycle()
	}
	return v, err
}

// answer is what a call that has ended, with this error of its rounds, gives.
func answer(c call, err error) (any, error) {
	if err != nil {
		return nil, c.wrap(err)
	}
	v, err := c.result()
	return v, c.wrap(err)
}

// perform executes a future: nobody knows what became of one whose answer the connection did not bring.
func perform(p *safety.Promise, do func(ctx context.Context) (any, error)) {
	p.Run(func(ctx context.Context) (any, error) {
		v, err := do(ctx)
		if errors.Is(err, ErrCommitUnknown) {
			p.SettleUnknown(err)
		}
		return v, err
	})
}

// guard is the guard of the blocking voice.
func (a *asked) guard(ctx context.Context) error {
	return guard(ctx, a.session, safety.Call{On: varName(a.table()), Name: a.call, Twin: a.twin, Async: true, Site: a.site})
}

// future runs a call in the asynchronous voice.
func future[T any](ac AsyncContext, c call) *Future[T] {
	a := c.question()
	f, p := safety.New[T](ac, a.name(), a.site, a.queue(ac))
	a.enqueue(p, c)
	return f
}

// failed is a future that has ended with an error.
func failed[T any](ac AsyncContext, name string, site safety.Site, err error) *Future[T] {
	f, p := safety.New[T](ac, name, site, nil)
	p.Settle(nil, err)
	return f
}

func (a *asked) name() string { return a.table().QueryName(a.call) }

// queue is where the scope's futures of the session wait; nil when there is none.
func (a *asked) queue(ac AsyncContext) safety.Sender {
	a.scope = safety.ScopeOf(ac)
	if missing(a.session) {
		return nil
	}
	a.sender = queueOf(ac, a.session)
	if a.sender == nil {
		return nil
	}
	return a.sender
}

// queueOf is where the scope's futures of a session wait; nil when the scope has ended, of which safety.New makes an error.
func queueOf(ac AsyncContext, s Session) *queue {
	q, err := safety.SenderFor(ac, s, func() safety.Sender {
		q := newQueue(s)
		if tx, ok := s.(*Tx); ok {
			tx.adopt(q)
		}
		return q
	})
	if err != nil {
		return nil
	}
	return q.(*queue)
}

func (a *asked) enqueue(p *safety.Promise, c call) {
	if p == nil {
		return
	}
	if m, ok := c.(interface{ mistake() error }); ok && m.mistake() != nil {
		p.Settle(nil, c.wrap(m.mistake()))
		return
	}
	if a.sender == nil {
		p.Settle(nil, c.wrap(ErrNoSession))
		return
	}
	a.sender.add(&item{promise: p, call: c, write: c.writes()})
}

// plan compiles a statement, or finds its plan, and is the op to send.
func plan(s Session, st *query.Statement) (*driver.Op, error) {
	p, args, err := s.root().cache.Plan(st, nil)
	if err != nil {
		return nil, err
	}
	return &driver.Op{Plan: p, Args: args}, nil
}

// single is the op of a job that has one, in one piece with it.
type single struct {
	op   driver.Op
	ops  [1]*driver.Op
	args [4]Value // room for the arguments; of a statement that has more they are elsewhere
}

// plan is plan with the job's own op.
func (o *single) plan(s Session, st *query.Statement) (err error) {
	o.op.Plan, o.op.Args, err = s.root().cache.Plan(st, o.args[:0])
	return err
}

// round sends the op.
func (o *single) round() round {
	o.ops[0] = &o.op
	return round{ops: o.ops[:]}
}
