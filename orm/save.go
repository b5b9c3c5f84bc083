package orm

import (
	"context"

	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/query"
)

// Save writes a row back: the named columns, or all that were loaded. The row is found by its primary key; ErrNotFound
// when it is gone. A row whose key the database numbers, and which has none yet, is created.
func (q *Query[M]) Save(ctx context.Context, row *M, columns ...Column[M]) error {
	_, err := scalar(ctx, q.saving(row, columns), nothing)
	return err
}

// SaveAsync is the asynchronous Save.
func (q *Query[M]) SaveAsync(ac AsyncContext, row *M, columns ...Column[M]) *Future[struct{}] {
	return scalarAsync(ac, q.saving(row, columns), nothing)
}

func (q *Query[M]) saving(row *M, columns []Column[M]) call {
	if row != nil && q.table.Desc.Identity >= 0 && q.table.ops.value(row, q.table.Desc.Identity).Int() == 0 {
		return q.creation("Save", row)
	}
	j := &saveJob{asked: q.asked("Save", 2)}
	if row == nil {
		j.err = &query.Error{Table: j.table.Name, Msg: "Save of a nil row"}
		return j
	}
	t := q.table
	h := t.ops.handle(row)
	j.value = func(c int) Value { return t.ops.value(row, c) }
	j.saved = func() {
		if h.chunk == nil || !sameKeys(t, row, h) {
			gather(t, []*M{row}, &origin{session: j.session, call: j.call, site: j.site})
		}
	}
	for _, c := range allOf(j.table) {
		named := len(columns) == 0 && (h.chunk == nil || h.chunk.hasColumn(c))
		for _, i := range indexes(columns) {
			named = named || i == c
		}
		if named && !j.table.Columns[c].ReadOnly && !isKey(j.table, c) {
			j.columns = append(j.columns, c)
		}
	}
	return j
}

func isKey(t *query.Table, column int) bool {
	for _, k := range t.Key {
		if k == column {
			return true
		}
	}
	return false
}

// saveJob updates one row by its key.
type saveJob struct {
	asked
	columns []int
	value   func(column int) Value
	saved   func()
	err     error
	op      *driver.Op
}

func (j *saveJob) writes() bool { return true }
func (j *saveJob) atomic() bool { return false }

func (j *saveJob) next(context.Context) (round, error) {
	if j.err != nil {
		return round{}, j.err
	}
	if j.op != nil {
		if j.op.Outcome.Rows == 0 {
			return round{}, ErrNotFound
		}
		j.saved()
		return round{}, nil
	}
	if len(j.table.Key) == 0 {
		return round{}, &query.Error{Table: j.table.Name, Msg: "Save needs a primary key: use Filter and Update"}
	}
	if len(j.columns) == 0 {
		return round{}, &query.Error{Table: j.table.Name, Msg: "Save has no column to write: only the key was loaded or named"}
	}
	st := &query.Statement{Kind: query.Update, Select: query.Select{Table: j.table}}
	for _, c := range j.columns {
		st.Sets = append(st.Sets, query.Set{Column: c, Node: &query.Node{Op: query.OpValue, Val: j.value(c)}})
	}
	for _, k := range j.table.Key {
		st.Select.Filter(&query.Node{Op: query.OpEq, Col: &j.table.Columns[k], Val: j.value(k)})
	}
	op, err := plan(j.session, st)
	if err != nil {
		return round{}, err
	}
	j.op = op
	return round{ops: []*driver.Op{op}}, nil
}
