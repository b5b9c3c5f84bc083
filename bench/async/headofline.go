package async

import (
	"errors"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/seed83105465/duet/bench/measure"
	"github.com/seed83105465/duet/bench/models"
	"github.com/seed83105465/duet/orm"
)

// HeadOfLine is when the answers came of nine quick questions and a slow one, which takes 50 ms: medians since asking.
type HeadOfLine struct {
	Form            string
	Slow            int // which of the ten is the slow one, from 1
	First, Half     time.Duration
	LastQuick, Last time.Duration
}

const sqlNap = "SELECT id, slept FROM naps"

// asking asks ten questions, of which number slow is replaced by the slow one, and tells got of each answer.
type asking func(qs []question, slow int, got func(i int)) error

// HeadOfLine asks by each form, in random order, with the slow question first, in the middle and last.
func (n *Network) HeadOfLine(repeats int) ([]HeadOfLine, error) {
	type way struct {
		name string
		slow int
		ask  asking
	}
	h := byHand{n.pool}
	var ways []way
	for _, slow := range []int{0, 4, 9} {
		ways = append(ways, way{Goroutines, slow, h.goroutinesBesideSlow}, way{Batch, slow, h.batchWithSlow}, way{Duet, slow, besideSlow(n.db)})
	}
	r := seeded(9)
	times := make([][4][]float64, len(ways))
	const warm = 5 // Duet learns which plans are slow
	for repeat := range repeats + warm {
		for _, k := range rand.Perm(len(ways)) {
			t, err := timed(ways[k].ask, mixed(10, r), ways[k].slow)
			if err != nil {
				return nil, err
			}
			for i := range t {
				if repeat >= warm {
					times[k][i] = append(times[k][i], t[i])
				}
			}
		}
	}
	lines := make([]HeadOfLine, len(ways))
	for k, w := range ways {
		of := func(i int) time.Duration { return time.Duration(measure.Median(times[k][i])) }
		lines[k] = HeadOfLine{Form: w.name, Slow: w.slow + 1, First: of(0), Half: of(1), LastQuick: of(2), Last: of(3)}
	}
	return lines, nil
}

// timed says when the first, the fifth and the last of the quick answers came, and the last of all.
func timed(ask asking, qs []question, slow int) (t [4]float64, err error) {
	var mu sync.Mutex
	var quick []float64
	start := time.Now()
	err = ask(qs, slow, func(i int) {
		if i == slow {
			return
		}
		mu.Lock()
		defer mu.Unlock()
		quick = append(quick, float64(time.Since(start)))
	})
	all := float64(time.Since(start))
	if err != nil {
		return t, err
	}
	slices.Sort(quick)
	return [4]float64{quick[0], quick[len(quick)/2], quick[len(quick)-1], all}, nil
}

func (h byHand) goroutinesBesideSlow(qs []question, slow int, got func(int)) error {
	var all sync.WaitGroup
	errs := make([]error, len(qs))
	for i := range qs {
		all.Go(func() {
			if i == slow {
				_, errs[i] = h.pool.Exec(ctx, sqlNap)
			} else {
				errs[i] = h.ask(&qs[i])
			}
			got(i)
		})
	}
	all.Wait()
	return errors.Join(errs...)
}

func (h byHand) batchWithSlow(qs []question, slow int, got func(int)) error {
	var b pgx.Batch
	for i := range qs {
		switch {
		case i == slow:
			b.Queue(sqlNap)
		case qs[i].byKey:
			b.Queue(sqlByKey, qs[i].key)
		default:
			b.Queue(sqlLatest, qs[i].publisher, minPrice)
		}
	}
	answers := h.pool.SendBatch(ctx, &b)
	for i := range qs {
		var err error
		if i == slow {
			_, err = answers.Exec()
		} else {
			var rows pgx.Rows
			if rows, err = answers.Query(); err == nil {
				err = qs[i].scan(rows)
			}
		}
		if err != nil {
			return errors.Join(err, answers.Close())
		}
		got(i)
	}
	return answers.Close()
}

// besideSlow awaits each future in a goroutine of its own, so that none is awaited later than it came.
func besideSlow(db *orm.DB) asking {
	return func(qs []question, slow int, got func(int)) error {
		return orm.Async(ctx, func(ac orm.AsyncContext) error {
			asked := make([]future, len(qs))
			var nap *orm.Future[[]*models.Nap]
			for i := range qs {
				if i == slow {
					nap = models.Naps.Using(db).AllAsync(ac)
				} else {
					asked[i] = ask(ac, db, &qs[i])
				}
			}
			var all sync.WaitGroup
			errs := make([]error, len(qs))
			for i := range qs {
				all.Go(func() {
					if i == slow {
						_, errs[i] = nap.Await(ac)
					} else {
						errs[i] = asked[i].await(ac, &qs[i])
					}
					got(i)
				})
			}
			all.Wait()
			return errors.Join(errs...)
		})
	}
}
