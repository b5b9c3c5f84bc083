package orm

import (
	"context"

	"github.com/seed83105465/duet/query"
	"github.com/seed83105465/duet/safety"
)

// Load loads relations of rows that the program has, wherever they came from: made by hand, decoded from JSON, loaded
// without the relation. One query for each relation, whatever the number of rows. Afterwards the rows belong together,
// as those of one query do. A row that has relations already keeps them.
func Load[M any](ctx context.Context, s Session, rows []*M, relations ...query.Prefetchable[M]) error {
	j := newLoadJob(s, rows, relations, safety.Caller(1))
	if j == nil {
		return nil
	}
	if err := j.guard(ctx); err != nil {
		return j.wrap(err)
	}
	return j.wrap(run(ctx, s, j))
}

// LoadAsync is the asynchronous Load.
func LoadAsync[M any](ac AsyncContext, s Session, rows []*M, relations ...query.Prefetchable[M]) *Future[struct{}] {
	j := newLoadJob(s, rows, relations, safety.Caller(1))
	if j == nil {
		return failed[struct{}](ac, "orm.LoadAsync", safety.Caller(1), nil)
	}
	j.scope = safety.ScopeOf(ac)
	j.from.scope = j.scope
	return start(ac, s, &j.asked, j, func() (struct{}, error) { return struct{}{}, nil })
}

// loadJob loads relations of given rows.
type loadJob struct {
	asked
	given []ref
	from  *origin
	specs []query.Related
	loads []*relationLoad
	begun bool
}

func newLoadJob[M any](s Session, rows []*M, relations []query.Prefetchable[M], site safety.Site) *loadJob {
	if len(rows) == 0 || len(relations) == 0 {
		return nil
	}
	specs := make([]query.Related, len(relations))
	for i, r := range relations {
		specs[i] = query.RelatedOf(r)
	}
	t := specs[0].Path[0].Table
	j := &loadJob{asked: asked{table: t, session: s, call: "Load", site: site}, specs: specs}
	j.from = &origin{session: s, call: "Load", site: site}
	j.given = refsOf(tableOf[M](t), rows, j.from)
	return j
}

func (j *loadJob) writes() bool { return false }
func (j *loadJob) atomic() bool { return false }

func (j *loadJob) next(context.Context) (round, error) {
	var err error
	if j.begun {
		j.loads, err = finishLoads(j.loads)
	} else {
		j.begun = true
		j.loads, err = loadsFor(j.given, j.specs)
	}
	if err != nil || len(j.loads) == 0 {
		return round{}, err
	}
	return sendLoads(j.session, j.from, j.loads)
}

// refsOf are the rows as the core knows them. Rows that no query loaded are made a chunk of; so are those whose keys
// were changed.
func refsOf[M any](t *Table[M], rows []*M, o *origin) []ref {
	out := make([]ref, len(rows))
	var fresh []*M
	for i, row := range rows {
		if h := t.ops.handle(row); h.chunk != nil && sameKeys(t, row, h) {
			out[i] = ref{h.chunk, h.index}
		} else {
			fresh = append(fresh, row)
		}
	}
	if len(fresh) > 0 {
		gather(t, fresh, o)
	}
	for i, row := range rows {
		if out[i].c == nil {
			h := t.ops.handle(row)
			out[i] = ref{h.chunk, h.index}
		}
	}
	return out
}

func sameKeys[M any](t *Table[M], row *M, h *Handle) bool {
	for i, col := range h.chunk.m.keyColumns {
		if !h.chunk.keys[i].get(h.index).Equal(t.ops.value(row, col)) {
			return false
		}
	}
	return true
}
