package orm

import (
	"context"
	"fmt"
	"slices"

	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/query"
)

// Create inserts a row, and fills in what the database made of it: its key, defaults, generated columns. A column that
// the database can fill is left to it while the field says nothing: a number that identifies the row is 0, a text of a
// fixed set or a UUID is empty, a time is zero, a Null is not valid. Every other field is written as it is.
func (q *QueryOf[P]) Create(ctx context.Context, row P) error {
	_, err := ask(ctx, (*core)(q).creation("Create", []P{row}, 1, nil))
	return err
}

// CreateAsync is the asynchronous Create. The row is written to when the future has ended, and must be left alone until
// then.
func (q *QueryOf[P]) CreateAsync(ac AsyncContext, row P) *Future[struct{}] {
	return future[struct{}](ac, (*core)(q).creation("Create", []P{row}, 1, nil))
}

// BulkOptionOf is a setting of BulkCreate.
type BulkOptionOf[P any] struct{ set func(*createJob) }

// IgnoreConflicts skips rows that conflict with one that is there. Skipped rows are not filled in.
func IgnoreConflicts[M any]() BulkOption[M] { return BulkOption[M]{ignoreConflicts} }

// UpdateConflicts gives the row that is there the new values of the columns in set, when a row conflicts with it in the
// columns of unique, which must be those of a primary key or a unique index.
func UpdateConflicts[P any](unique []ColumnOf[P], set ...ColumnOf[P]) BulkOptionOf[P] {
	return BulkOptionOf[P]{updateConflicts(indexes(unique), indexes(set))}
}

func ignoreConflicts(j *createJob) { j.ignore = true }

func updateConflicts(unique, set []int) func(*createJob) {
	return func(j *createJob) { j.update, j.conflict, j.refresh = true, unique, set }
}

// options refuses settings that contradict each other.
func (j *createJob) options() error {
	msg := ""
	switch {
	case !j.update:
		return nil
	case j.ignore:
		msg = "IgnoreConflicts and UpdateConflicts at once: give one of them"
	case len(j.conflict) == 0:
		msg = "UpdateConflicts names no column of a unique key"
	case len(j.refresh) == 0:
		msg = "UpdateConflicts has no column to set: name some, or use IgnoreConflicts"
	default:
		return nil
	}
	return &query.Error{Table: j.table().Name, Msg: msg}
}

func bulkOptions[P any](options []BulkOptionOf[P]) []func(*createJob) {
	out := make([]func(*createJob), len(options))
	for i, o := range options {
		out[i] = o.set
	}
	return out
}

// BulkCreate inserts rows, all or none, and fills each in as Create does. No rows are no error.
func (q *QueryOf[P]) BulkCreate(ctx context.Context, rows []P, options ...BulkOptionOf[P]) error {
	_, err := ask(ctx, (*core)(q).creation("BulkCreate", rows, len(rows), bulkOptions(options)))
	return err
}

// BulkCreateAsync is the asynchronous BulkCreate.
func (q *QueryOf[P]) BulkCreateAsync(ac AsyncContext, rows []P, options ...BulkOptionOf[P]) *Future[struct{}] {
	return future[struct{}](ac, (*core)(q).creation("BulkCreate", rows, len(rows), bulkOptions(options)))
}

// creation is the call that inserts rows, a []*M of n.
func (c *core) creation(call string, rows any, n int, options []func(*createJob)) *createJob {
	j := &createJob{asked: c.ask(call, 1), n: n}
	m := modelOf(j.table())
	j.rows = m.given(rows)
	for i := range int32(n) {
		if j.rows.absent(i) {
			j.err = &query.Error{Table: m.desc.Name, Msg: call + " of a nil row"}
		}
	}
	for _, set := range options {
		set(j)
	}
	return j
}

// createJob inserts rows: those that leave the same columns to the database in one op.
type createJob struct {
	asked
	n    int
	rows rowStore

	ignore   bool
	update   bool // UpdateConflicts
	conflict []int
	refresh  []int

	err    error
	begun  bool
	done   bool
	lists  bool     // several rows are one statement
	before rowStore // the rows as they were given
	groups [][]int  // rows by op
	filled []bool
}

func (j *createJob) writes() bool                { return true }
func (j *createJob) result() (any, error)        { return struct{}{}, nil }
func (j *createJob) value(row, column int) Value { return j.rows.value(int32(row), column) }

// adopt makes the rows that were inserted rows of the database, which belong together as those of one query do.
func (j *createJob) adopt() error {
	var rows []int32
	for i, filled := range j.filled {
		if filled {
			rows = append(rows, int32(i))
		}
	}
	o := j.origin()
	for some := range slices.Chunk(rows, chunkRows) {
		modelOf(j.table()).gather(j.rows.some(some), len(some), &o)
	}
	if left := j.n - len(rows); left > 0 && !j.ignore {
		return fmt.Errorf("the database left out %d of %d rows, and gives no error: the table has ON CONFLICT IGNORE, or a trigger that ignores", left, j.n)
	}
	return nil
}

// atomic reports whether there is more than one op: one alone is a transaction by itself.
func (j *createJob) atomic() bool {
	j.group()
	return len(j.groups) > 1
}

func (j *createJob) next(context.Context) (round, error) {
	if j.err != nil {
		return round{}, j.err
	}
	if j.begun {
		err := j.adopt()
		j.done = err == nil || !j.lists // which row a list left out nobody knows: all are as they were given
		return round{}, err
	}
	if j.err = j.options(); j.err != nil {
		return round{}, j.err
	}
	j.begun = true
	j.group()
	j.filled = make([]bool, j.n)
	j.before = modelOf(j.table()).newRows(j.n)
	for i := range int32(j.n) {
		j.before.assign(i, &j.rows, i)
	}
	var r round
	for _, rows := range j.groups {
		op, err := j.op(rows)
		if err != nil {
			return round{}, err
		}
		r.ops = append(r.ops, op)
	}
	return r, nil
}

// over implements ender: rows of an insert that failed are as they were given, so that it can be tried again.
func (j *createJob) over() {
	for i, filled := range j.filled {
		if filled && !j.done {
			j.rows.assign(int32(i), &j.before, int32(i))
		}
	}
}

// group sorts the rows by the columns that they write.
func (j *createJob) group() {
	if j.groups != nil || j.err != nil {
		return
	}
	at := map[string]int{}
	for i := range j.n {
		key := string(j.omitted(i))
		g, ok := at[key]
		if !ok || j.ignore {
			// Rows that may be skipped go one by one: nothing else tells which of them came back.
			g = len(j.groups)
			at[key] = g
			j.groups = append(j.groups, nil)
		}
		j.groups[g] = append(j.groups[g], i)
	}
}

// omitted says, for each column, whether it is left to the database.
func (j *createJob) omitted(row int) []byte {
	out := make([]byte, len(j.table().Columns))
	for i := range j.table().Columns {
		if leftOut(j.table(), i, j.value(row, i)) {
			out[i] = 1
		}
	}
	return out
}

// saysNothing reports whether a field of a column that the database can fill was left alone.
func saysNothing(c *query.Column, v Value, identity bool) bool {
	switch {
	case v.IsNull():
		return true
	case identity, c.Numbered:
		return v.Int() == 0
	}
	switch c.Type {
	case query.TimestampType, query.DateType:
		return v.Time().IsZero()
	case query.EnumType:
		return v.Text() == ""
	case query.UUIDType:
		return v.Text() == "00000000-0000-0000-0000-000000000000"
	}
	return false
}

func (j *createJob) op(rows []int) (*driver.Op, error) {
	omitted := j.omitted(rows[0])
	st := &query.Statement{Kind: query.Insert, Select: query.Select{Table: j.table()}, Returning: j.table().AllColumns(),
		Ignore: j.ignore, Conflict: j.conflict, Refresh: j.refresh,
		// One statement for all, where a row that meets another cannot be refused by the statement itself.
		Bulk: len(rows) > 1 && !j.ignore && !j.update}
	for i, o := range omitted {
		if o == 0 {
			st.Columns = append(st.Columns, i)
		}
	}
	var args []Value
	var op *driver.Op
	for _, row := range rows {
		st.Row = st.Row[:0]
		for _, c := range st.Columns {
			st.Row = append(st.Row, j.value(row, c))
		}
		if op == nil {
			var err error
			if op, err = plan(j.session, st); err != nil {
				return nil, err
			}
		}
		args = append(args, op.Plan.Arguments(st.Row)...)
	}
	op.Args, op.Times = args, len(rows)
	j.lists = j.lists || op.Plan.Lists
	all := st.Returning
	op.Scan = func(r Row) error {
		row := rows[op.Run]
		j.rows.scan(int32(row), r, 0, all)
		j.filled[row] = true
		return nil
	}
	return op, nil
}
