package orm

import (
	"context"

	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/query"
)

// Made is a row that was found or created, as the asynchronous GetOrCreate and UpdateOrCreate give it.
type Made[M any] struct {
	Row     *M
	Created bool
}

// GetOrCreate is the one row of the query, or row, inserted, when there is none; created says which. Another program may
// insert the row at the same moment: then that one is found. The query should ask for what a unique key of the table
// keeps unique; without such a key nothing keeps two programs from both creating the row.
func (q *Query[M]) GetOrCreate(ctx context.Context, row *M) (found *M, created bool, err error) {
	m, err := scalar(ctx, q.upsert("GetOrCreate", row, nil), (*upsertJob[M]).made)
	return m.Row, m.Created, err
}

// GetOrCreateAsync is the asynchronous GetOrCreate.
func (q *Query[M]) GetOrCreateAsync(ac AsyncContext, row *M) *Future[Made[M]] {
	return scalarAsync(ac, q.upsert("GetOrCreate", row, nil), (*upsertJob[M]).made)
}

// UpdateOrCreate assigns new values to the one row of the query, or inserts row when there is none, in one transaction;
// created says which. The row that comes back has the new values.
func (q *Query[M]) UpdateOrCreate(ctx context.Context, row *M, sets ...query.Assignment[M]) (found *M, created bool, err error) {
	m, err := scalar(ctx, q.upsert("UpdateOrCreate", row, sets), (*upsertJob[M]).made)
	return m.Row, m.Created, err
}

// UpdateOrCreateAsync is the asynchronous UpdateOrCreate.
func (q *Query[M]) UpdateOrCreateAsync(ac AsyncContext, row *M, sets ...query.Assignment[M]) *Future[Made[M]] {
	return scalarAsync(ac, q.upsert("UpdateOrCreate", row, sets), (*upsertJob[M]).made)
}

func (q *Query[M]) upsert(call string, row *M, sets []query.Assignment[M]) *upsertJob[M] {
	a := q.asked(call, 2)
	j := &upsertJob[M]{asked: a, q: q, row: row, update: call == "UpdateOrCreate"}
	if j.update {
		j.sets, j.err = assignments(a.table, sets)
	}
	if row == nil {
		j.err = &query.Error{Table: a.table.Name, Msg: call + " of a nil row"}
	}
	return j
}

// upsertJob looks for a row, inserts one when there is none, and looks again when another program was faster.
type upsertJob[M any] struct {
	asked
	q      *Query[M]
	row    *M
	sets   []query.Set
	update bool
	err    error

	step    func() (round, error)
	find    *rowsJob
	create  *createJob
	found   *M
	created bool
	tries   int
}

func (j *upsertJob[M]) writes() bool  { return true }
func (j *upsertJob[M]) atomic() bool  { return j.update }
func (j *upsertJob[M]) made() Made[M] { return Made[M]{j.found, j.created} }

func (j *upsertJob[M]) next(ctx context.Context) (round, error) {
	if j.err != nil {
		return round{}, j.err
	}
	if j.step == nil {
		return j.look(ctx)
	}
	return j.step()
}

func (j *upsertJob[M]) look(ctx context.Context) (round, error) {
	if j.tries++; j.tries > 3 {
		return round{}, ErrNotFound
	}
	j.find = &rowsJob{asked: j.asked, expect: 1}
	j.find.sel.Limit(2)
	j.step = func() (round, error) { return j.looked(ctx) }
	return j.find.next(ctx)
}

func (j *upsertJob[M]) looked(ctx context.Context) (round, error) {
	r, err := j.find.next(ctx) // further levels of what is prefetched
	if err != nil || len(r.ops) > 0 {
		return r, err
	}
	row, err := theRow[M](j.find.answer)
	switch {
	case err == ErrNotFound:
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

func (j *upsertJob[M]) insert(ctx context.Context) (round, error) {
	j.create = j.q.creation(j.call, j.row)
	j.create.ignore = true
	j.step = func() (round, error) {
		if _, err := j.create.next(ctx); err != nil {
			return round{}, err
		}
		if !j.create.filled[0] {
			return j.look(ctx) // another one was faster
		}
		j.found, j.created = j.row, true
		return round{}, nil
	}
	return j.create.next(ctx)
}

// assign updates the row that was found, by its key, and reads it back.
func (j *upsertJob[M]) assign() (round, error) {
	if len(j.table.Key) == 0 {
		return round{}, &query.Error{Table: j.table.Name, Msg: "UpdateOrCreate needs a primary key"}
	}
	t := j.q.table
	st := &query.Statement{Kind: query.Update, Select: query.Select{Table: j.table}, Sets: j.sets, Returning: allOf(j.table)}
	for _, k := range j.table.Key {
		st.Select.Filter(&query.Node{Op: query.OpEq, Col: &j.table.Columns[k], Val: t.ops.value(j.found, k)})
	}
	op, err := plan(j.session, st)
	if err != nil {
		return round{}, err
	}
	op.Scan = func(r Row) error {
		t.ops.scan(j.found, r, 0, allOf(j.table))
		return nil
	}
	j.step = func() (round, error) { return round{}, nil }
	return round{ops: []*driver.Op{op}}, nil
}
