package postgres

import (
	"context"
	"time"

	"github.com/seed83105465/duet/orm/driver"
)

// runs is how often an op's statement is executed.
func runs(op *driver.Op) int {
	if op.Plan.Lists {
		return 1
	}
	return max(op.Times, 1)
}

// bind writes the arguments of one run of an op.
func (f *flight) bind(i, run int) error {
	op, oids := f.ops[i], f.sent[i].st.desc.ParamOIDs
	switch args := op.Args; {
	case op.Plan.Lists:
		return f.c.args.bindColumns(oids, args)
	case op.Times > 1:
		return f.c.args.bind(oids, args[run*len(oids):(run+1)*len(oids)])
	default:
		return f.c.args.bind(oids, args)
	}
}

// quick runs a single op without a pipeline, if it can: the everyday case.
func (f *flight) quick() bool {
	if len(f.ops) > 1 || f.c.begin != "" || f.sent[0].fresh || runs(f.ops[0]) > 1 || len(f.c.prepared.closed) > 0 {
		return false
	}
	f.next = 1
	if err := f.bind(0, 0); err != nil {
		f.retry(0, err)
		f.finish(0, driver.Failed, err)
		return true
	}
	s, a := &f.sent[0], &f.c.args
	s.runs = 1
	f.ops[0].Trip = driver.NewRoundTrip(f.ctx, 1, "")
	f.since, f.first = time.Now(), true
	rr := f.c.pg.ExecStatement(context.Background(), s.st.desc, a.values, a.formats, s.st.formats)
	f.only = rr
	n, scanned := f.rows(0, rr)
	tag, err := rr.Close()
	f.outcome(0, answer{rows: n, changed: tag.RowsAffected(), scanned: scanned}, err)
	return true
}

// send writes all ops to the wire. What a statement is described as goes along only where pgconn cannot lose track of
// it: it does when a statement is skipped behind one that failed in the same group.
func (f *flight) send() {
	f.pipe = f.c.pg.StartPipeline(context.Background())
	closed := f.c.prepared.closed
	for _, name := range closed {
		f.pipe.SendDeallocate(name)
	}
	if len(closed) > 0 {
		f.pipe.SendPipelineSync()
	}
	if f.c.begin != "" {
		f.pipe.SendQueryParams(f.c.begin, nil, nil, nil, nil)
	}
	fresh := map[string]*statement{}
	for i := range f.ops {
		if f.pending(i) && !f.write(i, fresh) && f.tx {
			f.abort(txFailed(f.ops[i].Outcome.Err))
			break
		}
		if !f.tx && !f.shared(i) && f.sent[i].runs > 0 || f.ends(i) {
			f.pipe.SendPipelineSync()
		}
	}
	if f.tx {
		f.pipe.SendPipelineSync()
	}
	f.depart()
	f.since, f.first = time.Now(), true
	f.lost = f.pipe.Flush()
	if len(closed) > 0 && f.lost == nil {
		f.c.prepared.closed = nil
		f.lost = f.sync()
	}
}

// depart notes which round trip the ops are in that are sent.
func (f *flight) depart() {
	n := 0
	for i := range f.sent {
		if f.sent[i].runs > 0 {
			n++
		}
	}
	t := driver.NewRoundTrip(f.ctx, n, f.c.begin)
	for i := range f.sent {
		if f.sent[i].runs > 0 {
			f.ops[i].Trip = t
		}
	}
}

// write writes one op, and reports whether it did: an argument may be none that can be sent, and nobody may wait for it
// any more.
func (f *flight) write(i int, fresh map[string]*statement) bool {
	op, s := f.ops[i], &f.sent[i]
	if why := op.Abandoned(); why != nil {
		f.finish(i, driver.Aborted, why)
		return false
	}
	if st := fresh[op.Plan.SQL]; st != nil { // prepared by an op before it
		s.st, s.fresh = st, false
	}
	for run := range runs(op) {
		if err := f.bind(i, run); err != nil { // of the only run: several were tried
			f.retry(i, err)
			f.finish(i, driver.Failed, err)
			return false
		}
		if s.fresh && run == 0 {
			if f.c.db.opts.named() {
				s.st = s.st.named(f.c.prepared.name(op.Plan.SQL))
				fresh[op.Plan.SQL] = s.st
			}
			f.pipe.SendPrepare(s.st.desc.Name, op.Plan.SQL, s.st.desc.ParamOIDs)
		}
		if a := &f.c.args; s.fresh || runs(op) > 1 || f.to > 0 && i >= f.to {
			f.pipe.SendQueryPrepared(s.st.desc.Name, a.values, a.formats, s.st.formats)
		} else {
			f.pipe.SendQueryStatement(s.st.desc, a.values, a.formats, s.st.formats)
		}
		s.runs++
	}
	return true
}
