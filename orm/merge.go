package orm

import (
	"slices"
	"sync/atomic"

	"github.com/seed83105465/duet/orm/driver"
)

// lookups are ops that each ask for a row by its key, with the same plan. They are sent as one that asks for all: 50 of them
// take a fraction of the time in the database, and on both ways.
type lookups struct {
	one   *driver.Op
	ops   []looked
	byKey map[mapKey]*looked
	left  atomic.Int32 // how many nobody waits for any more
	last  bool         // no write is sent behind it
	inTx  bool
	row   ownRow
}

// looked is one of several lookups.
type looked struct {
	op   *driver.Op
	rows int64
	err  error   // of its Scan
	next *looked // that asks for the same key
}

// ownRow is a row as one of several sees it who are given it: that it cannot be read is not the others' affair.
type ownRow struct {
	Row
	failed error
}

// Fail implements Row.
func (r *ownRow) Fail(err error) {
	if r.failed == nil {
		r.failed = err
	}
}

// merge puts lookups together, those between two writes at a time. It returns what to send.
func merge(ops []*driver.Op, inTx bool) (out []*driver.Op, all []*lookups) {
	type same struct {
		plan *driver.Plan
		ops  []*driver.Op
		one  *lookups
	}
	var plans []same
	from := 0                   // the first of plans behind the last write
	of := make([]int, len(ops)) // which of plans, from 1; 0 is none
	for i, op := range ops {
		if op.Plan.Write {
			from = len(plans)
		}
		if op.Plan.Lookup == nil {
			continue
		}
		if _, ok := op.Plan.Lookup.Key(op.Args); !ok {
			continue
		}
		at := from + slices.IndexFunc(plans[from:], func(s same) bool { return s.plan == op.Plan })
		if at < from {
			at = len(plans)
			plans = append(plans, same{plan: op.Plan})
		}
		plans[at].ops = append(plans[at].ops, op)
		of[i] = at + 1
	}
	if len(plans) == 0 {
		return ops, nil
	}
	for i := range plans {
		if l := together(plans[i].plan, plans[i].ops); l != nil {
			l.last, l.inTx = i >= from, inTx
			plans[i].one = l
			all = append(all, l)
		}
	}
	for i, op := range ops {
		switch {
		case of[i] == 0 || plans[of[i]-1].one == nil:
			out = append(out, op)
		case plans[of[i]-1].ops[0] == op:
			out = append(out, plans[of[i]-1].one.one)
		}
	}
	return out, all
}

// together makes one op of several lookups; nil where that is not worth while, or not possible.
func together(plan *driver.Plan, ops []*driver.Op) *lookups {
	if len(ops) < 2 {
		return nil
	}
	l := &lookups{ops: make([]looked, len(ops)), byKey: make(map[mapKey]*looked, len(ops))}
	keys := make([]Value, 0, len(ops))
	for i, op := range ops {
		v, _ := plan.Lookup.Key(op.Args)
		k, _ := keyOf(v)
		at := &l.ops[i]
		if at.op, at.next = op, l.byKey[k]; at.next == nil {
			keys = append(keys, v)
		}
		l.byKey[k] = at
	}
	many, args, err := plan.Lookup.Many(keys)
	if err != nil {
		return nil // each is asked by itself
	}
	l.one = &driver.Op{Plan: many, Args: args, Scan: l.scan, Again: l.forget, Done: l.answered}
	for _, op := range ops {
		op.OnAbandon(l.abandon)
	}
	return l
}

// scan hands a row to everybody who asked for its key: each makes a row of its own of it. One who cannot fails by itself, and
// fails the transaction that it is of.
func (l *lookups) scan(r Row) error {
	about := l.ops[0].op.Plan.Lookup
	k, _ := keyOf(readValue(r, about.At, about.Column.Type))
	for at := l.byKey[k]; at != nil; at = at.next {
		if at.err != nil {
			continue
		}
		at.rows++
		l.row = ownRow{Row: r}
		if at.err = at.op.Scan(&l.row); l.row.failed != nil {
			at.err = l.row.failed
		}
		if at.err != nil && l.inTx {
			return at.err
		}
	}
	return nil
}

// answered finishes the lookups when all went well.
func (l *lookups) answered(one *driver.Op) {
	if one.Outcome.State != driver.OK {
		return
	}
	for i := range l.ops {
		at := &l.ops[i]
		out := driver.Outcome{State: driver.OK, Rows: at.rows}
		if at.err != nil {
			out = driver.Outcome{State: driver.Failed, Err: at.err}
		}
		at.op.Trip, at.op.Merged = one.Trip, len(l.ops)
		at.op.Finish(out)
	}
}

func (l *lookups) forget() {
	for i := range l.ops {
		at := &l.ops[i]
		if at.rows > 0 && at.op.Again != nil {
			at.op.Again()
		}
		at.rows, at.err = 0, nil
	}
}

// abandon ends the op when nobody waits for any of the lookups.
func (l *lookups) abandon(why error) {
	if int(l.left.Add(1)) == len(l.ops) {
		l.one.Abandon(why)
	}
}

// apart are the lookups that have no answer because they were sent as one, and it failed: perhaps only one of them would, so
// each is sent by itself. They are finished where that is not possible, because a write is behind them or their transaction
// has failed.
func (l *lookups) apart() (ops []*driver.Op) {
	out := l.one.Outcome
	if out.State == driver.OK {
		return nil
	}
	because := max(0, slices.IndexFunc(l.ops, func(at looked) bool { return at.err != nil }))
	l.forget()
	for i, at := range l.ops {
		at.op.OnAbandon(nil)
		switch {
		case l.last && !l.inTx:
			ops = append(ops, at.op)
		case l.inTx && i != because && out.State == driver.Failed:
			at.op.Finish(driver.Outcome{State: driver.Aborted, Err: &driver.Error{Kind: driver.ErrTxFailed, Err: out.Err}})
		default:
			at.op.Finish(out)
		}
	}
	return ops
}
