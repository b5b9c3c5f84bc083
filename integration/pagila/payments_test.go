package pagila

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/pagila/models"
	"github.com/seed83105465/duet/integration/voices"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
)

// taken is what one member of staff took in one month.
type taken struct {
	Staff, Year, Month int64
	Amount             decimal.Decimal
}

// Revenue per store and month. Payments lie in partitions by month, and only these have foreign keys, not all of them:
// the table itself has no relation to the staff. So it is two queries: what each member of staff took in, and
// whose store that is. Asynchronously they share a round trip.
func TestRevenuePerStoreAndMonth(t *testing.T) {
	t.Parallel()
	db := open(t)

	year, month := query.Year(models.Payments.PaymentDate), query.Month(models.Payments.PaymentDate)
	sums := orm.Project(models.Payments.Using(db), func(r *taken) []query.Bind[models.Payment] {
		return []query.Bind[models.Payment]{
			models.Payments.StaffID.Into(&r.Staff), year.Into(&r.Year), month.Into(&r.Month), query.Sum(models.Payments.Amount).Into(&r.Amount),
		}
	})
	staff := models.StaffTable.Using(db)

	check := func(t *testing.T, sums []taken, staff []*models.Staff) {
		stores := map[int64]int64{}
		for _, one := range staff {
			stores[one.StaffID] = one.StoreID
		}
		type key struct{ store, year, month int64 }
		revenue := map[key]decimal.Decimal{}
		for _, one := range sums {
			at := key{stores[one.Staff], one.Year, one.Month}
			revenue[at] = revenue[at].Add(one.Amount)
		}
		rows := []string{}
		for at, amount := range revenue {
			rows = append(rows, voices.Line(at.store, at.year, at.month, amount.StringFixed(2)))
		}
		want := db.Ask(t, `SELECT store_id, extract(year FROM payment_date), extract(month FROM payment_date), sum(amount)
			FROM payment JOIN staff USING (staff_id) GROUP BY 1, 2, 3`)
		require.Greater(t, len(want), 10)
		require.ElementsMatch(t, want, rows)
	}
	t.Run("blocking", func(t *testing.T) {
		ctx, sent := voices.Counted(t)
		amounts, err := sums.All(ctx)
		require.NoError(t, err)
		people, err := staff.All(ctx)
		require.NoError(t, err)
		require.Equal(t, 2, sent())
		check(t, amounts, people)
	})
	t.Run("async", func(t *testing.T) {
		ctx, sent := voices.Counted(t)
		require.NoError(t, orm.Async(ctx, func(ac orm.AsyncContext) error {
			amounts, people := sums.AllAsync(ac), staff.AllAsync(ac)
			a, err := amounts.Await(ac)
			if err != nil {
				return err
			}
			p, err := people.Await(ac)
			if err != nil {
				return err
			}
			check(t, a, p)
			return nil
		}))
		require.Equal(t, 2, sent())
	})
}

// The ten customers who paid most: a sum per customer, and the customers by their keys in one more query.
func TestTopTenCustomers(t *testing.T) {
	t.Parallel()
	db := open(t)

	type paid struct {
		Customer int64
		Amount   decimal.Decimal
	}
	amount := query.Sum(models.Payments.Amount)
	q := orm.Project(models.Payments.Using(db).OrderBy(amount.Desc(), models.Payments.CustomerID.Asc()).Limit(10),
		func(r *paid) []query.Bind[models.Payment] {
			return []query.Bind[models.Payment]{models.Payments.CustomerID.Into(&r.Customer), amount.Into(&r.Amount)}
		})

	voices.Ask(t, 1, q.All, q.AllAsync, func(t *testing.T, best []paid) {
		ctx, sent := voices.Counted(t)
		keys := make([]int64, len(best))
		for i, one := range best {
			keys[i] = one.Customer
		}
		customers, err := orm.InBulk(ctx, models.Customers.Using(db), models.Customers.CustomerID, keys...)
		require.NoError(t, err)
		require.Equal(t, 1, sent())
		require.Equal(t, db.Ask(t, `SELECT first_name, last_name, sum(amount) FROM payment JOIN customer USING (customer_id)
				GROUP BY customer_id, first_name, last_name ORDER BY 3 DESC, customer_id LIMIT 10`),
			voices.Lines(best, func(p paid) string {
				c := customers[p.Customer]
				return voices.Line(c.FirstName, c.LastName, p.Amount.StringFixed(2))
			}))
	})
}

// Payments of a time are in one partition or in some: who asks the table does not see that.
func TestPaymentsOfATime(t *testing.T) {
	t.Parallel()
	db := open(t)

	from, until := time.Date(2022, 1, 28, 0, 0, 0, 0, time.UTC), time.Date(2022, 2, 3, 0, 0, 0, 0, time.UTC)
	q := models.Payments.Using(db).
		Filter(models.Payments.PaymentDate.Ge(from), models.Payments.PaymentDate.Lt(until)).
		OrderBy(models.Payments.PaymentDate.Asc(), models.Payments.PaymentID.Asc())
	voices.Ask(t, 1, q.All, q.AllAsync, func(t *testing.T, payments []*models.Payment) {
		want := db.Ask(t, `SELECT payment_id, payment_date, amount FROM payment
			WHERE payment_date >= '2022-01-28' AND payment_date < '2022-02-03' ORDER BY 2, 1`)
		require.NotEmpty(t, want)
		require.Equal(t, want, voices.Lines(payments, func(p *models.Payment) string {
			return voices.Line(p.PaymentID, p.PaymentDate.UTC().Format("2006-01-02 15:04:05.999999-07"), p.Amount.StringFixed(2))
		}))
	})
}
