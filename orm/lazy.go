package orm

import (
	"context"
	"fmt"

	"github.com/seed83105465/duet/query"
	"github.com/seed83105465/duet/safety"
)

// LoadOne loads a to-one relation unless it is loaded, for all rows of the row's chunk with one query, and returns it:
// the body of the LoadX methods that ormgen writes. The guard is asked first, whatever the row holds.
func LoadOne[T any](ctx context.Context, h *Handle, rel *query.Relation, key ...Value) (*T, error) {
	l, err := loadBlocking(ctx, h, rel, key)
	if err != nil {
		return nil, err
	}
	return rowOf[T](l.answer().one[h.index]), nil
}

// LoadMany loads a to-many relation in the same way. A relation that was loaded in part is loaded whole.
func LoadMany[T any](ctx context.Context, h *Handle, rel *query.Relation, key ...Value) ([]*T, error) {
	l, err := loadBlocking(ctx, h, rel, key)
	if err != nil {
		return nil, err
	}
	return manyOf[T](l.answer(), h.index), nil
}

// LoadOneAsync is the asynchronous LoadOne.
func LoadOneAsync[T any](ac AsyncContext, h *Handle, rel *query.Relation, key ...Value) *Future[*T] {
	return loadAsync(ac, h, rel, key, func(l *loaded, i int32) *T { return rowOf[T](l.one[i]) })
}

// LoadManyAsync is the asynchronous LoadMany.
func LoadManyAsync[T any](ac AsyncContext, h *Handle, rel *query.Relation, key ...Value) *Future[[]*T] {
	return loadAsync(ac, h, rel, key, manyOf[T])
}

func loadBlocking(ctx context.Context, h *Handle, rel *query.Relation, key []Value) (*lazyJob, error) {
	site := safety.Caller(3)
	if h.chunk == nil {
		return nil, &safety.NotLoadedError{Relation: describe(rel)}
	}
	o := h.chunk.origin
	err := safety.CheckLazy(ctx, &o.session.root().policy,
		safety.LazyLoad{Relation: describe(rel), Rows: o.describe(rel.Table), Site: site})
	if err != nil {
		return nil, err
	}
	j, err := newLazyJob(h, rel, key, site, nil)
	if err != nil {
		return nil, err
	}
	if tx := txFrom(ctx); tx != nil && tx.db == j.session.root() && !tx.ended() {
		j.session = tx // a row of the DB, or of an outer transaction, used inside of this one
	}
	if err := run(ctx, j.session, j); err != nil {
		return nil, fmt.Errorf("%s.Load%s: %w", rel.Table.Model, rel.Name, err)
	}
	return j, nil
}

func loadAsync[T any](ac AsyncContext, h *Handle, rel *query.Relation, key []Value, result func(*loaded, int32) T) *Future[T] {
	site := safety.Caller(2)
	call := rel.Table.Model + ".Load" + rel.Name + "Async"
	if h.chunk == nil {
		return failed[T](ac, call, site, &safety.NotLoadedError{Relation: describe(rel)})
	}
	j, err := newLazyJob(h, rel, key, site, safety.ScopeOf(ac))
	if err != nil {
		return failed[T](ac, call, site, err)
	}
	a := &asked{table: rel.Table, session: j.session, call: "Load" + rel.Name + "Async", site: site}
	index := h.index
	return start(ac, j.session, a, j, func() (T, error) { return result(j.answer(), index), nil })
}

// lazyJob loads a relation of a row, and of its siblings. Concurrent loads of one relation share one query.
type lazyJob struct {
	session Session
	c       *chunk
	index   int32
	rel     *query.Relation
	origin  *origin

	load   *relationLoad
	flight chan struct{} // that this job opened
	loaded *loaded
}

func newLazyJob(h *Handle, rel *query.Relation, key []Value, site safety.Site, scope *safety.Scope) (*lazyJob, error) {
	if h.changed(rel, key) >= 0 {
		h.detach(rel, key)
	}
	for _, col := range rel.Columns {
		if !h.chunk.hasColumn(col) {
			d := describe(rel)
			d.Name = rel.Table.Columns[col].Field
			return nil, &safety.NotLoadedError{Relation: d, Field: true, Rows: h.chunk.origin.describe(rel.Table)}
		}
	}
	from := h.chunk.origin
	return &lazyJob{session: from.session, c: h.chunk, index: h.index, rel: rel,
		origin: &origin{session: from.session, call: "Load" + rel.Name, site: site, scope: scope}}, nil
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
	c.rows = old.rows.only(h.index)
	*h = Handle{chunk: c}
}

func (j *lazyJob) writes() bool    { return false }
func (j *lazyJob) atomic() bool    { return false }
func (j *lazyJob) answer() *loaded { return j.loaded }

func (j *lazyJob) slot() *loaded { return j.c.slots[j.rel.Index].Load() }

func (j *lazyJob) next(context.Context) (round, error) {
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
	r, err := sendLoads(j.session, j.origin, []*relationLoad{j.load})
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
