package chinook

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/chinook/models"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
)

// country is how many customers there are in one.
type country struct {
	Name      orm.Null[string]
	Customers int64
}

func (c country) line() string { return line(c.Name, c.Customers) }

// Customers per country, largest first.
func TestCustomersPerCountry(t *testing.T) {
	t.Parallel()
	db := open(t)

	customers := query.CountAll[models.Customer]()
	q := orm.Project(models.Customers.Using(db).OrderBy(customers.Desc(), models.Customers.Country.Asc()),
		func(r *country) []query.Bind[models.Customer] {
			return []query.Bind[models.Customer]{query.IntoNull(models.Customers.Country, &r.Name), customers.Into(&r.Customers)}
		})

	voices(t, 1, q.All, q.AllAsync, func(t *testing.T, countries []country) {
		want := db.sqlite3(t, `SELECT Country, COUNT(*) FROM Customer GROUP BY Country ORDER BY 2 DESC, 1`)
		require.Len(t, want, 24)
		require.Equal(t, want, lines(countries, country.line))
	})
}

// Countries with at least four customers: a condition on an aggregate chooses among groups.
func TestCountriesWithManyCustomers(t *testing.T) {
	t.Parallel()
	db := open(t)

	customers := query.CountAll[models.Customer]()
	q := orm.Project(models.Customers.Using(db).Filter(customers.Ge(4)).OrderBy(models.Customers.Country.Asc()),
		func(r *country) []query.Bind[models.Customer] {
			return []query.Bind[models.Customer]{query.IntoNull(models.Customers.Country, &r.Name), customers.Into(&r.Customers)}
		})

	voices(t, 1, q.All, q.AllAsync, func(t *testing.T, countries []country) {
		want := db.sqlite3(t, `SELECT Country, COUNT(*) FROM Customer GROUP BY 1 HAVING COUNT(*) >= 4 ORDER BY 1`)
		require.NotEmpty(t, want)
		require.Equal(t, want, lines(countries, country.line))
	})
}

// Where there are no groups, there is nothing to choose among: a condition on an aggregate of the rows themselves is a
// mistake in a query for rows, and found before anything is sent, not answered with some number.
func TestAggregateWithoutGroups(t *testing.T) {
	t.Parallel()
	db := open(t)

	q := models.Customers.Using(db).Filter(query.CountAll[models.Customer]().Gt(3))
	for name, ask := range map[string]func(context.Context) error{
		"Count":  func(ctx context.Context) error { _, err := q.Count(ctx); return err },
		"Exists": func(ctx context.Context) error { _, err := q.Exists(ctx); return err },
		"All":    func(ctx context.Context) error { _, err := q.All(ctx); return err },
		"Update": func(ctx context.Context) error {
			_, err := q.Update(ctx, models.Customers.Company.Set("x"))
			return err
		},
		"Delete": func(ctx context.Context) error { _, err := q.Delete(ctx); return err },
	} {
		t.Run(name, func(t *testing.T) {
			ctx, sent := counted(t)
			var mistake *query.Error
			require.ErrorAs(t, ask(ctx), &mistake)
			require.Zero(t, sent())
		})
	}
}

// The countries that there are customers in, each once; and how many they are, asked in one number.
func TestDistinctCountries(t *testing.T) {
	t.Parallel()
	db := open(t)

	q := orm.Project(models.Customers.Using(db).OrderBy(models.Customers.Country.Asc()).Distinct(),
		func(r *orm.Null[string]) []query.Bind[models.Customer] {
			return []query.Bind[models.Customer]{query.IntoNull(models.Customers.Country, r)}
		})
	voices(t, 1, q.All, q.AllAsync, func(t *testing.T, countries []orm.Null[string]) {
		require.Equal(t, db.sqlite3(t, `SELECT DISTINCT Country FROM Customer ORDER BY 1`),
			lines(countries, func(c orm.Null[string]) string { return line(c) }))
	})

	ctx, sent := counted(t)
	n, err := orm.Aggregate(ctx, models.Customers.Using(db), func(n *int64) []query.Bind[models.Customer] {
		return []query.Bind[models.Customer]{query.CountDistinct(models.Customers.Country).Into(n)}
	})
	require.NoError(t, err)
	require.Equal(t, 1, sent())
	require.Equal(t, db.sqlite3(t, `SELECT COUNT(DISTINCT Country) FROM Customer`), []string{line(n)})
}

// Customers whose support representative is Jane Peacock. Both conditions are about one employee, so they are in one
// Where.
func TestCustomersOfJanePeacock(t *testing.T) {
	t.Parallel()
	db := open(t)

	q := models.Customers.Using(db).
		Filter(models.Customers.SupportRep.Where(
			models.Employees.FirstName.Eq("Jane"),
			models.Employees.LastName.Eq("Peacock"))).
		OrderBy(models.Customers.LastName.Asc(), models.Customers.FirstName.Asc())

	voices(t, 1, q.All, q.AllAsync, func(t *testing.T, customers []*models.Customer) {
		want := db.sqlite3(t, `SELECT c.FirstName, c.LastName FROM Customer c JOIN Employee e ON e.EmployeeId = c.SupportRepId
			WHERE e.FirstName = 'Jane' AND e.LastName = 'Peacock' ORDER BY c.LastName, c.FirstName`)
		require.Len(t, want, 21)
		require.Equal(t, want, lines(customers, func(c *models.Customer) string { return line(c.FirstName, c.LastName) }))
	})
}

// Customers who live in the country of their support representative: two values of one row compared, one of them
// over a relation.
func TestCustomersNearTheirRepresentative(t *testing.T) {
	t.Parallel()
	db := open(t)

	q := models.Customers.Using(db).
		Filter(query.Compare(models.Customers.Country, query.OpEq, query.Via(models.Customers.SupportRep, models.Employees.Country))).
		SelectRelated(models.Customers.SupportRep).
		OrderBy(models.Customers.CustomerID.Asc())

	voices(t, 1, q.All, q.AllAsync, func(t *testing.T, customers []*models.Customer) {
		want := db.sqlite3(t, `SELECT c.CustomerId, e.LastName FROM Customer c JOIN Employee e ON e.EmployeeId = c.SupportRepId
			WHERE c.Country = e.Country ORDER BY 1`)
		require.NotEmpty(t, want)
		require.Equal(t, want, lines(customers, func(c *models.Customer) string {
			return line(c.CustomerID, got(t, c.SupportRep).LastName)
		}))
	})
}

// Companies before people: orders with NULLs first and last, and what text is missing for.
func TestCompaniesFirst(t *testing.T) {
	t.Parallel()
	db := open(t)
	written := func(c *models.Customer) string { return line(c.CustomerID, c.Company) }

	for name, test := range map[string]struct {
		order query.Ordering[models.Customer]
		sql   string
	}{
		"ascending":   {models.Customers.Company.Asc(), `Company`},
		"descending":  {models.Customers.Company.Desc(), `Company DESC`},
		"nulls last":  {query.NullsLastIn(models.Customers.Company.Asc()), `Company NULLS LAST`},
		"nulls first": {query.NullsFirstIn(models.Customers.Company.Desc()), `Company DESC NULLS FIRST`},
	} {
		t.Run(name, func(t *testing.T) {
			q := models.Customers.Using(db).OrderBy(test.order, models.Customers.CustomerID.Asc())
			voices(t, 1, q.All, q.AllAsync, func(t *testing.T, customers []*models.Customer) {
				require.Equal(t, db.sqlite3(t, `SELECT CustomerId, Company FROM Customer ORDER BY `+test.sql+`, CustomerId`),
					lines(customers, written))
			})
		})
	}
}
