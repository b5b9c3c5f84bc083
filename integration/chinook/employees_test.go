package chinook

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/chinook/models"
	"github.com/seed83105465/duet/query"
)

// Employees with whom they report to: the table joined with itself. The one who reports to nobody is there, and has
// nil for a superior, which is an answer and not an error.
func TestWhoReportsToWhom(t *testing.T) {
	t.Parallel()
	db := open(t)

	q := models.Employees.Using(db).
		SelectRelated(models.Employees.ReportsToEmployee).
		OrderBy(models.Employees.EmployeeID.Asc())

	voices(t, 1, q.All, q.AllAsync, func(t *testing.T, employees []*models.Employee) {
		free := 0
		require.Equal(t,
			db.sqlite3(t, `SELECT e.LastName, m.LastName FROM Employee e LEFT JOIN Employee m ON m.EmployeeId = e.ReportsTo ORDER BY e.EmployeeId`),
			lines(employees, func(e *models.Employee) string {
				superior := got(t, e.ReportsToEmployee)
				if superior == nil {
					free++
					return line(e.LastName, nil)
				}
				return line(e.LastName, superior.LastName)
			}))
		require.Equal(t, 1, free, "one reports to nobody")
	})
}

// The same from above: everybody with the people who report to them, two levels at once. Who has nobody has an empty
// list.
func TestTeams(t *testing.T) {
	t.Parallel()
	db := open(t)

	byID := models.Employees.EmployeeID.Asc()
	q := models.Employees.Using(db).
		Filter(models.Employees.ReportsTo.IsNull()).
		PrefetchRelated(models.Employees.ReportsToEmployees.OrderBy(byID).
			PrefetchRelated(models.Employees.ReportsToEmployees.OrderBy(byID)))

	voices(t, 3, q.All, q.AllAsync, func(t *testing.T, tops []*models.Employee) {
		var rows []string
		for _, top := range tops {
			for _, manager := range got(t, top.ReportsToEmployees) {
				require.Same(t, top, got(t, manager.ReportsToEmployee))
				for _, e := range got(t, manager.ReportsToEmployees) {
					rows = append(rows, line(top.LastName, manager.LastName, e.LastName))
				}
			}
		}
		want := db.sqlite3(t, `SELECT a.LastName, b.LastName, c.LastName FROM Employee a JOIN Employee b ON b.ReportsTo = a.EmployeeId
			JOIN Employee c ON c.ReportsTo = b.EmployeeId WHERE a.ReportsTo IS NULL ORDER BY a.EmployeeId, b.EmployeeId, c.EmployeeId`)
		require.Len(t, want, 5)
		require.Equal(t, want, rows)
	})
}

// Whose superior's superior is Andrew Adams: a path that goes through one relation twice.
func TestSuperiorsSuperior(t *testing.T) {
	t.Parallel()
	db := open(t)

	above := query.Through(models.Employees.ReportsToEmployee, models.Employees.ReportsToEmployee)
	q := models.Employees.Using(db).
		Filter(above.Where(models.Employees.LastName.Eq("Adams"))).
		SelectRelated(above).
		OrderBy(models.Employees.EmployeeID.Asc())

	voices(t, 1, q.All, q.AllAsync, func(t *testing.T, employees []*models.Employee) {
		require.Equal(t,
			db.sqlite3(t, `SELECT a.LastName, b.LastName, c.LastName FROM Employee a JOIN Employee b ON b.EmployeeId = a.ReportsTo
				JOIN Employee c ON c.EmployeeId = b.ReportsTo WHERE c.LastName = 'Adams' ORDER BY a.EmployeeId`),
			lines(employees, func(e *models.Employee) string {
				manager := got(t, e.ReportsToEmployee)
				return line(e.LastName, manager.LastName, got(t, manager.ReportsToEmployee).LastName)
			}))
	})
}

// Who is not under Nancy Edwards: Exclude keeps the one who is under nobody.
func TestNotUnder(t *testing.T) {
	t.Parallel()
	db := open(t)

	q := models.Employees.Using(db).
		Exclude(models.Employees.ReportsToEmployee.Where(models.Employees.LastName.Eq("Edwards"))).
		OrderBy(models.Employees.EmployeeID.Asc())

	voices(t, 1, q.All, q.AllAsync, func(t *testing.T, employees []*models.Employee) {
		want := db.sqlite3(t, `SELECT LastName FROM Employee WHERE ReportsTo IS NULL
			OR ReportsTo <> (SELECT EmployeeId FROM Employee WHERE LastName = 'Edwards') ORDER BY EmployeeId`)
		require.Equal(t, want, lines(employees, func(e *models.Employee) string { return e.LastName }))
	})
}

// How many customers each representative has; employees without customers have 0.
func TestCustomersPerEmployee(t *testing.T) {
	t.Parallel()
	db := open(t)

	q := models.Employees.Using(db).
		PrefetchRelated(models.Employees.Customers).
		OrderBy(query.Count(models.Employees.Customers).Desc(), models.Employees.EmployeeID.Asc())

	voices(t, 2, q.All, q.AllAsync, func(t *testing.T, employees []*models.Employee) {
		require.Equal(t,
			db.sqlite3(t, `SELECT LastName, (SELECT COUNT(*) FROM Customer WHERE SupportRepId = EmployeeId) FROM Employee ORDER BY 2 DESC, EmployeeId`),
			lines(employees, func(e *models.Employee) string { return line(e.LastName, len(got(t, e.Customers))) }))
	})
}
