package samples

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/samples/northwind"
	"github.com/seed83105465/duet/integration/voices"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
)

// Orders of a customer, with who took them, who ships them, and each product with its category: two statements.
func TestOrdersOfACustomer(t *testing.T) {
	t.Parallel()
	db := open(t, "northwind_pg")

	q := northwind.Orders.Using(db).
		Filter(northwind.Orders.CustomerID.Eq("ALFKI")).
		SelectRelated(northwind.Orders.Employee, northwind.Orders.ShipViaShipper).
		PrefetchRelated(northwind.Orders.OrderDetails.
			SelectRelated(query.Through(northwind.OrderDetails.Product, northwind.Products.Category)).
			OrderBy(northwind.OrderDetails.ProductID.Asc())).
		OrderBy(northwind.Orders.OrderDate.Desc(), northwind.Orders.OrderID.Desc())

	voices.Ask(t, 2, q.All, q.AllAsync, func(t *testing.T, orders []*northwind.Order) {
		rows := []string{}
		for _, o := range orders {
			for _, d := range voices.Got(t, o.OrderDetails) {
				product := voices.Got(t, d.Product)
				rows = append(rows, voices.Line(o.OrderID, o.OrderDate.V.Format(time.DateOnly), voices.Got(t, o.Employee).LastName, voices.Got(t, o.ShipViaShipper).CompanyName,
					product.ProductName, voices.Got(t, product.Category).CategoryName, d.Quantity))
			}
		}
		want := db.Ask(t, `SELECT order_id, order_date, last_name, s.company_name, product_name, category_name, quantity
			FROM orders JOIN employees USING (employee_id) JOIN shippers s ON shipper_id = ship_via JOIN order_details USING (order_id)
			JOIN products USING (product_id) JOIN categories USING (category_id)
			WHERE customer_id = 'ALFKI' ORDER BY order_date DESC, order_id DESC, product_id`)
		require.NotEmpty(t, want)
		require.Equal(t, want, rows)
	})
}

// Who reports to whom: a table that refers to itself, from both ends.
func TestWhoReportsToWhom(t *testing.T) {
	t.Parallel()
	db := open(t, "northwind_pg")

	q := northwind.Employees.Using(db).
		SelectRelated(northwind.Employees.ReportsToEmployee).
		PrefetchRelated(northwind.Employees.ReportsToEmployees).
		OrderBy(northwind.Employees.EmployeeID.Asc())
	voices.Ask(t, 2, q.All, q.AllAsync, func(t *testing.T, employees []*northwind.Employee) {
		require.Equal(t, db.Ask(t, `SELECT e.last_name, b.last_name, (SELECT count(*) FROM employees o WHERE o.reports_to = e.employee_id)
				FROM employees e LEFT JOIN employees b ON b.employee_id = e.reports_to ORDER BY e.employee_id`),
			voices.Lines(employees, func(e *northwind.Employee) string {
				boss := ""
				if b := voices.Got(t, e.ReportsToEmployee); b != nil {
					boss = b.LastName
				}
				return voices.Line(e.LastName, boss, len(voices.Got(t, e.ReportsToEmployees)))
			}))
	})
}

// What each country ordered in a year, in pieces, with how many orders it made: groups by the end of a path, over a year
// of days.
func TestPiecesPerCountry(t *testing.T) {
	t.Parallel()
	db := open(t, "northwind_pg")

	type country struct {
		Country orm.Null[string]
		Pieces  int64
	}
	where := query.Via(query.Through(northwind.OrderDetails.Order, northwind.Orders.Customer), northwind.Customers.Country)
	year := query.Year(query.Via(northwind.OrderDetails.Order, northwind.Orders.OrderDate))
	pieces := query.Sum(northwind.OrderDetails.Quantity)
	q := orm.Project(northwind.OrderDetails.Using(db).
		Filter(year.Eq(1997), pieces.Gt(1000)).
		OrderBy(pieces.Desc()), func(c *country) []query.Bind[northwind.OrderDetail] {
		return []query.Bind[northwind.OrderDetail]{query.IntoNull(where, &c.Country), pieces.Into(&c.Pieces)}
	})
	voices.Ask(t, 1, q.All, q.AllAsync, func(t *testing.T, countries []country) {
		want := db.Ask(t, `SELECT country, sum(quantity) FROM order_details JOIN orders USING (order_id) JOIN customers USING (customer_id)
			WHERE order_date BETWEEN '1997-01-01' AND '1997-12-31' GROUP BY 1 HAVING sum(quantity) > 1000 ORDER BY 2 DESC`)
		require.NotEmpty(t, want)
		require.Equal(t, want, voices.Lines(countries, func(c country) string { return voices.Line(c.Country, c.Pieces) }))
	})
}

// Products that were never sold at four fifths of their price or less: real is compared as it is.
func TestNeverCheap(t *testing.T) {
	t.Parallel()
	db := open(t, "northwind_pg")

	q := northwind.Products.Using(db).
		Filter(northwind.Products.OrderDetails.None(northwind.OrderDetails.Discount.Ge(0.2)), northwind.Products.UnitPrice.Gt(9.2)).
		OrderBy(northwind.Products.UnitPrice.Desc(), northwind.Products.ProductID.Asc())
	voices.Ask(t, 1, q.All, q.AllAsync, func(t *testing.T, products []*northwind.Product) {
		want := db.Ask(t, `SELECT product_id, unit_price FROM products WHERE unit_price > 9.2::real
			AND product_id NOT IN (SELECT product_id FROM order_details WHERE discount >= 0.2::real) ORDER BY unit_price DESC, product_id`)
		require.NotEmpty(t, want)
		require.Equal(t, want, voices.Lines(products, func(p *northwind.Product) string {
			return voices.Line(p.ProductID, fmt.Sprint(float32(p.UnitPrice.V)))
		}))
	})
}
