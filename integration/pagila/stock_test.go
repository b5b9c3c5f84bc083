package pagila

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed83105465/duet/integration/pagila/models"
	"github.com/seed83105465/duet/integration/voices"
	"github.com/seed83105465/duet/orm"
	"github.com/seed83105465/duet/query"
)

// Customers who have not brought something back, with what it is.
func TestRentalsNotReturned(t *testing.T) {
	t.Parallel()
	db := open(t)

	out := models.Rentals.ReturnDate.IsNull()
	q := models.Customers.Using(db).
		Filter(models.Customers.Rentals.Any(out)).
		PrefetchRelated(models.Customers.Rentals.Filter(out).
			SelectRelated(query.Through(models.Rentals.Inventory, models.Inventories.Film)).
			OrderBy(models.Rentals.RentalID.Asc())).
		OrderBy(models.Customers.CustomerID.Asc())

	voices.Ask(t, 2, q.All, q.AllAsync, func(t *testing.T, customers []*models.Customer) {
		rows := []string{}
		for _, customer := range customers {
			for _, rental := range voices.Got(t, customer.Rentals) {
				film := voices.Got(t, voices.Got(t, rental.Inventory).Film)
				rows = append(rows, voices.Line(customer.Email, rental.RentalID, film.Title))
			}
		}
		want := db.Ask(t, `SELECT c.email, rental_id, title FROM rental r JOIN customer c USING (customer_id)
			JOIN inventory USING (inventory_id) JOIN film USING (film_id) WHERE return_date IS NULL ORDER BY customer_id, rental_id`)
		require.Len(t, want, 183)
		require.Equal(t, want, rows)
	})
}

// How many copies each store has, and how many of them are in: those without a rental that has not ended.
func TestInventoryInStock(t *testing.T) {
	t.Parallel()
	db := open(t)

	type stock struct{ Store, Copies, In int64 }
	copies := query.Count(models.Stores.Inventories)
	in := query.Count(models.Stores.Inventories, models.Inventories.Rentals.None(models.Rentals.ReturnDate.IsNull()))
	q := orm.Project(models.Stores.Using(db).OrderBy(models.Stores.StoreID.Asc()), func(s *stock) []query.Bind[models.Store] {
		return []query.Bind[models.Store]{models.Stores.StoreID.Into(&s.Store), copies.Into(&s.Copies), in.Into(&s.In)}
	})

	voices.Ask(t, 1, q.All, q.AllAsync, func(t *testing.T, stores []stock) {
		want := db.Ask(t, `SELECT store_id, (SELECT count(*) FROM inventory i WHERE i.store_id = s.store_id),
			(SELECT count(*) FROM inventory i WHERE i.store_id = s.store_id AND inventory_in_stock(inventory_id)) FROM store s ORDER BY 1`)
		require.Greater(t, len(want), 1)
		require.Equal(t, want, voices.Lines(stores, func(s stock) string { return voices.Line(s.Store, s.Copies, s.In) }))
	})
}
