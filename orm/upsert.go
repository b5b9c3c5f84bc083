package orm

import (
	"context"
	"errors"

	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/query"
)

// GetOrCreate makes row the one row of the query, or inserts it when there is none, and says whether it was created.
// Another program may insert the row at the same moment: then that one is found. The query should ask for what a unique
// key of the table keeps unique; without such a key nothing keeps two programs from both creating the row. After an error
// row is as it was.
func (q *QueryOf[P]) GetOrCreate(ctx context.Context, row P) (created bool, err error) {
	return as[bool](ask(ctx, (*core)(q).upsert([]P{row}, false, nil)))
}

// GetOrCreateAsync is the asynchronous GetOrCreate. The row is written to when the future has ended, and must be left
// alone until then.
func (q *QueryOf[P]) GetOrCreateAsync(ac AsyncContext, row P) *Future[bool] {
	return future[bool](ac, (*core)(q).upsert([]P{row}, false, nil))
}

// UpdateOrCreate assigns new values to the one row of the query and makes row that row, or inserts row as it is when
// there is none, in one transaction, and says whether it was created. After an error row is as it was.
func (q *QueryOf[P]) UpdateOrCreate(ctx context.Context, row P, sets ...query.AssignmentOf[P]) (created bool, err error) {
	return as[bool](ask(ctx, (*core)(q).upsert([]P{row}, true, assignments(sets))))
}

// UpdateOrCreateAsync is the asynchronous UpdateOrCreate. The row is written to when the future has ended, and must be
// left alone until then.
func (q *QueryOf[P]) UpdateOrCreateAsync(ac AsyncContext, row P, sets ...query.AssignmentOf[P]) *Future[bool] {
	return future[bool](ac, (*core)(q).upsert([]P{row}, true, assignments(sets)))
}

// upsert is the call that finds or inserts a row: a []*M of one.
func (c *core) upsert(row any, update bool, sets []set) *upsertJob {
	call := "GetOrCreate"
	if update {
		call = "UpdateOrCreate"
	}
	j := &upsertJob{asked: c.ask(call, 1), update: update}
	j.rows = modelOf(j.table()).given(row)
	if update {
		j.sets, j.err = checkedSets(j.table(), sets, nil)
	}
	if j.rows.absent(0) {
		j.err = &query.Error{Table: j.table().Name, Msg: call + " of a nil row"}
	}
	return j
}

// upsertJob looks for a row, inserts one when there is none, and looks again when another program was faster.
type upsertJob struct {
	asked
	rows   rowStore // the row to insert, or to make the one that is found
	sets   []query.Set
	update bool
	err    error

	step    func() (round, error)
	find    *rowsJob
	create  *createJob
	created bool
	tries   int
}

func (j *upsertJob) writes() bool  { return true }
func (j *upsertJob) several() bool { return true }
func (j *upsertJob) atomic() bool  { return j.update }

func (j *upsertJob) result() (any, error) {
	if !j.created {
		j.rows.assign(0, &j.find.set.root.chunks[0].rows, 0)
	}
	return j.created, nil
}

// over implements ender: a row that was not inserted after all is as it was given.
func (j *upsertJob) over() {
	if j.create != nil {
		j.create.over()
	}
}

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
	j.find.scan = j.find.set.scan
	j.find.sel.Limit(2)
	j.step = func() (round, error) { return j.looked(ctx) }
	return j.find.next(ctx)
}

func (j *upsertJob) looked(ctx context.Context) (round, error) {
	r, err := j.find.next(ctx) // further levels of what is prefetched
	if err != nil || len(r.ops) > 0 {
		return r, err
	}
	_, err = j.find.result()
	switch {
	case errors.Is(err, ErrNotFound):
		return j.insert(ctx)
	case err != nil:
		return round{}, err
	}
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
		j.created = true
		return round{}, nil
	}
	return j.create.next(ctx)
}

// assign updates the row that was found, by its key, and reads it back.
func (j *upsertJob) assign() (round, error) {
	if len(j.table().Key) == 0 {
		return round{}, &query.Error{Table: j.table().Name, Msg: "UpdateOrCreate needs a primary key"}
	}
	row := &j.find.set.root.chunks[0].rows
	st := &query.Statement{Kind: query.Update, Select: query.Select{Table: j.table()}, Sets: j.sets, Returning: j.table().AllColumns()}
	for _, k := range j.table().Key {
		st.Select.Filter(&query.Node{Op: query.OpEq, Col: &j.table().Columns[k], Val: row.value(0, k)})
	}
	op, err := plan(j.session, st)
	if err != nil {
		return round{}, err
	}
	op.Scan = func(r Row) error {
		row.scan(0, r, 0, st.Returning)
		return nil
	}
	j.step = func() (round, error) { return round{}, nil }
	return round{ops: []*driver.Op{op}}, nil
}
