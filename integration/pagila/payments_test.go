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

// Revenue per store and month. Payments lie in partitions by month, and only these have foreign keys, not all of them:
// ormgen.yaml says what the columns refer to. Groups are by the end of a path and by parts of a time.
func TestRevenuePerStoreAndMonth(t *testing.T) {
	t.Parallel()
	db := open(t)

	type revenue struct {
		Store       orm.Null[int64]
		Year, Month int64
		Amount      decimal.Decimal
	}
	store := query.Via(query.Through(models.Payments.Staff, models.StaffTable.Store), models.Stores.StoreID)
	year, month := query.Year(models.Payments.PaymentDate), query.Month(models.Payments.PaymentDate)
	q := orm.Project(models.Payments.Using(db).OrderBy(store.Asc(), year.Asc(), month.Asc()), func(r *revenue) []query.Bind[models.Payment] {
		return []query.Bind[models.Payment]{
			query.IntoNull(store, &r.Store), year.Into(&r.Year), month.Into(&r.Month), query.Sum(models.Payments.Amount).Into(&r.Amount),
		}
	})
	voices.Ask(t, 1, q.All, q.AllAsync, func(t *testing.T, all []revenue) {
		want := db.Ask(t, `SELECT store_id, extract(year FROM payment_date), extract(month FROM payment_date), sum(amount)
			FROM payment JOIN staff USING (staff_id) GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`)
		require.Greater(t, len(want), 10)
		require.Equal(t, want, voices.Lines(all, func(r revenue) string { return voices.Line(r.Store, r.Year, r.Month, r.Amount.StringFixed(2)) }))
	})
}

// The ten customers who paid most, with their names, in one statement.
func TestTopTenCustomers(t *testing.T) {
	t.Parallel()
	db := open(t)

	type customer struct {
		First, Last string
		Amount      decimal.Decimal
		Payments    int64
	}
	amount := query.SumOf(models.Customers.Payments, models.Payments.Amount)
	q := orm.Project(models.Customers.Using(db).OrderBy(amount.Desc(), models.Customers.CustomerID.Asc()).Limit(10),
		func(c *customer) []query.Bind[models.Customer] {
			return []query.Bind[models.Customer]{
				models.Customers.FirstName.Into(&c.First), models.Customers.LastName.Into(&c.Last), amount.Into(&c.Amount), query.Count(models.Customers.Payments).Into(&c.Payments),
			}
		})
	voices.Ask(t, 1, q.All, q.AllAsync, func(t *testing.T, best []customer) {
		require.Equal(t, db.Ask(t, `SELECT first_name, last_name, sum(amount), count(*) FROM payment JOIN customer USING (customer_id)
				GROUP BY customer_id, first_name, last_name ORDER BY 3 DESC, customer_id LIMIT 10`),
			voices.Lines(best, func(c customer) string { return voices.Line(c.First, c.Last, c.Amount.StringFixed(2), c.Payments) }))
	})
}

// The same without any relation, as one who does not touch ormgen.yaml does it: sums by a key, and the rows of those keys.
func TestTopTenCustomersByKeys(t *testing.T) {
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
		require.Equal(t, db.Ask(t, `SELECT last_name, sum(amount) FROM payment JOIN customer USING (customer_id)
				GROUP BY customer_id, last_name ORDER BY 2 DESC, customer_id LIMIT 10`),
			voices.Lines(best, func(p paid) string { return voices.Line(customers[p.Customer].LastName, p.Amount.StringFixed(2)) }))
	})
}

// A key that nobody watches may lead nowhere: the payment is there, and has no rental.
func TestPaymentOfNothing(t *testing.T) {
	t.Parallel()
	db := open(t)
	payment := &models.Payment{CustomerID: 1, StaffID: 1, RentalID: 999999, Amount: decimal.NewFromInt(1), PaymentDate: time.Date(2022, 7, 1, 0, 0, 0, 0, time.UTC)}
	require.NoError(t, models.Payments.Using(db).Create(t.Context(), payment))
	one := models.Payments.Using(db).Filter(models.Payments.RentalID.Eq(999999))
	for name, q := range map[string]*orm.Query[models.Payment]{
		"joined": one.SelectRelated(models.Payments.Rental, models.Payments.Customer), "prefetched": one.PrefetchRelated(models.Payments.Rental, models.Payments.Customer),
	} {
		found, err := q.Get(t.Context())
		require.NoError(t, err, name)
		require.Nil(t, voices.Got(t, found.Rental), name)
		require.NotNil(t, voices.Got(t, found.Customer), name)
	}
	n, err := models.Payments.Using(db).Exclude(models.Payments.Rental.Where()).Count(t.Context())
	require.NoError(t, err)
	require.Equal(t, db.Ask(t, `SELECT count(*) FROM payment WHERE rental_id NOT IN (SELECT rental_id FROM rental)`), []string{voices.Line(n)})
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
