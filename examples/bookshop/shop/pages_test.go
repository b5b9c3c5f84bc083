package shop_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCatalogue(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	f.exec(`UPDATE books SET title = '<script>alert(1)</script>' WHERE id = 1`)
	a := f.get("/catalogue")
	require.Equal(t, 200, a.status)
	require.Equal(t, 2, a.queries)
	require.Equal(t, "text/html; charset=utf-8", a.header.Get("Content-Type"))
	require.EqualValues(t, f.one("SELECT count(*) FROM books WHERE status = 'published'"), strings.Count(a.body, "<li>"))
	require.Contains(t, a.body, "&lt;script&gt;alert(1)&lt;/script&gt;")
	require.Contains(t, a.body, "<b>A Borrowed Country</b>")
	require.Contains(t, a.body, "by Margaret Okonkwo (Lantern Press, United States),\n    21.99 <i>award winner</i>")
	require.Contains(t, a.body, ", sold out")
	require.True(t, strings.HasSuffix(a.body, "</html>\n"))
}

func TestDashboard(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	a := f.get("/dashboard")
	require.Equal(t, 200, a.status)
	require.Equal(t, 5, a.queries)
	var page struct {
		Orders []struct {
			Status string
			Orders int64
		}
		Best []struct {
			Title, Author string
			Sold          int64
		} `json:"best_sellers"`
		Latest []struct {
			Book, Customer, Body, At string
			Rating                   int
		} `json:"latest_reviews"`
		Low []struct {
			Title string
			Stock int64
		} `json:"low_stock"`
		Revenue string
	}
	a.into(t, &page)
	require.Len(t, page.Orders, 4)
	for _, o := range page.Orders {
		require.Equal(t, f.one("SELECT count(*) FROM orders WHERE status = ?", o.Status), o.Orders)
	}
	require.Len(t, page.Best, 5)
	require.Equal(t, "NULL Is Not Nothing", page.Best[0].Title)
	require.Equal(t, f.one("SELECT sum(quantity) FROM order_items GROUP BY book_id ORDER BY 1 DESC LIMIT 1"), page.Best[0].Sold)
	require.Len(t, page.Latest, 5)
	require.Equal(t, "Cold Slipway", page.Latest[0].Book)
	require.EqualValues(t, f.one("SELECT count(*) FROM books WHERE status = 'published' AND stock <= 3"), len(page.Low))
	cents := f.one(`SELECT sum(quantity * CAST(round(unit_price * 100) AS INTEGER)) FROM order_items i
		JOIN orders o ON o.id = i.order_id WHERE o.status <> 'cancelled'`)
	require.Equal(t, itoa(cents), strings.Replace(page.Revenue, ".", "", 1))
}

func TestNaive(t *testing.T) {
	t.Parallel()
	f := newFixture(t, development)
	a := f.get("/naive")
	require.Equal(t, 500, a.status)
	require.Equal(t, 1, a.queries, "the lazy load was not sent")
	text := a.message(t)
	require.Contains(t, text, "safety: lazy load of Book.Author in an async context")
	require.Contains(t, text, "rows loaded at  shop/naive.go:")
	require.Contains(t, text, "fix: add SelectRelated(models.Books.Author)")

	f = newFixture(t)
	a = f.get("/naive")
	require.Equal(t, 500, a.status)
	require.Equal(t, "internal server error", a.message(t))
}

// TestAClosedDatabase is a service that has lost what it serves.
func TestAClosedDatabase(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	require.NoError(t, f.db.Close())
	for _, path := range []string{"/books", "/books/1", "/catalogue", "/dashboard", "/naive"} {
		a := f.get(path)
		require.Equal(t, 503, a.status, path)
		require.Equal(t, "service unavailable", a.message(t))
	}
	require.Equal(t, 503, f.do("POST", "/orders", `{"customer_id": 1, "billing_address_id": 1, "items": [{"book_id": 1, "quantity": 1}]}`).status)
}
