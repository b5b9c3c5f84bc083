package orm

import (
	"context"

	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/query"
)

func (c *core) number(call string, kind query.StatementKind) *numberJob {
	return &numberJob{asked: c.ask(call, 1), kind: kind}
}

// numberJob asks for one number.
type numberJob struct {
	asked
	kind query.StatementKind
	single
	begun bool
	n     int64
}

func (j *numberJob) writes() bool { return false }
func (j *numberJob) atomic() bool { return false }

// again implements rescanner.
func (j *numberJob) again(*driver.Op) { j.n = 0 }

func (j *numberJob) result() (any, error) {
	if j.kind == query.SelectExists {
		return j.n != 0, nil
	}
	return j.n, nil
}

func (j *numberJob) next(context.Context) (round, error) {
	if j.begun || j.sel.Empty() {
		return round{}, nil
	}
	j.begun = true
	if err := j.plan(j.session, &query.Statement{Kind: j.kind, Select: j.sel}); err != nil {
		return round{}, err
	}
	j.op.Scan = func(r Row) error {
		if j.kind == query.SelectExists {
			if r.Bool(0) {
				j.n = 1
			}
			return nil
		}
		j.n = r.Int64(0)
		return nil
	}
	return j.round(), nil
}
