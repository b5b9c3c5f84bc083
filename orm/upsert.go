package orm

import (
	"context"
	"errors"

	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/query"
)

// MadeOf is a row that was found or created, as the asynchronous GetOrCreate and UpdateOrCreate give it.
type MadeOf[P any] struct {
	Row     P
	Created bool
}

// GetOrCreate is the one row of the query, or row, inserted, when there is none; created says which. Another program may
// insert the row at the same moment: then that one is found. The query should ask for what a unique key of the table
// keeps unique; without such a key nothing keeps two programs from both creating the row.
func (q *QueryOf[P]) GetOrCreate(ctx context.Context, row P) (found P, created bool, err error) {
	m, err := as[MadeOf[P]](ask(ctx, (*core)(q).upsert([]P{row}, makeMade[P], false, nil)))
	return m.Row, m.Created, err
}

// GetOrCreateAsync is the asynchronous GetOrCreate.
func (q *QueryOf[P]) GetOrCreateAsync(ac AsyncContext, row P) *Future[MadeOf[P]] {
	return future[MadeOf[P]](ac, (*core)(q).upsert([]P{row}, makeMade[P], false, nil))
}

// UpdateOrCreate assigns new values to the one row of the query, or inserts row when there is none, in one transaction;
// created says which. The row that comes back has the new values.
func (q *QueryOf[P]) UpdateOrCreate(ctx context.Context, row P, sets ...query.AssignmentOf[P]) (found P, created bool, err error) {
	m, err := as[MadeOf[P]](ask(ctx, (*core)(q).upsert([]P{row}, makeMade[P], true, assignments(sets))))
	return m.Row, m.Created, err
}

// UpdateOrCreateAsync is the asynchronous UpdateOrCreate.
func (q *QueryOf[P]) UpdateOrCreateAsync(ac AsyncContext, row P, sets ...query.AssignmentOf[P]) *Future[MadeOf[P]] {
	return future[MadeOf[P]](ac, (*core)(q).upsert([]P{row}, makeMade[P], true, assignments(sets)))
}

func makeMade[P any](row any, created bool) any {
	r, _ := row.(P)
	return MadeOf[P]{r, created}
}

// upsert is the call that finds or inserts a row: a []*M of one.
func (c *core) upsert(row any, made func(row any, created bool) any, update bool, sets []set) *upsertJob {
	call := "GetOrCreate"
	if update {
		call = "UpdateOrCreate"
	}
	j := &upsertJob{asked: c.ask(call, 1), made: made, update: update}
	j.rows = modelOf(j.table()).newRows(0).given(row)
	if update {
		j.sets, j.err = checkedSets(j.table(), sets)
	}
	if j.rows.pointer(0) == nil {
		j.err = &query.Error{Table: j.table().Name, Msg: call + " of a nil row"}
	}
	return j
}

// upsertJob looks for a row, inserts one when there is none, and looks again when another program was faster.
type upsertJob struct {
	asked
	rows   rowStore // the row to insert
	made   func(row any, created bool) any
	sets   []query.Set
	update bool
	err    error

	step    func() (round, error)
	find    *rowsJob
	create  *createJob
	found   any // a *P
	created bool
	tries   int
}

func (j *upsertJob) writes() bool         { return true }
func (j *upsertJob) several() bool        { return true }
func (j *upsertJob) atomic() bool         { return j.update }
func (j *upsertJob) result() (any, error) { return j.made(j.found, j.created), nil }

func (j *upsertJob) next(ctx context.Context) (round, error) {
	if j.err != nil {
		return round{}, j.err
	}
	if j.step == nil {
		return j.look(ctx)
	}
	return j.step()
}

func (j *upsertJob) look(ctx context.Context) (round, error) {
	if j.tries++; j.tries > 3 {
		return round{}, ErrNotFound
	}
	j.find = &rowsJob{asked: j.asked, kind: theRow, expect: 1}
	j.find.sel.Limit(2)
	j.step = func() (round, error) { return j.looked(ctx) }
	return j.find.next(ctx)
}

func (j *upsertJob) looked(ctx context.Context) (round, error) {
	r, err := j.find.next(ctx) // further levels of what is prefetched
	if err != nil || len(r.ops) > 0 {
		return r, err
	}
	row, err := j.find.result()
	switch {
	case errors.Is(err, ErrNotFound):
		return j.insert(ctx)
	case err != nil:
		return round{}, err
	}
	j.found = row
	if !j.update {
		return round{}, nil
	}
	return j.assign()
}

func (j *upsertJob) insert(ctx context.Context) (round, error) {
	j.create = &createJob{asked: j.asked, n: 1, rows: j.rows, ignore: j.tries < 2}
	j.step = func() (round, error) {
		if _, err := j.create.next(ctx); err != nil {
			return round{}, err
		}
		if !j.create.filled[0] { // the last try does not ignore: what it conflicts with is then said
			return j.look(ctx) // another one was faster
		}
		j.found, j.created = j.rows.pointer(0), true
		return round{}, nil
	}
	return j.create.next(ctx)
}

// assign updates the row that was found, by its key, and reads it back.
func (j *upsertJob) assign() (round, error) {
	if len(j.table().Key) == 0 {
		return round{}, &query.Error{Table: j.table().Name, Msg: "UpdateOrCreate needs a primary key"}
	}
	row := j.find.answer[0]
	st := &query.Statement{Kind: query.Update, Select: query.Select{Table: j.table()}, Sets: j.sets, Returning: j.table().AllColumns()}
	for _, k := range j.table().Key {
		st.Select.Filter(&query.Node{Op: query.OpEq, Col: &j.table().Columns[k], Val: row.c.rows.value(row.i, k)})
	}
	op, err := plan(j.session, st)
	if err != nil {
		return round{}, err
	}
	op.Scan = func(r Row) error {
		row.c.rows.scan(row.i, r, 0, st.Returning)
		return nil
	}
	j.step = func() (round, error) { return round{}, nil }
	return round{ops: []*driver.Op{op}}, nil
}
