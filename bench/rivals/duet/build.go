package duet

import (
	"context"
	"errors"

	"github.com/seed83105465/duet/bench/models"
	"github.com/seed83105465/duet/bench/rivals"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/orm/driver"
	"github.com/seed83105465/duet/query"
)

// build makes the statement of a filter and finds its plan, as the query of a filter does: what there is to compare with
// libraries that give their SQL away.
func build() func(f rivals.Filter) (int, error) {
	cache := query.NewCache(query.Postgres, 0)
	return func(f rivals.Filter) (int, error) {
		b := &models.Books
		st := query.Statement{Kind: query.SelectRows, Select: query.Select{Table: &b.Desc}}
		if f.HasPublisher {
			st.Select.Filter(b.PublisherID.Eq(f.Publisher).Node)
		}
		if f.HasMinPrice {
			st.Select.Filter(b.PriceCents.Ge(f.MinPrice).Node)
		}
		if f.HasBefore {
			st.Select.Filter(b.PublishedOn.Lt(f.Before).Node)
		}
		st.Select.OrderBy(b.PublishedOn.Desc().Order)
		st.Select.OrderBy(b.ID.Desc().Order)
		st.Select.Limit(100)
		_, args, err := cache.Plan(&st, nil)
		return len(args), err
	}
}

// NewCall is the whole call that a program writes, up to the driver, which answers with an error: what Build has, and the
// query object, the guard, and what a call is reported with.
func NewCall() *rivals.Rival {
	db := orm.New(nowhere{})
	ctx := context.Background()
	return &rivals.Rival{Name: "duet, whole call", Build: func(f rivals.Filter) (int, error) {
		if _, err := page(db, f).All(ctx); !errors.Is(err, errNowhere) {
			return 0, err
		}
		return 1, nil
	}, Close: db.Close}
}

var errNowhere = errors.New("there is no database")

// nowhere is a driver without a database. What it does not have is never called.
type nowhere struct{ driver.DB }

func (nowhere) Pipeline(_ context.Context, ops []*driver.Op) {
	for _, op := range ops {
		op.Finish(driver.Outcome{State: driver.Failed, Err: errNowhere})
	}
}

func (nowhere) Dialect() driver.Dialect { return query.Postgres }
func (nowhere) Lanes() int              { return 1 }
func (nowhere) Pipelined() bool         { return true }
func (nowhere) Close() error            { return nil }
