package chinook

import (
	"testing"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/chinook/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
)

// Every amount of money arrives as it was written: 1.98, not 1.9799999999999998.
func TestAmounts(t *testing.T) {
	t.Parallel()
	db := open(t)

	q := models.Invoices.Using(db).OrderBy(models.Invoices.InvoiceID.Asc())
	voices(t, 1, q.All, q.AllAsync, func(t *testing.T, invoices []*models.Invoice) {
		cents := decimal.Zero
		for _, i := range invoices {
			require.LessOrEqual(t, -i.Total.Exponent(), int32(2), "%s has at most two places", i.Total)
			cents = cents.Add(i.Total.Shift(2))
		}
		require.Equal(t, db.sqlite3(t, `SELECT SUM(CAST(ROUND(Total * 100) AS INTEGER)) FROM Invoice`), []string{cents.String()})
	})
	exact := models.Invoices.Using(db).Filter(models.Invoices.Total.Eq(decimal.RequireFromString("13.860")))
	voices(t, 1, exact.Count, exact.CountAsync, func(t *testing.T, n int64) {
		require.Equal(t, db.sqlite3(t, `SELECT COUNT(*) FROM Invoice WHERE Total = 13.86`), []string{line(n)})
	})
}

// Sums are those of decimals: to the cent, without the dust of binary fractions behind it.
func TestSumsOfMoney(t *testing.T) {
	t.Parallel()
	db := open(t)

	type sums struct {
		Total, Smallest, Largest decimal.Decimal
		Average                  float64
		Invoices                 int64
	}
	bind := func(r *sums) []query.Bind[models.Invoice] {
		return []query.Bind[models.Invoice]{
			query.Sum(models.Invoices.Total).Into(&r.Total),
			query.Min(models.Invoices.Total).Into(&r.Smallest),
			query.Max(models.Invoices.Total).Into(&r.Largest),
			query.Avg(models.Invoices.Total).Into(&r.Average),
			query.CountAll[models.Invoice]().Into(&r.Invoices),
		}
	}
	ctx, sent := counted(t)
	s, err := orm.Aggregate(ctx, models.Invoices.Using(db), bind)
	require.NoError(t, err)
	require.Equal(t, 1, sent())
	require.Equal(t, db.sqlite3(t, `SELECT SUM(CAST(ROUND(Total * 100) AS INTEGER)), MIN(Total), MAX(Total), COUNT(*) FROM Invoice`),
		[]string{line(s.Total.Shift(2), s.Smallest, s.Largest, s.Invoices)})
	require.InDelta(t, s.Total.InexactFloat64()/float64(s.Invoices), s.Average, 1e-9)

	perCustomer := models.Customers.Using(db).OrderBy(models.Customers.CustomerID.Asc())
	spent := query.SumOf(models.Customers.Invoices, models.Invoices.Total)
	q := orm.Project(perCustomer, func(d *decimal.Decimal) []query.Bind[models.Customer] {
		return []query.Bind[models.Customer]{spent.Into(d)}
	})
	voices(t, 1, q.All, q.AllAsync, func(t *testing.T, amounts []decimal.Decimal) {
		require.Equal(t, db.sqlite3(t, `SELECT SUM(CAST(ROUND(Total * 100) AS INTEGER)) FROM Invoice GROUP BY CustomerId ORDER BY CustomerId`),
			lines(amounts, func(d decimal.Decimal) string { return d.Shift(2).String() }))
	})
}

// An invoice's total is the sum of its lines; that is asked of all 412, and broken for one to see that it is noticed.
func TestTotalsAreSums(t *testing.T) {
	t.Parallel()
	db := open(t)

	sum := query.SumOf(models.Invoices.InvoiceLines, models.InvoiceLines.UnitPrice)
	type both struct{ Total, Lines decimal.Decimal }
	q := orm.Project(models.Invoices.Using(db), func(r *both) []query.Bind[models.Invoice] {
		return []query.Bind[models.Invoice]{models.Invoices.Total.Into(&r.Total), sum.Into(&r.Lines)}
	})
	voices(t, 1, q.All, q.AllAsync, func(t *testing.T, rows []both) {
		require.Len(t, rows, 412)
		for _, r := range rows {
			require.True(t, r.Total.Equal(r.Lines), "%s is the total, %s the sum", r.Total, r.Lines)
		}
	})

	n, err := models.Invoices.Using(db).Filter(models.Invoices.InvoiceID.Eq(1)).
		Update(t.Context(), query.Assign(models.Invoices.Total, query.Plus(models.Invoices.Total, decimal.RequireFromString("0.01"))))
	require.NoError(t, err)
	require.EqualValues(t, 1, n)
	rows, err := q.All(t.Context())
	require.NoError(t, err)
	require.Equal(t, "1.99", rows[0].Total.String())
	require.False(t, rows[0].Total.Equal(rows[0].Lines))
}

// Totals are made anew from the lines, in the database: what is written is an amount of money, which can be read and
// saved again.
func TestWriteSums(t *testing.T) {
	t.Parallel()
	db := open(t)
	before := db.sqlite3(t, `SELECT Total FROM Invoice ORDER BY InvoiceId`)

	n, err := models.Invoices.Using(db).AllRows().Update(t.Context(),
		query.Assign(models.Invoices.Total, query.SumOf(models.Invoices.InvoiceLines, models.InvoiceLines.UnitPrice)))
	require.NoError(t, err)
	require.EqualValues(t, 412, n)
	require.Equal(t, before, db.sqlite3(t, `SELECT Total FROM Invoice ORDER BY InvoiceId`))
	third, err := models.Invoices.Using(db).Filter(models.Invoices.InvoiceID.Eq(3)).Get(t.Context())
	require.NoError(t, err)
	require.Equal(t, "5.94", third.Total.String())
	require.NoError(t, models.Invoices.Using(db).Save(t.Context(), third))
}

// The classic of binary fractions: three times ten cents are thirty cents.
func TestTenCents(t *testing.T) {
	t.Parallel()
	db := open(t)

	ten := decimal.RequireFromString("0.10")
	invoice := &models.Invoice{CustomerID: 1, InvoiceDate: day(2030, 1, 1), Total: ten.Mul(decimal.NewFromInt(3))}
	require.NoError(t, models.Invoices.Using(db).Create(t.Context(), invoice))
	var rows []*models.InvoiceLine
	for track := range int64(3) {
		rows = append(rows, &models.InvoiceLine{InvoiceID: invoice.InvoiceID, TrackID: track + 1, UnitPrice: ten, Quantity: 1})
	}
	require.NoError(t, models.InvoiceLines.Using(db).BulkCreate(t.Context(), rows))

	sum := query.SumOf(models.Invoices.InvoiceLines, models.InvoiceLines.UnitPrice)
	q := orm.Project(models.Invoices.Using(db).Filter(models.Invoices.InvoiceID.Eq(invoice.InvoiceID)), func(d *decimal.Decimal) []query.Bind[models.Invoice] {
		return []query.Bind[models.Invoice]{sum.Into(d)}
	})
	voices(t, 1, q.All, q.AllAsync, func(t *testing.T, sums []decimal.Decimal) {
		require.Len(t, sums, 1)
		require.Equal(t, "0.3", sums[0].String())
	})
	balanced := models.Invoices.Using(db).Filter(
		models.Invoices.InvoiceID.Eq(invoice.InvoiceID), query.Compare(models.Invoices.Total, query.OpEq, sum))
	voices(t, 1, balanced.Exists, balanced.ExistsAsync, func(t *testing.T, yes bool) { require.True(t, yes) })

	// Arithmetic in an update, too; what it leaves can be read, compared, and saved again.
	line := models.InvoiceLines.Using(db).Filter(models.InvoiceLines.InvoiceLineID.Eq(rows[0].InvoiceLineID))
	_, err := line.Update(t.Context(), query.Assign(models.InvoiceLines.UnitPrice, query.Plus(models.InvoiceLines.UnitPrice, decimal.RequireFromString("0.20"))))
	require.NoError(t, err)
	dearer, err := line.Filter(models.InvoiceLines.UnitPrice.Eq(decimal.RequireFromString("0.30"))).Get(t.Context())
	require.NoError(t, err, "0.10 + 0.20 is 0.30")
	require.Equal(t, "0.3", dearer.UnitPrice.String())
	require.NoError(t, models.InvoiceLines.Using(db).Save(t.Context(), dearer))
}
