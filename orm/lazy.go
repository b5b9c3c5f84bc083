package orm

import (
	"context"
	"fmt"

	"github.com/seed83105465/duet/query"
	"github.com/seed83105465/duet/safety"
)

// LoadOne loads a to-one relation unless it is loaded, for all rows of the row's chunk with one query, and returns it:
// the body of the LoadX methods that ormgen writes. The guard is asked first, whatever the row holds.
func LoadOne[P any](ctx context.Context, h *Handle, rel *query.Relation, key ...Value) (P, error) {
	return as[P](h.loadOne(ctx, rel, key))
}

// LoadMany loads a to-many relation in the same way. A relation that was loaded in part is loaded whole.
func LoadMany[P any](ctx context.Context, h *Handle, rel *query.Relation, key ...Value) ([]P, error) {
	return manyOf[P](h.load(ctx, rel, key, 0))
}

// LoadOneAsync is the asynchronous LoadOne.
func LoadOneAsync[P any](ac AsyncContext, h *Handle, rel *query.Relation, key ...Value) *Future[P] {
	return future[P](ac, newLazyJob(h, rel, key).within(ac.Context()))
}

// LoadManyAsync is the asynchronous LoadMany.
func LoadManyAsync[P any](ac AsyncContext, h *Handle, rel *query.Relation, key ...Value) *Future[[]P] {
	return future[[]P](ac, newLazyJob(h, rel, key).within(ac.Context()))
}

func (h *Handle) loadOne(ctx context.Context, rel *query.Relation, key []Value) (any, error) {
	l, i, err := h.load(ctx, rel, key, 1)
	if err != nil {
		return nil, err
	}
	return l.one[i].pointer(), nil
}

// load is the blocking voice. skip is how many functions lie between here and the generated method's callee.
func (h *Handle) load(ctx context.Context, rel *query.Relation, key []Value, skip int) (*loaded, int32, error) {
	if h.chunk == nil {
		return nil, 0, &safety.NotLoadedError{Relation: describe(rel)}
	}
	o := h.chunk.origin
	err := safety.CheckLazy(ctx, &o.session.root().policy,
		safety.LazyLoad{Relation: describe(rel), Rows: o.describe(rel.Table), Site: safety.Caller(skip + 3)})
	if err != nil {
		return nil, 0, err
	}
	j := newLazyJob(h, rel, key).within(ctx)
	j.site = safety.Caller(skip + 3)
	if err := run(ctx, j.session, j); err != nil {
		return nil, 0, j.wrap(err)
	}
	return j.loaded, j.index, nil
}

// lazyJob loads a relation of a row, and of its siblings. Concurrent loads of one relation share one query.
type lazyJob struct {
	asked
	c     *chunk
	index int32
	rel   *query.Relation
	err   error

	load   *relationLoad
	flight chan struct{} // that this job opened
	loaded *loaded
}

func newLazyJob(h *Handle, rel *query.Relation, key []Value) *lazyJob {
	j := &lazyJob{rel: rel}
	j.sel.Table, j.call, j.site = rel.Table, "Load"+rel.Name, safety.Caller(3)
	if h.chunk == nil {
		j.err = &safety.NotLoadedError{Relation: describe(rel)}
		return j
	}
	if h.changed(rel, key) >= 0 {
		h.detach(rel, key)
	}
	j.session, j.c, j.index = h.chunk.origin.session, h.chunk, h.index
	for _, col := range rel.Columns {
		if !h.chunk.hasColumn(col) {
			j.err = &safety.NotLoadedError{Relation: describeField(&rel.Table.Columns[col]), Field: true,
				Rows: h.chunk.origin.describe(rel.Table)}
		}
	}
	return j
}

// within moves the load to the transaction that ctx belongs to, when the row is of that database: a row of the DB, or of
// an outer transaction, may be used inside of it.
func (j *lazyJob) within(ctx context.Context) *lazyJob {
	if tx := txFrom(ctx); j.session != nil && tx != nil && tx.db == j.session.root() && !tx.ended() {
		j.session = tx
	}
	return j
}

func (j *lazyJob) wrap(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s.%s: %w", j.rel.Table.Model, j.call, err)
}

func (j *lazyJob) result() (any, error) {
	if !j.rel.Many {
		return j.loaded.one[j.index].pointer(), nil
	}
	return modelOf(j.rel.Target).pointers(j.loaded.targets[j.loaded.offsets[j.index]:j.loaded.offsets[j.index+1]]), nil
}

// detach moves a row whose key was changed to a chunk of its own, with the new key: its siblings go on without it.
func (h *Handle) detach(rel *query.Relation, key []Value) {
	old := h.chunk
	c := old.m.newChunk(0, old.origin, old.fields)
	c.n, c.size, c.keys = 1, 1, old.m.newKeys(1)
	for i, col := range old.m.keyColumns {
		c.keys[i].set(0, old.key(h.index, col))
	}
	for i, col := range rel.Columns {
		c.keys[old.m.keyAt[col]].set(0, key[i])
	}
	c.rows = part{old.rows, []int32{h.index}}
	*h = Handle{chunk: c}
}

func (j *lazyJob) writes() bool { return false }
func (j *lazyJob) atomic() bool { return false }

func (j *lazyJob) slot() *loaded { return j.c.slots[j.rel.Index].Load() }

func (j *lazyJob) next(context.Context) (round, error) {
	if j.err != nil {
		return round{}, j.err
	}
	if j.load != nil {
		j.load.stitch()
		j.land()
		j.loaded = j.slot()
		return round{}, nil
	}
	j.c.mu.Lock()
	defer j.c.mu.Unlock()
	if l := j.slot(); l.has(j.index) && !l.partial {
		j.loaded = l
		return round{}, nil
	}
	if flight := j.c.flights[j.rel]; flight != nil {
		return round{wait: flight}, nil
	}
	if j.c.flights == nil {
		j.c.flights = map[*query.Relation]chan struct{}{}
	}
	j.flight = make(chan struct{})
	j.c.flights[j.rel] = j.flight
	rows := make([]ref, j.c.n)
	for i := range rows {
		rows[i] = ref{j.c, int32(i)}
	}
	j.load = &relationLoad{rel: j.rel, rows: rows}
	r, err := sendLoads(j.session, j.origin(), []*relationLoad{j.load})
	if err != nil {
		j.landLocked()
		return round{}, err
	}
	if len(r.ops) == 0 {
		j.landLocked()
		j.loaded = j.slot()
	}
	return r, nil
}

// over implements ender: it ends the flight when the load failed or was stopped, so that another may try.
func (j *lazyJob) over() { j.land() }

func (j *lazyJob) land() {
	if j.flight == nil {
		return
	}
	j.c.mu.Lock()
	defer j.c.mu.Unlock()
	j.landLocked()
}

func (j *lazyJob) landLocked() {
	if j.flight == nil {
		return
	}
	delete(j.c.flights, j.rel)
	close(j.flight)
	j.flight = nil
}
