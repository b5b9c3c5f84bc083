package orm

import (
	"context"
	"fmt"

	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/query"
	"github.com/seed83105465/duet/safety"
)

func loadOne(ctx context.Context, t *query.Table, rel int, row any) (any, error) {
	l, i, err := load(ctx, t, rel, row, 1)
	if err != nil {
		return nil, err
	}
	return l.one[i].pointer(), nil
}

// load is the blocking voice. skip is how many functions lie between here and what the generated method calls.
func load(ctx context.Context, t *query.Table, number int, row any, skip int) (*loaded, int32, error) {
	rel := t.Relations[number]
	c := modelOf(t).handle(row).chunk
	if c == nil {
		return nil, 0, &safety.NotLoadedError{Relation: describe(rel)}
	}
	site := safety.Caller(skip + 3)
	err := safety.CheckLazy(ctx, &c.origin.session.root().policy,
		safety.LazyLoad{Relation: describe(rel), Rows: c.origin.describe(t), Site: site})
	if err != nil {
		return nil, 0, err
	}
	j := newLazyJob(t, number, row, site).within(ctx)
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

// newLazyJob makes the job; site is where the program calls the generated method.
func newLazyJob(t *query.Table, number int, row any, site safety.Site) *lazyJob {
	m, rel := modelOf(t), t.Relations[number]
	h := m.handle(row)
	j := &lazyJob{rel: rel}
	j.sel.Table, j.call, j.site = t, "Load"+rel.Name, site
	if h.chunk == nil {
		j.err = &safety.NotLoadedError{Relation: describe(rel)}
		return j
	}
	if m.changed(h, rel, row) >= 0 {
		m.detach(h, row)
	}
	j.session, j.c, j.index = h.chunk.origin.session, h.chunk, h.index
	j.err = h.chunk.unloaded(rel)
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

// detach moves a row whose key was changed to a chunk of its own, with the keys that it has now: its siblings go on
// without it, and what was loaded by keys that are as they were stays loaded.
func (m *model) detach(h *Handle, row any) {
	old, at := h.chunk, h.index
	c := m.chunkOf(m.only(row), 1, &old.origin, old.fields)
	c.n = 1
	c.copyKeys(0)
	for i, rel := range m.desc.Relations {
		if l := old.slot(i); l.is(at, have) && m.changed(h, rel, row) < 0 {
			c.put(i, l.of(at, rel))
		}
	}
	*h = Handle{chunk: c}
}

// of is what is loaded for one row, as of a chunk with that row alone.
func (l *loaded) of(i int32, rel *query.Relation) *loaded {
	n := &loaded{}
	if l.flags != nil {
		n.flags = []flag{l.flags[i]}
	}
	if !rel.Many {
		n.one = []ref{l.one[i]}
		return n
	}
	n.targets = l.targets[l.offsets[i]:l.offsets[i+1]]
	n.offsets = []int32{0, int32(len(n.targets))}
	n.many = modelOf(rel.Target).pointers(n.targets)
	return n
}

func (j *lazyJob) writes() bool  { return false }
func (j *lazyJob) several() bool { return true } // it may wait for another load of the same
func (j *lazyJob) atomic() bool  { return false }

func (j *lazyJob) way() flight    { return flight{j.rel, j.session} }
func (j *lazyJob) mistake() error { return j.err }
func (j *lazyJob) slot() *loaded  { return j.c.slot(j.rel.Index) }

func (j *lazyJob) next(context.Context) (round, error) {
	if j.err != nil {
		return round{}, j.err
	}
	if j.load != nil {
		if _, err := j.load.stitch(); err != nil {
			return round{}, err
		}
		j.land()
		j.loaded = j.slot()
		return round{}, nil
	}
	j.c.mu.Lock()
	defer j.c.mu.Unlock()
	if l := j.slot(); l.whole(j.index) {
		j.loaded = l
		return round{}, nil
	}
	if under := j.c.flights[j.way()]; under != nil {
		return round{wait: under}, nil
	}
	if j.c.flights == nil {
		j.c.flights = map[flight]chan struct{}{}
	}
	j.flight = make(chan struct{})
	j.c.flights[j.way()] = j.flight
	rows := make([]ref, j.c.n)
	for i := range rows {
		rows[i] = ref{j.c, int32(i)}
	}
	j.load = &relationLoad{rel: j.rel, rows: rows}
	o := j.origin()
	r, err := sendLoads(j.session, &o, []*relationLoad{j.load})
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

// again implements rescanner.
func (j *lazyJob) again(op *driver.Op) { resetLoads([]*relationLoad{j.load}, op) }

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
	delete(j.c.flights, j.way())
	close(j.flight)
	j.flight = nil
}
