package chinook

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/chinook/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
)

func day(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

// Chinook keeps times as "2021-01-01 00:00:00", as SQLite's own functions do, and not as Duet writes them. The first
// and the last moment of a range must be right all the same: a midnight belongs to the day that it begins.
func TestRangesOfTime(t *testing.T) {
	t.Parallel()
	db := open(t)

	at := models.Invoices.InvoiceDate
	for name, test := range map[string]struct {
		condition query.Condition[models.Invoice]
		sql       string
	}{
		"equal":        {at.Eq(day(2021, 1, 3)), `= '2021-01-03 00:00:00'`},
		"from":         {at.Ge(day(2021, 1, 3)), `>= '2021-01-03 00:00:00'`},
		"after":        {at.Gt(day(2021, 1, 3)), `> '2021-01-03 00:00:00'`},
		"before":       {at.Lt(day(2021, 1, 3)), `< '2021-01-03 00:00:00'`},
		"to":           {at.Le(day(2021, 1, 3)), `<= '2021-01-03 00:00:00'`},
		"not":          {at.Ne(day(2021, 1, 3)), `<> '2021-01-03 00:00:00'`},
		"between":      {at.Between(day(2021, 1, 2), day(2021, 1, 6)), `BETWEEN '2021-01-02 00:00:00' AND '2021-01-06 00:00:00'`},
		"one of":       {at.In(day(2021, 1, 1), day(2021, 1, 6)), `IN ('2021-01-01 00:00:00', '2021-01-06 00:00:00')`},
		"from noon":    {at.Ge(day(2021, 1, 3).Add(12 * time.Hour)), `>= '2021-01-03 12:00:00'`},
		"other zone":   {at.Eq(day(2021, 1, 3).In(time.FixedZone("", 3600))), `= '2021-01-03 00:00:00'`},
		"by its year":  {query.Year(at).Eq(2023), `BETWEEN '2023-01-01 00:00:00' AND '2023-12-31 23:59:59'`},
		"by its month": {query.And(query.Year(at).Eq(2023), query.Month(at).Eq(2)), `BETWEEN '2023-02-01 00:00:00' AND '2023-02-28 23:59:59'`},
	} {
		t.Run(name, func(t *testing.T) {
			q := models.Invoices.Using(db).Filter(test.condition).OrderBy(models.Invoices.InvoiceID.Asc())
			voices(t, 1, q.All, q.AllAsync, func(t *testing.T, invoices []*models.Invoice) {
				want := db.sqlite3(t, `SELECT InvoiceId, datetime(InvoiceDate) FROM Invoice WHERE InvoiceDate `+test.sql+` ORDER BY 1`)
				require.NotEmpty(t, want)
				require.Equal(t, want, lines(invoices, func(i *models.Invoice) string {
					return line(i.InvoiceID, i.InvoiceDate.Format(time.DateTime))
				}))
			})
		})
	}
}

// A row that Duet wrote, beside those that the script wrote: one order for both, and SQLite's functions read both.
func TestOwnTimesBesideTheirs(t *testing.T) {
	t.Parallel()
	db := open(t)

	mine := &models.Invoice{CustomerID: 1, InvoiceDate: day(2021, 1, 3)}
	require.NoError(t, models.Invoices.Using(db).Create(t.Context(), mine))

	q := models.Invoices.Using(db).Filter(models.Invoices.InvoiceDate.Eq(day(2021, 1, 3)))
	voices(t, 1, q.Count, q.CountAsync, func(t *testing.T, n int64) {
		require.Equal(t, db.sqlite3(t, `SELECT COUNT(*) FROM Invoice WHERE datetime(InvoiceDate) = '2021-01-03 00:00:00'`), []string{line(n)})
	})
	ordered := models.Invoices.Using(db).OrderBy(models.Invoices.InvoiceDate.Asc(), models.Invoices.InvoiceID.Asc())
	voices(t, 1, ordered.All, ordered.AllAsync, func(t *testing.T, invoices []*models.Invoice) {
		require.Equal(t, db.sqlite3(t, `SELECT InvoiceId FROM Invoice ORDER BY datetime(InvoiceDate), InvoiceId`),
			lines(invoices, func(i *models.Invoice) string { return line(i.InvoiceID) }))
	})
}

// The first and the last invoice's time, as times, from an aggregate; and the oldest and the youngest employee.
func TestFirstAndLast(t *testing.T) {
	t.Parallel()
	db := open(t)

	type span struct{ First, Last time.Time }
	bind := func(r *span) []query.Bind[models.Invoice] {
		return []query.Bind[models.Invoice]{
			query.Min(models.Invoices.InvoiceDate).Into(&r.First), query.Max(models.Invoices.InvoiceDate).Into(&r.Last),
		}
	}
	check := func(t *testing.T, s span) {
		require.Equal(t, db.sqlite3(t, `SELECT datetime(MIN(InvoiceDate)), datetime(MAX(InvoiceDate)) FROM Invoice`),
			[]string{line(s.First.Format(time.DateTime), s.Last.Format(time.DateTime))})
	}
	ctx, sent := counted(t)
	s, err := orm.Aggregate(ctx, models.Invoices.Using(db), bind)
	require.NoError(t, err)
	check(t, s)
	require.NoError(t, orm.Async(ctx, func(ac orm.AsyncContext) (err error) {
		s, err = orm.AggregateAsync(ac, models.Invoices.Using(db), bind).Await(ac)
		return err
	}))
	check(t, s)
	require.Equal(t, 2, sent(), "one statement in each voice")

	byBirth := models.Employees.Using(db).OrderBy(models.Employees.BirthDate.Asc())
	voices(t, 1, byBirth.First, byBirth.FirstAsync, func(t *testing.T, e *models.Employee) {
		require.Equal(t, db.sqlite3(t, `SELECT LastName, date(BirthDate) FROM Employee ORDER BY BirthDate LIMIT 1`),
			[]string{line(e.LastName, e.BirthDate.V.Format(time.DateOnly))})
	})
	voices(t, 1, byBirth.Last, byBirth.LastAsync, func(t *testing.T, e *models.Employee) {
		require.Equal(t, db.sqlite3(t, `SELECT LastName, date(BirthDate) FROM Employee ORDER BY BirthDate DESC LIMIT 1`),
			[]string{line(e.LastName, e.BirthDate.V.Format(time.DateOnly))})
	})
}
