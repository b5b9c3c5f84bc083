// Package growth has what shows how cost grows with work: the same for ten rows and for a hundred thousand, by hand and
// with Duet.
package growth

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/seed83105465/duet/bench/async"
	"github.com/seed83105465/duet/bench/data"
	"github.com/seed83105465/duet/bench/measure"
	"github.com/seed83105465/duet/bench/rivals"
	"github.com/seed83105465/duet/orm"
)

// Curve is something to do with more and more of a unit.
type Curve struct {
	Name, Unit string
	Points     []Point
}

// FuturesName is the name of [Futures]. Those of its points have a number behind it, as have those of other curves.
const FuturesName = "futures in a scope"

const (
	tablesName  = "tables joined"
	parentsName = "parents of a prefetch"
	chunksName  = "rows of a bulk insert"
	rowsName    = "rows read"
)

// OnPostgres are the names of the curves that need no network.
var OnPostgres = []string{tablesName, parentsName, chunksName, rowsName}

// Point is a case with so many units; its first entry is by hand, its second Duet.
type Point struct {
	Units int
	Case  measure.Case
}

// Beside is who is compared: what is written by hand first.
type Beside struct{ Hand, Duet *rivals.Rival }

// Most is how many books there have to be for [Rows].
const Most = 100_000

// entries makes a point of what one of the two does.
func (b Beside) point(units int, work func(r *rivals.Rival) func(int) error) Point {
	p := Point{Units: units}
	for _, r := range []*rivals.Rival{b.Hand, b.Duet} {
		p.Case.Entries = append(p.Case.Entries, measure.Entry{Name: r.Name, Run: work(r)})
	}
	return p
}

// Rows reads more and more rows of one table, of which there are [Most].
func Rows(ctx context.Context, b Beside) Curve {
	c := Curve{Name: rowsName, Unit: "row"}
	for _, n := range []int{10, 100, 1_000, 10_000, Most} {
		c.Points = append(c.Points, b.point(n, func(r *rivals.Rival) func(int) error {
			return func(int) error { return r.Read(ctx, n, nil) }
		}))
	}
	return c.named()
}

// Parents prefetches a many-to-many relation of more and more rows; each has three related ones.
func Parents(ctx context.Context, b Beside) Curve {
	c := Curve{Name: parentsName, Unit: "parent"}
	for _, n := range []int{10, 100, 1_000, 10_000} {
		c.Points = append(c.Points, b.point(n, func(r *rivals.Rival) func(int) error {
			return func(int) error { return r.Tagged(ctx, n, nil) }
		}))
	}
	return c.named()
}

// Chunks inserts more and more rows at once.
func Chunks(ctx context.Context, b Beside, clean func() error) Curve {
	c := Curve{Name: chunksName, Unit: "row"}
	for _, n := range []int{1, 10, 100, 1_000, 10_000} {
		fresh := data.NewBooks(n)
		p := b.point(n, func(r *rivals.Rival) func(int) error {
			return func(int) error {
				_, err := r.Bulk(ctx, fresh)
				return err
			}
		})
		p.Case.After = clean
		c.Points = append(c.Points, p)
	}
	return c.named()
}

// Futures asks more and more questions at once on a network, in a pgx batch and in a scope of Duet's.
func Futures(n *async.Network) Curve {
	c := Curve{Name: FuturesName, Unit: "future"}
	for _, k := range []int{1, 10, 100, 1_000} {
		c.Points = append(c.Points, Point{Units: k, Case: n.Futures(k)})
	}
	return c.named()
}

// Tables reads a thousand rows of more and more tables, joined one to the next.
func Tables(ctx context.Context, pool *pgxpool.Pool, db *orm.DB) Curve {
	c := Curve{Name: tablesName, Unit: "table"}
	for n := range len(data.Chain) {
		hand, duet := chainByHand(ctx, pool, n), chainByDuet(ctx, db, n)
		c.Points = append(c.Points, Point{Units: n + 1, Case: measure.Case{Entries: []measure.Entry{
			{Name: "raw", Run: func(int) error { _, err := hand(); return err }},
			{Name: "duet", Run: func(int) error { _, err := duet(); return err }},
		}}})
	}
	return c.named()
}

// named gives each case its name.
func (c Curve) named() Curve {
	for i := range c.Points {
		c.Points[i].Case.Name = fmt.Sprintf("%s: %d", c.Name, c.Points[i].Units)
	}
	return c
}
