package orm

import (
	"context"
	"slices"

	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/query"
)

// Save writes a row back: the named columns, or all that were loaded. The row is found by its primary key; ErrNotFound
// when it is gone. A row whose key the database numbers, and which has none yet, is created.
func (q *QueryOf[P]) Save(ctx context.Context, row P, columns ...ColumnOf[P]) error {
	_, err := ask(ctx, (*core)(q).saving([]P{row}, indexes(columns)))
	return err
}

// SaveAsync is the asynchronous Save.
func (q *QueryOf[P]) SaveAsync(ac AsyncContext, row P, columns ...ColumnOf[P]) *Future[struct{}] {
	return future[struct{}](ac, (*core)(q).saving([]P{row}, indexes(columns)))
}

// saving is the call that writes a row back: a []*M of one. No columns are all of them.
func (c *core) saving(row any, columns []int) call {
	t := c.table()
	rows := modelOf(t).given(row)
	j := &saveJob{asked: c.ask("Save", 1), rows: rows}
	if rows.absent(0) {
		j.err = &query.Error{Table: t.Name, Msg: "Save of a nil row"}
		return j
	}
	h := rows.handle(0)
	if h.chunk == nil && t.Identity >= 0 && rows.value(0, t.Identity).Int() == 0 {
		return &createJob{asked: j.asked, n: 1, rows: rows}
	}
	for i := range t.Columns {
		named := slices.Contains(columns, i) || len(columns) == 0 && (h.chunk == nil || h.chunk.hasColumn(i))
		if named && !t.Columns[i].ReadOnly && !isKey(t, i) {
			j.columns = append(j.columns, i)
		}
	}
	return j
}

func isKey(t *query.Table, column int) bool { return slices.Contains(t.Key, column) }

// saveJob updates one row by its key.
type saveJob struct {
	asked
	columns []int
	rows    rowStore // of one row
	err     error
	op      *driver.Op
}

func (j *saveJob) writes() bool { return true }
func (j *saveJob) atomic() bool { return false }

func (j *saveJob) weight() (n int) {
	if j.err != nil {
		return 0
	}
	for _, c := range j.columns {
		n += j.rows.value(0, c).Weight()
	}
	return n
}

func (j *saveJob) result() (any, error) { return struct{}{}, nil }

func (j *saveJob) next(context.Context) (round, error) {
	if j.err != nil {
		return round{}, j.err
	}
	if j.op != nil {
		if j.op.Outcome.Rows == 0 {
			return round{}, ErrNotFound
		}
		m := modelOf(j.table())
		if h := j.rows.handle(0); h.chunk == nil {
			o := j.origin()
			m.gather(j.rows, 1, &o)
		} else if !m.shares(&j.rows, 0) {
			m.detach(h, j.rows.pointer(0)) // which remembers what was loaded of the row
		}
		return round{}, nil
	}
	if len(j.table().Key) == 0 {
		return round{}, &query.Error{Table: j.table().Name, Msg: "Save needs a primary key: use Filter and Update"}
	}
	if len(j.columns) == 0 {
		return round{}, &query.Error{Table: j.table().Name, Msg: "Save has no column to write: only the key was loaded or named"}
	}
	st := &query.Statement{Kind: query.Update, Select: query.Select{Table: j.table()}}
	for _, c := range j.columns {
		st.Sets = append(st.Sets, query.Set{Column: c, Node: &query.Node{Op: query.OpValue, Val: j.rows.value(0, c)}})
	}
	for _, k := range j.table().Key {
		st.Select.Filter(&query.Node{Op: query.OpEq, Col: &j.table().Columns[k], Val: j.rows.value(0, k)})
	}
	op, err := plan(j.session, st)
	if err != nil {
		return round{}, err
	}
	j.op = op
	return round{ops: []*driver.Op{op}}, nil
}
