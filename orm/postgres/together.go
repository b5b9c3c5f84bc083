package postgres

import (
	"cmp"
	"slices"
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

// together puts the reads between two writes in the order that keeps the quick ones waiting least, and says which of them
// share a Sync: that costs the server and the client a third of what one each does. These are known to be brief, and can have
// no effect: up to its Sync a statement is not done, and what is behind one that fails is skipped, and sent again. That must
// not come after a write, so only those behind the last one are taken.
func together(ops []*driver.Op) (ordered []*driver.Op, from, to int) {
	ordered = make([]*driver.Op, 0, len(ops))
	for len(ops) > 0 {
		n := slices.IndexFunc(ops, func(op *driver.Op) bool { return op.Plan.Write })
		if n < 0 {
			n = len(ops)
		}
		var known, others []*driver.Op
		from = len(ordered)
		for _, op := range ops[:n] {
			_, timed := op.Plan.Cost.Estimate()
			switch {
			case op.Plan.Pure && n == len(ops) && op.Plan.Cost.Within(brief):
				ordered = append(ordered, op)
			case op.Plan.Pure && timed:
				known = append(known, op)
			default: // one may have effects that another sees
				others = append(others, op)
			}
		}
		to = len(ordered)
		slices.SortStableFunc(known, func(a, b *driver.Op) int {
			x, _ := a.Plan.Cost.Estimate()
			y, _ := b.Plan.Cost.Estimate()
			return cmp.Compare(x, y)
		})
		ordered = append(append(ordered, known...), others...)
		if n < len(ops) {
			ordered = append(ordered, ops[n])
			n++
		}
		ops = ops[n:]
	}
	if to-from < 2 {
		return ordered, 0, 0
	}
	return ordered, from, to
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
	err := f.lost
	if err == nil {
		err = f.sync()
	}
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
