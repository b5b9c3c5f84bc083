package outcomes

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed83105465/duet/integration/outcomes/models"
	"github.com/seed83105465/duet/orm"
)

// TestTransactions holds the futures of a transaction against the same calls made one by one in another. There, what is
// behind a call that failed in the database fails, too, and nothing is left of the transaction.
func TestTransactions(t *testing.T) {
	t.Parallel()
	t.Run("Postgres", func(t *testing.T) {
		t.Parallel()
		transactions(t, onPostgres(t), onPostgres(t))
	})
	t.Run("SQLite", func(t *testing.T) {
		t.Parallel()
		transactions(t, onSQLite(t), onSQLite(t))
	})
}

// inTx is a program that is run in a transaction.
type inTx struct {
	*run
	async     bool // by AtomicAsync
	savepoint bool // the futures are of a savepoint
	insists   bool // to commit, whatever has failed

	tries bool // its function has ended well
	ended outcome
}

func transactions(t *testing.T, here, there *database) {
	db, alone := here.open(t, 2), there.open(t, 1)
	defer func() { require.NoError(t, db.Close()) }()
	defer func() { require.NoError(t, alone.Close()) }()
	rapid.Check(t, func(t *rapid.T) {
		here.reset(t)
		there.reset(t)
		before := here.state(t)
		r := &inTx{
			run:       &run{program: programIn(place{area: areas[0], postgres: here.postgres}, 8).Draw(t, "program")},
			async:     rapid.Bool().Draw(t, "AtomicAsync"),
			savepoint: rapid.IntRange(0, 3).Draw(t, "savepoint") == 0,
			insists:   rapid.Bool().Draw(t, "insists"),
		}
		inTime(t, func() { r.atomic(db) })
		if r.judge(t, alone) {
			sameTables(t, here, there, nil)
			return
		}
		if r.ended.text == "" {
			t.Error("a transaction that has failed was committed")
		}
		require.Equal(t, before, here.state(t))
		if here.postgres {
			require.Empty(t, here.effects(t))
		}
	})
}

// atomic runs the transaction.
func (r *inTx) atomic(db *orm.DB) {
	ctx := context.Background()
	r.ended = outcomeOfCall(func() (string, error) {
		if !r.async {
			return "", db.Atomic(ctx, func(ctx context.Context, tx *orm.Tx) error {
				if r.savepoint {
					return tx.Atomic(ctx, r.blocking)
				}
				return r.blocking(ctx, tx)
			})
		}
		return "", orm.Async(ctx, func(ac orm.AsyncContext) error {
			_, err := db.AtomicAsync(ac, func(ac orm.AsyncContext, tx *orm.Tx) error {
				if !r.savepoint {
					return r.body(ac, tx)
				}
				_, err := tx.AtomicAsync(ac, r.body).Await(ac)
				return err
			}).Await(ac)
			return err
		})
	})
	if r.ended.text == "= " {
		r.ended = outcome{}
	}
}

// blocking opens the scope of the futures itself.
func (r *inTx) blocking(ctx context.Context, tx *orm.Tx) error {
	return orm.Async(ctx, func(ac orm.AsyncContext) error { return r.body(ac, tx) })
}

// body is what is done in the transaction.
func (r *inTx) body(ac orm.AsyncContext, tx *orm.Tx) error {
	r.on = tx
	if err := r.inside(ac, func() {}); err != nil {
		return err
	}
	if r.ends == cancelled {
		return context.Canceled
	}
	failed := false
	for i := range r.promises {
		failed = r.promises[i].await(ac).text[0] != '=' || failed
	}
	if failed && !r.insists {
		return errGivenUp
	}
	r.tries = true
	return nil
}

// truth is what a call of a transaction answers when all are made one by one.
type truth struct {
	plain, dressed outcome
	skipped        bool     // it was stopped, and is taken to have done nothing
	segment        int      // reads of one may be in any order
	perhaps        *outcome // in another order
	dressedPerhaps outcome
}

// judge makes the calls one by one in a transaction of another database, and holds the outcomes against theirs. It tells
// whether both transactions are to have come to their own ends, and not to nothing.
func (r *inTx) judge(t *rapid.T, db *orm.DB) (ends bool) {
	got := r.became(t)
	t.Log(r.told(got))
	var truths []truth
	fails := -1 // the first call that fails the transaction
	ended := outcomeOf("", db.Atomic(context.Background(), func(ctx context.Context, tx *orm.Tx) error {
		if truths, fails = r.truths(ctx, tx, got); fails >= 0 || !r.tries {
			return errGivenUp
		}
		return nil
	}))
	r.otherOrders(db, truths, fails)
	anyStopped := slices.ContainsFunc(truths, func(t truth) bool { return t.skipped })
	stops, unasked, said, stopped := r.stops(), r.unasked(), false, false
	for i, g := range got {
		f, is := r.futures[i], truths[i]
		near := fails >= 0 && is.segment == truths[fails].segment // reads beside the one that fails may come before it or after
		perhaps := near && is.perhaps != nil && g.source.text == is.perhaps.text
		said = said || near && !g.source.failed && g.source.text[0] != '='
		switch {
		case is.skipped:
		case g.source.failed && anyStopped: // what ran when it was stopped has failed the transaction
			stopped = true
		case fails >= 0 && is.segment > truths[fails].segment && g.source.unfit:
		case g.source.text != is.plain.text && !perhaps && !(near && g.source.failed):
			t.Errorf("future %d (%s) answers\n\t%s\nand one by one, where %d fails, \n\t%s", i, f.name, g.source.text, fails, is.plain.text)
		case g.text == is.dressed.text, perhaps && g.text == is.dressedPerhaps.text:
		case g.failed && (g.source.failed || f.dress == thenRead), g.stopped && (stops[i] || unasked[i]):
		default:
			t.Errorf("future %d (%s%s) answers\n\t%s\nand one by one, where %d fails,\n\t%s", i, f.name, f.dress, g.text, fails, is.dressed.text)
		}
	}
	if fails >= 0 && !truths[fails].plain.failed && !said && !stopped {
		t.Errorf("%d fails the transaction, and no future says why", fails)
	}
	if stopped || fails >= 0 || anyStopped && r.ended.failed {
		return false
	}
	if r.tries && strings.TrimPrefix(ended.text, "= ") != r.ended.text {
		t.Errorf("the transaction ends with %q, and one by one with %q", r.ended.text, ended.text)
	}
	return true
}

// truths makes the calls, and tells which is the first that fails the transaction, if one does.
func (r *inTx) truths(ctx context.Context, tx *orm.Tx, got []became) (out []truth, fails int) {
	stops := r.stops()
	out, fails = make([]truth, len(got)), -1
	for i, f := range r.futures[:len(got)] {
		is := &out[i]
		if i > 0 {
			is.segment = out[i-1].segment
			if f.writes || r.futures[i-1].writes {
				is.segment++
			}
		}
		if is.skipped = stops[i] && got[i].source.stopped; is.skipped {
			continue
		}
		is.plain, is.dressed = f.on(tx).ask(ctx, f.dress)
		if fails < 0 && is.plain.text[0] != '=' {
			if _, err := models.Teams.Using(tx).Exists(ctx); err != nil {
				fails = i
			}
		}
	}
	return out, fails
}

// otherOrders finds what the reads behind one that fails would answer before it.
func (r *inTx) otherOrders(db *orm.DB, truths []truth, fails int) {
	for i := range truths {
		if fails < 0 || i <= fails || truths[i].segment != truths[fails].segment || truths[i].skipped {
			continue
		}
		_ = db.Atomic(context.Background(), func(ctx context.Context, tx *orm.Tx) error {
			for j, f := range r.futures[:fails] {
				if f.writes && !truths[j].skipped {
					f.on(tx).ask(ctx, f.dress)
				}
			}
			plain, dressed := r.futures[i].on(tx).ask(ctx, r.futures[i].dress)
			truths[i].perhaps, truths[i].dressedPerhaps = &plain, dressed
			return errGivenUp
		})
	}
}
