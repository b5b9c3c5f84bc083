package orm

import (
	"context"
	"fmt"

	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/query"
)

// createJob inserts rows: those that leave the same columns to the database in one op.
type createJob struct {
	asked
	n    int
	rows rowStore

	ignore   bool
	update   bool // UpdateConflicts
	conflict []int
	refresh  []int

	err     error
	begun   bool
	done    bool
	lists   bool     // several rows are one statement
	columns []int    // of the table: all
	before  rowStore // the rows as they were given
	groups  []group  // rows by op
	filled  []bool

	single          // what an insert of one row needs, in one piece
	alone  [1]group // its groups,
	did    [1]bool  // filled,
	values [8]Value // and arguments, if they fit
}

// group is the numbers of rows that one op inserts; nil for all rows.
type group []int32

// creation is the call that inserts a row, a *M.
func (c *core) creation(call string, row any) *createJob {
	j := &createJob{asked: c.ask(call, 1), n: 1}
	j.rows = modelOf(j.table()).only(row)
	j.refuseNil()
	return j
}

// bulkCreation is the call that inserts rows, a []*M of n.
func (c *core) bulkCreation(rows any, n int, options []func(*createJob)) *createJob {
	j := &createJob{asked: c.ask("BulkCreate", 1), n: n}
	j.rows = modelOf(j.table()).given(rows)
	j.refuseNil()
	for _, set := range options {
		set(j)
	}
	return j
}

func (j *createJob) refuseNil() {
	for i := range int32(j.n) {
		if j.rows.absent(i) {
			j.err = &query.Error{Table: j.table().Name, Msg: j.call + " of a nil row"}
			return
		}
	}
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

func (j *createJob) writes() bool { return true }
func (j *createJob) weight() (n int) {
	if j.err != nil {
		return 0
	}
	for row := range j.n {
		for i := range j.table().Columns {
			n += j.rows.value(int32(row), i).Weight()
		}
	}
	return n
}

func (j *createJob) result() (any, error) { return struct{}{}, nil }

// atomic reports whether there is more than one op: one alone is a transaction by itself.
func (j *createJob) atomic() bool {
	j.sort()
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
	j.sort()
	if j.filled = j.did[:]; j.n != 1 {
		j.filled = make([]bool, j.n)
	}
	m := modelOf(j.table())
	j.columns = m.columns
	j.before = m.newRows(j.n)
	for i := range int32(j.n) {
		j.before.assign(i, &j.rows, i)
	}
	if len(j.groups) == 1 {
		return j.single.round(), j.insert(&j.op, j.groups[0])
	}
	var r round
	for _, rows := range j.groups {
		op := &driver.Op{}
		if err := j.insert(op, rows); err != nil {
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

// adopt makes the rows that were inserted rows of the database, which belong together as those of one query do.
func (j *createJob) adopt() error {
	m, o, left := modelOf(j.table()), j.origin(), 0
	if j.n == 1 && j.filled[0] {
		m.gather(j.rows, 1, &o)
		return nil
	}
	some := make([]int32, 0, min(j.n, chunkRows))
	for i, filled := range j.filled {
		if filled {
			some = append(some, int32(i))
		} else {
			left++
		}
		if len(some) == chunkRows || i == j.n-1 && len(some) > 0 {
			m.gather(j.rows.some(some), len(some), &o)
			some = some[:0]
		}
	}
	if left > 0 && !j.ignore {
		return fmt.Errorf("the database left out %d of %d rows, and gives no error: the table has ON CONFLICT IGNORE, or a trigger that ignores", left, j.n)
	}
	return nil
}

// sort sorts the rows by the columns that they write.
func (j *createJob) sort() {
	switch {
	case j.groups != nil || j.err != nil || j.n == 0:
	case j.ignore && j.n > 1:
		// Rows that may be skipped go one by one: nothing else tells which of them came back.
		for i := range int32(j.n) {
			j.groups = append(j.groups, group{i})
		}
	case j.alike():
		j.groups = j.alone[:]
	default:
		at := map[string]int{}
		for i := range int32(j.n) {
			key := string(j.omitted(i))
			g, ok := at[key]
			if !ok {
				g = len(j.groups)
				at[key] = g
				j.groups = append(j.groups, nil)
			}
			j.groups[g] = append(j.groups[g], i)
		}
	}
}

// alike reports whether all rows leave the same columns to the database.
func (j *createJob) alike() bool {
	t := j.table()
	for c := range t.Columns {
		if !t.Columns[c].Default {
			continue // for all of them, or for none
		}
		first := leftOut(t, c, j.rows.value(0, c))
		for i := int32(1); i < int32(j.n); i++ {
			if leftOut(t, c, j.rows.value(i, c)) != first {
				return false
			}
		}
	}
	return true
}

// omitted says, for each column, whether it is left to the database.
func (j *createJob) omitted(row int32) []byte {
	out := make([]byte, len(j.table().Columns))
	for i := range j.table().Columns {
		if leftOut(j.table(), i, j.rows.value(row, i)) {
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

// insert makes the op for a group of rows.
func (j *createJob) insert(op *driver.Op, rows group) error {
	t, n, row := j.table(), len(rows), func(k int) int32 { return rows[k] }
	if rows == nil {
		n, row = j.n, func(k int) int32 { return int32(k) }
	}
	columns := make([]int, 0, len(t.Columns))
	for c := range t.Columns {
		if !leftOut(t, c, j.rows.value(row(0), c)) {
			columns = append(columns, c)
		}
	}
	args := j.values[:0]
	if need := n * len(columns); need > len(j.values) || len(j.groups) > 1 {
		args = make([]Value, 0, need)
	}
	for k := range n {
		for _, c := range columns {
			args = append(args, j.rows.value(row(k), c))
		}
	}
	st := &query.Statement{Kind: query.Insert, Select: query.Select{Table: t}, Returning: j.columns,
		Columns: columns, Row: args[:len(columns)], Ignore: j.ignore, Conflict: j.conflict, Refresh: j.refresh,
		// One statement for all, where a row that meets another cannot be refused by the statement itself.
		Bulk: n > 1 && !j.ignore && !j.update}
	p, first, err := j.session.root().cache.Plan(st, j.args[:0])
	if err != nil {
		return err
	}
	if n == 1 {
		args = first
	} else if !p.Straight(len(columns)) {
		given := args
		args = nil
		for k := range n {
			args = append(args, p.Arguments(given[k*len(columns):(k+1)*len(columns)])...)
		}
	}
	op.Plan, op.Args, op.Times = p, args, n
	j.lists = j.lists || p.Lists
	op.Scan = func(r Row) error {
		i := int32(op.Run)
		if rows != nil {
			i = rows[i]
		}
		j.rows.scan(i, r, 0, j.columns)
		j.filled[i] = true
		return nil
	}
	return nil
}
