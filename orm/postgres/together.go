package postgres

import (
	"time"

	"github.com/seed83105465/duet/orm/driver"
)

// manner is how ops are run.
type manner uint8

const (
	sharing manner = iota // each is a transaction; reads may share a Sync
	apart                 // none does
	inTx                  // all are statements of one transaction
)

// brief is how long a read may take to share a Sync with others: their answers come when the last one is done.
const brief = 300 * time.Microsecond

// together puts reads that can share a Sync side by side: it costs the server and the client a third of what one each
// does. They are known to be brief, and can have no effect: up to its Sync a statement is not done, and what is behind one
// that fails is skipped, and sent again. That must not come after a write, so only those behind the last one are taken.
func together(ops []*driver.Op) (ordered []*driver.Op, from, to int) {
	for i, op := range ops {
		if op.Plan.Write {
			from = i + 1
		}
	}
	if len(ops)-from < 2 {
		return ops, 0, 0
	}
	ordered = append(make([]*driver.Op, 0, len(ops)), ops[:from]...)
	var others []*driver.Op
	for _, op := range ops[from:] {
		if op.Plan.Pure && op.Plan.Cost.Within(brief) {
			ordered = append(ordered, op)
		} else {
			others = append(others, op)
		}
	}
	if to = len(ordered); to-from < 2 {
		return ops, 0, 0
	}
	return append(ordered, others...), from, to
}

// shared reports whether op i shares its Sync.
func (f *flight) shared(i int) bool { return f.from <= i && i < f.to }

// ends reports whether the Sync that ops share is due after op i, and anything was sent that it is for.
func (f *flight) ends(i int) bool {
	if i != f.to-1 {
		return false
	}
	for j := f.from; j < f.to; j++ {
		if f.sent[j].runs > 0 {
			return true
		}
	}
	return false
}

// close reads the Sync that ops share, after the last one, and finishes them.
func (f *flight) close(i int) {
	if !f.ends(i) {
		return
	}
	var err error
	if err = f.lost; err == nil {
		err = f.sync()
	}
	f.failed = nil
	for j := f.from; j < f.to; j++ {
		if a := f.sent[j].answer; a.there {
			f.outcome(j, a, err)
		}
	}
	if err != nil && broken(err) {
		f.broke(err)
	}
	f.failed = nil
}
