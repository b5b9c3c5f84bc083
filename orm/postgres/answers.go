package postgres

import (
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/seed83105465/duet/orm/driver"
)

var (
	errPanicked  = errors.New("postgres: a Scan of the pipeline panicked, or ended its goroutine")
	errOutOfStep = errors.New("postgres: the server's answers are out of step")
	errBroken    = errors.New("the connection is broken")
	errStale     = errors.New("what was known of the statement is out of date, and forgotten now")
	errSkipped   = &driver.Error{Kind: driver.ErrUnavailable, Err: errors.New("postgres: skipped behind a read that failed"), Retry: true}
	errAltered   = errors.New("postgres: the table was altered between two calls: the rows are not of the types that they were")
)

// read reads the answers of all ops that were sent, from f.next on.
func (f *flight) read() {
	if f.c.begin != "" {
		if f.lost == nil {
			f.began()
		}
		if f.lost != nil {
			f.unbegun()
			return
		}
	}
	for f.next < len(f.ops) {
		i := f.next
		f.next++
		switch {
		case f.sent[i].runs == 0:
		case f.failed != nil && !f.tx: // the server skips it
			f.sent[i].again, f.stale = true, errSkipped
		case f.failed != nil:
			f.finish(i, driver.Aborted, txFailed(f.failed))
		case f.lost != nil:
			f.unanswered(i)
		default:
			f.answer(i)
		}
		f.close(i)
	}
	if f.tx && f.lost == nil {
		if err := f.sync(); err != nil && broken(err) { // others are of statements behind a Scan that failed
			f.broke(err)
		}
	}
}

// answer reads what one op was answered.
func (f *flight) answer(i int) {
	f.arrive(i)
	s := &f.sent[i]
	var n, changed int64
	var tag pgconn.CommandTag
	var scanned, err error
	if s.fresh {
		err = f.parsed(i)
	}
	for run := 0; run < s.runs && err == nil; run++ {
		f.ops[i].Run = run
		var results any
		if results, err = f.pipe.GetResults(); err != nil {
			break
		}
		rr, ok := results.(*pgconn.ResultReader)
		if !ok {
			err = errOutOfStep
			break
		}
		more, e := f.rows(i, rr)
		if n += more; scanned == nil {
			scanned = e
		}
		tag, err = rr.Close()
		changed += tag.RowsAffected()
	}
	a := answer{there: true, rows: n, changed: changed, scanned: scanned}
	switch {
	case err == nil && f.shared(i):
		s.answer = a
		return
	case !f.tx && !f.shared(i) && (err == nil || !broken(err)):
		if e := f.sync(); err == nil {
			err = e // of a constraint that is checked at the end, for instance
		}
	}
	f.outcome(i, a, err)
}

// parsed reads the answer to preparing an op's statement.
func (f *flight) parsed(i int) error {
	s := &f.sent[i]
	results, err := f.pipe.GetResults()
	if err != nil {
		return err
	}
	desc, ok := results.(*pgconn.StatementDescription)
	if !ok {
		return errOutOfStep
	}
	desc.Name, desc.SQL = s.st.desc.Name, f.ops[i].Plan.SQL
	st := newStatement(desc)
	if s.altered = !st.like(s.st); s.altered {
		f.c.db.known.add(st)
	}
	s.st = st
	for j := i + 1; j < len(f.ops); j++ { // those that run what this one has prepared
		if o := &f.sent[j]; f.ops[j].Plan.SQL == desc.SQL && !o.fresh {
			o.st, o.altered = st, s.altered
		}
	}
	if f.c.db.opts.named() {
		f.c.prepared.add(st)
	}
	return nil
}

// sync reads up to the answer to a Sync. An error of the server that comes before it is returned.
func (f *flight) sync() error {
	_, err := upToSync(f.pipe)
	return err
}

// upToSync reads up to the answer to a Sync, and gives what a statement was described as on the way, if one was.
func upToSync(pipe *pgconn.Pipeline) (desc *pgconn.StatementDescription, err error) {
	for {
		results, e := pipe.GetResults()
		switch {
		case e != nil && broken(e):
			return nil, e
		case e != nil:
			err = e
		case results == nil:
			return nil, errOutOfStep
		}
		switch r := results.(type) {
		case *pgconn.StatementDescription:
			desc = r
		case *pgconn.PipelineSync:
			return desc, err
		}
	}
}

// rows hands the rows of an answer to an op's Scan. After the first one that it refuses, the rest is passed over.
func (f *flight) rows(i int, rr *pgconn.ResultReader) (n int64, err error) {
	op, s, r := f.ops[i], &f.sent[i], &f.c.row
	r.kinds = s.st.kinds
	for ; rr.NextRow(); n++ {
		if op.Scan != nil && f.mute {
			err = errPanicked
		}
		if op.Scan == nil || err != nil || s.altered {
			continue
		}
		if op.Plan.Lists {
			op.Run = int(n)
		}
		r.vals, r.err = rr.Values(), nil
		f.scanning = true
		err = op.Scan(r)
		f.scanning = false
		if r.err != nil {
			err = r.err
		}
		if err == nil && !op.Plan.Write && f.c.stopping.Load() {
			err = f.c.why()
		}
	}
	return n, err
}

// abandon reads what is left behind a Scan that panicked or ended its goroutine.
func (f *flight) abandon() {
	f.scanning, f.mute = false, true
	i := f.next - 1
	state := driver.Failed
	if f.ops[i].Plan.Write {
		state = driver.Unread
	}
	defer f.finish(i, state, errPanicked)
	if f.pipe == nil {
		if _, err := f.only.Close(); err != nil && broken(err) {
			f.broke(err)
		}
		return
	}
	if !f.shared(i) {
		if err := f.sync(); err != nil {
			f.broke(err)
		}
	}
	if f.tx {
		for ; f.next < len(f.ops); f.next++ {
			f.finish(f.next, driver.Aborted, errPanicked)
		}
		return
	}
	f.close(i)
	f.read()
}

// outcome works out what became of an op, once all of its answer was read.
func (f *flight) outcome(i int, a answer, err error) {
	op, s := f.ops[i], &f.sent[i]
	switch {
	case err != nil && broken(err):
		f.broke(err)
		f.unanswered(i)
	case err != nil && f.hit(i, a, err):
	case err != nil:
		f.refused(i, err)
	case s.altered && !op.Plan.Write && !f.tx && !f.overtaken(i):
		s.again, f.stale = true, errAltered
	case s.altered && !op.Plan.Write:
		f.finish(i, driver.Failed, &driver.Error{Kind: errStale, Err: errAltered, Retry: true})
	case s.altered && op.Scan != nil && f.tx:
		f.finish(i, driver.Unread, &driver.Error{Kind: errStale, Err: errAltered, Retry: true})
	case s.altered && op.Scan != nil:
		f.finish(i, driver.Unread, errAltered)
	case a.scanned != nil && op.Plan.Write:
		f.finish(i, driver.Unread, fmt.Errorf("the statement is done, but its rows could not be read: %w", a.scanned))
	case a.scanned != nil:
		f.finish(i, driver.Failed, a.scanned)
	default:
		if !f.shared(i) && (!f.tx || len(f.ops) == 1) { // the server keeps what it has to say up to the Sync
			f.took(op)
		}
		if op.Plan.Columns == 0 {
			a.rows = a.changed
		}
		op.Finish(driver.Outcome{State: driver.OK, Rows: a.rows})
	}
	if f.tx && op.Outcome.State != driver.OK && f.failed == nil {
		f.failed = op.Outcome.Err
	}
	f.since, f.first = time.Now(), false
}

// took notes how long an op took in the database: since the answer before it or, of the first one, since it was sent, less
// the shortest way there and back that was ever seen.
func (f *flight) took(op *driver.Op) {
	d := time.Since(f.since)
	if f.first {
		d = f.c.db.way.less(d)
	}
	op.Plan.Cost.Took(d)
}

// way is the shortest time that any statement has taken, in nanoseconds: what the network takes, and next to nothing else.
type way struct{ nanos atomic.Int64 }

// less is d without it.
func (w *way) less(d time.Duration) time.Duration {
	for {
		shortest := w.nanos.Load()
		if shortest > 0 && int64(d) >= shortest {
			return d - time.Duration(shortest)
		}
		if w.nanos.CompareAndSwap(shortest, int64(d)) {
			return 0
		}
	}
}

// refused finishes an op that the server refused, or ended.
func (f *flight) refused(i int, err error) {
	var pg *pgconn.PgError
	_ = errors.As(err, &pg)
	stale := false
	switch pg.Code {
	case "26000": // the prepared statement does not exist, and the others hardly do
		if stale = pg.Routine == "FetchPreparedStatement"; stale {
			f.c.prepared.clear()
		}
	case "0A000": // cached plan must not change result type: the server, too, has found out only now
		if stale = pg.Routine == "RevalidateCachedQuery"; stale {
			f.sent[i].sure = false
		}
	case "42883", "42804", "42846", "42P08": // no such operator, wrong type, no such cast: the types of placeholders are out of date
		stale = true
	case "25P02": // of a statement that was not one of ours to see
		f.finish(i, driver.Aborted, typed(err))
	}
	err = f.c.explain(err)
	if stale && !f.retry(i, err) && !f.sent[i].sure {
		err = &driver.Error{Kind: errStale, Err: err, Retry: true} // the transaction can be run again
	}
	if f.tx || f.shared(i) {
		f.failed = err
	}
	f.finish(i, driver.Failed, err)
}

// broke notes that the connection is of no use any more.
func (f *flight) broke(err error) {
	f.c.doomed = true
	f.fatal = f.fatal || dismissed(err)
	if f.lost == nil {
		f.lost = err
	}
}

// unanswered finishes an op whose answer the broken connection did not bring. A read can be made again. A write may have
// been done, unless the server said before its answer that it ends the connection, or its transaction ended with it.
func (f *flight) unanswered(i int) {
	switch op := f.ops[i]; {
	case op.Outcome.State != driver.Pending:
	case op.Plan.Write && !f.fatal && !f.tx:
		f.finish(i, driver.Unknown, unknown(f.c.explain(f.lost)))
	default:
		f.finish(i, driver.Failed, f.c.unsent(f.lost))
	}
}
