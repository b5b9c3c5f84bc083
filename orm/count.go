package orm

import (
	"context"

	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/query"
	"github.com/seed83105465/duet/safety"
)

// Count is how many rows the query has, limit and offset taken into account.
func (q *Query[M]) Count(ctx context.Context) (int64, error) {
	return scalar(ctx, q.number("Count", query.SelectCount), (*numberJob).count)
}

// CountAsync is the asynchronous Count.
func (q *Query[M]) CountAsync(ac AsyncContext) *Future[int64] {
	return scalarAsync(ac, q.number("Count", query.SelectCount), (*numberJob).count)
}

// Exists reports whether the query has a row.
func (q *Query[M]) Exists(ctx context.Context) (bool, error) {
	return scalar(ctx, q.number("Exists", query.SelectExists), (*numberJob).exists)
}

// ExistsAsync is the asynchronous Exists.
func (q *Query[M]) ExistsAsync(ac AsyncContext) *Future[bool] {
	return scalarAsync(ac, q.number("Exists", query.SelectExists), (*numberJob).exists)
}

func (q *Query[M]) number(call string, kind query.StatementKind) *numberJob {
	return &numberJob{asked: q.asked(call, 2), kind: kind}
}

// numberJob asks for one number.
type numberJob struct {
	asked
	kind  query.StatementKind
	begun bool
	n     int64
}

func (j *numberJob) writes() bool { return false }
func (j *numberJob) atomic() bool { return false }
func (j *numberJob) count() int64 { return j.n }
func (j *numberJob) exists() bool { return j.n != 0 }

func (j *numberJob) next(context.Context) (round, error) {
	if j.begun || j.sel.Empty() {
		return round{}, nil
	}
	j.begun = true
	op, err := plan(j.session, &query.Statement{Kind: j.kind, Select: j.sel})
	if err != nil {
		return round{}, err
	}
	op.Scan = func(r Row) error {
		if j.kind == query.SelectExists {
			if r.Bool(0) {
				j.n = 1
			}
			return nil
		}
		j.n = r.Int64(0)
		return nil
	}
	return round{ops: []*driver.Op{op}}, nil
}

// call is a job that knows how to name itself.
type call interface {
	job
	question() *asked
}

func (a *asked) question() *asked { return a }

// scalar runs a job in the blocking voice.
func scalar[J call, T any](ctx context.Context, j J, answer func(J) T) (T, error) {
	var zero T
	a := j.question()
	if err := a.guard(ctx); err != nil {
		return zero, a.wrap(err)
	}
	if err := run(ctx, a.session, j); err != nil {
		return zero, a.wrap(err)
	}
	return answer(j), nil
}

// scalarAsync runs it in the asynchronous voice.
func scalarAsync[J call, T any](ac AsyncContext, j J, answer func(J) T) *Future[T] {
	a := j.question()
	a.scope = safety.ScopeOf(ac)
	return start(ac, a.session, a, j, func() (T, error) { return answer(j), nil })
}
