package shop_test

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

func atoi(t *testing.T, text string) int {
	t.Helper()
	n, err := strconv.Atoi(text)
	require.NoError(t, err)
	return n
}

// fingerprint is everything that an order could change.
func (f *fixture) fingerprint() string {
	f.Helper()
	var text string
	require.NoError(f, f.raw.QueryRowContext(context.Background(), `SELECT
		(SELECT group_concat(id || ':' || stock || ':' || version) FROM books) ||
		(SELECT ' orders ' || count(*) || ' ' || max(id) FROM orders) ||
		(SELECT ' items ' || count(*) FROM order_items)`).Scan(&text))
	return text
}

func TestOrder(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	a := f.do("POST", "/orders", `{"customer_id": 1, "billing_address_id": 1, "shipping_address_id": 2, "note": "ring twice",
		"items": [{"book_id": 5, "quantity": 2, "gift_note": "for Ada"}, {"book_id": 1, "quantity": 3}]}`)
	require.Equal(t, 201, a.status, a.body)
	require.Equal(t, 6, a.queries)
	var order struct {
		ID            int64
		Status, Total string
		PlacedAt      string `json:"placed_at"`
		Items         []struct {
			Book      string
			Quantity  int
			UnitPrice string `json:"unit_price"`
		}
	}
	a.into(t, &order)
	require.EqualValues(t, 51, order.ID)
	require.Equal(t, "open", order.Status)
	require.Equal(t, "170.97", order.Total) // 2 * 31.50 + 3 * 35.99
	require.Len(t, order.Items, 2)
	require.Equal(t, "Concurrency in Go", order.Items[0].Book)

	require.EqualValues(t, 23, f.one("SELECT stock FROM books WHERE id = 5"))
	require.EqualValues(t, 57, f.one("SELECT stock FROM books WHERE id = 1"))
	require.EqualValues(t, 1, f.one(`SELECT count(*) FROM orders WHERE id = 51 AND customer_id = 1 AND billing_address_id = 1
		AND shipping_address_id = 2 AND note = 'ring twice' AND status = 'open'`))
	require.EqualValues(t, 1, f.one(`SELECT count(*) FROM order_items WHERE order_id = 51 AND book_id = 5 AND quantity = 2
		AND unit_price = 31.5 AND gift_note = 'for Ada'`))
	require.EqualValues(t, 1, f.one("SELECT count(*) FROM order_items WHERE order_id = 51 AND book_id = 1 AND gift_note IS NULL"))

	collected := f.do("POST", "/orders", `{"customer_id": 1, "billing_address_id": 1, "items": [{"book_id": 1, "quantity": 1}]}`)
	require.Equal(t, 201, collected.status, collected.body)
	require.EqualValues(t, 1, f.one("SELECT count(*) FROM orders WHERE id = 52 AND shipping_address_id IS NULL AND note IS NULL"))
}

func TestOrderOfTooManyChangesNothing(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	before := f.fingerprint()
	// Book 2 has one copy; book 1, which comes first, has plenty.
	a := f.do("POST", "/orders", `{"customer_id": 1, "billing_address_id": 1,
		"items": [{"book_id": 1, "quantity": 3}, {"book_id": 2, "quantity": 2}]}`)
	require.Equal(t, 409, a.status)
	require.Equal(t, `there are not 2 of "Go in Plain Sight" left`, a.message(t))
	require.Equal(t, before, f.fingerprint())
}

func TestBadOrders(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	before := f.fingerprint()
	item := `{"book_id": 1, "quantity": 1}`
	with := func(items string) string {
		return `{"customer_id": 1, "billing_address_id": 1, "items": [` + items + `]}`
	}
	var many []string
	for i := range 21 {
		many = append(many, fmt.Sprintf(`{"book_id": %d, "quantity": 1}`, i))
	}
	for body, want := range map[string]struct {
		status int
		msg    string
	}{
		``:                        {400, "the body ends before the JSON does"},
		`{"customer_id": 1`:       {400, "the body ends before the JSON does"},
		`{"customer_id": 1,}`:     {400, "the body is not JSON, from byte 19 on"},
		`<order/>`:                {400, "the body is not JSON, from byte 1 on"},
		`[1]`:                     {400, "the body must be a JSON object, not a array"},
		`{"customer": 1}`:         {400, `the body is not an order: unknown field "customer"`},
		`{"customer_id": "one"}`:  {400, "customer_id cannot be a string"},
		with(`{"quantity": 1.5}`): {400, "items.quantity cannot be a number 1.5"},
		with(item) + `{}`:         {400, "the body must be one JSON object and nothing behind it"},
		`{"note": "` + strings.Repeat("x", 70_000) + `"}`: {413, "request entity too large"},
		`{}`:                                     {422, "an order needs at least one item"},
		with(strings.Join(many, ",")):            {422, "an order has at most 20 items"},
		with(`{"book_id": 1}`):                   {422, "the quantity of book 1 must be from 1 to 1000"},
		with(`{"book_id": 1, "quantity": -1}`):   {422, "the quantity of book 1 must be from 1 to 1000"},
		with(`{"book_id": 1, "quantity": 1001}`): {422, "the quantity of book 1 must be from 1 to 1000"},
		with(item + "," + item):                  {422, "book 1 is ordered twice: say it once, with the sum"},
		with(`{"book_id": 999, "quantity": 1}`):  {422, "book 999 is not for sale"},
		with(`{"book_id": 12, "quantity": 1}`):   {422, "book 12 is not for sale"}, // a draft
		`{"customer_id": 999, "billing_address_id": 1, "items": [` + item + `]}`:                                           {422, "customer 999 has no address 1"},
		`{"customer_id": 1, "billing_address_id": 4, "items": [` + item + `]}`:                                             {422, "customer 1 has no address 4"},
		`{"customer_id": 1, "billing_address_id": 1, "shipping_address_id": 4, "items": [` + item + `]}`:                   {422, "customer 1 has no address 4"},
		`{"customer_id": 1, "billing_address_id": 1, "note": "` + strings.Repeat("é", 501) + `", "items": [` + item + `]}`: {422, "a note has at most 500 characters"},
	} {
		a := f.do("POST", "/orders", body)
		name := body[:min(len(body), 120)]
		require.Equal(t, want.status, a.status, "%s: %s", name, a.body)
		require.Equal(t, want.msg, a.message(t), name)
	}
	require.Equal(t, before, f.fingerprint())
}

// TestLastCopies has many clients order the last copies of one book at once.
func TestLastCopies(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	const book, stock, clients = 18, 5, 24
	require.EqualValues(t, stock, f.one("SELECT stock FROM books WHERE id = ?", book))
	statuses := make([]int, clients)
	var wg sync.WaitGroup
	for i := range statuses {
		wg.Go(func() {
			a, err := f.client.send(context.Background(), "POST", "/orders",
				fmt.Sprintf(`{"customer_id": 1, "billing_address_id": 1, "items": [{"book_id": %d, "quantity": 1}, {"book_id": 1, "quantity": 1}]}`, book))
			if err == nil {
				statuses[i] = a.status
			}
		})
	}
	wg.Wait()
	count := map[int]int{}
	for _, s := range statuses {
		count[s]++
	}
	require.Equal(t, map[int]int{201: stock, 409: clients - stock}, count)
	require.Zero(t, f.one("SELECT stock FROM books WHERE id = ?", book))
	require.EqualValues(t, 60-stock, f.one("SELECT stock FROM books WHERE id = 1"), "what was taken for a refused order is back")
	require.EqualValues(t, stock, f.one("SELECT count(*) FROM order_items WHERE book_id = ? AND order_id > 50", book))
	require.EqualValues(t, stock, f.one("SELECT count(*) FROM orders WHERE id > 50"))
}
