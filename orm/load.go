package orm

import (
	"context"

	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/query"
)

// Load loads relations of rows that the program has, wherever they came from: made by hand, decoded from JSON, loaded
// without the relation. One query for each relation, whatever the number of rows. Afterwards the rows belong together,
// as those of one query do. A row that has relations already keeps them.
func Load[P any](ctx context.Context, s Session, rows []P, relations ...query.PrefetchableOf[P]) error {
	_, err := ask(ctx, newLoadJob(s, rows, len(rows), query.Prefetches(relations)))
	return err
}

// LoadAsync is the asynchronous Load.
func LoadAsync[P any](ac AsyncContext, s Session, rows []P, relations ...query.PrefetchableOf[P]) *Future[struct{}] {
	return future[struct{}](ac, newLoadJob(s, rows, len(rows), query.Prefetches(relations)))
}

// loadJob loads relations of given rows.
type loadJob struct {
	asked
	rows  rowStore // given by the program; none when given is known
	n     int
	given []ref
	from  origin
	specs []query.Related
	loads []*relationLoad
	begun bool
}

// newLoadJob is the call for rows, a []*M of n.
func newLoadJob(s Session, rows any, n int, specs []query.Related) *loadJob {
	j := &loadJob{n: n, specs: specs}
	t := &query.Table{Var: "orm"}
	if len(specs) > 0 {
		t = specs[0].Path[0].Table
		j.rows = modelOf(t).given(rows)
	}
	c := core{session: s, sel: query.Select{Table: t}}
	j.asked = c.ask("Load", 1)
	return j
}

func (j *loadJob) result() (any, error) { return struct{}{}, nil }
func (j *loadJob) writes() bool         { return false }
func (j *loadJob) several() bool        { return true }
func (j *loadJob) atomic() bool         { return false }

func (j *loadJob) next(context.Context) (round, error) {
	var err error
	if j.begun {
		j.loads, err = finishLoads(j.loads)
	} else if err = j.begin(); err == nil {
		j.loads, err = loadsFor(j.given, j.specs)
	}
	if err != nil || len(j.loads) == 0 {
		return round{}, err
	}
	return sendLoads(j.session, &j.from, j.loads)
}

// again implements rescanner.
func (j *loadJob) again(op *driver.Op) { resetLoads(j.loads, op) }

// begin finds the rows' chunks. Rows that no query loaded are made a chunk of; one whose keys were changed gets
// a chunk of its own.
func (j *loadJob) begin() error {
	j.begun = true
	if j.given != nil || j.rows.kind == nil {
		return nil
	}
	m := modelOf(j.table())
	var fresh []int32
	for i := range int32(j.n) {
		if j.rows.absent(i) {
			return &query.Error{Table: m.desc.Name, Msg: "Load of a nil row"}
		}
		if h := j.rows.handle(i); h.chunk == nil {
			fresh = append(fresh, i)
		} else if !m.shares(&j.rows, i) {
			m.detach(h, j.rows.pointer(i))
		}
	}
	j.from = j.origin()
	if len(fresh) > 0 {
		m.gather(j.rows.some(fresh), len(fresh), &j.from)
	}
	j.given = make([]ref, j.n)
	for i := range j.given {
		h := j.rows.handle(int32(i))
		j.given[i] = ref{h.chunk, h.index}
	}
	return nil
}
