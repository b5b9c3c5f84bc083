package transactions

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/safety"
)

// ledger is what was said of each row that somebody wrote, or tried to. Rows are numbered, and nothing in the table keeps a
// number from being there twice.
type ledger struct {
	*testing.T
	done    atomic.Int64 // operations
	next    atomic.Int64
	expects []error // what may go wrong

	mu   sync.Mutex
	said map[string]said
}

type said int

const (
	missing said = iota
	there
	unknown
)

// expected is what goes wrong on purpose.
var expected = []error{errUndo, orm.ErrTxFailed, orm.ErrTimeout, context.Canceled, context.DeadlineExceeded}

func newLedger(t *testing.T, more ...error) *ledger {
	return &ledger{T: t, expects: append(more, expected...), said: map[string]said{}}
}

// row is a row that nobody has written.
func (l *ledger) row() *models.Category {
	return &models.Category{Name: fmt.Sprint("row ", l.next.Add(1))}
}

// create writes a row on a session, and notes its future's answer with settle.
func (l *ledger) create(ac orm.AsyncContext, s orm.Session) (row *models.Category, f *orm.Future[struct{}]) {
	row = l.row()
	return row, models.Categories.Using(s).CreateAsync(ac, row)
}

// note notes what was said of rows.
func (l *ledger) note(err error, rows ...*models.Category) {
	what := missing
	var violated *orm.ConstraintError
	switch {
	case err == nil:
		what = there
	case errors.Is(err, orm.ErrCommitUnknown):
		what = unknown
		fallthrough
	default:
		fine := errors.As(err, &violated)
		for _, e := range l.expects {
			fine = fine || errors.Is(err, e)
		}
		assert.True(l, fine, "%v", err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, row := range rows {
		_, twice := l.said[row.Name]
		assert.False(l, twice, "%s is told of twice", row.Name)
		l.said[row.Name] = what
	}
}

// settle waits for the future that writes a row, and notes it.
func (l *ledger) settle(ac orm.AsyncContext, row *models.Category, f *orm.Future[struct{}]) {
	_, err := f.Await(ac)
	l.note(err, row)
}

// undone notes rows of which it is certain that they are not there, whatever else is said.
func (l *ledger) undone(rows ...*models.Category) { l.note(errUndo, rows...) }

// outside notes what was done outside of the transaction's scope, and so may have met a savepoint that is open.
func (l *ledger) outside(err error, rows ...*models.Category) {
	if errors.Is(err, orm.ErrSavepointOpen) {
		err = errUndo
	}
	l.note(err, rows...)
}

// audit compares what is in the database with what was said.
func (l *ledger) audit(r *rig) {
	found := map[string]int{}
	for _, name := range r.lines(l.T, "SELECT name FROM categories WHERE name LIKE 'row %'") {
		found[name]++
	}
	require.EqualValues(l, l.next.Load(), len(l.said), "every row is told of")
	sums := map[said]int{}
	for name, what := range l.said {
		sums[what]++
		switch n := found[name]; what {
		case there:
			assert.Equal(l, 1, n, "%s was acknowledged", name)
		case missing:
			assert.Zero(l, n, "%s was not", name)
		default:
			assert.LessOrEqual(l, n, 1, name)
		}
		delete(found, name)
	}
	assert.Empty(l, found, "rows that nobody wrote")
	l.Logf("%d operations, %d rows: %d there, %d not, %d unknown", l.done.Load(), len(l.said), sums[there], sums[missing], sums[unknown])
	assert.Greater(l, 4*sums[there], len(l.said), "most come through")
	r.quiet(l.T)
}

// sees counts a row, which must be there once, or not at all, when its write was answered with err.
func (l *ledger) sees(ac orm.AsyncContext, s orm.Session, row *models.Category, wrote error) {
	n, err := models.Categories.Using(s).Filter(models.Categories.Name.Eq(row.Name)).CountAsync(ac).Await(ac)
	if wrote == nil && err == nil {
		assert.EqualValues(l, 1, n, "%s is seen by whoever wrote it", row.Name)
	}
	l.note(err)
}

// violate is a write that is refused.
func violate(ac orm.AsyncContext, s orm.Session) error {
	_, err := models.Tags.Using(s).CreateAsync(ac, &models.Tag{Name: "go"}).Await(ac)
	return err
}

// unsafely is the scope's context, with which blocking calls are let through: they run among the futures, on purpose.
func unsafely(ac orm.AsyncContext) context.Context {
	return safety.AllowUnsafe(ac.Context(), "a goroutine of its own, beside the futures")
}
